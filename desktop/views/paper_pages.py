"""Pages of a paper under each other, sharp on this screen, drawn off the GUI thread and only where they are seen."""

from functools import partial
from itertools import accumulate

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.shell.background import Background
from desktop.shell.theme import tokens_of
from desktop.shell.widgets.skeleton import Skeleton
from desktop.views.pdf_pages import POINTS_PER_INCH, page_picture, page_sizes

_MARGIN = 16
_SCREEN_DPI = 96
FULL_SIZE = _SCREEN_DPI / POINTS_PER_INCH
"""Pixels a point at 100 %."""
_STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
_MOST_FITTED = 1.5
"""On a wide screen a page as wide as the place would be a wall."""
_MOST_KEPT = 96 * 1024 * 1024
"""Bytes of pictures: a dozen pages at 100 %, two at 400 %; those in sight are kept in any case."""
_WHEEL_STEP = 120


class PaperPages(QAbstractScrollArea):
    """Shows a PDF; Ctrl with + and − or the wheel zooms, Ctrl+0 fits the width."""

    page_changed = Signal(int, int)
    """The page looked at, counted from one, and how many there are."""
    zoom_changed = Signal(int)
    """Per cent."""
    drawn = Signal()
    """A page in sight has come."""
    failed = Signal(object)

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper_pages")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._background = background
        self._pdf = b""
        self._sizes: list[QSizeF] = []
        self._tops: list[float] = []
        self._pictures: dict[int, tuple[int, QImage]] = {}
        self._asked: dict[int, int] = {}
        self._fitted = True
        self._zoom = FULL_SIZE
        self._edition = 0
        self._skeleton = Skeleton(self.viewport())
        self.verticalScrollBar().valueChanged.connect(self._tell_page)

    # What owners ask ----------------------------------------------------------------------------------------------

    def wait(self) -> None:
        """Say that a paper is being made."""
        self._skeleton.begin()

    def show_pdf(self, pdf: bytes) -> None:
        """Show a PDF; the place looked at stays where it is a newer edition of the same paper."""
        self._skeleton.begin()
        self._edition += 1
        self._pdf = pdf
        shown = partial(self._take_sizes, self._edition)
        self._background.run(self, partial(page_sizes, pdf), shown, self._fail, key="sizes")

    def clear(self) -> None:
        """Show nothing."""
        self._edition += 1
        self._pdf, self._sizes = b"", []
        self._pictures.clear()
        self._asked.clear()
        self._skeleton.end()
        self._arrange()

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page looked at, counted from one; 0 where there is none."""
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        for number in range(self.count):
            if middle < self._place(number).bottom() + _MARGIN or number == self.count - 1:
                return number + 1
        return 0

    @property
    def zoom(self) -> int:
        """The zoom in per cent of true size."""
        return round(self._zoom / FULL_SIZE * 100)

    def is_drawn(self, number: int) -> bool:
        """Whether a page, counted from 0, is there as sharp as it can be."""
        edition, picture = self._pictures.get(number, (0, QImage()))
        return edition == self._edition and number < self.count and picture.width() == self._pixels(number).width()

    @Slot()
    def zoom_in(self) -> None:
        """Zoom to the next larger step."""
        present = self._zoom / FULL_SIZE
        self._zoom_to(next((step for step in _STEPS if step > present + 0.01), _STEPS[-1]))

    @Slot()
    def zoom_out(self) -> None:
        """Zoom to the next smaller step."""
        present = self._zoom / FULL_SIZE
        self._zoom_to(next((step for step in reversed(_STEPS) if step < present - 0.01), _STEPS[0]))

    @Slot()
    def fit_width(self) -> None:
        """Make the widest page as wide as the place, and keep it so."""
        self._fitted = True
        self._arrange()

    # Drawing ------------------------------------------------------------------------------------------------------

    def _take_sizes(self, edition: int, sizes: list[QSizeF]) -> None:
        if edition != self._edition:
            return
        self._sizes = sizes
        self._asked.clear()  # pictures of the edition before stay until the new ones come
        self._pictures = {number: one for number, one in self._pictures.items() if number < len(sizes)}
        self._arrange()

    def _zoom_to(self, factor: float) -> None:
        self._fitted = False
        self._zoom = factor * FULL_SIZE
        self._arrange()

    def _arrange(self) -> None:
        """Set the zoom where it follows the width, and the scroll bars; the same part of the paper stays in sight."""
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        if self._fitted and self._sizes:
            widest = max(size.width() for size in self._sizes)
            self._zoom = min(max(self.viewport().width() - 2 * _MARGIN, 80) / widest, _MOST_FITTED * FULL_SIZE)
        self._tops = [
            _MARGIN * (number + 1) + above * self._zoom
            for number, above in enumerate(accumulate((size.height() for size in self._sizes[:-1]), initial=0.0))
        ]
        bottom = self._place(self.count - 1).bottom() + _MARGIN if self._sizes else 0.0
        width = max((size.width() * self._zoom for size in self._sizes), default=0.0) + 2 * _MARGIN
        view = self.viewport().size()
        bar.setPageStep(view.height())
        bar.setSingleStep(48)
        bar.setRange(0, max(0, round(bottom) - view.height()))
        bar.setValue(round(share * bar.maximum()))
        across = self.horizontalScrollBar()
        across.setPageStep(view.width())
        across.setRange(0, max(0, round(width) - view.width()))
        self.zoom_changed.emit(self.zoom)
        self._tell_page()
        self.viewport().update()

    def _place(self, number: int) -> QRectF:
        """Return where a page lies, with the first page's top at one margin, before scrolling."""
        size = self._sizes[number]
        width = size.width() * self._zoom
        left = max(float(_MARGIN), (self.viewport().width() - width) / 2)
        return QRectF(left, self._tops[number], width, size.height() * self._zoom)

    def _pixels(self, number: int) -> QSize:
        scale = self._zoom * self.devicePixelRatioF()
        size = self._sizes[number]
        return QSize(max(1, round(size.width() * scale)), max(1, round(size.height() * scale)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in sight and ask for those that have not been drawn yet."""
        painter = QPainter(self.viewport())
        tokens = tokens_of(self.palette())
        painter.fillRect(event.rect(), QColor(tokens.canvas))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        seen = self._seen()
        for number in range(self.count):
            place = self._place(number)
            if place.intersects(seen):
                self._paint_page(painter, number, place.translated(-seen.topLeft()), QColor(tokens.line_strong))
        painter.end()

    def _paint_page(self, painter: QPainter, number: int, place: QRectF, edge: QColor) -> None:
        # On whole device pixels, else each dot of the picture is smeared over two.
        ratio = self.devicePixelRatioF()
        corner = QPointF(round(place.x() * ratio) / ratio, round(place.y() * ratio) / ratio)
        pixels = self._pixels(number)
        sheet = QRectF(corner, QSizeF(pixels) / ratio)
        painter.fillRect(sheet.adjusted(-1, -1, 1, 1), edge)
        if number in self._pictures:
            painter.drawImage(sheet, self._pictures[number][1])
        else:
            painter.fillRect(sheet, QColor("white"))
        if self._asked.get(number) != pixels.width():
            self._ask_for(number, pixels)

    def _ask_for(self, number: int, pixels: QSize) -> None:
        self._asked[number] = pixels.width()  # asked for once, however often it is painted meanwhile
        work = partial(page_picture, self._pdf, number, pixels)
        self._background.run(self, work, partial(self._take, self._edition, number), self._fail, key=f"page {number}")

    def _take(self, edition: int, number: int, picture: QImage) -> None:
        if edition != self._edition or number >= self.count:
            return
        self._pictures[number] = (edition, picture)
        self._drop_far()
        self._skeleton.end()
        self.viewport().update()
        self.drawn.emit()

    def _drop_far(self) -> None:
        """Forget the pictures farthest from the page looked at, beyond what may be kept; never one in sight."""
        looked_at, kept = self.page - 1, 0
        seen = self._seen()
        for number in sorted(self._pictures, key=lambda one: abs(one - looked_at)):
            kept += self._pictures[number][1].sizeInBytes()
            if kept > _MOST_KEPT and not self._place(number).intersects(seen):
                del self._pictures[number]
                self._asked.pop(number, None)

    def _seen(self) -> QRectF:
        """Return what is in sight, as `_place` counts."""
        corner = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return QRectF(self.viewport().rect()).translated(corner)

    def _fail(self, error: Exception) -> None:
        self._skeleton.end()
        self.failed.emit(error)

    @Slot()
    def _tell_page(self) -> None:
        self.setAccessibleName(self.tr("Page %1 of %2").replace("%1", str(self.page)).replace("%2", str(self.count)))
        self.page_changed.emit(self.page, self.count)
        self.viewport().update()

    # Hands --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the width fitted."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another light."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if abs(event.angleDelta().y()) >= _WHEEL_STEP // 2:
                (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last page; the rest as in every scroll area."""
        bar = self.verticalScrollBar()
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(bar.minimum() if event.key() == Qt.Key.Key_Home else bar.maximum())
        elif event.key() == Qt.Key.Key_Space:
            bar.setValue(bar.value() + bar.pageStep())
        else:
            super().keyPressEvent(event)
