"""Addresses of source databases: `postgresql://user:password@host:port/database`, `mysql://…` or `mariadb://…`."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from integrations.otrs.errors import SourceError

Kind = Literal["postgresql", "mysql"]

_KINDS: dict[str, Kind] = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
}
_PORTS: dict[Kind, int] = {"postgresql": 5432, "mysql": 3306}


@dataclass(frozen=True)
class Address:
    """Where the database of OTRS is; the password never appears in `repr` or in an error."""

    kind: Kind
    host: str
    port: int
    database: str
    user: str = ""
    password: str = field(default="", repr=False)
    options: tuple[tuple[str, str], ...] = ()

    @property
    def server(self) -> str:
        """Return host and port as people write them."""
        return f"{self.host}:{self.port}"

    def option(self, name: str, default: str = "") -> str:
        """Return one option of the part behind the question mark."""
        return dict(self.options).get(name, default)


def parse_address(text: str) -> Address:
    """Take an address apart; a driver's name behind a plus (`mysql+pymysql://`) is accepted and ignored.

    Raises SourceError `otrs-address` when the scheme is another, no database is named or the port is no number.
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        raise SourceError("otrs-address", address=_without_password(text)) from None
    kind = _KINDS.get(parts.scheme.partition("+")[0].lower())
    database = unquote(parts.path.strip("/"))
    if kind is None or not database:
        raise SourceError("otrs-address", address=_without_password(text))
    return Address(
        kind=kind,
        host=unquote(parts.hostname or "localhost"),
        port=port or _PORTS[kind],
        database=database,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        options=tuple(parse_qsl(parts.query)),
    )


def _without_password(text: str) -> str:
    scheme, separator, rest = text.partition("://")
    return f"{scheme}{separator}…@{rest.rpartition('@')[2]}" if "@" in rest else text
