"""A password or a secret address: typed once, kept where only the agent reads it, never shown again."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from database.errors import KnownError
from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import button, label
from desktop.views.question_row import QuestionRow
from domain.exchange.actions import set_secret
from domain.exchange.queries import secret_state
from resources.sentences import sentence

Prepare = Callable[[str], tuple[str, str]]


class SecretField(QWidget):
    """Shows that a secret is there, since when and by whom; what is typed goes into no draft."""

    kept = Signal()
    """A new secret was kept."""
    forgotten = Signal()
    """The secret was forgotten, here and after a question."""
    lost = Signal()
    """The secret that was shown as kept is there no more, and nobody forgot it here."""

    def __init__(
        self, context: PageContext, system: str, *, prepare: Prepare, caption: str, placeholder: str, hidden: bool
    ) -> None:
        """`prepare`: what was typed → the secret and its masked form, or a KnownError. `hidden`: dots while typing.

        caption: says to those who do not see the heading what is to be typed.
        """
        super().__init__(objectName=f"{system}_secret")
        self._context = context
        self._system = system
        self._prepare = prepare
        self._state = label("", wrap=True, name=f"{system}_secret_state")
        echo = QLineEdit.EchoMode.Password if hidden else QLineEdit.EchoMode.Normal
        self._edit = QLineEdit(objectName=f"{system}_secret_edit", placeholderText=placeholder, echoMode=echo)
        self._edit.setAccessibleName(caption)
        self._fault = label("", "error", wrap=True, name=f"{system}_secret_fault")
        self._keep = button(self.tr("Keep"), f"{system}_secret_keep", self._store, kind="primary")
        self._back = button(self.tr("Cancel"), f"{system}_secret_back", self._show_state, kind="quiet")
        self._change = button(self.tr("Change"), f"{system}_secret_change", self.begin)
        self._forget = button(self.tr("Forget"), f"{system}_secret_forget", self._ask, kind="quiet")
        self._really = label(
            self.tr("Forget it for good? The agent does nothing there until a new one is typed."), wrap=True,
            name=f"{system}_secret_really",
        )  # fmt: skip
        self._asking = QuestionRow(f"{system}_forget", no=self.tr("Leave it"), yes=self.tr("Yes, forget"))
        self._asking.agreed.connect(self._forget_it)
        self._asking.left.connect(self._show_state)
        self._lay_out()
        self._edit.returnPressed.connect(self._store)
        self.setFocusProxy(self._edit)
        self.refresh()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._known, self._typing, self._doubting = QWidget(), QWidget(), QWidget()
        for place, parts in (
            (self._known, (self._state, self._change, self._forget)),
            (self._typing, (self._edit, self._keep, self._back)),
            (self._doubting, (self._really, self._asking)),
        ):
            row = QHBoxLayout(place)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(parts[0], 1)
            for one in parts[1:]:
                row.addWidget(one)
            column.addWidget(place)
        column.addWidget(self._fault)
        self._let_type(False)
        self._fault.hide()

    @Slot()
    def make_up(self) -> None:
        """Ask what is known where that could not be asked before; what is typed meanwhile is left alone."""
        if self._typing.isHidden() and not self._state.text():
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask again what is known of the secret."""
        work = partial(self._context.database.ask, secret_state, self._system)
        self._context.background.run(self, work, self._fill, key="secret")

    def _let_type(self, typing: bool) -> None:
        focused = self._asking.holds_focus()
        self._known.setVisible(not typing)
        self._typing.setVisible(typing)
        self._doubting.hide()
        if focused:
            (self._edit if typing else self._forget).setFocus()

    @Slot()
    def begin(self) -> None:
        """Let a new one be typed."""
        self._back.setVisible(bool(self._state.text()))
        self._let_type(True)
        self._edit.setFocus()

    def _fill(self, known: dict[str, Any] | None) -> None:
        if known is None:
            if self._state.text():
                self.lost.emit()
            self._state.clear()
            self._back.hide()
            self._let_type(True)
            return
        since = self._context.formats.date_time(datetime.fromisoformat(known["changed_at"]))
        facts = self.tr("set %1 by %2").replace("%1", since).replace("%2", str(known["changed_by"]))
        self._state.setText("\n".join(filter(None, (str(known["hint"]), facts))))
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        self._edit.clear()
        self._fault.hide()
        self._let_type(False)

    # Keeping ------------------------------------------------------------------------------------------------------

    @Slot()
    def _store(self) -> None:
        if not self._keep.isEnabled():
            return
        if not self._edit.text().strip():
            self._edit.setFocus()
            return
        try:
            secret, shown = self._prepare(self._edit.text())
        except KnownError as error:
            self._refused(error)
            return
        self._keep.setEnabled(False)
        self._send(secret, shown)

    @Slot()
    def _ask(self) -> None:
        self._known.hide()
        self._doubting.show()
        self._asking.ask()

    @Slot()
    def _forget_it(self) -> None:
        self._show_state()
        self._send(None, "")

    def _send(self, secret: str | None, shown: str) -> None:
        work = partial(self._context.database.act, set_secret, self._system, secret, shown=shown)
        told = self.forgotten if secret is None else self.kept
        self._context.background.run(self, work, partial(self._stored, told.emit), self._refused)

    def _stored(self, tell: Callable[[], None], _none: None) -> None:
        self._keep.setEnabled(True)
        self._fault.hide()
        self._edit.clear()
        self._state.clear()
        self.refresh()
        tell()

    def _refused(self, error: Exception) -> None:
        self._keep.setEnabled(True)
        if not isinstance(error, KnownError):
            self._context.background.unheard.emit(error)
            return
        self._fault.setText(sentence(error.code, self._context.language, **error.details))
        self._fault.show()
        self._edit.setFocus()
