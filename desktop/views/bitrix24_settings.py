"""Settings → Bitrix24: the webhook's address, where deals go, a test of it all, and what the stages mean."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import label
from desktop.views.freshness import Freshness
from desktop.views.kept_form import KeptForm, Record, Values
from desktop.views.missing_deals import MissingDeals
from desktop.views.partner_checks import PartnerChecks
from desktop.views.secret_field import SecretField
from desktop.views.stage_meanings import StageMeanings, lines
from domain.exchange.actions import save_partner
from domain.exchange.deals import statuses_of_deals
from domain.exchange.overview import overview
from domain.exchange.queries import PartnerState, missing_deals, stage_meanings
from domain.exchange.tables import BITRIX24
from integrations.bitrix24.address import WebhookAddress

_WIDTH = 520
_TITLE = "№ {number} · {client}: {title}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the tab shows."""

    state: PartnerState
    agent_answers: bool
    meanings: dict[str, str]
    statuses: list[tuple[str, str]]
    missing: int


def read(session: Session, language: str) -> Shown:
    """Read all that the tab shows."""
    now = overview(session)
    meanings, statuses = stage_meanings(session, BITRIX24), statuses_of_deals(session, language=language)
    return Shown(now.bitrix24, now.agent_answers, meanings, statuses, missing_deals(session))


def prepare(typed: str) -> tuple[str, str]:
    """Return the address of a webhook as it is kept, and masked. Raises AddressError."""
    address = WebhookAddress.parse(typed)
    return address.text, address.masked


class DealForm(KeptForm):
    """Whether deals are made, in which pipeline, for whom, under which title, and which field keeps the number."""

    def __init__(self, context: PageContext) -> None:
        self._pipeline = QComboBox(objectName="bitrix24_pipeline")
        self._responsible = QComboBox(objectName="bitrix24_responsible")
        self._ticket_field = QComboBox(objectName="bitrix24_ticket_field")
        for box in (self._pipeline, self._responsible, self._ticket_field):  # names of the portal may be of any length
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
        fields = {
            "active": ("", QCheckBox(self.tr("Make deals in Bitrix24"), objectName="bitrix24_active")),
            "pipeline": (self.tr("&Pipeline"), self._pipeline),
            "responsible": (self.tr("&Responsible"), self._responsible),
            "title": (self.tr("&Title"), QLineEdit(objectName="bitrix24_title", placeholderText=_TITLE)),
            "ticket_field": (self.tr("&Field with the ticket number"), self._ticket_field),
        }
        self._settings: dict[str, Any] = {}
        super().__init__(context, "bitrix24", fields, editable=True)

    def show_state(self, state: PartnerState) -> None:
        """Show how the partner is set up, with what its portal offers."""
        self._settings = state.settings
        pipeline, responsible = state.settings.get("pipeline", ""), state.settings.get("responsible") or ""
        first = self.tr("The portal's first one")
        self.fill_choices(self._pipeline, _choices(first, state.found.get("pipelines"), pipeline))
        owner = self.tr("The webhook's owner")
        self.fill_choices(self._responsible, _choices(owner, state.found.get("people"), responsible))
        field, none = str(state.settings.get("ticket_field") or ""), self.tr("None: the portal searches by our key")
        fields = [{"id": one["name"], "name": one["caption"]} for one in state.found.get("fields") or []]
        self.fill_choices(self._ticket_field, _choices(none, fields, field))
        values = {
            "active": state.active, "pipeline": pipeline, "responsible": responsible,
            "title": str(state.settings.get("title") or ""), "ticket_field": field,
        }  # fmt: skip
        self.show_record(Record("partner.bitrix24", values, 1, state.version))

    def compose(self, record: Record, values: Values) -> Callable[[Session], Any]:
        """Save the partner's settings; what stands there beside ours is left as it is."""
        chosen = {
            "pipeline": values["pipeline"],
            "responsible": values["responsible"],
            "title": values["title"].strip(),
            "ticket_field": values["ticket_field"],
        }
        given = {name: value for name, value in chosen.items() if value != ""}
        others = {name: value for name, value in self._settings.items() if name not in chosen}
        return partial(
            save_partner, system=BITRIX24, active=values["active"], settings=others | given,
            expected_version=record.version,
        )  # fmt: skip


