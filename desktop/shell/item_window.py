"""An item (a ticket, a document) in a window of its own, so that it can lie beside the list."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop.shell.icons import application_icon
from desktop.shell.pages import Page, PageContext

USUAL = (980, 760)


class ItemWindow(QMainWindow):
    """Holds one item; its place is remembered per kind of item, the part of the key before the colon."""

    gone = Signal()

    def __init__(self, key: str, title: str, item: QWidget, context: PageContext) -> None:
        super().__init__()
        self._kind = key.partition(":")[0]
        self._item = item
        self._context = context
        self.setObjectName(f"item.{self._kind}")
        self.setWindowIcon(application_icon())
        self.setWindowTitle(f"{title} – Vetka")
        self.setCentralWidget(item)
        if isinstance(item, Page):
            item.title_changed.connect(lambda text: self.setWindowTitle(f"{text} – Vetka"))
            item.close_wanted.connect(self.close)
            context.actions.add(
                self, "item.refresh", self.tr("Read again"), item.refresh, shortcut="F5", everywhere=True
            )
        context.actions.add(
            self, "item.close", self.tr("Close"), self.close, shortcut="Ctrl+W", icon="x", everywhere=True
        )
        if not self.restoreGeometry(context.settings.layout(f"item/{self._kind}")):
            self.resize(*USUAL)

    def come_to_front(self) -> None:
        """Show the window over the others."""
        self.showNormal()
        self.raise_()
        self.activateWindow()

    def showEvent(self, event: object) -> None:
        """Tell the item that it is seen."""
        super().showEvent(event)  # type: ignore[arg-type]
        if isinstance(self._item, Page):
            self._item.shown()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close if the item may."""
        if isinstance(self._item, Page) and not self._item.may_close():
            event.ignore()
            return
        self._context.settings.keep_layout(f"item/{self._kind}", self.saveGeometry())
        event.accept()
        self.gone.emit()
        self.deleteLater()
