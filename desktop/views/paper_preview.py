"""A paper on the screen, as it will be on the desk: look, print, save."""

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from database.errors import KnownError
from desktop.shell.pages import Page, PageContext
from desktop.shell.widgets.basics import action_button, button, label, on_keys
from desktop.views.paper_pages import PaperPages
from desktop.views.print_row import PrintRow
from printing.paper.making import save
from resources.sentences import sentence

FOLDER = "papers/folder"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True)
class PaperFile:
    """A paper to look at: `title` is its name with its number, `warnings` what could not be drawn as wished."""

    title: str
    pdf: bytes
    warnings: tuple[KnownError, ...] = ()


class PaperLook(QWidget):
    """Pages with the row above them that says which one is seen, and how large."""

    def __init__(self, context: PageContext, owner: QWidget) -> None:
        """`owner`: in which the zoom keys hold."""
        super().__init__(objectName="paper_look")
        self.pages = PaperPages(context.background)
        self._where = label("", "muted", name="paper_where")
        self._zoomed = label("", "muted", name="paper_zoom")
        self._zoomed.setFixedWidth(52)
        self._zoomed.setAlignment(Qt.AlignmentFlag.AlignCenter)
        larger, smaller, fit = (
            context.actions.add(owner, f"paper.zoom_{name}", words, act, shortcut=keys, icon=picture, in_palette=False)
            for name, words, act, keys, picture in (
                ("in", self.tr("Zoom in"), self.pages.zoom_in, ["Ctrl++", "Ctrl+="], "plus"),
                ("out", self.tr("Zoom out"), self.pages.zoom_out, ["Ctrl+-"], "minus"),
                ("fit", self.tr("Fit the width"), self.pages.fit_width, ["Ctrl+0"], "arrow-left-right"),
            )
        )
        row = self._row = QHBoxLayout()
        row.addWidget(self._where, 1)
        for part in (_picture_button(smaller), self._zoomed, _picture_button(larger), _picture_button(fit)):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.pages, 1)
        self.pages.page_changed.connect(self._say_where)
        self.pages.zoom_changed.connect(self._say_zoom)

    def add_tool(self, widget: QWidget) -> None:
        """Put a button before the zoom."""
        self._row.insertWidget(1, widget)

    @Slot(int, int)
    def _say_where(self, page: int, count: int) -> None:
        words = self.tr("Page %1 of %2").replace("%1", str(page)).replace("%2", str(count))
        self._where.setText(words if count else "")

    @Slot(int)
    def _say_zoom(self, percent: int) -> None:
        self._zoomed.setText(f"{percent} %")


class PaperPreview(Page):
    """One paper, or a batch as one PDF. What goes wrong is said here, and the paper stays."""

    def __init__(self, context: PageContext, paper: PaperFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper_preview")
        self._context = context
        self._paper = paper
        self._look = PaperLook(context, self)
        self._row = PrintRow(context, self, self._to_print)
        self._warnings = label("", "muted", wrap=True, name="paper_warnings")
        self._fault = label("", "error", wrap=True, name="paper_fault")
        self._save = context.actions.add(
            self, "paper.save", self.tr("Save as PDF"), self.ask_where, shortcut="Ctrl+S", icon="download"
        )
        self._lay_out()
        on_keys(self, self.close_wanted.emit, "Escape")
        self._row.failed.connect(self._say)
        self._look.pages.failed.connect(self._say)
        self._say(None)
        self._say_warnings()
        self._look.pages.show_pdf(paper.pdf)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self._paper.title, "title", wrap=True, name="paper_title"), 1)
        head.addWidget(action_button(self._save))
        head.addWidget(self._closing_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 0)
        column.setSpacing(8)
        column.addLayout(head)
        for part in (self._row, self._fault, self._warnings):
            column.addWidget(part)
        column.addWidget(self._look, 1)

    def _closing_button(self) -> QWidget:
        made = button("", "paper_close", self.close_wanted.emit, kind="quiet", icon_name="x")
        made.setToolTip(self.tr("Back") + "  Esc")
        made.setAccessibleName(self.tr("Back"))
        return made

    @property
    def pages(self) -> PaperPages:
        """The pages shown."""
        return self._look.pages

    def _to_print(self) -> tuple[str, bytes, int]:
        return self._paper.title, self._paper.pdf, self.pages.count

    # What the window asks -----------------------------------------------------------------------------------------

    def shown(self) -> None:
        """Put the hand on Print, where there is a printer."""
        self._row.read_printers()
        if not self._row.take_focus():
            self.pages.setFocus()

    def refresh(self) -> None:
        """Look for printers again."""
        self._say(None)
        self._row.read_printers()

    # Saving -------------------------------------------------------------------------------------------------------

    @Slot()
    def ask_where(self) -> None:
        """Ask where to save, beginning in the folder of the last time."""
        dialog = QFileDialog(self, self.tr("Save as PDF"), objectName="paper_save_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.setDirectory(self._context.settings.text(FOLDER) or _documents())
        dialog.selectFile(file_name(self._paper.title))
        dialog.fileSelected.connect(self._save_to)
        dialog.open()

    @Slot(str)
    def _save_to(self, chosen: str) -> None:
        path = Path(chosen)
        self._say(None)
        work = partial(save, path, self._paper.pdf)
        self._context.background.run(self, work, partial(self._saved, path), self._say)

    def _saved(self, path: Path, _nothing: None) -> None:
        self._context.settings.keep_text(FOLDER, str(path.parent))
        self._context.notices.say(self.tr("Saved: %1").replace("%1", str(path)))

    # Saying -------------------------------------------------------------------------------------------------------

    @Slot(object)
    def _say(self, error: Exception | None) -> None:
        if error is not None and not isinstance(error, KnownError):
            self._context.background.unheard.emit(error)
            return
        self._fault.setText(self._sentence(error) if error else "")
        self._fault.setVisible(error is not None)

    def _say_warnings(self) -> None:
        said = dict.fromkeys(self._sentence(one) for one in self._paper.warnings)
        self._warnings.setText("\n".join(said))
        self._warnings.setVisible(bool(said))

    def _sentence(self, error: KnownError) -> str:
        return sentence(error.code, self._context.language, **error.details)


def _picture_button(action: QAction) -> QPushButton:
    made = action_button(action, kind="quiet", show_keys=False)
    made.setText("")
    return made


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def file_name(title: str) -> str:
    """Return a name for a file that every system takes.

    >>> file_name("Коммерческое предложение № 4711/2")
    'Коммерческое предложение № 4711-2.pdf'
    """
    return _NOT_IN_NAMES.sub("-", title).strip(" .-")[:120] + ".pdf"


def show_paper(context: PageContext, key: str, paper: PaperFile, *, saving: bool = False) -> None:
    """Open a paper in a tab, or bring its tab to the front; `saving` asks at once where to save it.

    key: names the paper, such as ``paper:17``.
    """

    def make() -> QWidget:
        made = PaperPreview(context, paper)
        if saving:
            QTimer.singleShot(0, made, made.ask_where)
        return made

    context.navigator.open(key, paper.title, make, icon="file-text")
