"""Scan anywhere: a hand scanner works on every page without clicking into a field."""

from collections.abc import Callable
from enum import StrEnum
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desktop.shell.bursts import BurstReader, Verdict
from desktop.shell.scan_keys import Kind, Stroke, stroke_of
from desktop.shell.sounds import Player, Sound

BOUNCE_SECONDS = 1.0
Take = Callable[[str], bool | None]
FindShortcut = Callable[[Stroke], Callable[[], object] | None]
Held = tuple[QWindow, QKeyEvent]


class Answer(StrEnum):
    """What became of a scan, as `answered` tells it."""

    ACCEPTED = "accepted"
    ATTENTION = "attention"
    REFUSED = "refused"
    BOUNCED = "bounced"


class Scanner(QObject):
    """Finds scans in the key events of all windows, decodes them and gives each to the page in front.

    Key events are looked at where they enter the window with the focus, so each is seen once. What may be a scan is
    held back for some 35 ms; when it was a person typing it goes on to the focused field, else the field never sees it.
    """

    scanned = Signal(str)
    """Every scan, decoded, except bounces."""
    unclaimed = Signal(str)
    """A scan that no page in front took."""
    answered = Signal(str, str)
    """`Answer` and a sentence, for the line that shows the last scan."""
    acknowledged = Signal()
    """After a refusal a key or the mouse was pressed: the person has seen it."""
    _found = Signal(str)

    def __init__(
        self,
        application: QApplication,
        *,
        reader: BurstReader | None = None,
        prefix: str = "",
        player: Player | None = None,
        clock: Callable[[], float] = monotonic,
        platform: str = "",
    ) -> None:
        super().__init__(application)
        self._application = application
        self._reader = reader or BurstReader()
        self._prefix = QKeySequence(prefix) if prefix else None
        self._player = player
        self._clock = clock
        self._platform = platform or QGuiApplication.platformName()
        self._held: list[Held] = []
        self._replaying = False
        self._listeners: list[tuple[QWidget, Take]] = []
        self._last: tuple[str, float] = ("", float("-inf"))
        self._refused = False
        self._refusal = ""
        self._grace = False
        self._closed = False
        self.find_shortcut: FindShortcut = lambda _stroke: None
        """Finds what a single-key shortcut does; asked for characters held back that no field wants."""
        self._patience = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._patience.timeout.connect(self._after_pause)
        self._found.connect(self.take, Qt.ConnectionType.QueuedConnection)
        application.focusWindowChanged.connect(self._watch)
        self._watch(application.focusWindow())

    def set_up(self, prefix: str, suffix: str) -> None:
        """Take over how the scanners here are programmed.

        prefix: a key such as ``F9`` or ``Ctrl+A``, or empty; suffix: as `BurstReader` has it.
        """
        self._prefix = QKeySequence(prefix) if prefix else None
        self._reader.suffix = suffix

    def set_player(self, player: Player | None) -> None:
        """Turn sounds on, or off with None."""
        self._player = player

    def listen(self, owner: QWidget, take: Take) -> None:
        """Give scans to `take` while `owner` is seen in the active window, the owner that came last first.

        `take` returns False to pass the scan on to the next one.
        """
        self._listeners = [(one, other) for one, other in self._listeners if isValid(one)]
        self._listeners.append((owner, take))

    def accept(self, text: str = "") -> None:
        """Answer a scan: done. High short sound, green line."""
        self._answer(Answer.ACCEPTED, Sound.ACCEPTED, text)

    def attend(self, text: str) -> None:
        """Answer a scan: done or understood, but look. Double sound, amber line."""
        self._answer(Answer.ATTENTION, Sound.ATTENTION, text)

    def refuse(self, text: str) -> None:
        """Answer a scan: not done. Low sound, red line, and no further scan is taken until a key is pressed.

        A clerk who looks away while scanning hears and sees it instead of scanning on.
        """
        self._refused = True
        self._refusal = text
        self._answer(Answer.REFUSED, Sound.REFUSED, text)

    @Slot(str)
    def take(self, code: str) -> None:
        """Treat `code` as scanned now; the command palette and the search field use this for typed codes too."""
        now = self._clock()
        last, at = self._last
        self._last = (code, now)
        if self._refused:
            self._answer(Answer.REFUSED, Sound.REFUSED, self._refusal)
        elif code == last and now - at < BOUNCE_SECONDS:
            self.answered.emit(Answer.BOUNCED, code)
        else:
            self.scanned.emit(code)
            self._hand_out(code)

    def close(self) -> None:
        """Look at keys no more; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self._application.focusWindowChanged.disconnect(self._watch)
        for window in QGuiApplication.allWindows():
            window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at key events where they enter a window; True keeps them from going on."""
        if self._replaying or not isinstance(watched, QWindow):
            return False
        if isinstance(event, QKeyEvent):
            return self._key(watched, event)
        if event.type() is QEvent.Type.MouseButtonPress:
            self._acknowledge()
        return False

    def _key(self, window: QWindow, event: QKeyEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.KeyPress:
            return self._press(window, event)
        if kind is QEvent.Type.ShortcutOverride:
            return self._claim(event)
        if self._held:
            self._held.append((window, event.clone()))
            return True
        return False

    @Slot(QWindow)
    def _watch(self, window: QWindow | None) -> None:
        if window:
            window.installEventFilter(self)  # a second time only moves it to the front

    def _claim(self, event: QKeyEvent) -> bool:
        """Keep a held character from firing a single-key shortcut before it is known who typed it."""
        stroke = stroke_of(event, self._platform, self._prefix)
        within = self._reader.holding and stroke.kind is Kind.SUFFIX
        if not event.isAutoRepeat() and (stroke.kind in (Kind.CHARACTER, Kind.PREFIX) or within):
            event.accept()
            return True
        return False

    def _press(self, window: QWindow, event: QKeyEvent) -> bool:
        stroke = stroke_of(event, self._platform, self._prefix)
        if event.isAutoRepeat():  # a key held down repeats as fast as a scanner
            stroke = Stroke(stroke.at, Kind.OTHER)
        if self._reader.late(stroke):
            self._carry_out(self._reader.pause())
        verdict = self._reader.take(stroke)
        if verdict.hold:
            self._held.append((window, event.clone()))
        self._carry_out(verdict, keep_last=verdict.hold and verdict.code is None)
        if not verdict.hold and stroke.kind is not Kind.CARRIER:
            self._acknowledge()
        return verdict.hold

    @Slot()
    def _after_pause(self) -> None:
        """Let key events that arrived while the program was busy be read before the pause is believed."""
        if self._grace:
            self._carry_out(self._reader.pause())
        else:
            self._grace = True
            self._patience.start(0)

    def _carry_out(self, verdict: Verdict, *, keep_last: bool = False) -> None:
        self._grace = False
        self._patience.stop()
        if self._reader.holding:
            self._patience.start(self._reader.patience_ms)
        if verdict.code is not None:
            self._held.clear()
            self._found.emit(verdict.code)
        elif verdict.release or not self._reader.holding:
            kept = [self._held.pop()] if keep_last else []
            released, self._held = self._held, kept
            self._replay(released)

    def _replay(self, events: list[Held]) -> None:
        """Send on what a person typed, in its order, to whatever has the focus now."""
        if not events:
            return
        self._replaying = True
        try:
            for window, event in events:
                if isValid(window) and not self._did_shortcut(window, event):
                    QCoreApplication.sendEvent(window, event)
        finally:
            self._replaying = False
        self._acknowledge()

    def _did_shortcut(self, window: QWindow, event: QKeyEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress:
            return False
        found = self.find_shortcut(stroke_of(event, self._platform, self._prefix))
        if not found:
            return False
        override = QKeyEvent(QEvent.Type.ShortcutOverride, event.key(), event.modifiers(), event.text())
        override.ignore()
        QCoreApplication.sendEvent(window, override)
        if override.isAccepted():  # the focused field wants the letter
            return False
        found()
        return True

    def _hand_out(self, code: str) -> None:
        active = QApplication.activeWindow()
        for owner, take in reversed(self._listeners[:]):
            in_front = isValid(owner) and owner.isVisible() and active in (None, owner.window())
            if in_front and take(code) is not False:
                return
        self.unclaimed.emit(code)

    def _answer(self, answer: Answer, sound: Sound, text: str) -> None:
        if self._player:
            self._player.play(sound)
        self.answered.emit(answer, text)

    def _acknowledge(self) -> None:
        if self._refused:
            self._refused = False
            self.acknowledged.emit()
