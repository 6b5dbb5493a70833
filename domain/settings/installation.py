"""Makes an empty database into a working Vetka: schema, what every database starts with, the default workflow."""

import json

from sqlalchemy import URL, select
from sqlalchemy.orm import Session

import resources
from database import schema
from database.engine import Database
from domain.settings.first_data import load_first_data
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
        database.act(load_first_data)
        database.act(_publish_default_workflow)
    finally:
        database.close()


def _publish_default_workflow(session: Session) -> None:
    if session.scalars(select(WorkflowVersion.number).limit(1)).first() is None:
        publish_workflow(session, json.loads(resources.read_text("workflow", "default.json")))


def is_demo(session: Session) -> bool:
    """Whether this database holds the demo company, whose people all have the demo password."""
    return session.get(Installation, "demo") is not None
