"""Where banners stand: between the top bar and the page, one a subject."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.shell.notices import BannerText, Notices
from desktop.shell.widgets import Banner

MOST = 3


class BannerArea(QWidget):
    """Shows what `Notices` warns of; a newer banner of the same subject replaces the older."""

    def __init__(self, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banners")
        self._banners: dict[str, Banner] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        notices.warned.connect(self._show)
        notices.cleared.connect(self.clear)

    def texts(self) -> dict[str, str]:
        """Return what is shown now, by subject."""
        return {key: banner.text for key, banner in self._banners.items()}

    @Slot(object)
    def _show(self, warning: BannerText) -> None:
        self.clear(warning.key)
        while len(self._banners) >= MOST:  # a storm of faults must leave room for the page
            self.clear(next(iter(self._banners)))
        banner = Banner(
            warning.text,
            warning.meaning,
            details=warning.details,
            action_text=warning.action_text,
            action=warning.action,
            closable=warning.closable,
        )
        banner.closed.connect(lambda: self.clear(warning.key))
        self._banners[warning.key] = banner
        self._column.addWidget(banner)

    @Slot(str)
    def clear(self, key: str) -> None:
        """Take the banner of this subject away; nothing happens when there is none."""
        banner = self._banners.pop(key, None)
        if banner:
            banner.hide()
            self._column.removeWidget(banner)
            banner.deleteLater()
