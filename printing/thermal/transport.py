"""The way to a printer: bytes out, answers back where there are any. No job ever needs two connections at once."""

import array
import contextlib
import errno
import os
import socket
import sys
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from time import monotonic, sleep
from typing import Protocol

from database.errors import KnownError
from printing.thermal.address import PrinterAddress

if sys.platform == "linux":
    import fcntl
    import termios

CONNECT_SECONDS = 4.0
_GOODBYE_SECONDS = 1.0
_SHORTEST_WAIT = 0.001
_LARGEST_READ = 4096


class ConnectionLostError(KnownError):
    """The connection is gone; what was sent and not confirmed may or may not come out on paper."""

    code = "printer-connection-lost"


class Transport(Protocol):
    """One connection, open from its making until `close`."""

    answers: bool
    """False where nothing can ever be read back."""
    keeps_halves: bool
    """Whether half a label may be left at the other end when a connection breaks."""

    def send(self, data: bytes, seconds: float) -> int:
        """Hand over bytes for at most `seconds`; return how many were accepted. Raises ConnectionLostError."""

    def receive(self, seconds: float) -> bytes:
        """Return what came within `seconds`, b"" for nothing. Raises ConnectionLostError."""

    def delivered(self, seconds: float) -> bool:
        """Tell within `seconds` whether the other side took all that was sent, as far as that can be known."""

    def close(self) -> None:
        """Say goodbye so that the last bytes are not lost; never raises."""


def connect(address: PrinterAddress, *, resume: bool = False) -> Transport:
    """Open the way to a printer. `resume`: a file is continued, not begun anew.

    Raises ConnectionLostError "printer-unreachable" or "printer-file".
    """
    if address.path is not None:
        return FileTransport(address.path, resume=resume)
    return TcpTransport(address.host, address.port)


class TcpTransport:
    """TCP 9100: no protocol at all, bytes in, answers out."""

    answers = True
    keeps_halves = True

    def __init__(self, host: str, port: int) -> None:
        try:
            self._socket = socket.create_connection((host, port), CONNECT_SECONDS)
        except (OSError, UnicodeError) as error:
            raise ConnectionLostError("printer-unreachable", printer=f"{host}:{port}", reason=_reason(error)) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

    def send(self, data: bytes, seconds: float) -> int:
        """Send; a printer that stands still lets the buffers fill up and then takes nothing."""
        sent, deadline = 0, monotonic() + seconds
        with _lost_if_broken(), contextlib.suppress(TimeoutError):
            while sent < len(data):
                self._socket.settimeout(max(_SHORTEST_WAIT, deadline - monotonic()))
                sent += self._socket.send(memoryview(data)[sent:])
        return sent

    def receive(self, seconds: float) -> bytes:
        """Receive whatever came."""
        data = None
        with _lost_if_broken(), contextlib.suppress(TimeoutError):
            self._socket.settimeout(max(_SHORTEST_WAIT, seconds))
            data = self._socket.recv(_LARGEST_READ)
        if data == b"":
            raise ConnectionLostError(reason="closed by the printer")
        return data or b""

    def delivered(self, seconds: float) -> bool:
        """Wait for the other side's acknowledgements."""
        deadline = monotonic() + seconds
        while _unacknowledged(self._socket):
            if monotonic() >= deadline:
                return False
            sleep(0.01)
        return True

    def close(self) -> None:
        """End our side and give the printer a moment to take the rest: weak print servers drop it otherwise."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
            deadline = monotonic() + _GOODBYE_SECONDS
            while (left := deadline - monotonic()) > 0:
                self._socket.settimeout(left)
                if not self._socket.recv(_LARGEST_READ):
                    break
        self._socket.close()


class FileTransport:
    """Bytes saved for a test, or for a device that the program cannot reach by itself; a device node works as well."""

    answers = False

    def __init__(self, path: Path, *, resume: bool) -> None:
        self._path = path
        try:
            self.keeps_halves = path.is_char_device()
            self._file = FileIO(str(path), "a" if resume or self.keeps_halves else "w")
        except (OSError, ValueError) as error:
            raise ConnectionLostError("printer-file", path=str(path), reason=_reason(error)) from error
        self._whole = 0 if self.keeps_halves else self._file.seek(0, os.SEEK_END)

    def send(self, data: bytes, seconds: float) -> int:  # noqa: ARG002 - a disk answers at once
        """Write past every buffer of the program, all or nothing: a full disk leaves no half label in a file."""
        try:
            written = self._file.write(data) or 0
            if written < len(data) and not self.keeps_halves:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            with contextlib.suppress(OSError):
                self._file.truncate(self._whole)
            raise ConnectionLostError("printer-file", path=str(self._path), reason=_reason(error)) from error
        self._whole += written
        return written

    def receive(self, seconds: float) -> bytes:  # noqa: ARG002
        """Nothing ever comes back."""
        return b""

    def delivered(self, seconds: float) -> bool:  # noqa: ARG002
        """Written is delivered."""
        return True

    def close(self) -> None:
        """Close when the disk has it."""
        with contextlib.suppress(OSError, ValueError):
            os.fsync(self._file.fileno())
        with contextlib.suppress(OSError):
            self._file.close()


@contextlib.contextmanager
def _lost_if_broken() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, TimeoutError) and error.errno is None:
            raise  # our own patience ran out, not the connection's
        raise ConnectionLostError(reason=_reason(error)) from error


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


def _unacknowledged(connection: socket.socket) -> int:
    """Return the bytes that the other side has not acknowledged; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    waiting = array.array("i", [0])
    with contextlib.suppress(OSError):
        fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, waiting)
    return waiting[0]
