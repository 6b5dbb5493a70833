"""Which programs use the private server now. Locks of the operating system tell: they vanish with their program."""

import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from database.errors import KnownError

KEPT_SECONDS = 3600
_GATE_SECONDS = 150  # longer than the slowest start and stop together

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _locked(path: Path) -> IO[bytes] | None:
    """Return the file, locked until it is closed; None where another program holds it."""
    file = path.open("ab")
    try:
        _lock(file)
    except OSError:
        file.close()
        return None
    return file


class Leases:
    """A folder with a locked file for each program; `gate` lets in one program at a time to start, stop or count."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keep = folder / "keep"
        self._own: tuple[Path, IO[bytes]] | None = None

    @contextmanager
    def gate(self) -> Iterator[None]:
        """Wait for the turn of this program; raises KnownError where another one takes all too long."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        deadline = time.monotonic() + _GATE_SECONDS
        while (file := _locked(self._folder / "gate")) is None:
            if time.monotonic() > deadline:
                raise KnownError("server-busy", folder=str(self._folder.parent))
            time.sleep(0.05)
        with file:
            yield

    @property
    def held(self) -> bool:
        """Whether this program has its lease."""
        return self._own is not None

    def take(self) -> None:
        """Say that this program uses the server; only inside the gate."""
        path = self._folder / f"{os.getpid()}-{secrets.token_hex(4)}.lease"
        file = _locked(path)
        if file is None:
            raise AssertionError(f"a new lease is locked: {path}")
        self._own = path, file

    def give_back(self) -> None:
        """Say that this program is done with the server."""
        if self._own is not None:
            path, file = self._own
            self._own = None
            file.close()
            path.unlink(missing_ok=True)

    def others(self) -> bool:
        """Tell whether another program uses the server; leases of programs that died are cleared away."""
        own = self._own[0] if self._own else None
        alive = [self._alive(path) for path in self._folder.glob("*.lease") if path != own]
        return any(alive)

    @staticmethod
    def _alive(path: Path) -> bool:
        file = _locked(path)
        if file is None:
            return True
        file.close()
        path.unlink(missing_ok=True)
        return False

    def keep(self) -> None:
        """Ask that the last one leaves the server running, for psql say: for an hour, or until others were there."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._keep.touch()

    def let_go(self) -> None:
        """Withdraw what `keep` asked."""
        self._keep.unlink(missing_ok=True)

    def kept(self) -> bool:
        """Tell whether somebody asked to leave the server running, less than an hour ago."""
        try:
            return 0 <= time.time() - self._keep.stat().st_mtime < KEPT_SECONDS
        except FileNotFoundError:
            return False
