"""Settings → printers: addresses of the label printers, tried by a test of what they answer."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from database.errors import KnownError
from desktop.shell.pages import Page, PageContext
from desktop.shell.widgets.basics import button, label
from desktop.views.freshness import Freshness
from domain.printouts.actions import save_printer
from domain.printouts.queries import PrinterRow, printers
from printing.thermal.address import parse_address
from resources.sentences import sentence

KEEPS = frozenset({"warehouse", "lead", "admin"})


def compose_url(transport: str, place: str, language: str, dpi: str, darkness: int | None = None) -> str:
    """Return the address that `printing.thermal` reads; `darkness` None leaves the printer's own."""
    start = f"tcp://{place.strip()}" if transport == "tcp" else f"file:{place.strip()}"
    return f"{start}?language={language}&dpi={dpi}" + ("" if darkness is None else f"&darkness={darkness}")


class PrintersPage(Page):
    """A list of printers and the form of the chosen one."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("printers_page")
        self._context = context
        self._shown: PrinterRow | None = None
        self._saved_id: int | None = None
        self._list = QListWidget(objectName="printers_list")
        self._name = QLineEdit(objectName="printer_name", placeholderText=self.tr("Warehouse, at the gate"))
        self._transport = QComboBox(objectName="printer_transport")
        self._place = QLineEdit(objectName="printer_place", placeholderText="192.168.1.50:9100")
        self._language = QComboBox(objectName="printer_language")
        self._dpi = QComboBox(objectName="printer_dpi")
        self._darkness = QSpinBox(objectName="printer_darkness", minimum=-1, maximum=30)
        self._darkness.setSpecialValueText(self.tr("as the printer is set"))
        self._active = QCheckBox(self.tr("In use"), objectName="printer_active", checked=True)
        self._url = label("", "muted", wrap=True)
        self._fault = label("", "error", wrap=True, name="printer_fault")
        self._lay_out()
        self._list.currentItemChanged.connect(self._choose)
        for box in (self._transport, self._language, self._dpi):
            box.currentIndexChanged.connect(self._show_url)
        self._place.textChanged.connect(self._show_url)
        self._darkness.valueChanged.connect(self._show_url)
        Freshness(self, context.feed, "printer").wanted.connect(self.refresh)
        self.refresh()
        self._begin()

    def _lay_out(self) -> None:
        for text, data in ((self.tr("Network, port 9100"), "tcp"), (self.tr("File"), "file")):
            self._transport.addItem(text, data)
        for text, data in (("ZPL – Zebra", "zpl"), ("TSPL – TSC, Xprinter", "tspl"), ("ESC/POS – Epson", "escpos")):
            self._language.addItem(text, data)
        for dpi in ("203", "300", "600"):
            self._dpi.addItem(f"{dpi} dpi", dpi)
        form = QFormLayout()
        form.addRow(self.tr("&Name"), self._name)
        form.addRow(self.tr("&Connection"), self._transport)
        form.addRow(self.tr("&Address"), self._place)
        form.addRow(self.tr("&Language"), self._language)
        form.addRow(self.tr("&Resolution"), self._dpi)
        form.addRow(self.tr("&Darkness"), self._darkness)
        form.addRow("", self._active)
        form.addRow("", self._url)
        form.addRow("", self._fault)
        buttons = QHBoxLayout()
        buttons.addWidget(button(self.tr("New printer"), "printer_new", self._begin, icon_name="plus"))
        buttons.addStretch()
        save = button(self.tr("Save"), "printer_save", self._save, kind="primary", icon_name="save")
        save.setEnabled(self._context.person.has_any(KEEPS))
        buttons.addWidget(save)
        right = QVBoxLayout()
        right.addLayout(form)
        right.addLayout(buttons)
        right.addStretch()
        row = QHBoxLayout()
        row.addWidget(self._list, 1)
        row.addSpacing(16)
        row.addLayout(right, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.addWidget(label(self.tr("Label printers"), "title"))
        column.addLayout(row, 1)

    def refresh(self) -> None:
        """Read the list again."""
        work = partial(self._context.database.ask, printers)
        self._context.background.run(self, work, self._fill, key="printers")

    def _fill(self, found: list[PrinterRow]) -> None:
        chosen = self._saved_id or (self._shown.id if self._shown else None)
        self._saved_id = None
        self._list.blockSignals(True)
        self._list.clear()
        for one in found:
            item = QListWidgetItem(one.name if one.active else f"{one.name} ({self.tr('not in use')})")
            item.setData(256, one)
            item.setToolTip(one.url)
            self._list.addItem(item)
            if one.id == chosen:
                self._shown = one
                self._list.setCurrentItem(item)
        self._list.blockSignals(False)

    @Slot()
    def _choose(self) -> None:
        item = self._list.currentItem()
        if item is None:
            return
        one: PrinterRow = item.data(256)
        self._shown = one
        self._fault.clear()
        self._name.setText(one.name)
        try:
            address = parse_address(one.url)
        except KnownError as error:
            self._explain(error)
            return
        self._transport.setCurrentIndex(self._transport.findData("file" if address.path else "tcp"))
        self._place.setText(address.place)
        self._language.setCurrentIndex(self._language.findData(address.language))
        self._dpi.setCurrentIndex(self._dpi.findData(str(address.dpi)))
        self._darkness.setValue(-1 if one.darkness is None else one.darkness)
        self._active.setChecked(one.active)

    @Slot()
    def _begin(self) -> None:
        self._shown = None
        self._list.setCurrentRow(-1)  # so that the one shown before can be chosen again
        self._name.clear()
        self._place.clear()
        self._darkness.setValue(-1)
        self._active.setChecked(True)
        self._fault.clear()
        self._name.setFocus()

    def _composed(self) -> str:
        return compose_url(
            self._transport.currentData(), self._place.text(), self._language.currentData(), self._dpi.currentData(),
            self._given_darkness(),
        )  # fmt: skip

    def _given_darkness(self) -> int | None:
        return None if self._darkness.value() < 0 else self._darkness.value()

    @Slot()
    def _show_url(self) -> None:
        self._url.setText(self._composed() if self._place.text().strip() else "")

    @Slot()
    def _save(self) -> None:
        url = self._composed()
        try:
            parse_address(url)
        except KnownError as error:
            self._explain(error)
            return
        shown = self._shown
        action = partial(
            save_printer, name=self._name.text(), url=url, active=self._active.isChecked(),
            printer_id=shown.id if shown else None, expected_version=shown.version if shown else None,
            darkness=self._given_darkness(), template_code=shown.template_code if shown else None,
        )  # fmt: skip
        work = partial(self._context.database.act, action)
        self._context.background.run(self, work, self._saved, self._explain)

    def _saved(self, printer_id: int) -> None:
        self._saved_id = printer_id  # pressed again, Save changes it and makes no second one
        self._fault.clear()
        self._context.notices.say(self.tr("Printer saved"))
        self.refresh()

    def _explain(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._fault.setText(sentence(error.code, self._context.language, **error.details))
        else:
            self._context.background.unheard.emit(error)
