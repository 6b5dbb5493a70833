"""Settings → notice templates: the words that clients get, for each status and language."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from desktop.shell.languages import NAMES
from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import button, label
from desktop.views.flow_layout import FlowLayout
from desktop.views.freshness import Freshness
from desktop.views.kept_form import KeptForm, Record, Values
from domain.messages.actions import save_template
from domain.messages.blanks import BLANKS
from domain.messages.queries import NoticeStatus, TemplateRow, notice_statuses, templates

_STATUS = Qt.ItemDataRole.UserRole
_EMAIL = "email"
_BLANK_WORDS = {
    "ticket": QT_TRANSLATE_NOOP("NoticeTemplates", "number of the ticket"),
    "title": QT_TRANSLATE_NOOP("NoticeTemplates", "title of the ticket"),
    "status": QT_TRANSLATE_NOOP("NoticeTemplates", "status in the client's words"),
    "client": QT_TRANSLATE_NOOP("NoticeTemplates", "the client"),
    "contact": QT_TRANSLATE_NOOP("NoticeTemplates", "who called"),
    "engineer": QT_TRANSLATE_NOOP("NoticeTemplates", "the engineer"),
    "company": QT_TRANSLATE_NOOP("NoticeTemplates", "our company"),
    "phone": QT_TRANSLATE_NOOP("NoticeTemplates", "our phone"),
    "comment": QT_TRANSLATE_NOOP("NoticeTemplates", "what was written with the move"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("NoticeTemplates", text)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the tab shows."""

    statuses: list[NoticeStatus]
    texts: list[TemplateRow]


def read(session: Session, language: str) -> Shown:
    """Read the statuses that are told to clients, and the words there are."""
    return Shown(
        notice_statuses(session, language=language),
        [one for one in templates(session, language=language) if one.channel == _EMAIL],
    )


class TemplateForm(KeptForm):
    """Subject and body in one language; the blanks can be put in by a click."""

    def __init__(self, context: PageContext) -> None:
        self._body = QPlainTextEdit(objectName="template_body", tabChangesFocus=True)
        self._body.setMinimumHeight(200)
        fields = {
            "subject": (self.tr("S&ubject"), QLineEdit(objectName="template_subject")),
            "body": (self.tr("&Text"), self._body),
            "active": ("", QCheckBox(self.tr("Send it"), objectName="template_active")),
        }
        super().__init__(context, "template", fields, editable=True)

    def show_text(self, status: str, language: str, text: TemplateRow | None) -> None:
        """Show the words for a status and language, or an empty form where there are none yet."""
        key = f"template.{status}.{language}"
        if text is None:
            self.show_record(Record(key, {"subject": "", "body": "", "active": True}))
        else:
            values = {"subject": text.subject, "body": text.body, "active": text.active}
            self.show_record(Record(key, values, text.id, text.version))

    def put_in(self, blank: str) -> None:
        """Put a blank where the cursor is in the body."""
        self._body.insertPlainText(f"{{{blank}}}")
        self._body.setFocus()

    def compose(self, record: Record, values: Values) -> Callable[[Session], Any]:
        """Save the words."""
        _, status, language = record.key.split(".")
        expected = record.version if record.row_id is not None else None
        return partial(save_template, status=status, language=language, expected_version=expected, **values)


class NoticeTemplates(QWidget):
    """Statuses at the left, each with the languages that have words; the form of the chosen one at the right."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="notice_templates")
        self._context = context
        self._shown = Shown([], [])
        self._list = QListWidget(objectName="template_statuses")
        self._list.setAccessibleName(self.tr("Statuses of which clients are told"))
        self._language = QComboBox(objectName="template_language")
        for code, name in NAMES.items():
            self._language.addItem(name, code)
        self._form = TemplateForm(context)
        self._right = QWidget()
        self._lay_out()
        self._list.currentItemChanged.connect(self._choose)
        self._language.currentIndexChanged.connect(self._choose)
        self._form.stored.connect(self._saved)
        self._form.outdated.connect(self.refresh)
        Freshness(self, context.feed, "message_template", "workflow").wanted.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Language")))
        head.addWidget(self._language)
        head.addStretch()
        blanks = QWidget()
        flow = FlowLayout(blanks)
        for blank in BLANKS:
            made = button(f"{{{blank}}}", f"blank_{blank}", partial(self._form.put_in, blank), kind="link")
            made.setToolTip(_tr(str(_BLANK_WORDS[blank])))
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            flow.addWidget(made)
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self._form)
        column.addWidget(label(self.tr("Blanks; with a question mark, {phone?}, a line without value is left out:"),
                               "small", wrap=True))  # fmt: skip
        column.addWidget(blanks)
        column.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(24)
        row.addWidget(self._list, 2)
        row.addWidget(self._right, 3)
        self._right.hide()

    @Slot()
    def refresh(self) -> None:
        """Read everything again."""
        work = partial(self._context.database.ask, read, self._context.language)
        self._context.background.run(self, work, self._fill, key="templates")

    def _fill(self, shown: Shown) -> None:
        self._shown = shown
        chosen = self._chosen_status()
        self._list.blockSignals(True)
        self._list.clear()
        for status in shown.statuses:
            item = QListWidgetItem(self._line(status))
            item.setData(_STATUS, status.code)
            self._list.addItem(item)
            if status.code == chosen:
                self._list.setCurrentItem(item)
        if self._list.currentItem() is None and shown.statuses:
            self._list.setCurrentRow(0)
        self._list.blockSignals(False)
        self._right.setVisible(bool(shown.statuses))
        self._choose()

    def _line(self, status: NoticeStatus) -> str:
        said = [text for text in self._shown.texts if text.status == status.code]
        languages = ", ".join(text.language if text.active else f"({text.language})" for text in said)
        return f"{status.name} – {status.branch_name}\n{languages or self.tr('no words yet: nothing is sent')}"

    def _chosen_status(self) -> str | None:
        item = self._list.currentItem()
        return None if item is None else str(item.data(_STATUS))

    @Slot()
    def _choose(self) -> None:
        status, language = self._chosen_status(), self._language.currentData()
        if status is None:
            return
        found = (text for text in self._shown.texts if (text.status, text.language) == (status, language))
        self._form.show_text(status, language, next(found, None))

    @Slot()
    def _saved(self) -> None:
        self._context.notices.say(self.tr("Words saved"))
        self.refresh()
