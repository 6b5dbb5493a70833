"""Variants of an offer: which one new lines belong to, and which one the client chose."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QWidget

from desktop.shell.widgets.basics import button, label
from domain.procurement.actions import MOST_VARIANTS


class LineVariants(QWidget):
    """Out of the way until an offer has more than one variant."""

    opened = Signal()
    """The first alternative is about to be typed."""
    chosen = Signal(int)
    """The client took this one."""

    def __init__(self) -> None:
        super().__init__(objectName="line_variants")
        self._standing: list[int] = []
        self._several = False
        self._caption = label(self.tr("New lines: variant"), "muted")
        self._which = QComboBox(objectName="line_variant")
        self._which.setAccessibleName(self.tr("Variant of new lines"))
        for number in range(1, MOST_VARIANTS + 1):
            self._which.addItem(str(number), number)
        self._more = button(self.tr("+ variant"), "line_variant_more", self._add, kind="quiet")
        self._more.setToolTip(self.tr("Another alternative in the offer, at most three"))
        self._choose = button(self.tr("Variant chosen"), "line_variant_choose", icon_name="check")
        self._menu = QMenu(self._choose)
        self._choose.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self._caption, self._which, self._more):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._choose)
        self._menu.triggered.connect(self._tell)

    @property
    def variant(self) -> int:
        """The variant of the lines typed now."""
        return int(self._which.currentData()) if self._several else 1

    @property
    def several(self) -> bool:
        """Whether variants are to be seen."""
        return self._several

    def begin(self) -> None:
        """Another ticket: forget what was opened for the one before."""
        self._several = False
        self._which.setCurrentIndex(0)

    def show_standing(self, standing: list[int]) -> None:
        """Show which variants have lines that still stand."""
        self._standing = standing
        self._several = self._several or len(standing) > 1
        for part in (self._caption, self._which):
            part.setVisible(self._several)
        self._more.setVisible(bool(standing) and self._which.currentData() < MOST_VARIANTS and len(standing) < 3)
        self._choose.setVisible(len(standing) > 1)
        self._menu.clear()
        for number in standing:
            action = self._menu.addAction(self.tr("Variant %1").replace("%1", str(number)))
            action.setData(number)

    def _add(self) -> None:
        self._several = True
        self._which.setCurrentIndex(min(max(self._standing, default=0), MOST_VARIANTS - 1))
        self.show_standing(self._standing)
        self.opened.emit()

    @Slot(QAction)
    def _tell(self, action: QAction) -> None:
        self.chosen.emit(int(action.data()))
