"""What the tests of equipment begin with."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text

from database.errors import KnownError
from domain.clients import actions as clients
from domain.equipment.actions import DeviceEntry, register_device
from domain.equipment.queries import device_types
from domain.printouts.tables import LabelTemplate


@pytest.fixture
def engineer(company):
    """The database as an engineer has it: cards are kept by those who meet devices."""
    return company.database("engineer")


@pytest.fixture
def place(company):
    """Two clients with a site each, and the types of devices by code."""
    dispatcher = company.database("dispatcher")
    rose = dispatcher.act(clients.register_client, name="Ромашка", code="ROM")
    aster = dispatcher.act(clients.register_client, name="Астра", code="AST")
    return SimpleNamespace(
        client=rose,
        site=dispatcher.act(clients.add_site, rose, name="Офис"),
        other=aster,
        other_site=dispatcher.act(clients.add_site, aster, name="Склад"),
        types={one.code: one.id for one in dispatcher.ask(device_types)},
    )


@pytest.fixture
def entry(place):
    """Makes what a person writes on a card: a computer in the office of Ромашка, with changes."""

    def fill(type="computer", **changes):
        fields = {"type_id": place.types[type], "client_id": place.client, "site_id": place.site, **changes}
        return DeviceEntry(**fields)

    return fill


@pytest.fixture
def device(engineer, entry):
    """A registered device: its id and number."""
    filled = entry(model="OptiPlex 7010", serial="СN 0О-17", room="каб. 12")
    return engineer.act(register_device, filled, attributes={"Память": "16 ГБ", "Диск": "512 ГБ", "Пусто": " "})


@pytest.fixture
def printing(company):
    """Prints stickers as the clerk, down to the state asked for, and returns their payloads."""
    with company.owner().session() as session:
        template = LabelTemplate(code="test", version_number=1, definition={})
        session.add(template)
        session.flush()
        template_id = template.id

    def call(session, function, **values):
        placed = ", ".join(f":{name}" for name in values)
        return session.execute(text(f"SELECT api.{function}({placed})"), values).scalar_one()

    def print_stickers(*device_ids, state="printed"):
        with company.database("clerk").session() as session:
            job = call(
                session,
                "create_print_job",
                url="file:/dev/null",
                template=template_id,
                devices=list(device_ids),
                title="",
            )
            made = text("SELECT id, payload FROM sticker WHERE job_id = :job ORDER BY position")
            stickers = session.execute(made, {"job": job}).all()
            ids = [one.id for one in stickers]
            if state != "queued":
                call(session, "start_print_job", job=job)
                call(session, "stickers_sent", job=job, stickers=ids)
            if state == "printed":
                call(session, "stickers_printed", job=job, stickers=ids, confirmed=True)
            if state == "doubtful":
                call(session, "stickers_doubtful", job=job)
        return [one.payload for one in stickers]

    return print_stickers


@pytest.fixture
def refusal():
    """Calls and returns the code of the refusal."""

    def code_of(call, *args, **kwargs):
        with pytest.raises(KnownError) as caught:
            call(*args, **kwargs)
        return caught.value.code

    return code_of
