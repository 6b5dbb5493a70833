"""The company's logo: chosen, dropped, looked at as papers print it, taken away."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout
from sqlalchemy.orm import Session

from database.errors import KnownError
from desktop.shell.pages import PageContext
from desktop.shell.widgets.basics import button, label, restyle
from domain.settings.paper_details import logo, paper_details
from printing.paper.logo import LARGEST_BYTES, read_logo
from printing.paper.making import set_logo
from resources.sentences import sentence

_PLACE = QSize(300, 130)


def read_shown(session: Session) -> QImage | None:
    """Return the logo as papers print it, None where there is none.

    Raises KnownError `logo-no-picture` for a file that got in past this program.
    """
    content = logo(session)
    if content is None:
        return None
    picture = read_logo(content)
    pixels = picture.tobytes()
    image = QImage(pixels, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
    return image.copy()


def store_file(database: Any, path: Path) -> None:
    """Make a file the logo. Raises KnownError `logo-unreadable`, `logo-no-picture`, `logo-too-large`."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)  # one byte too many is enough to be refused
    except OSError as error:
        raise KnownError("logo-unreadable", file=str(path), message=error.strerror or str(error)) from error
    database.act(_store, content)


def _store(session: Session, content: bytes | None) -> None:
    set_logo(session, content, expected_version=paper_details(session).version)


class CompanyLogo(QFrame):
    """Takes a file from a dialog or dropped on it; what is no picture changes nothing."""

    changed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__(objectName="company_logo")
        self.setProperty("kind", "card")
        self.setAcceptDrops(True)
        self._context = context
        self._picture = QLabel(objectName="company_logo_picture", alignment=Qt.AlignmentFlag.AlignCenter)
        self._picture.setFixedHeight(_PLACE.height())
        self._picture.setWordWrap(True)
        self._fault = label("", "error", wrap=True, name="company_logo_fault")
        choose = button(self.tr("Choose a file…"), "company_logo_choose", self._ask_file, icon_name="image")
        self._remove = button(self.tr("Remove"), "company_logo_remove", self._take_away, kind="quiet")
        buttons = QHBoxLayout()
        buttons.addWidget(choose)
        buttons.addWidget(self._remove)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.addWidget(label(self.tr("Logo on papers"), "heading"))
        column.addWidget(self._picture)
        column.addWidget(self._fault)
        column.addLayout(buttons)
        self.setFixedWidth(_PLACE.width() + 24)
        self._say(None)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the logo again."""
        work = partial(self._context.database.ask, read_shown)
        self._context.background.run(self, work, self._show, self._say, key="logo")

    def _show(self, image: QImage | None) -> None:
        self._remove.setVisible(image is not None)
        if image is None:
            self._picture.setPixmap(QPixmap())
            self._picture.setProperty("kind", "muted")
            restyle(self._picture)
            self._picture.setText(
                self.tr("Drop a picture here: PNG or JPEG, at most 2 MB. Without one papers have none.")
            )
            return
        ratio = self.devicePixelRatioF()
        room = (_PLACE - QSize(8, 8)) * ratio
        fitted = image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        pixmap = QPixmap.fromImage(fitted if image.width() > room.width() or image.height() > room.height() else image)
        pixmap.setDevicePixelRatio(ratio)
        self._picture.setPixmap(pixmap)
        self._picture.setAccessibleName(self.tr("The logo as papers print it"))

    # Changing -----------------------------------------------------------------------------------------------------

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Logo"), objectName="company_logo_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Pictures (*.png *.jpg *.jpeg *.gif *.bmp *.webp *.tif *.tiff)"), "* (*)"])
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    @Slot(str)
    def take_file(self, chosen: str) -> None:
        """Make a file the logo, where it is a picture."""
        work = partial(store_file, self._context.database, Path(chosen))
        self._context.background.run(self, work, self._stored, self._say, key="store")

    def _take_away(self) -> None:
        work = partial(self._context.database.act, _store, None)
        self._context.background.run(self, work, self._stored, self._say, key="store")

    def _stored(self, _nothing: None) -> None:
        self._say(None)
        self._context.notices.say(self.tr("The logo is changed; papers made from now on have it."))
        self.changed.emit()
        self.refresh()

    def _say(self, error: Exception | None) -> None:
        if error is not None and not isinstance(error, KnownError):
            self._context.background.unheard.emit(error)
            return
        words = sentence(error.code, self._context.language, **error.details) if error else ""
        self._fault.setText(words)
        self._fault.setVisible(bool(words))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file of this computer."""
        if event.mimeData().hasUrls() and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Make the dropped file the logo."""
        event.acceptProposedAction()
        self.take_file(event.mimeData().urls()[0].toLocalFile())
