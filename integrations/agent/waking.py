"""Postponed tickets wake at the moment that was planned; a sweep finds those whose moment passed unheard."""

from database.errors import DatabaseUnreachableError, KnownError
from domain.tickets.actions import wake as wake_ticket
from domain.tickets.queries import due_to_wake
from integrations.agent.office import Office


def wake(office: Office, ticket_id: int) -> None:
    """Send a postponed ticket back to work, unless it was postponed anew or moved meanwhile."""
    office.database.act(wake_ticket, ticket_id)


def wake_all_due(office: Office) -> None:
    """Wake every ticket whose moment has passed; one that is refused does not keep the others asleep."""
    refused: KnownError | None = None
    for ticket_id in office.database.ask(due_to_wake):
        try:
            wake(office, ticket_id)
        except DatabaseUnreachableError:
            raise
        except KnownError as error:
            refused = error
    if refused is not None:
        raise refused
