"""Where Vetka keeps what belongs to this computer: the private server's data, passwords, logs, drafts."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


def home() -> Path:
    """Return Vetka's data folder: `VETKA_HOME`, or the usual place of this system for the user's data."""
    given = os.environ.get("VETKA_HOME", "").strip()
    chosen = Path(given).expanduser() if given else platformdirs.user_data_path("Vetka", appauthor=False)
    return chosen.absolute()


@dataclass(frozen=True, slots=True)
class Folders:
    """The places inside a data folder. Nothing is made by asking for a place."""

    home: Path

    @property
    def server(self) -> Path:
        """What belongs to the private server and to the account it runs under."""
        return self.home / "server"

    @property
    def password_file(self) -> Path:
        """The password of the private server's superuser, for the owner of this computer only."""
        return self.home / "server.password"

    @property
    def agent_password_file(self) -> Path:
        """The password of this computer's agent on the private server."""
        return self.home / "agent.password"

    @property
    def backups(self) -> Path:
        """Nightly backups, unless another folder was chosen."""
        return self.home / "backups"

    @property
    def port_file(self) -> Path:
        """The port that the private server listened on last."""
        return self.home / "server.port"

    @property
    def leases(self) -> Path:
        """One locked file for each running program that uses the private server."""
        return self.home / "leases"

    @property
    def drafts(self) -> Path:
        """What people typed and have not saved."""
        return self.home / "drafts"

    @property
    def logs(self) -> Path:
        """What the programs write about themselves."""
        return self.home / "logs"
