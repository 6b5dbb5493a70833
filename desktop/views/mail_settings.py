"""Settings → Mail: the office's mail server, by which clients get their notices."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import label
from desktop.views.freshness import Freshness
from desktop.views.kept_form import KeptForm, Record, Values
from desktop.views.partner_checks import PartnerChecks
from desktop.views.secret_field import SecretField
from domain.exchange.actions import save_partner
from domain.exchange.overview import overview
from domain.exchange.queries import PartnerState
from domain.exchange.tables import MAIL
from integrations.mail.settings import PORTS, mail_settings

_DOTS = "••••••••"
_TEXTS = ("host", "user", "sender", "sender_name", "reply_to")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the tab shows."""

    state: PartnerState
    agent_answers: bool


def read(session: Session) -> Shown:
    """Read all that the tab shows."""
    now = overview(session)
    return Shown(now.mail, now.agent_answers)


def prepare(typed: str) -> tuple[str, str]:
    """Return the password as it is kept, and what is shown of it."""
    return typed, _DOTS


def save_mail(session: Session, *, active: bool, settings: dict[str, Any], expected_version: int) -> None:
    """Set mail up. What is switched on must be whole: raises ChannelClosedError `mail-settings-wrong`."""
    if active:
        mail_settings(settings, "-")  # whether a password is there and right, the test tells
    save_partner(session, MAIL, active=active, settings=settings, expected_version=expected_version)


class MailForm(KeptForm):
    """Server, protection, sign-in and sender."""

    def __init__(self, context: PageContext) -> None:
        security = QComboBox(objectName="mail_security")
        for text, code in (
            ("STARTTLS", "starttls"),
            ("TLS", "tls"),
            (self.tr("none (only inside the office)"), "none"),
        ):
            security.addItem(text, code)
        self._security = security
        self._port = QSpinBox(objectName="mail_port", minimum=0, maximum=65_535)
        security.currentIndexChanged.connect(self._name_usual_port)
        self._name_usual_port()
        edits = {
            name: QLineEdit(objectName=f"mail_{name}", placeholderText=example)
            for name, example in zip(_TEXTS, ("smtp.example.kz", "", "service@example.kz", "", ""), strict=True)
        }
        fields = {
            "active": ("", QCheckBox(self.tr("Send notices to clients"), objectName="mail_active")),
            "host": (self.tr("&Server"), edits["host"]),
            "security": (self.tr("&Protection"), security),
            "port": (self.tr("P&ort"), self._port),
            "user": (self.tr("&User"), edits["user"]),
            "sender": (self.tr("S&ender's address"), edits["sender"]),
            "sender_name": (self.tr("Sender's &name"), edits["sender_name"]),
            "reply_to": (self.tr("&Answers go to"), edits["reply_to"]),
        }
        super().__init__(context, "mail", fields, editable=True)

    @Slot()
    def _name_usual_port(self) -> None:
        usual = str(PORTS[self._security.currentData()])
        self._port.setSpecialValueText(self.tr("the usual one: %1").replace("%1", usual))

    def show_state(self, state: PartnerState) -> None:
        """Show how the partner is set up."""
        known = state.settings
        values: Values = {name: str(known.get(name) or "") for name in _TEXTS}
        values |= {"active": state.active, "security": known.get("security") or "starttls"}
        values["port"] = int(known.get("port") or 0)
        self.show_record(Record("partner.mail", values, 1, state.version))

    def compose(self, record: Record, values: Values) -> Callable[[Session], Any]:
        """Save the partner's settings."""
        settings = {name: values[name].strip() for name in _TEXTS} | {"security": values["security"]}
        if values["port"]:
            settings["port"] = values["port"]
        return partial(save_mail, active=values["active"], settings=settings, expected_version=record.version)


class MailSettings(QWidget):
    """The form, the password beneath it, and the test beside."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="mail_settings")
        self._context = context
        self._form = MailForm(context)
        self._secret = SecretField(
            context, MAIL, prepare=prepare, caption=self.tr("Password"), placeholder=self.tr("Password of the user"),
            hidden=True,
        )  # fmt: skip
        self._again = label(
            self.tr("The way to the server has changed: type the password again."), "error", wrap=True,
            name="mail_password_again",
        )  # fmt: skip
        self._again.hide()
        self._checks = PartnerChecks(context, "mail.check")
        halves = QWidget(), QWidget()
        left, right = (QVBoxLayout(half) for half in halves)
        for column in (left, right):
            column.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self._form)
        left.addStretch(1)
        right.addSpacing(8)
        right.addWidget(label(self.tr("Password"), "heading"))
        right.addWidget(self._secret)
        right.addWidget(self._again)
        right.addSpacing(16)
        right.addWidget(label(self.tr("Test"), "heading"))
        right.addWidget(label(self.tr("Connects and signs in as for a letter, and sends none."), "small", wrap=True))
        right.addWidget(self._checks)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(32)
        for half in halves:
            row.addWidget(half, 1)
        self._form.stored.connect(self._saved)
        self._form.outdated.connect(self.refresh)
        self._checks.wanted.connect(self.refresh)
        self._secret.kept.connect(self._checks.ask)
        self._secret.kept.connect(self._again.hide)
        self._secret.forgotten.connect(self._again.hide)
        self._secret.lost.connect(self._again.show)
        Freshness(self, context.feed, "partner").wanted.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read everything again."""
        self._secret.make_up()
        self._context.background.run(self, partial(self._context.database.ask, read), self._fill, key="partner")

    def _fill(self, shown: Shown) -> None:
        self._form.show_state(shown.state)
        self._checks.show_state(shown.state, agent_answers=shown.agent_answers)

    @Slot()
    def _saved(self) -> None:
        self._context.notices.say(self.tr("Mail settings saved"))
        self.refresh()
        self._secret.refresh()  # the database forgets the password where it would go elsewhere
