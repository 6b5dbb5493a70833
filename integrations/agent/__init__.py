"""The agent: does what must not depend on an open window – deliveries, polls, wake-ups, backups."""
