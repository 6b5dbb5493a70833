"""The running program: sign in, work, sign out – each person with a connection and a window of their own."""

from pathlib import Path

import keyring
import keyring.errors
from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtWidgets import QApplication
from sqlalchemy import URL

from database import address, schema
from database.engine import Database
from database.errors import KnownError
from desktop.agent_process import AgentProcess
from desktop.office import Office
from desktop.shell.desk import Desk
from desktop.shell.servers import EMBEDDED
from desktop.shell.sign_in import SignInWindow
from domain.people.queries import me

_SERVICE = "vetka"


class KeyRing:
    """The system's key ring; where there is none, nothing is kept and nothing fails."""

    def get(self, server: str, login: str) -> str | None:
        """Return the kept password."""
        try:
            return keyring.get_password(_SERVICE, _entry(server, login))
        except keyring.errors.KeyringError:
            return None

    def keep(self, server: str, login: str, password: str) -> None:
        """Keep a password."""
        try:
            keyring.set_password(_SERVICE, _entry(server, login), password)
        except keyring.errors.KeyringError:
            return

    def forget(self, server: str, login: str) -> None:
        """Forget it, if there is one."""
        try:
            keyring.delete_password(_SERVICE, _entry(server, login))
        except keyring.errors.KeyringError:
            return


def _entry(server: str, login: str) -> str:
    return f"{login}@{server or 'this-computer'}"


class Program(QObject):
    """Shows the sign-in window, then the person's window; back again when they sign out."""

    def __init__(
        self, application: QApplication, home: Path, url: URL, *, embedded: bool, demo: tuple[str, str] | None = None
    ) -> None:
        """`url`: this computer's own server (of its owner) where `embedded`, else the office's as it was given.

        demo: a login and the password of all people, to be told on the sign-in page of a demo database.
        """
        super().__init__(application)
        self._application = application
        self._desk = Desk(application, home)
        self._own_server = url if embedded else None
        self._agent = AgentProcess(home, self) if embedded else None
        self._given = "" if embedded else address.printable(url.set(username=None, password=None))
        self._demo = demo
        self._office: Office | None = None
        self._sign_in: SignInWindow | None = None

    def start(self) -> None:
        """Show the sign-in window."""
        self._sign_in = SignInWindow(
            self._desk.background, self._desk.settings, self._desk.languages, self._connect, passwords=KeyRing(),
            hint=self._hint(), given=self._given,
        )  # fmt: skip
        self._sign_in.signed_in.connect(self._open)
        self._sign_in.show()

    def close(self) -> int:
        """Close what is open; returns the exit code."""
        if self._office is not None:
            self._office.close()
        else:
            self._desk.close()
        if self._agent is not None:
            self._agent.stop()
        return 0

    def _hint(self) -> str:
        if self._demo is None:
            return ""
        login, password = self._demo
        words = QCoreApplication.translate("Program", "The demo company: sign in as %1, password %2.")
        return words.replace("%1", login).replace("%2", password)

    def _connect(self, server: str, login: str, password: str) -> URL:
        """Try a sign-in in a worker thread; returns the address by which the window will work."""
        base = self._own_server if server == EMBEDDED and self._own_server is not None else address.parse(server)
        url = address.with_login(base, login, password)
        schema.require_current(url)
        database = Database(url)
        try:
            database.ask(me)
        finally:
            database.close()
        return url

    def _is_own(self, url: URL) -> bool:
        own = self._own_server
        return own is not None and (own.host, own.port, own.database) == (url.host, url.port, url.database)

    @Slot(object)
    def _open(self, url: URL) -> None:
        try:
            self._office = Office(self._desk, url)
        except KnownError as error:  # the server has left since the sign-in was tried
            if self._sign_in is not None:
                self._sign_in.refuse(error)
            return
        if self._sign_in is not None:
            self._sign_in.close()
            self._sign_in = None
        self._office.window.sign_out_wanted.connect(self._sign_out)
        self._office.window.show()
        self._office.start()
        if self._agent is not None and self._is_own(url):
            self._agent.start()  # it stays when the person signs out: jobs do not depend on who is there

    @Slot()
    def _sign_out(self) -> None:
        if self._office is not None:
            self._office.window.hide()
            self._office.leave()
            self._office = None
        self.start()
