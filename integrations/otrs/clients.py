"""Client companies, their people, and the agents of the office."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from domain.clients.phones import normalise
from integrations.otrs.connection import Row, SourceDatabase
from integrations.otrs.dynamic_fields import NamedFields
from integrations.otrs.records import Agent, Company, Person
from integrations.otrs.schema import Schema
from integrations.otrs.values import number, text

_BATCH = 500
_VALID = 1

_COMPANY_COLUMNS = "customer_id, name, street, zip, city, country, url, comments, valid_id"
_PEOPLE = """
    SELECT id, login, email, customer_id, title, first_name, last_name, phone, mobile, fax, street, zip, city,
        country, comments, valid_id
    FROM customer_user WHERE id > %s ORDER BY id LIMIT %s"""


def read_companies(database: SourceDatabase, fields: NamedFields) -> Iterator[Company]:
    """Yield every company by its key, invalid ones too: tickets may still name them."""
    # The key is text, so there is no value that is below all keys: the first batch is asked for apart.
    first = database.rows(f"SELECT {_COMPANY_COLUMNS} FROM customer_company ORDER BY customer_id LIMIT {_BATCH}")
    yield from (_company(row, fields) for row in first)
    if len(first) < _BATCH:
        return
    later = f"SELECT {_COMPANY_COLUMNS} FROM customer_company WHERE customer_id > %s ORDER BY customer_id LIMIT %s"
    for batch in database.batches(later, "customer_id", first[-1]["customer_id"], _BATCH):
        yield from (_company(row, fields) for row in batch)


def read_people(database: SourceDatabase, schema: Schema, fields: NamedFields) -> Iterator[Person]:
    """Yield every person by id, invalid ones too, with all the companies they act for."""
    more = _more_companies(database) if schema.has("more_companies") else {}
    for batch in database.batches(_PEOPLE, "id", 0, _BATCH):
        yield from (_person(row, more, fields) for row in batch)


def read_agents(database: SourceDatabase, schema: Schema) -> tuple[Agent, ...]:
    """Return the agents by id. Their passwords are never read."""
    preferences = _preferences(database) if schema.has("agent_preferences") else {}
    rows = database.rows("SELECT id, login, first_name, last_name, valid_id FROM users ORDER BY id")
    return tuple(_agent(row, preferences) for row in rows)


def _company(row: Row, fields: NamedFields) -> Company:
    key = text(row["customer_id"])
    return Company(
        key=key,
        name=text(row["name"]),
        street=text(row["street"]),
        zip=text(row["zip"]),
        city=text(row["city"]),
        country=text(row["country"]),
        url=text(row["url"]),
        comments=text(row["comments"]),
        valid=number(row["valid_id"]) == _VALID,
        fields=fields.of("CustomerCompany", key),
    )


def _person(row: Row, more: Mapping[str, list[str]], fields: NamedFields) -> Person:
    login, phone, mobile = text(row["login"]), text(row["phone"]), text(row["mobile"])
    keys = [text(row["customer_id"]), *more.get(login, ())]
    return Person(
        id=number(row["id"]),
        login=login,
        email=text(row["email"]),
        company_keys=tuple(dict.fromkeys(key for key in keys if key)),
        title=text(row["title"]),
        first_name=text(row["first_name"]),
        last_name=text(row["last_name"]),
        phone=phone,
        phone_e164=normalise(phone),
        mobile=mobile,
        mobile_e164=normalise(mobile),
        fax=text(row["fax"]),
        street=text(row["street"]),
        zip=text(row["zip"]),
        city=text(row["city"]),
        country=text(row["country"]),
        comments=text(row["comments"]),
        valid=number(row["valid_id"]) == _VALID,
        fields=fields.of("CustomerUser", login),
    )


def _more_companies(database: SourceDatabase) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in database.rows("SELECT user_id, customer_id FROM customer_user_customer ORDER BY user_id, customer_id"):
        found[text(row["user_id"])].append(text(row["customer_id"]))
    return found


def _agent(row: Row, preferences: Mapping[tuple[int, str], str]) -> Agent:
    agent_id, login = number(row["id"]), text(row["login"])
    mobile = preferences.get((agent_id, "UserMobile"), "")
    # Like the product: an agent without an address of its own is written to by its login.
    email = preferences.get((agent_id, "UserEmail"), "") or (login if "@" in login else "")
    return Agent(
        id=agent_id,
        login=login,
        first_name=text(row["first_name"]),
        last_name=text(row["last_name"]),
        email=email,
        mobile=mobile,
        mobile_e164=normalise(mobile),
        valid=number(row["valid_id"]) == _VALID,
    )


def _preferences(database: SourceDatabase) -> dict[tuple[int, str], str]:
    rows = database.rows("""
        SELECT user_id, preferences_key, preferences_value FROM user_preferences
        WHERE preferences_key IN ('UserEmail', 'UserMobile')""")
    return {(number(row["user_id"]), text(row["preferences_key"])): text(row["preferences_value"]) for row in rows}
