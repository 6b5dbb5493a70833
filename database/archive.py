"""The file of a backup: a zip with what Vetka must know first, and the dump of pg_dump as it came.

`vetka.json` says what this is and holds the verifiers of people's passwords, because those belong to the server and not
to the database; so the file is for its owner's eyes. The dump is compressed already and stored as it is.
"""

import errno
import json
import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from database.errors import KnownError

FORMAT = 1
_KIND = "vetka backup"
_HEAD = "vetka.json"
_DUMP = "database.dump"
_EARLY = (1980, 1, 1, 0, 0, 0)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the dump. `verifiers`: login → SCRAM verifier, None where it could not be read."""

    revision: str
    server_version: int
    database: str
    made_at: str
    verifiers: dict[str, str | None]


@contextmanager
def writing(file: Path, head: Head) -> Iterator[IO[bytes]]:
    """Give the place to write the dump to. The file appears under its name once it is whole and on the disk.

    Until then it is `FILE.*.part`, a name that no other program uses at the same time.
    Raises KnownError `backup-file-exists`, `backup-disk-full`, `backup-unwritable`.
    """
    _refuse_existing(file)
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")
    try:
        with _new_file(part) as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
                described = {"kind": _KIND, "format": FORMAT, **asdict(head)}
                archive.writestr(zipfile.ZipInfo(_HEAD, _EARLY), json.dumps(described, ensure_ascii=False, indent=1))
                with archive.open(zipfile.ZipInfo(_DUMP, _EARLY), "w", force_zip64=True) as dump:
                    yield dump
            raw.flush()
            os.fsync(raw.fileno())
        _refuse_existing(file)  # somebody else may have been quicker
        part.replace(file)
    except OSError as error:
        code = "backup-disk-full" if error.errno in _FULL else "backup-unwritable"
        raise KnownError(code, file=str(file), message=error.strerror or str(error)) from error
    finally:
        part.unlink(missing_ok=True)


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise KnownError("backup-file-exists", file=str(file))


def _new_file(path: Path) -> IO[bytes]:
    """Open a file that its owner alone may read."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "w+b")


def read_head(file: Path) -> Head:
    """Return what stands before the dump. Raises KnownError `backup-missing`, `backup-not-ours`, `backup-newer`."""
    with _opened(file) as archive:
        try:
            described = json.loads(archive.read(_HEAD))
            if described.pop("kind") != _KIND:
                raise KnownError("backup-not-ours", file=str(file))
            if described.pop("format") > FORMAT:
                raise KnownError("backup-newer", file=str(file))
            return Head(**described)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise KnownError("backup-not-ours", file=str(file)) from error


@contextmanager
def reading(file: Path) -> Iterator[IO[bytes]]:
    """Give the dump to read; its checksum is compared at its end. Raises KnownError as `read_head`."""
    with _opened(file) as archive:
        try:
            with archive.open(_DUMP) as dump:
                yield dump
        except KeyError as error:
            raise KnownError("backup-not-ours", file=str(file)) from error


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except FileNotFoundError as error:
        raise KnownError("backup-missing", file=str(file)) from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise KnownError("backup-not-ours", file=str(file)) from error
    except OSError as error:
        raise KnownError("backup-unreadable", file=str(file), message=error.strerror or str(error)) from error
