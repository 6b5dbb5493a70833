"""People as the server knows them: what a backup keeps of their login roles, and how a restore makes them again."""

import re
from collections.abc import Mapping
from typing import Any

from psycopg2 import sql
from sqlalchemy import URL

from database.engine import explained_connect
from database.errors import KnownError
from database.schema import OWNER

_LOGIN = re.compile(r"[a-z][a-z0-9_.-]{1,40}")
_VERIFIER = re.compile(r"SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+")
_CONNECTIONS = 24  # as api.add_person


def read_verifiers(cursor: Any) -> dict[str, str | None]:
    """Return login → SCRAM verifier of everybody who ever worked here; None where this login may not read it."""
    cursor.execute("SELECT has_table_privilege('pg_authid', 'SELECT')")
    readable = cursor.fetchone()[0]
    verifier = "a.rolpassword" if readable else "NULL"
    known = "LEFT JOIN pg_authid a ON a.rolname = p.login" if readable else ""
    cursor.execute(f"SELECT p.login, {verifier} FROM public.person p {known} ORDER BY p.id")
    return dict(cursor.fetchall())


def refuse_strangers(admin: URL, verifiers: Mapping[str, str | None]) -> None:
    """Raise KnownError `login-of-a-stranger` where the server has a login of the same name that is no person of Vetka.

    Such a one would come into the restored database by the accident of a name.
    """
    with explained_connect(admin) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(rolname, ', ' ORDER BY rolname) FROM pg_roles r WHERE rolname = ANY (%s) AND ("
            " rolsuper OR rolcreaterole OR rolbypassrls OR rolcanlogin AND NOT EXISTS ("
            "  SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
            "   WHERE m.member = r.oid AND g.rolname = 'vetka_person'))",
            (list(verifiers),),
        )
        strangers = cursor.fetchone()[0]
    if strangers:
        raise KnownError("login-of-a-stranger", logins=strangers)


def bring_in(restored: URL, verifiers: Mapping[str, str | None]) -> list[str]:
    """Let the people of a restored database sign in, all or none. Returns who needs a new password.

    Who is missing on the server is made with the roles and the password of the backup. Who is there already stays as
    the server has it – newer roles, newer password, retired meanwhile – and the database learns it.
    """
    without_password = []
    with explained_connect(restored) as connection, connection.cursor() as cursor:
        connection.autocommit = False
        cursor.execute(f"SET ROLE {OWNER}")
        cursor.execute(
            "SELECT p.id, p.login, p.active, r.oid IS NOT NULL, coalesce(r.rolcanlogin, false)"
            " FROM public.person p LEFT JOIN pg_roles r ON r.rolname = p.login ORDER BY p.id"
        )
        for person, login, active, known, signs_in in cursor.fetchall():
            if known:
                _learn(cursor, person, login, active=active, signs_in=signs_in)
            elif not _make(cursor, person, login, verifiers.get(login), active=active):
                without_password.append(login)
        connection.commit()
    return without_password


def _make(cursor: Any, person: int, login: str, verifier: str | None, *, active: bool) -> bool:
    """Make a login role; returns whether its person can sign in or need not."""
    if not _LOGIN.fullmatch(login) or (verifier is not None and not _VERIFIER.fullmatch(verifier)):
        raise KnownError("backup-not-ours", file="")
    made = sql.SQL("CREATE ROLE {} {} CONNECTION LIMIT {}").format(
        sql.Identifier(login), sql.SQL("LOGIN" if active else "NOLOGIN"), sql.Literal(_CONNECTIONS)
    )
    cursor.execute(made + sql.SQL(" PASSWORD {}").format(sql.Literal(verifier)) if verifier else made)
    if active:
        cursor.execute("SELECT role FROM public.person_role WHERE person_id = %s", (person,))
        for group in ("vetka_person", *(row[0] for row in cursor.fetchall())):
            cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(login)))
        _let_in(cursor, login)
    return verifier is not None or not active


def _learn(cursor: Any, person: int, login: str, *, active: bool, signs_in: bool) -> None:
    """Write into the database what the server says of somebody it knows."""
    if signs_in != active:
        cursor.execute("UPDATE public.person SET active = %s WHERE id = %s", (signs_in, person))
    if not signs_in:
        return
    held = (
        "SELECT a.role FROM public.allowed_role a JOIN pg_roles g ON g.rolname = a.role"
        " JOIN pg_auth_members m ON m.roleid = g.oid JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = %s"
    )
    cursor.execute(f"DELETE FROM public.person_role WHERE person_id = %s AND role NOT IN ({held})", (person, login))
    cursor.execute(
        f"INSERT INTO public.person_role (person_id, role) SELECT DISTINCT %s, role FROM ({held}) AS held"
        " ON CONFLICT DO NOTHING",
        (person, login),
    )
    _let_in(cursor, login)


def _let_in(cursor: Any, login: str) -> None:
    cursor.execute("SELECT current_database()")
    database = sql.Identifier(cursor.fetchone()[0])
    cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(login)))
