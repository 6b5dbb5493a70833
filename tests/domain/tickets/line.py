"""Steps of the main line that many tests start from."""

from sqlalchemy import text

from domain.tickets import actions
from domain.tickets.actions import Moved, NewTicket
from tests.company import Company


def person_id(company: Company, login: str) -> int:
    with company.owner().session() as session:
        found: int = session.execute(text("SELECT id FROM person WHERE login = :login"), {"login": login}).scalar_one()
    return found


def registered(company: Company, title: str = "Не печатает принтер", **fields: object) -> int:
    entry = NewTicket(title=title, **fields)  # type: ignore[arg-type]
    return company.database("dispatcher").act(actions.register, entry).id


def in_work(company: Company, engineer: str = "engineer") -> int:
    ticket = registered(company)
    company.database("dispatcher").act(actions.assign, ticket, person_id(company, engineer), expected_version=None)
    return ticket


def move(company: Company, login: str, ticket: int, transition: str, **given: object) -> Moved:
    return company.database(login).act(
        lambda session: actions.move(session, ticket, transition, expected_version=None, **given)  # type: ignore[arg-type]
    )


def in_procurement(company: Company) -> int:
    ticket = in_work(company)
    with company.psql("engineer").cursor() as cursor:
        cursor.execute(
            "INSERT INTO purchase_line (ticket_id, position, description, quantity) VALUES (%s, 1, 'Блок', 2)",
            (ticket,),
        )
    move(company, "engineer", ticket, "to_procurement")
    return ticket
