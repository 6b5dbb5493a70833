"""Printer, copies, pages and Print in one row: what is chosen here needs no dialog."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QHBoxLayout, QLineEdit, QSpinBox, QWidget
from shiboken6 import isValid

from database.errors import KnownError
from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import action_button, label
from desktop.views.paper_printing import OfficePrinters, chosen_pages, print_pages
from resources.sentences import sentence

PRINTER = "papers/printer"
_MOST_COPIES = 99


class PrintRow(QWidget):
    """Prints what `paper` gives: its title, its PDF and how many pages it has."""

    failed = Signal(object)
    """An error to be said beside the paper, or None: there is none any more."""

    def __init__(self, context: PageContext, owner: QWidget, paper: Callable[[], tuple[str, bytes, int]]) -> None:
        """`owner`: in which the keys hold."""
        super().__init__(objectName="print_row")
        self._context = context
        self._paper = paper
        self._printers = OfficePrinters()
        self._asked: QPrinter | None = None
        self._printing = False
        self._left_to: QWidget | None = None
        self._printer = QComboBox(objectName="paper_printer")
        self._copies = QSpinBox(objectName="paper_copies", minimum=1, maximum=_MOST_COPIES)
        self._range = QLineEdit(objectName="paper_range", placeholderText=self.tr("all"))
        add = context.actions.add
        self._print = add(owner, "paper.print", self.tr("Print"), self.print_now, shortcut="Ctrl+P", icon="printer")
        self._options = add(
            owner, "paper.options", self.tr("Printer settings"), self._ask_options, icon="sliders-horizontal",
            tip=self.tr("Both sides, tray, quality"),
        )  # fmt: skip
        self._button = action_button(self._print, kind="primary", icon_name="printer")
        self._button.setAutoDefault(True)  # Enter on it prints
        self._lay_out()
        self._range.returnPressed.connect(self.print_now)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for words, field in (
            (self.tr("Printer"), self._printer),
            (self.tr("Copies"), self._copies),
            (self.tr("Pages"), self._range),
        ):
            row.addWidget(label(words, "muted"))
            row.addWidget(field)
            field.setAccessibleName(words)
        self._range.setFixedWidth(96)
        self._range.setToolTip(self.tr("Such as 1-3, 5; empty: all pages"))
        self._printer.setMinimumWidth(220)
        row.addWidget(action_button(self._options, kind="quiet", show_keys=False))
        row.addStretch(1)
        row.addWidget(self._button)

    def take_focus(self) -> bool:
        """Put the hand on Print; False where nothing can be printed."""
        if self._print.isEnabled():
            self._button.setFocus()
        return self._print.isEnabled()

    def read_printers(self) -> None:
        """Look which printers there are; the one used last is chosen, else the system's."""
        known = self._printer.currentText() if self._printer.isEnabled() else ""
        chosen = known or self._context.settings.text(PRINTER) or self._printers.default()
        names = self._printers.names()
        self._printer.clear()
        self._printer.addItems(names or [self.tr("no printer")])
        self._printer.setCurrentIndex(max(self._printer.findText(chosen), 0))
        for usable in (self._printer, self._copies, self._range):
            usable.setEnabled(bool(names))
        for action in (self._print, self._options):
            action.setEnabled(bool(names) and not self._printing)
        if not names:
            self.failed.emit(KnownError("office-printer-none"))

    # Printing -----------------------------------------------------------------------------------------------------

    @Slot()
    def print_now(self) -> None:
        """Print with what is chosen here; nothing while the paper before is still on its way to the printer."""
        printer = None if self._printing else self._chosen()
        if printer is not None:
            self._print_on(printer)

    def _chosen(self) -> QPrinter | None:
        try:
            printer = self._printers.printer(self._printer.currentText())
        except KnownError as error:
            self.read_printers()
            self.failed.emit(error)
            return None
        printer.setDocName(self._paper()[0])
        return printer

    @Slot()
    def _ask_options(self) -> None:
        """Open the printer's own dialog, with what is chosen here; it prints with what is set there."""
        printer = None if self._printing else self._chosen()
        pages = self._pages()
        if printer is None or pages is None:
            return
        printer.setCopyCount(self._copies.value())
        if self._range.text().strip():
            printer.setPrintRange(QPrinter.PrintRange.PageRange)
            printer.setFromTo(min(pages) + 1, max(pages) + 1)
        dialog = QPrintDialog(printer, self, objectName="paper_print_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
        dialog.setMinMax(1, max(self._paper()[2], 1))
        self._asked = printer  # the dialog holds no reference of its own
        dialog.accepted.connect(partial(self._print_as_asked, (printer.fromPage(), printer.toPage())))
        QDialog.open(dialog)  # its own open() wants the name of a C++ slot

    def _print_as_asked(self, before: tuple[int, int], *_printer: object) -> None:
        printer, self._asked = self._asked, None
        if printer is None:
            return
        self._copies.setValue(printer.copyCount())
        asked = (printer.fromPage(), printer.toPage())
        if printer.printRange() is QPrinter.PrintRange.AllPages:
            self._range.clear()
        elif printer.printRange() is QPrinter.PrintRange.PageRange and asked != before:  # else "1-3, 5" stays itself
            self._range.setText(f"{asked[0]}-{asked[1]}")
        self._printer.setCurrentIndex(max(self._printer.findText(printer.printerName()), 0))
        self._print_on(printer)

    def _pages(self) -> list[int] | None:
        """Return the pages that are typed, counted from 0; None after having said what is wrong with them."""
        try:
            return chosen_pages(self._range.text(), max(self._paper()[2], 1))
        except KnownError as error:
            self.failed.emit(error)
            self._range.setFocus()
            return None

    def _print_on(self, printer: QPrinter) -> None:
        title, pdf, _ = self._paper()
        pages = self._pages()
        if pages is None or self._printing:
            return
        name = self._printer.currentText()
        self._context.settings.keep_text(PRINTER, name)
        self.failed.emit(None)
        self._begin_printing()
        work = partial(print_pages, printer, pdf, pages, self._copies.value())
        words = self.tr("Printing %1").replace("%1", title)
        # Owned by what lives as long as the window: the preview may be closed while the printer is busy.
        owner, ended = self._context.notices, partial(self._printed, name)
        self._context.background.run_long(owner, words, work, ended, self._not_printed, stopped=self._rest)

    def _begin_printing(self) -> None:
        self._printing = True
        pressed = self._button.hasFocus()
        for action in (self._print, self._options):
            action.setEnabled(False)
        self._left_to = QApplication.focusWidget() if pressed else None  # where Qt took the focus of the button

    def _printed(self, name: str, sheets: int) -> None:
        words = QCoreApplication.translate("PrintRow", "%n page(s) sent to %1", "", sheets)
        self._context.notices.say(words.replace("%1", name))
        self._rest()

    def _not_printed(self, error: Exception) -> None:
        self._printing = False
        if isValid(self):
            self.read_printers()
            self.failed.emit(error)
        elif isinstance(error, KnownError):
            words = sentence(error.code, self._context.language, **error.details)
            self._context.notices.warn("paper-print", words)
        else:
            self._context.background.unheard.emit(error)

    def _rest(self) -> None:
        self._printing = False
        if isValid(self):
            self._print.setEnabled(True)
            self._options.setEnabled(True)
            if self._left_to is not None and self._left_to is QApplication.focusWidget():
                self.take_focus()
