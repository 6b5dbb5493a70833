"""A mail server, an office that uses it, and a client who wants to hear of its tickets."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.clients.actions import add_contact, edit_client, register_client
from domain.clients.queries import client_card
from domain.exchange.actions import save_partner, set_secret
from domain.exchange.queries import partner
from domain.exchange.tables import MAIL
from integrations.agent.office import BackupPlan, Office, Patience
from tests.company import Company
from tests.domain.tickets.line import registered
from tests.integrations.mail.post_office import PASSWORD, Certificate, PostOffice


@pytest.fixture
def post() -> Iterator[PostOffice]:
    with PostOffice() as running:
        yield running


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    """The authority of that certificate is known on this computer."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    return certificate


@pytest.fixture
def office(company: Company, tmp_path: Path) -> Office:
    """The agent's office: at once impatient and forgiving."""
    patience = Patience(first=0.0, longest=0.0, attempts=4)
    return Office(company.database("agent"), BackupPlan(tmp_path), patience, read_timeout=10.0)


@pytest.fixture
def set_up(company: Company):
    """Sets mail up as an administrator does."""
    admin = company.database("admin")

    def call(settings: dict[str, object], *, active: bool = True, password: str | None = PASSWORD) -> None:
        version = admin.ask(partner, MAIL).version
        admin.act(save_partner, MAIL, active=active, settings=settings, expected_version=version)
        admin.act(set_secret, MAIL, password, shown="••••")

    return call


@pytest.fixture
def mail(post: PostOffice, set_up) -> PostOffice:
    """The server, with mail set up to go there."""
    set_up(post.settings)
    return post


@pytest.fixture
def new_client(company: Company):
    """Takes on a client; returns its id."""
    dispatcher = company.database("dispatcher")

    def call(name: str, *, email: str | None, notices: bool = True, language: str = "ru") -> int:
        client = dispatcher.act(register_client, name=name, email=email)
        card = dispatcher.ask(client_card, client)
        details = {field: getattr(card, field) for field in ("name", "code", "bin", "email", "note", "active")}
        dispatcher.act(
            edit_client, client, **details, notices=notices, notice_language=language, expected_version=card.version
        )
        return client

    return call


@pytest.fixture
def new_ticket(company: Company, new_client):
    """Registers a ticket of a client who wants notices, with a contact where an address is given; returns its id."""

    def call(email: str | None = "saule@romashka.kz", *, title: str = "Не печатает принтер", **client: object) -> int:
        name = client.pop("name", f"ТОО {email}")
        taken_on = new_client(name, email=None, **client)
        dispatcher = company.database("dispatcher")
        contact = dispatcher.act(add_contact, taken_on, name="Сәуле Әбдіқадырова", email=email)
        return registered(company, title, client_id=taken_on, contact_id=contact)

    return call
