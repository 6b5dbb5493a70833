"""What stands between a person and the private server, as sentences they can act on."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from database.embedded.programs import ProgramError
from database.errors import KnownError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM}


@contextmanager
def explained(home: Path, log: Path) -> Iterator[None]:
    """Turn faults of disk and server into known errors that name the data folder `home` or the server's `log`."""
    try:
        yield
    except OSError as error:
        raise _of_disk(error, home) from error
    except ProgramError as error:
        raise _of_server(str(error), home, log) from error


def _of_disk(error: OSError, home: Path) -> KnownError:
    if error.errno in _FULL:
        return KnownError("data-disk-full", folder=str(home))
    if error.errno in _UNWRITABLE:
        return KnownError("data-folder-unwritable", folder=str(home))
    return KnownError("data-folder-unusable", folder=str(home), reason=error.strerror or str(error))


def _of_server(text: str, home: Path, log: Path) -> KnownError:
    if "No space left on device" in text or "Disk quota exceeded" in text:
        return KnownError("data-disk-full", folder=str(home))
    if "Read-only file system" in text or "Permission denied" in text:
        return KnownError("data-folder-unwritable", folder=str(home))
    telling = [line for line in text.splitlines() if "FATAL" in line or "PANIC" in line or "error:" in line]
    return KnownError("server-failed", reason=(telling or text.splitlines() or [""])[-1].strip(), log=str(log))
