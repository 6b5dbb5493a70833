"""Equipment: the register, the card of the chosen device, its new neighbours typed fast, and labels for them."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from database.errors import KnownError
from desktop.models.device_list import DeviceList, columns
from desktop.shell.pages import Page, PageContext, PageEntry
from desktop.shell.widgets.basics import action_button, button, label
from desktop.shell.widgets.empty_state import EmptyState
from desktop.views.label_printing import LabelPrinting
from desktop.views.list_pane import ListPane
from desktop.views.names import service_state_name, sticker_state_name
from desktop.views.ticket_view import open_ticket
from domain.clients.pages import ClientFilter, ClientRow
from domain.clients.pages import page as clients_page
from domain.clients.queries import SiteRow, sites
from domain.equipment.actions import DeviceEntry, Registered, register_device
from domain.equipment.pages import DeviceFilter, DeviceRow
from domain.equipment.queries import DeviceCard, DeviceTypeRow, device_card, device_types
from domain.equipment.scans import ScanResult, find_by_scan
from printing.paper.scans import is_paper_code
from resources.sentences import sentence

REGISTERS = frozenset({"dispatcher", "lead", "engineer", "warehouse", "admin"})


class EquipmentPage(Page):
    """The register with three leaves beside it: card, new device, labels."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("equipment_page")
        self._context = context
        self._filter = DeviceFilter()
        listed = columns(service_state_name, sticker_state_name)
        self._model = DeviceList(context.background, context.database, listed, context.language, self)
        empty = EmptyState(
            "monitor", self.tr("No devices yet"), self.tr("Register the first one: type, place, serial number.")
        )
        self._pane = ListPane(context, self._model, "equipment", self.tr("ID, model, serial, client – or scan"), empty)
        self._pane.follow("device", "print_job")
        self._bare = QCheckBox(self.tr("Without label"), objectName="equipment_bare")
        self._card = _Card(context)
        self._entry = _Entry(context)
        self._labels = LabelPrinting(context)
        self._leaves = QTabWidget(objectName="equipment_leaves")
        self._leaves.setDocumentMode(True)
        self._may = context.person.has_any(REGISTERS)
        self._new = context.actions.add(
            self, "equipment.new", self.tr("New device"), self._begin_entry, shortcut="Ctrl+N", icon="plus"
        )
        self._new.setEnabled(self._may)
        self._lay_out()
        self._wire()
        self._model.filter(self._filter)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 16, 0)
        head.addWidget(label(self.tr("Equipment"), "title"))
        head.addStretch()
        head.addWidget(action_button(self._new, kind="primary", icon_name="plus"))
        self._pane.add_tool(self._bare)
        self._leaves.addTab(self._card, self.tr("Card"))
        if self._may:
            self._leaves.addTab(self._labels, self.tr("Labels"))
            self._leaves.addTab(self._entry, self.tr("New device"))
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(12, 0, 16, 12)
        beside.addWidget(self._leaves)
        split = QSplitter(Qt.Orientation.Horizontal, objectName="split")
        split.addWidget(self._pane)
        split.addWidget(side)
        split.setSizes([740, 480])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(split, 1)

    def _wire(self) -> None:
        self._pane.searched.connect(self._search)
        self._pane.row_chosen.connect(self._show)
        self._bare.toggled.connect(self._narrow)
        self._pane.table.selectionModel().selectionChanged.connect(self._selected)
        self._context.scanner.listen(self, self._take_scan)
        self._entry.registered.connect(self._added)

    def arrive(self, argument: object) -> None:
        """Show a device by its id, or search for words."""
        if isinstance(argument, int):
            self._pane.choose(argument)
            self._card.show_device(argument)
        elif isinstance(argument, str):
            self._pane.search.setText(argument)
            self._search(argument)

    def shown(self) -> None:
        """Put the cursor into the list, so that the page's keys hold at once."""
        self._pane.table.setFocus()

    def refresh(self) -> None:
        """Read the list again."""
        self._model.refresh()
        self._labels.refresh()

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self._pane.search.setFocus()

    @Slot(str)
    def _search(self, text: str) -> None:
        self._filter = replace(self._filter, text=text)
        self._model.filter(self._filter)

    @Slot(bool)
    def _narrow(self, bare: bool) -> None:
        self._filter = replace(self._filter, to_stick=bare)
        self._model.filter(self._filter)

    @Slot(object)
    def _show(self, row: DeviceRow | None) -> None:
        if row is not None:
            self._card.show_device(row.id)

    @Slot()
    def _selected(self) -> None:
        self._labels.show_devices([row.id for row in self._pane.chosen_rows()])

    def _begin_entry(self) -> None:
        self._leaves.setCurrentWidget(self._entry)
        self._entry.begin()

    def _added(self, registered: Registered) -> None:
        self._pane.choose(registered.id)
        self._model.refresh()

    def _take_scan(self, scanned: str) -> bool:
        if is_paper_code(scanned):
            return False
        if self._entry.isVisible() and self._entry.wants_serial():
            self._entry.take_serial(scanned)
            return True
        work = partial(self._context.database.ask, find_by_scan, scanned, language=self._context.language)
        self._context.background.run(self, work, partial(self._found, scanned), key="scan")
        return True

    def _found(self, scanned: str, result: ScanResult) -> None:
        scanner = self._context.scanner
        if not result.devices:
            scanner.refuse(sentence("scan-unknown", self._context.language, scanned=scanned))
            return
        device = result.devices[0]
        self.arrive(device.id)
        self._leaves.setCurrentWidget(self._card)
        if result.outcome in ("replaced", "spoiled", "doubtful", "unknown_seal"):
            scanner.attend(sentence(f"sticker-{result.outcome}", self._context.language))
        else:
            scanner.accept()


