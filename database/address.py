"""Addresses of servers: what a person types, what SQLAlchemy takes, what psql takes, what may be printed."""

import re
import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg2
from psycopg2.extensions import parse_dsn
from sqlalchemy import URL, make_url

from database.errors import KnownError

DRIVER = "postgresql+psycopg2"
_SCHEMES = ("postgresql://", "postgres://", f"{DRIVER}://")
_OWN_FIELDS = ("user", "password", "host", "port", "dbname")
_PASSWORD = re.compile(r"(?<=:)(?!//).*(?=@)|(?<=[?&]password=)[^&]*", re.IGNORECASE)

# A cable pulled out is noticed within a minute, not after the two hours of the operating system.
_REMOTE_DEFAULTS = {
    "connect_timeout": "8",
    "keepalives_idle": "20",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "50000",
}


class AddressError(KnownError):
    """What was given is no address of a PostgreSQL database; `details` has the `address` without its password."""

    code = "address-wrong"


def parse(text: str) -> URL:
    """Return the SQLAlchemy address for what a person typed or a script passed.

    Takes `postgresql://`, `postgres://` and `postgresql+psycopg2://` with everything libpq allows behind it: several
    hosts, sockets, IPv6, parameters. A server across the network gets `sslmode=verify-full`, time limits and
    keep-alives unless the address says otherwise. Raises AddressError.
    """
    fields = _fields(text.strip())
    hosts, ports = _hosts_and_ports(text, fields)
    several = len(hosts) > 1 or hosts[0].startswith(("/", "@"))
    query: dict[str, str | tuple[str, ...]] = {key: value for key, value in fields.items() if key not in _OWN_FIELDS}
    if several:
        query["host"] = tuple(f"{host}:{port}" if port else host for host, port in zip(hosts, ports, strict=True))
    url = URL.create(
        DRIVER,
        username=fields.get("user"),
        password=fields.get("password"),
        host=None if several else hosts[0] or None,
        port=None if several else ports[0],
        database=fields.get("dbname"),
        query=query,
    )
    return url if is_local(url) else _with_remote_defaults(url)


def with_login(url: URL, user: str, password: str | None) -> URL:
    """Return the same database for another person."""
    return url.set(username=user, password=password) if password is not None else _without_password(url, user)


def is_local(url: URL) -> bool:
    """Tell whether every host of the address is this computer: a socket, `localhost`, a loopback number or none."""
    return all(_is_this_computer(host) for host in _all_hosts(url))


def printable(url: URL | str) -> str:
    """Return an address for screens and logs: whoever reads it learns no password, even from a mistyped address."""
    if isinstance(url, str):
        return _PASSWORD.sub("***", url)
    return _PASSWORD.sub("***", url.render_as_string(hide_password=True))


def for_psql(url: URL) -> str:
    """Return the address with its password as `psql` and other libpq programs take it."""
    fields = dict(connect_fields(url))
    login = quote(fields.pop("user", ""), safe="")
    password = fields.pop("password", "")
    if password:
        login += ":" + quote(password, safe="")
    hosts, ports = fields.pop("host", "").split(","), fields.pop("port", "").split(",")
    database = quote(fields.pop("dbname", ""), safe="")
    if any(host.startswith(("/", "@")) for host in hosts):
        fields |= {"host": ",".join(hosts), "port": ",".join(ports)}
        authority = ""
    else:
        authority = ",".join(_host_and_port(*pair) for pair in zip(hosts, ports or [""], strict=False))
    query = urlencode({key: value for key, value in fields.items() if value}, quote_via=quote, safe="/")
    return f"postgresql://{login}{'@' if login else ''}{authority}/{database}{'?' if query else ''}{query}"


def connect_fields(url: URL | str) -> Mapping[str, str]:
    """Return libpq's fields of an address, for `psycopg2.connect(**fields)`: nothing of the address is lost."""
    address = make_url(url)
    _, fields = address.get_dialect()().create_connect_args(address)
    return {key: str(value) for key, value in fields.items() if value is not None}


def _fields(text: str) -> dict[str, str]:
    scheme = next((scheme for scheme in _SCHEMES if text.lower().startswith(scheme)), None)
    if scheme is None:
        raise AddressError(address=printable(text))
    try:
        fields: dict[str, str] = parse_dsn("postgresql://" + text[len(scheme) :])
    except psycopg2.ProgrammingError:  # its text may quote the password, so it is not handed on
        raise AddressError(address=printable(text)) from None
    return fields


def _hosts_and_ports(text: str, fields: Mapping[str, str]) -> tuple[list[str], list[int | None]]:
    """Split libpq's comma lists; one port stands for all hosts."""
    hosts = fields.get("host", "").split(",")
    raw = fields.get("port", "").split(",")
    raw = raw * len(hosts) if len(raw) == 1 else raw
    fit = all(not port or (port.isdecimal() and 0 < int(port) < 65536) for port in raw)
    stray = any("@" in host[1:] for host in hosts)  # a password with an unescaped @ ends up here
    if stray or not fit or len(raw) != len(hosts):
        raise AddressError(address=printable(text))
    return hosts, [int(port) if port else None for port in raw]


def _all_hosts(url: URL) -> list[str]:
    fields = connect_fields(url)  # where there is a `hostaddr`, that is what is dialled
    return [*fields.get("host", "").split(","), *fields.get("hostaddr", "").split(",")]


def _is_this_computer(host: str) -> bool:
    if not host or host == "localhost" or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _host_and_port(host: str, port: str) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"{name}:{port}" if port else name


def _without_password(url: URL, user: str) -> URL:
    return URL.create(url.drivername, user, None, url.host, url.port, url.database, url.query)


def _with_remote_defaults(url: URL) -> URL:
    defaults = {key: value for key, value in _REMOTE_DEFAULTS.items() if key not in url.query}
    if "sslmode" not in url.query:
        defaults["sslmode"] = "verify-full"
    if defaults.get("sslmode", url.query.get("sslmode")) == "verify-full" and "sslrootcert" not in url.query:
        defaults |= _trusted_roots()
    return url.update_query_dict(defaults)


def _trusted_roots() -> dict[str, str]:
    """Name the certificates to trust: the office's own where libpq looks for it, else those of this computer."""
    if (Path.home() / ".postgresql" / "root.crt").exists():
        return {}
    return {"sslrootcert": ssl.get_default_verify_paths().cafile or "system"}
