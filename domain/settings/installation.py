"""Makes an empty database into a working Vetka: schema, the default workflow, what every database starts with."""

import json

from sqlalchemy import URL, select
from sqlalchemy.orm import Session

import resources
from database import schema
from database.engine import Database
from domain.people.tables import Person
from domain.settings.first_data import INSTALLATION_ID, load_first_data
from domain.settings.tables import Installation
from domain.workflow.actions import publish_workflow
from domain.workflow.tables import WorkflowVersion


def install(admin: URL, name: str) -> URL:
    """Make database `name` on a server with everything a company starts with. Returns the administrator's address.

    `admin`: a superuser's address of any database there. Raises DomainError `database-exists`.
    """
    address = schema.create_database(admin, name)
    bring_up(address)
    return address


def bring_up(address: URL) -> None:
    """Upgrade a database and fill in what it lacks; safe to repeat."""
    schema.upgrade(address)
    database = Database(address, application="vetka install")
    try:
        database.act(_publish_default_workflow)
        database.act(load_first_data)  # the words of notices belong to statuses
    finally:
        database.close()


def _publish_default_workflow(session: Session) -> None:
    """Publish the workflow that Vetka brings, unless the company has one of its own or has this one already."""
    newest = session.scalars(select(WorkflowVersion).order_by(WorkflowVersion.number.desc()).limit(1)).one_or_none()
    brought = json.loads(resources.read_text("workflow", "default.json"))
    if newest is None:
        publish_workflow(session, brought)
        return
    own = session.scalar(select(Person.id).where(Person.login == newest.published_by)) is not None
    if not own and newest.definition != brought:
        publish_workflow(session, brought)


def is_demo(session: Session) -> bool:
    """Whether this database holds the demo company, whose people all have the demo password."""
    return session.get(Installation, "demo") is not None


def installation_id(session: Session) -> str:
    """Return the id by which other systems know this database; a copy restored elsewhere has the same."""
    kept = session.get(Installation, INSTALLATION_ID)
    if kept is None:
        raise AssertionError("first data gives every database an id")
    return kept.value