class Bitrix24Settings(QWidget):
    """For administrators all of it; leads see what the stages mean."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="bitrix24_settings")
        self._context = context
        self._administers = context.person.has_any(frozenset({"admin"}))
        self._stages = StageMeanings(context)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(16)
        if self._administers:
            row.addWidget(self._partner(), 1)
        row.addWidget(self._stages, 1)
        self._stages.saved.connect(self.refresh)
        Freshness(self, context.feed, "partner", "workflow").wanted.connect(self.refresh)
        self.refresh()

    def _partner(self) -> QScrollArea:
        context = self._context
        self._secret = SecretField(
            context, BITRIX24, prepare=prepare, caption=self.tr("Address of the incoming webhook"),
            placeholder="https://….bitrix24.kz/rest/…/…/", hidden=False,
        )  # fmt: skip
        self._moved = label("", "small", wrap=True, name="bitrix24_moved")
        self._form = DealForm(context)
        self._missing = MissingDeals(context)
        self._missing.opened.connect(self.refresh)
        self._checks = PartnerChecks(context, "bitrix24.check")
        self._checks.wanted.connect(self.refresh)
        self._secret.kept.connect(self._checks.ask)
        self._form.stored.connect(self._saved)
        self._form.outdated.connect(self.refresh)
        inside = QWidget(objectName="scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 12, 0)
        column.addWidget(label(self.tr("Address of the incoming webhook"), "heading"))
        column.addWidget(self._secret)
        column.addWidget(self._moved)
        column.addWidget(
            label(
                self.tr("A password: whoever has it acts as its employee. It wants the rights CRM and Users."), "small",
                wrap=True,
            )
        )  # fmt: skip
        column.addWidget(self._form)
        column.addWidget(label(self.tr("In the title: {number}, {client}, {title} of the ticket."), "small", wrap=True))
        column.addWidget(self._missing)
        column.addSpacing(8)
        column.addWidget(self._checks)
        column.addStretch(1)
        area = QScrollArea(objectName="bitrix24_area")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    @Slot()
    def refresh(self) -> None:
        """Read everything again."""
        if self._administers:
            self._secret.make_up()
        work = partial(self._context.database.ask, read, self._context.language)
        self._context.background.run(self, work, self._fill, key="partner")

    def _fill(self, shown: Shown) -> None:
        state = shown.state
        if self._administers:
            self._form.show_state(state)
            self._moved.setText(self._renamed(state.found.get("moved")))
            self._moved.setVisible(bool(self._moved.text()))
            self._missing.show_count(shown.missing, active=state.active)
            self._checks.show_state(state, agent_answers=shown.agent_answers)
        pipeline = int(state.settings.get("pipeline") or 0)
        self._stages.show_stages(lines(state.found, pipeline, shown.meanings), shown.statuses, shown.meanings)

    def _renamed(self, moved: dict[str, str] | None) -> str:
        """Say from where to where the portal went, and when the agent followed; "" where it is where it was."""
        if not moved:
            return ""
        told = self.tr("The portal was renamed: %1 → %2 (%3). The agent uses the new address.")
        day = self._context.formats.moment(datetime.fromisoformat(moved["at"]))
        return told.replace("%1", moved["from"]).replace("%2", moved["to"]).replace("%3", day)

    @Slot()
    def _saved(self) -> None:
        self._context.notices.say(self.tr("Bitrix24 settings saved"))
        self._checks.ask()  # what was tested before is not what holds now
        self.refresh()


def _choices(nothing: str, offered: list[dict[str, Any]] | None, chosen: object) -> list[tuple[str, Any]]:
    """Return (name, id) to choose from; what is chosen and not offered (any more) is there by its number."""
    known = [(str(one["name"]), one["id"]) for one in offered or []]
    if chosen != "" and chosen not in [number for _, number in known]:
        known.append((f"? {chosen}", chosen))
    return [(nothing, ""), *known]