class _Card(QWidget):
    """What is known of one device, with its tickets and stickers."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="device_card")
        self._context = context
        self._title = label("", "heading", wrap=True)
        self._facts = QFormLayout()
        self._facts.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._tickets = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(self._title)
        column.addLayout(self._facts)
        column.addLayout(self._tickets)
        column.addStretch()

    def show_device(self, device_id: int) -> None:
        """Read and show a device."""
        work = partial(self._context.database.ask, device_card, device_id, language=self._context.language)
        self._context.background.run(self, work, self._fill, key="card")

    def _fill(self, card: DeviceCard) -> None:
        row, formats = card.row, self._context.formats
        self._title.setText(f"{row.readable} · {row.type} {row.model}")
        while self._facts.rowCount():
            self._facts.removeRow(0)
        sticker = card.sticker
        stuck = self.tr("none") if sticker is None else f"{sticker_state_name(sticker.state)} · {sticker.template}"
        if sticker is not None and sticker.printed_at is not None:
            stuck += f" · {formats.date_time(sticker.printed_at)} · {sticker.printed_by}"
        facts = (
            (self.tr("Client"), row.client),
            (self.tr("Place"), " · ".join(filter(None, (row.site, row.room)))),
            (self.tr("Serial number"), row.serial),
            (self.tr("Owner"), self.tr("client's") if row.owner == "client" else self.tr("ours")),
            (self.tr("State"), service_state_name(row.service_state)),
            (self.tr("Label"), stuck),
            *card.attributes,
            *((code.source, code.code) for code in card.codes),
            (self.tr("Note"), card.note),
        )
        for name, value in facts:
            if value:
                self._facts.addRow(label(name, "muted"), label(value, wrap=True))
        while self._tickets.count():
            item = self._tickets.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        if card.tickets:
            self._tickets.addWidget(label(self.tr("Tickets"), "heading"))
        for ticket in card.tickets[:12]:
            words = f"№ {ticket.number} · {ticket.status_name} · {ticket.title}"
            opened = partial(open_ticket, self._context, ticket.id, ticket.number)
            self._tickets.addWidget(
                button(_short(words), f"device_ticket_{ticket.number}", opened, kind="link"),
                0,
                Qt.AlignmentFlag.AlignLeft,
            )


class _Entry(QWidget):
    """Fast entry: client, place and type stay, the next serial number is scanned or typed."""

    registered = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="device_entry")
        self._context = context
        self._client = QComboBox(objectName="entry_client", editable=True)
        self._client.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._site = QComboBox(objectName="entry_site")
        self._type = QComboBox(objectName="entry_type")
        self._model = QLineEdit(objectName="entry_model")
        self._room = QLineEdit(objectName="entry_room")
        self._owner = QComboBox(objectName="entry_owner")
        self._serial = QLineEdit(objectName="entry_serial", placeholderText=self.tr("Scan or type – Enter saves"))
        self._fault = label("", "error", wrap=True, name="entry_fault")
        self._done = label("", "muted", wrap=True, name="entry_done")
        self._confirmed = False
        self._save = button(self.tr("Register device"), "entry_save", self._register, kind="primary")
        self._lay_out()
        self._client.currentIndexChanged.connect(self._read_sites)
        self._serial.returnPressed.connect(self._register)
        self._serial.textEdited.connect(self._doubt_again)

    def _lay_out(self) -> None:
        self._owner.addItem(self.tr("client's"), "client")
        self._owner.addItem(self.tr("ours"), "ours")
        form = QFormLayout(self)
        form.setContentsMargins(0, 12, 0, 0)
        form.addRow(self.tr("&Client"), self._client)
        form.addRow(self.tr("&Site"), self._site)
        form.addRow(self.tr("&Type"), self._type)
        form.addRow(self.tr("&Model"), self._model)
        form.addRow(self.tr("&Room"), self._room)
        form.addRow(self.tr("&Owner"), self._owner)
        form.addRow(self.tr("Serial &number"), self._serial)
        form.addRow("", self._save)
        form.addRow("", self._fault)
        form.addRow("", self._done)

    def begin(self) -> None:
        """Read what can be chosen and be ready for the serial number."""
        ask, run = self._context.database.ask, self._context.background.run
        if self._type.count() == 0:
            run(self, partial(ask, device_types, language=self._context.language), self._fill_types)
            run(self, partial(ask, clients_page, ClientFilter(), limit=1000), self._fill_clients)
        self._serial.setFocus()

    def wants_serial(self) -> bool:
        """Whether a scan now is the next serial number."""
        chosen = self._client.currentText() == self._client.itemText(self._client.currentIndex())  # not half typed
        return chosen and self._client.currentData() is not None and self._type.currentData() is not None

    def take_serial(self, scanned: str) -> None:
        """Take a scanned serial number and register the device at once."""
        if scanned != self._serial.text():
            self._doubt_again()
        self._serial.setText(scanned)
        self._register()

    def _fill_types(self, found: list[DeviceTypeRow]) -> None:
        for one in found:
            self._type.addItem(one.name, one.id)

    def _fill_clients(self, found: list[ClientRow]) -> None:
        self._client.addItem("", None)
        for one in found:
            self._client.addItem(one.name, one.id)

    @Slot()
    def _read_sites(self) -> None:
        client = self._client.currentData()
        self._site.clear()
        if client is not None:
            work = partial(self._context.database.ask, sites, client)
            self._context.background.run(self, work, self._fill_sites, key="sites")

    def _fill_sites(self, found: tuple[SiteRow, ...]) -> None:
        for one in found:
            self._site.addItem(one.name, one.id)

    @Slot()
    def _doubt_again(self) -> None:
        self._confirmed = False

    @Slot()
    def _register(self) -> None:
        if not self.wants_serial():
            self._fault.setText(self.tr("Choose client and type first."))
            return
        entry = DeviceEntry(
            type_id=self._type.currentData(),
            client_id=self._client.currentData(),
            site_id=self._site.currentData(),
            model=self._model.text(),
            serial=self._serial.text(),
            room=self._room.text(),
            owner=self._owner.currentData(),
        )
        action = partial(register_device, entry=entry, confirmed=self._confirmed)
        work = partial(self._context.database.act, action)
        self._context.background.run(self, work, self._registered, self._refused)

    def _registered(self, made: Registered) -> None:
        self._confirmed = False
        self._fault.clear()
        self._serial.clear()
        self._serial.setFocus()
        self._done.setText(self.tr("Device %1 is registered").replace("%1", str(made.number)))
        self._context.scanner.accept()
        self.registered.emit(made)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            self._context.background.unheard.emit(error)
            return
        words = sentence(error.code, self._context.language, **error.details)
        if error.code == "serial-elsewhere":
            self._confirmed = True
            words += " " + self.tr("Press Enter once more to register it all the same.")
        self._fault.setText(words)
        self._context.scanner.refuse(words)
        self._serial.setFocus()


def _short(words: str, most: int = 64) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


EQUIPMENT = PageEntry("equipment", str(QT_TRANSLATE_NOOP("Pages", "Equipment")), "monitor", EquipmentPage)
