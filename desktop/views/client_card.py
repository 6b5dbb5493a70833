"""The card of one client: details, sites, people and open tickets, each edited in place; merging on a leaf."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import button, label
from desktop.shell.widgets.section_header import SectionHeader
from desktop.views.client_contracts import KEEPS_CONTRACTS, ContractForm, contract_record, contract_words, new_contract
from desktop.views.client_forms import (
    NEW_CLIENT,
    ClientForm,
    PersonForm,
    SiteForm,
    client_record,
    new_person,
    new_site,
    person_record,
    site_record,
)
from desktop.views.client_merging import MergePanel
from desktop.views.rows_panel import RowsPanel
from desktop.views.ticket_view import open_ticket
from domain.clients.contacts import ContactRow
from domain.clients.queries import ClientCard, SiteRow, client_card
from domain.contracts.queries import ContractRow, contracts
from domain.tickets.pages import TicketFilter, TicketRow
from domain.tickets.pages import page as tickets_page

EDITS = frozenset({"dispatcher", "lead", "admin"})
_TICKETS = 12


Found = tuple[ClientCard, list[TicketRow], list[ContractRow]]


def read_client(session: Session, client_id: int, language: str) -> Found:
    """Return the card, the client's newest open tickets and its contracts."""
    wanted = TicketFilter(client_id=client_id)
    tickets = tickets_page(session, wanted, limit=_TICKETS, language=language)
    return client_card(session, client_id), tickets, contracts(session, client_id)


