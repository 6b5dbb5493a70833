"""The account that the server runs under where the program itself runs as root, whom PostgreSQL refuses."""

import errno
import os
import shutil
import stat
import struct
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from database.errors import KnownError

NAME = "vetka-server"
_SPARE_NAMES = ("postgres", "nobody")  # where no account can be made
_ACL = "system.posix_acl_access"
_ACL_VERSION = struct.pack("<I", 2)
_ENTRY = struct.Struct("<HHI")  # tag, permissions, id; linux/posix_acl_xattr.h
_OWNER, _USER, _GROUP, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_NO_ID = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this computer who is not root."""

    name: str
    uid: int
    gid: int


def server_account() -> Account | None:
    """Return the account to run PostgreSQL under, or None where the program's own will do: everybody but root."""
    if os.name != "posix" or os.geteuid() != 0:
        return None
    found = _look_up(NAME) or _create(NAME)
    for name in _SPARE_NAMES:
        found = found or _look_up(name)
    if found is None:
        raise KnownError("server-no-account", account=NAME)
    return found


def _look_up(name: str) -> Account | None:
    import pwd  # noqa: PLC0415 - not on Windows

    with suppress(KeyError):
        entry = pwd.getpwnam(name)
        return Account(name, entry.pw_uid, entry.pw_gid)
    return None


def _create(name: str) -> Account | None:
    program = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command = [program, *options, "--shell", "/usr/sbin/nologin", name]
    subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - the names are ours
    return _look_up(name)  # there also when another program made it at the same moment


def hand_over(path: Path, account: Account | None) -> None:
    """Make a file or folder the account's own; does nothing where the program's own account is used."""
    if account is not None:
        os.chown(path, account.uid, account.gid)


def let_through(path: Path, account: Account | None) -> None:
    """Let the account reach what lies in `path`: it may pass the folders above, such as `/root`, not list them.

    An entry in the folder's access list names this one account; a file system without such lists gets the plain
    "others may pass" bit. Raises OSError where neither can be set.
    """
    place = path.resolve()
    if account is None or _may_pass(place, account):
        return
    for folder in (*reversed(place.parents), place):
        if not _may_pass(folder, account):
            _open(folder, account)


def _may_pass(folder: Path, account: Account) -> bool:
    command = ["/usr/bin/env", "test", "-x", str(folder)]
    where = os.environ | {"PATH": os.defpath}  # a service or a desktop file may start us without any
    done = subprocess.run(command, check=False, cwd="/", env=where, **as_account(account))  # noqa: S603 - no shell reads it
    return done.returncode == 0


def as_account(account: Account | None) -> dict[str, Any]:
    """Return the arguments of `subprocess` that start a program under the account."""
    return {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}


def _open(folder: Path, account: Account) -> None:
    try:
        os.setxattr(folder, _ACL, _with_passage(_read_acl(folder), account.uid))
    except OSError as error:
        if error.errno not in (errno.ENOTSUP, errno.EPERM, errno.EINVAL):
            raise
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_IXOTH)


def _read_acl(folder: Path) -> dict[tuple[int, int], int]:
    """Return the access list as (tag, id) → permissions; a folder without one has the list its mode stands for."""
    try:
        raw = os.getxattr(folder, _ACL)[len(_ACL_VERSION) :]
    except OSError as error:
        if error.errno != errno.ENODATA:
            raise
        mode = folder.stat().st_mode
        return {(_OWNER, _NO_ID): mode >> 6 & 7, (_GROUP, _NO_ID): mode >> 3 & 7, (_OTHER, _NO_ID): mode & 7}
    return {(tag, number): rights for tag, rights, number in _ENTRY.iter_unpack(raw)}


def _with_passage(acl: dict[tuple[int, int], int], uid: int) -> bytes:
    acl = acl | {(_USER, uid): acl.get((_USER, uid), 0) | 1}
    acl[_MASK, _NO_ID] = acl.get((_MASK, _NO_ID), acl[_GROUP, _NO_ID]) | 1
    entries = sorted(acl.items())  # the kernel wants them by tag, then by id
    return _ACL_VERSION + b"".join(_ENTRY.pack(tag, rights, number) for (tag, number), rights in entries)
