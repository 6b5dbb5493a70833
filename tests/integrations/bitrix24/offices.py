"""A company with a portal: partner set up, webhook given, tickets in procurement."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from domain.exchange.actions import save_partner, set_secret, set_stage_meanings
from domain.exchange.queries import partner
from domain.tickets import actions
from integrations.agent.run import Agent
from tests.company import Company
from tests.domain.tickets.line import in_procurement
from tests.integrations.agent.offices import run_until_settled
from tests.integrations.bitrix24.portal import Portal

SHOWN = "http://portal/rest/…/…/"


def connected(company: Company, portal: Portal, **settings: Any) -> None:
    """Set the portal up as an administrator does, without an agent: switched on, the pipeline with prefixed stages."""
    admin = company.database("admin")
    version = admin.ask(partner, "bitrix24").version
    wanted = {"pipeline": 9, **settings}
    admin.act(partial(save_partner, system="bitrix24", active=True, settings=wanted, expected_version=version))
    admin.act(set_secret, "bitrix24", portal.address, shown=SHOWN)


def mapped(company: Company, **meanings: str) -> None:
    stages = {f"C9:{stage}": status for stage, status in meanings.items()}
    company.database("lead").act(set_stage_meanings, "bitrix24", stages)


def say(company: Company, login: str, ticket: int, words: str) -> int:
    return company.database(login).act(partial(actions.say, ticket_id=ticket, body=words))


def rows(company: Company, query: str, *values: object) -> list[tuple[Any, ...]]:
    """Return what the lead reads."""
    with company.database("lead").session() as session:
        return [tuple(row) for row in session.connection().exec_driver_sql(query, values or None)]


def one(company: Company, query: str, *values: object) -> Any:
    (row,) = rows(company, query, *values)
    return row[0] if len(row) == 1 else row


def status_of(company: Company, ticket: int) -> tuple[str, str | None]:
    """Return status and engineer."""
    return one(
        company,
        "SELECT s.code, p.login FROM ticket k JOIN status s ON s.id = k.status_id"
        " LEFT JOIN person p ON p.id = k.engineer_id WHERE k.id = %s",
        ticket,
    )


def thread(company: Company, ticket: int) -> list[tuple[str, str, str, str]]:
    """Return kind, subject, author and words of the thread in the order of its making."""
    return rows(
        company, "SELECT kind, subject, author, body FROM ticket_comment WHERE ticket_id = %s ORDER BY id", ticket
    )


def texts(comments: Iterable[Any]) -> list[str]:
    return [comment.text for comment in comments]


def opened(company: Company, agent: Agent) -> int:
    """Return the ticket of a visit whose deal stands in the portal."""
    ticket = in_procurement(company)
    run_until_settled(company, agent)
    return ticket
