from alembic import command
from sqlalchemy import create_engine, text

from database import schema
from tests.company import Company


def test_a_fresh_database_is_current(company: Company) -> None:
    assert schema.status(company.url("engineer")).state == "current"


def test_tables_in_code_and_migrations_agree(company: Company) -> None:
    engine = create_engine(company.admin_url)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL ROLE vetka_owner"))
        command.check(schema._alembic(connection))
    engine.dispose()


def test_rules_can_be_applied_twice(company: Company) -> None:
    engine = create_engine(company.admin_url)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL ROLE vetka_owner"))
        schema.apply_rules(connection)
        schema.apply_rules(connection)
    engine.dispose()
