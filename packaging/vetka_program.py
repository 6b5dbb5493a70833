"""Where the frozen program starts: settles it in the system it runs on, then runs the command `vetka`.

The same code is behind `vetka` and, on Windows, behind `vetkaw.exe`, which has no console.
"""

import multiprocessing
import os
import sys
from collections import deque
from io import TextIOBase

_TITLE = "Vetka"
_ERROR_ICON = 0x10  # MB_ICONERROR


class LastWords(TextIOBase):
    """Stands in for a console that is not there, and remembers the last of what was written."""

    def __init__(self) -> None:
        super().__init__()
        self._written: deque[str] = deque(maxlen=40)

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Keep a text."""
        self._written.append(text)
        return len(text)

    def text(self) -> str:
        """Return what is remembered."""
        return "".join(self._written).strip()


def give_back_library_path() -> None:
    """Let programs started from here, such as the browser, find the system's libraries and not those of this folder.

    The starter sets the variable for this process, whose loader has read it by now, and leaves the former value
    beside it. A second Vetka started from here, such as the agent, is told to set it again for itself.
    """
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)


def main() -> None:
    """Run the command; without a console a refusal before the first window is shown in a box."""
    multiprocessing.freeze_support()
    if sys.platform == "linux":
        give_back_library_path()
    if sys.stderr is not None:
        _run()
        return
    words = LastWords()
    sys.stdout, sys.stderr = LastWords(), words
    try:
        _run()
    except SystemExit as end:
        if end.code and words.text():
            _show(words.text())
        raise


def _run() -> None:
    from vetka import main as command  # noqa: PLC0415 - after the streams are there

    command()


def _show(text: str) -> None:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - for this one call

        ctypes.windll.user32.MessageBoxW(None, text, _TITLE, _ERROR_ICON)


if __name__ == "__main__":
    main()