class ClientView(QWidget):
    """Heading and leaves; `saved` names the client that the list should stand on."""

    saved = Signal(int)

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="client_card")
        self._context = context
        self._client_id: int | None = None
        self._name = ""
        editable = context.person.has_any(EDITS)
        self._title = label("", "heading", wrap=True, name="client_title")
        self._counts = label("", "muted", wrap=True, name="client_counts")
        self._form = ClientForm(context, editable=editable)
        self._person_form = PersonForm(context, editable=editable)
        adds_site = (self.tr("New site"), new_site) if editable else None
        adds_person = (self.tr("New person"), new_person) if editable else None
        self._sites = RowsPanel(
            "client_sites", SiteForm(context, editable=editable), words=self._site_words, record=site_record,
            new=adds_site,
        )  # fmt: skip
        self._people = RowsPanel(
            "client_people", self._person_form, words=self._person_words, record=person_record, new=adds_person
        )
        keeps = context.person.has_any(KEEPS_CONTRACTS)
        self._contracts = RowsPanel(
            "client_contracts", ContractForm(context, editable=keeps), words=partial(contract_words, context.formats),
            record=contract_record, new=(self.tr("New contract"), new_contract) if keeps else None,
        )  # fmt: skip
        self._merging = MergePanel(context) if editable else None
        self._tickets_head = SectionHeader(self.tr("Open tickets"))
        self._tickets = QVBoxLayout()
        self._inside = QWidget(objectName="scrolled")
        self._details = _Leaf(self._inside)
        self._leaves = QTabWidget(objectName="client_leaves")
        self._leaves.setDocumentMode(True)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self._form)
        column.addWidget(self._tickets_head)
        column.addLayout(self._tickets)
        column.addStretch()
        self._leaves.addTab(self._details, self.tr("Client"))
        for panel, words in (
            (self._sites, self.tr("Sites")),
            (self._people, self.tr("People")),
            (self._contracts, self.tr("Contracts")),
        ):
            self._leaves.addTab(panel, words)
            panel.name_list(words)
        if self._merging is not None:
            self._leaves.addTab(self._merging, self.tr("Merge"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 8, 16, 12)
        whole.addWidget(self._title)
        whole.addWidget(self._counts)
        whole.addWidget(self._leaves, 1)

    def _wire(self) -> None:
        self._form.stored.connect(self._stored)
        self._form.outdated.connect(self.refresh)
        self._sites.changed.connect(self.refresh)
        self._people.changed.connect(self.refresh)
        self._contracts.changed.connect(self.refresh)
        if self._merging is not None:
            self._merging.merged.connect(self.saved)
        self._context.feed.changed.connect(self._hear)

    # Showing ------------------------------------------------------------------------------------------------------

    def show_client(self, client_id: int) -> None:
        """Read and show a client."""
        self._client_id = client_id
        self.refresh()

    def begin(self) -> None:
        """Empty the card for a new client; what was typed for one and not saved is there again."""
        self._client_id = None
        self._title.setText(self.tr("New client"))
        self._counts.clear()
        self._form.show_record(NEW_CLIENT)
        self._show_tickets([], 0)
        self._only_details(True)
        self._leaves.setCurrentIndex(0)
        self._form.setFocus()

    @property
    def beginning(self) -> bool:
        """Whether the form of a new client is shown."""
        return self._client_id is None and self._form.record is not None

    @Slot()
    def focus_details(self) -> None:
        """Go to the name, to edit it."""
        self._leaves.setCurrentIndex(0)
        self._form.setFocus()

    @Slot()
    def refresh(self) -> None:
        """Read the client again."""
        if self._client_id is not None:
            work = partial(self._context.database.ask, read_client, self._client_id, self._context.language)
            self._context.background.run(self, work, self._fill, key="card")

    @Slot(str, object)
    def _hear(self, table: str, ids: frozenset[int] | None) -> None:
        concerned = table in {"device", "ticket"} or (table == "client" and (ids is None or self._client_id in ids))
        if concerned and self.isVisible():
            self.refresh()

    def _fill(self, found: Found) -> None:
        card, tickets, agreed = found
        if card.id != self._client_id:
            return
        self._name = card.name
        merged = f" → {card.merged_into[1]}" if card.merged_into else ""
        self._title.setText(card.name + merged)
        counts = self.tr("%n open ticket(s)", "", card.open_tickets), self.tr("%n device(s)", "", card.devices)
        self._counts.setText(" · ".join(counts))
        self._only_details(False)
        self._form.show_record(client_record(card))
        self._person_form.offer_sites(card.sites)
        self._sites.show_rows(card.id, card.sites)
        self._people.show_rows(card.id, card.contacts)
        self._leaves.setTabText(1, f"{self.tr('Sites')} · {len(card.sites)}")
        self._contracts.show_rows(card.id, agreed)
        self._leaves.setTabText(2, f"{self.tr('People')} · {len(card.contacts)}")
        self._leaves.setTabText(3, f"{self.tr('Contracts')} · {len(agreed)}")
        if self._merging is not None:
            self._merging.show_client(None if card.merged_into else card.id)
            self._leaves.setTabEnabled(self._leaves.indexOf(self._merging), card.merged_into is None)
        self._show_tickets(tickets, card.open_tickets)

    def _only_details(self, only: bool) -> None:
        for place in range(1, self._leaves.count()):
            self._leaves.setTabEnabled(place, not only)

    def _show_tickets(self, tickets: list[TicketRow], number: int) -> None:
        while self._tickets.count():
            item = self._tickets.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        self._tickets_head.setVisible(bool(tickets))
        for one in tickets:
            words = _short(f"№ {one.number} · {one.status_name} · {one.title}")
            opened = partial(open_ticket, self._context, one.id, one.number)
            self._add_link(words, f"client_ticket_{one.number}", opened)
        if number > len(tickets):
            go = partial(self._context.navigator.go, "tickets", self._name)
            self._add_link(self.tr("All of them"), "client_all_tickets", go)
        self._details.updateGeometry()

    def _add_link(self, words: str, name: str, opened: "partial[None]") -> None:
        self._tickets.addWidget(button(words, name, opened, kind="link"), 0, Qt.AlignmentFlag.AlignLeft)

    # Words and saving ---------------------------------------------------------------------------------------------

    def _site_words(self, site: SiteRow) -> str:
        left = "" if site.active else self.tr("no longer in use")
        devices = self.tr("%n device(s)", "", site.devices) if site.devices else ""
        return " · ".join(filter(None, (site.name, site.address, devices, left)))

    def _person_words(self, person: ContactRow) -> str:
        left = "" if person.active else self.tr("no longer there")
        return " · ".join(filter(None, (person.name, person.post, *person.phones, person.site, left)))

    @Slot(object)
    def _stored(self, made: object) -> None:
        self._context.notices.say(self.tr("Client saved"))
        if isinstance(made, int):
            self._client_id = made
        self.refresh()
        if self._client_id is not None:
            self.saved.emit(self._client_id)


class _Leaf(QScrollArea):
    """Scrolls up and down where the window is low; never narrower than what is on it."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__(objectName="client_details")
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        """As wide as the leaf needs with its scroll bar."""
        own, inside = super().minimumSizeHint(), self._inside.minimumSizeHint()
        return QSize(inside.width() + self.verticalScrollBar().sizeHint().width(), own.height())


def _short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
