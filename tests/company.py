"""The small company that tests work in: one person per role, the default workflow, on a copy of a template database."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2 import sql
from sqlalchemy import URL, text

import resources
from database import schema
from database.engine import Database, encrypt_password, explained_connect
from database.text_keys import search_key, sort_key
from domain.settings.first_data import load_first_data
from domain.workflow.actions import publish_workflow

PASSWORD = "vetka-test"
TEMPLATE = "vetka_template"
PEOPLE = {
    "dispatcher": ("Айгүл Смағұлова", ["vetka_dispatcher"]),
    "lead": ("Ирина Ким", ["vetka_dispatcher", "vetka_lead"]),
    "buyer": ("Павел Ломов", ["vetka_procurement"]),
    "clerk": ("Олег Цой", ["vetka_warehouse"]),
    "clerk2": ("Дана Әбенова", ["vetka_warehouse"]),
    "engineer": ("Ерлан Құсайынов", ["vetka_engineer"]),
    "engineer2": ("Марат Нұрланов", ["vetka_engineer"]),
    "bookkeeper": ("Светлана Ри", ["vetka_bookkeeper"]),
    "director": ("Тимур Ахметов", ["vetka_director"]),
    "admin": ("Вера Пак", ["vetka_admin"]),
    "agent": ("Агент", ["vetka_agent"]),
}


class Company:
    """A fresh database of the test company and the ways into it."""

    def __init__(self, admin_url: URL) -> None:
        """`admin_url`: the superuser's address of this database."""
        self.admin_url = admin_url
        self._opened: dict[str, Database] = {}
        self._bare: list[Any] = []

    def url(self, login: str) -> URL:
        """Return the address by which a person signs in."""
        return self.admin_url.set(username=login, password=PASSWORD)

    def database(self, login: str) -> Database:
        """Return the database as a person sees it; the same object for the same person."""
        if login not in self._opened:
            self._opened[login] = Database(self.url(login))
        return self._opened[login]

    def owner(self) -> Database:
        """Return the database as the superuser."""
        if "" not in self._opened:
            self._opened[""] = Database(self.admin_url)
        return self._opened[""]

    def psql(self, login: str) -> Any:
        """Open a bare connection of a person, each statement its own transaction; closed with the test."""
        url = self.url(login)
        connection = psycopg2.connect(
            host=url.host, port=url.port, user=url.username, password=url.password, dbname=url.database
        )
        connection.autocommit = True
        self._bare.append(connection)
        return connection

    def close(self) -> None:
        """Close every connection that was opened."""
        for connection in self._bare:
            connection.close()
        for database in self._opened.values():
            database.close()


def make_template(server: URL) -> None:
    """Make the migrated database, with people, that every test copies."""
    admin = schema.create_database(server, TEMPLATE)
    schema.upgrade(admin)
    database = Database(admin)
    definition = json.loads(resources.read_text("workflow", "default.json"))
    database.act(lambda session: publish_workflow(session, definition))
    database.act(load_first_data)
    with database.session() as session:
        for login, (name, roles) in PEOPLE.items():
            session.execute(
                text("SELECT api.add_person(:login, :name, :sort, :search, :verifier, :roles)"),
                {
                    "login": login, "name": name, "sort": sort_key(name), "search": search_key(name, login),
                    "verifier": encrypt_password(PASSWORD, login, admin), "roles": roles,
                },
            )  # fmt: skip
    database.close()


@contextmanager
def company_copy(server: URL, name: str) -> Iterator[Company]:
    """Give a company on a copy of the template, dropped at the end. Database grants are not copied, so given anew."""
    identifier = sql.Identifier(name)
    with explained_connect(server) as connection, connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY file_copy").format(
                identifier, sql.Identifier(TEMPLATE), sql.Identifier(schema.OWNER)
            )
        )
        cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(identifier))
        for login in (*PEOPLE, schema.BACKUP):
            cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(identifier, sql.Identifier(login)))
    company = Company(server.set(database=name))
    try:
        yield company
    finally:
        company.close()
        with explained_connect(server) as connection, connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(identifier))
            _restore_people(cursor)


def _restore_people(cursor: Any) -> None:
    """Roles belong to the cluster: undo what a test did to the people of the template, drop those it made."""
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname !~ '^(pg|vetka)_' AND rolname <> ALL (%s)",
                   ([*PEOPLE, "postgres"],))  # fmt: skip
    for (login,) in cursor.fetchall():
        cursor.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(login)))
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s) AND NOT rolcanlogin", (list(PEOPLE),))
    for (login,) in cursor.fetchall():
        cursor.execute(sql.SQL("ALTER ROLE {} LOGIN").format(sql.Identifier(login)))
    cursor.execute(f"SET ROLE {schema.OWNER}")  # newer servers keep who granted: what the owner gave, the owner takes
    for login, (_, roles) in PEOPLE.items():
        cursor.execute(
            "SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid "
            "JOIN pg_roles p ON p.oid = m.member "
            "WHERE p.rolname = %s", (login,),
        )  # fmt: skip
        held = {row[0] for row in cursor.fetchall()}
        for role in held - {*roles, "vetka_person"}:
            cursor.execute(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(role), sql.Identifier(login)))
        for role in {*roles, "vetka_person"} - held:
            cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(login)))
