"""job queue.

The queue is procrastinate's, in a schema of its own. Its tables come from the installed library, whose version is pinned
in the lock files; a later upgrade of the library brings its changes in a revision of its own, which compares with the
version that the schema's comment tells.
"""

from alembic import op
from procrastinate import __version__
from procrastinate.schema import SchemaManager

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE SCHEMA jobs")
    op.execute("SET LOCAL search_path = jobs, public")
    driver = op.get_bind().connection.dbapi_connection
    if driver is None:
        raise AssertionError("the connection was closed")
    cursor = driver.cursor()  # past SQLAlchemy, which would read % and : in the text
    cursor.execute(SchemaManager.get_schema())
    cursor.close()
    op.execute(f"COMMENT ON SCHEMA jobs IS 'procrastinate {__version__}'")
    op.execute("SET LOCAL search_path = public")


def downgrade() -> None:
    op.execute("DROP SCHEMA jobs CASCADE")
