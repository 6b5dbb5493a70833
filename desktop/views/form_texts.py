"""Settings → texts of forms: the company's own words over those that Vetka brings, each with a way back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from database.errors import DomainError
from desktop.shell.languages import NAMES
from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import button, label
from desktop.views.form_text_fields import TextField, Texts, flat, own_of, text_fields
from desktop.views.freshness import Freshness
from desktop.views.kept_form import KeptForm, Record, Values
from desktop.views.paper_words import caption_word, form_name
from domain.equipment.queries import device_types
from domain.printouts.form_texts import default_texts, edit_form_text, own_texts
from printing.paper.forms import FORMS

_CODE = Qt.ItemDataRole.UserRole
_LIST_HEIGHT = 150
_TEXT_HEIGHT = 64


@dataclass(frozen=True, slots=True)
class Shown:
    """Texts of a form in a language: Vetka's and the company's own, and the version of those (None: there are none)."""

    form: str
    language: str
    defaults: Texts
    own: Texts
    version: int | None
    kinds: dict[str, str]


def read(session: Session, form: str, language: str, screen_language: str) -> Shown:
    """Read the texts, with the names of device types for those that are kept by type."""
    own, version = own_texts(session, form, language)
    kinds = {one.code: one.name for one in device_types(session, language=screen_language)}
    return Shown(form, language, default_texts(form, language), own, version, kinds)


class FormTextForm(KeptForm):
    """The texts of one form; a link over each that is the company's own brings Vetka's back."""

    def __init__(self, context: PageContext, form: str, shown: Shown) -> None:
        self._form = form
        self._shown = shown
        self._texts = text_fields(shown.defaults)
        self._links: dict[str, QPushButton] = {}
        fields = {one.id: (self._caption(one), self._widget(one)) for one in self._texts}
        super().__init__(context, f"form_text_{form}", fields, editable=True)

    def _caption(self, one: TextField) -> str:
        if one.key is None:
            return caption_word(f"{self._form}.{one.name}")
        kind = self._shown.kinds.get(one.key, one.key) if one.key else self.tr("any other")
        return self.tr("What belongs to a device: %1").replace("%1", kind)

    def _widget(self, one: TextField) -> QWidget:
        name = f"text_{one.id}"
        if not one.long:
            line = QLineEdit()
            line.setObjectName(name)
            return line
        made = QPlainTextEdit()
        made.setObjectName(name)
        made.setTabChangesFocus(True)
        made.setFixedHeight(_LIST_HEIGHT if isinstance(one.pattern, list) else _TEXT_HEIGHT)
        return made

    def _lay_out(self, fields: Any) -> None:
        """Caption above the text, and the way back at the caption's right end."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 8, 8)
        column.setSpacing(4)
        for name, (caption, widget) in fields.items():
            head = QHBoxLayout()
            words = label(caption, "small")
            words.setBuddy(widget)
            widget.setAccessibleName(caption)
            link = button(
                self.tr("Bring back the original"), f"original_{name}", partial(self._bring_back, name), kind="link"
            )
            self._links[name] = link
            head.addWidget(words, 1)
            head.addWidget(link)
            column.addLayout(head)
            column.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self._undo)
        buttons.addStretch()
        buttons.addWidget(self._save)
        column.addWidget(self._fault)
        column.addLayout(buttons)
        column.addStretch(1)
        self._undo.hide()

    # Showing ------------------------------------------------------------------------------------------------------

    def show_texts(self, shown: Shown) -> None:
        """Show the texts with which the form is printed in this language."""
        self._shown = shown
        values = flat(self._texts, shown.defaults | shown.own)
        key = f"form-text.{shown.form}.{shown.language}"
        self.show_record(Record(key, values, 1, -1 if shown.version is None else shown.version))
        self._show_links()

    def _write(self, values: Values) -> None:
        super()._write(values)
        self._show_links()

    def _edited(self) -> None:
        super()._edited()
        self._show_links()

    def _show_links(self) -> None:
        originals, present = flat(self._texts, self._shown.defaults), self.values()
        for name, link in self._links.items():
            link.setVisible(present[name].strip() != originals[name])

    def _bring_back(self, name: str) -> None:
        values = {**self.values(), name: flat(self._texts, self._shown.defaults)[name]}
        self._write(values)
        self._edited()

    def compose(self, record: Record, values: Values) -> Callable[[Session], Any]:
        """Keep what differs from Vetka's texts; a text brought back is no longer kept."""
        shown = self._shown
        return partial(
            _store, form=shown.form, language=shown.language, fields=self._texts, values=values,
            expected_version=None if record.version < 0 else record.version,
        )  # fmt: skip


def _store(
    session: Session, form: str, language: str, fields: tuple[TextField, ...], values: Values,
    expected_version: int | None,
) -> int:  # fmt: skip
    try:
        own = own_of(fields, values, default_texts(form, language))
    except ValueError as error:
        raise DomainError("form-text-wrong", name=caption_word(f"{form}.{error.args[0]}")) from error
    return edit_form_text(session, form, language, own, expected_version=expected_version)


class FormTexts(QWidget):
    """Forms at the left, their texts in the chosen language at the right."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="form_texts")
        self._context = context
        self._forms: dict[str, FormTextForm] = {}
        self._list = QListWidget(objectName="text_forms")
        self._list.setAccessibleName(self.tr("Form"))
        self._list.setResizeMode(QListWidget.ResizeMode.Adjust)  # filled before the style is known
        self._language = QComboBox(objectName="text_language")
        self._language.setAccessibleName(self.tr("Language"))
        self._area = QScrollArea(objectName="form_texts_area")
        for code, name in NAMES.items():
            self._language.addItem(name, code)
        for form in FORMS:
            item = QListWidgetItem(form_name(form.code))
            item.setData(_CODE, form.code)
            self._list.addItem(item)
        self._lay_out()
        self._list.currentItemChanged.connect(self.refresh)
        self._language.currentIndexChanged.connect(self.refresh)
        Freshness(self, context.feed, "form_text").wanted.connect(self.refresh)
        self._list.setCurrentRow(0)

    def _lay_out(self) -> None:
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Language of the texts")))
        head.addWidget(self._language)
        head.addWidget(label(self.tr("Papers made from now on say it so."), "muted"), 1)
        right = QVBoxLayout()
        right.addLayout(head)
        right.addWidget(self._area, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(24)
        row.addWidget(self._list, 1)
        row.addLayout(right, 3)

    @Slot()
    def refresh(self) -> None:
        """Read the texts of the chosen form in the chosen language."""
        item = self._list.currentItem()
        if item is None:
            return
        context = self._context
        work = partial(context.database.ask, read, item.data(_CODE), self._language.currentData(), context.language)
        context.background.run(self, work, self._fill, key="texts")

    def _fill(self, shown: Shown) -> None:
        form = self._forms.get(shown.form)
        if form is None:
            form = self._forms[shown.form] = FormTextForm(self._context, shown.form, shown)
            form.stored.connect(self._saved)
            form.outdated.connect(self.refresh)
        if self._area.widget() is not form:
            self._area.takeWidget()
            self._area.setWidget(form)
        form.show_texts(shown)
        form.show()

    @Slot()
    def _saved(self) -> None:
        self._context.notices.say(self.tr("Texts saved"))
        self.refresh()
