"""Printing a tape: template and printer, the true dots of the first label, progress, and going on after a jam."""

from functools import partial
from typing import Any

from PIL import Image
from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from database.errors import KnownError
from desktop.shell.background import Progress
from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import button, label
from domain.printouts import actions
from domain.printouts.queries import (
    JobRow,
    PrinterRow,
    TemplateRow,
    jobs,
    label_fields,
    printers,
    templates,
)
from printing.jobs import LabelDrawer, Outcome, TapePrinter
from printing.thermal.address import parse_address
from resources.sentences import sentence


def first_label(
    database: Any, template: TemplateRow, printer_url: str, device_id: int, language: str
) -> tuple[Image.Image, list[str]]:
    """Draw the label of one device as this printer would burn it, with the sentences of its warnings."""
    address = parse_address(printer_url)
    drawer = LabelDrawer(template, address.dpi)
    address.settings(drawer.template)
    fields = database.ask(label_fields, [device_id], language=language)[device_id]
    drawn = drawer.planned(fields)
    return drawn.picture, [str(warning) for warning in drawn.warnings]


class LabelPreview(QWidget):
    """The label dot for dot, each dot a whole number of pixels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label_preview")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dots: QPixmap | None = None

    def show_picture(self, picture: Image.Image | None) -> None:
        """Show a 1-bit picture, or nothing."""
        if picture is None:
            self._dots = None
        else:
            grey = picture.convert("L")
            image = QImage(grey.tobytes(), grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8)
            self._dots = QPixmap.fromImage(image.copy())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the label with a margin."""
        return QSize(200, 60) if self._dots is None else self._dots.size() + QSize(16, 16)

    def minimumSizeHint(self) -> QSize:
        """Return a height that holds the label."""
        return QSize(120, min(self.sizeHint().height(), 340))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw paper and dots; a label wider than the place is shrunk, never stretched."""
        if self._dots is None:
            return
        painter = QPainter(self)
        size = self._dots.size()
        if size.width() > self.width() - 8 or size.height() > self.height() - 8:
            size.scale(self.size() - QSize(8, 8), Qt.AspectRatioMode.KeepAspectRatio)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left = (self.width() - size.width()) // 2
        painter.fillRect(left - 3, 1, size.width() + 6, size.height() + 6, QColor("white"))
        painter.drawPixmap(left, 4, size.width(), size.height(), self._dots)
        painter.end()


class LabelPrinting(QFrame):
    """For the devices chosen in the register; below it the job that stands still, if any."""

    printed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label_printing")
        self._context = context
        self._devices: list[int] = []
        self._template = QComboBox(objectName="label_template")
        self._printer = QComboBox(objectName="label_printer")
        self._preview = LabelPreview()
        self._warnings = label("", "muted", wrap=True, name="label_warnings")
        self._fault = label("", "error", wrap=True, name="label_fault")
        self._print = button(self.tr("Print labels"), "label_print", self._begin, kind="primary", icon_name="printer")
        self._waiting = label("", "", wrap=True, name="label_waiting")
        self._resume = button(self.tr("Continue"), "label_resume", self._go_on, icon_name="play")
        self._stopped: JobRow | None = None
        self._sending: set[int] = set()
        self._lay_out()
        self._template.currentIndexChanged.connect(self._draw)
        self._printer.currentIndexChanged.connect(self._draw)
        context.feed.changed.connect(self._hear)
        self.refresh()

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.addWidget(self._template)
        choices.addWidget(self._printer, 1)
        choices.addWidget(self._print)
        waiting = QHBoxLayout()
        waiting.addWidget(self._waiting, 1)
        waiting.addWidget(self._resume)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(choices)
        column.addWidget(self._preview)
        column.addWidget(self._warnings)
        column.addWidget(self._fault)
        column.addLayout(waiting)
        column.addStretch()
        self._resume.hide()

    @Slot()
    def refresh(self) -> None:
        """Read printers, templates and the job that waits."""
        ask, run = self._context.database.ask, self._context.background.run
        run(self, partial(ask, templates), self._fill_templates, key="templates")
        run(self, partial(ask, printers, active_only=True), self._fill_printers, key="printers")
        self._read_waiting()

    def _read_waiting(self) -> None:
        work = partial(self._context.database.ask, jobs, unfinished_only=True, limit=1)
        self._context.background.run(self, work, self._show_waiting, key="waiting")

    def show_devices(self, devices: list[int]) -> None:
        """Take the devices to print for; the preview shows the first."""
        self._devices = devices
        self._print.setText(self.tr("Print %n label(s)", "", len(devices)) if devices else self.tr("Print labels"))
        self._print.setEnabled(bool(devices))
        self._draw()

    def _fill_templates(self, found: list[TemplateRow]) -> None:
        self._refill(self._template, [(one.code, one) for one in found], "58x40")

    def _fill_printers(self, found: list[PrinterRow]) -> None:
        self._refill(self._printer, [(one.name, one.url) for one in found], "")
        if not found:
            self._fault.setText(self.tr("No printer yet: add one in Settings."))

    def _refill(self, box: QComboBox, entries: list[tuple[str, Any]], first: str) -> None:
        chosen = box.currentText() or first
        box.blockSignals(True)
        box.clear()
        for text, data in entries:
            box.addItem(text, data)
        box.setCurrentIndex(max(box.findText(chosen), 0))
        box.blockSignals(False)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        template, printer = self._template.currentData(), self._printer.currentData()
        if not self._devices or template is None or printer is None:
            self._preview.show_picture(None)
            return
        context = self._context
        work = partial(first_label, context.database, template, printer, self._devices[0], context.language)
        context.background.run(self, work, self._show_label, self._refused, key="preview")

    def _show_label(self, drawn: tuple[Image.Image, list[str]]) -> None:
        picture, warnings = drawn
        self._fault.clear()
        self._preview.show_picture(picture)
        self._warnings.setText("\n".join(warnings))

    # Printing -----------------------------------------------------------------------------------------------------

    @Slot()
    def _begin(self) -> None:
        self._begin_with(self._devices)

    def _begin_with(self, devices: list[int]) -> None:
        template, printer = self._template.currentData(), self._printer.currentData()
        if not devices or template is None or printer is None:
            self._fault.setText(self.tr("Choose devices, a template and a printer."))
            return
        action = partial(actions.create_job, printer_url=printer, template_id=template.id, devices=devices)
        self._context.background.run(self, partial(self._context.database.act, action), self._send, self._refused)

    @Slot()
    def _go_on(self) -> None:
        if self._stopped is not None:
            self._send(self._stopped.id)

    def _send(self, job_id: int) -> None:
        database, language = self._context.database, self._context.language
        printer = self._printer.currentText()
        self._resume.hide()
        self._sending.add(job_id)

        def work(progress: Progress) -> Outcome:
            tape = TapePrinter(database, job_id, language=language)

            def told(done: int, total: int, fault: str | None) -> None:
                if not progress.cancelled:
                    progress.step(done, total, sentence(fault, language, printer=printer) if fault else "")

            tape.told = told
            progress.on_cancel(tape.cancel)  # heard at once, while the printer is out of paper too
            return tape.run()

        title = self.tr("Labels, job %1").replace("%1", str(job_id))
        ended, broke_off = partial(self._ended, job_id), partial(self._broke_off, job_id)
        stopped = partial(self._left, job_id)
        self._context.background.run_long(self, title, work, ended, broke_off, stopped=stopped)

    def _left(self, job_id: int) -> None:
        self._sending.discard(job_id)
        self._read_waiting()

    def _broke_off(self, job_id: int, error: Exception) -> None:
        self._sending.discard(job_id)
        self._refused(error)

    def _ended(self, job_id: int, outcome: Outcome) -> None:
        self._sending.discard(job_id)
        if outcome.done:
            done = self.tr("%n label(s) printed", "", outcome.job.printed)
            if outcome.job.doubtful:
                done += " · " + self.tr("%n doubtful", "", outcome.job.doubtful)
            self._context.notices.say(done)
        elif outcome.reason is not None:
            self._refused(outcome.reason)
        self._read_waiting()
        self.printed.emit()

    def _show_waiting(self, found: list[JobRow]) -> None:
        self._stopped = next((job for job in found if job.state in ("paused", "queued", "printing")), None)
        job = self._stopped
        # One that says "printing" may be what a program left that died; a living sender holds the printer's lock.
        self._resume.setVisible(job is not None and job.id not in self._sending)
        if job is None:
            self._waiting.clear()
            return
        words = self.tr("Job %1: %2 of %3 printed").replace("%1", str(job.id)).replace("%2", str(job.printed))
        place = parse_address(job.printer_url).place
        why = f" – {sentence(job.fault, self._context.language, printer=place)}" if job.fault else ""
        self._waiting.setText(words.replace("%3", str(job.total)) + why)

    @Slot(str, object)
    def _hear(self, table: str, _ids: object) -> None:
        if table == "printer":
            self.refresh()
        elif table == "print_job":
            self._read_waiting()

    def _refused(self, error: Exception) -> None:
        self._preview.show_picture(None)
        if isinstance(error, KnownError):
            self._fault.setText(sentence(error.code, self._context.language, **error.details))
        else:
            self._context.background.unheard.emit(error)
        self._read_waiting()
