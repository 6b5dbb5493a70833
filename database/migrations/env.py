"""Alembic's environment. The one place where `database` looks up at `domain`: migrations compare with all tables."""

from alembic import context
from sqlalchemy import Connection

from domain.schema import METADATA


def run(connection: Connection) -> None:
    """Run the migrations on the connection that the program handed over."""
    context.configure(
        connection=connection, target_metadata=METADATA, compare_type=True, compare_server_default=False,
        transaction_per_migration=False,
    )  # fmt: skip
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
