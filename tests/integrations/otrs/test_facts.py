"""What is read from the fixtures against what the product itself says about them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from integrations.otrs.records import OPEN_STATE_TYPES, Attachment, Ticket
from integrations.otrs.source import OtrsSource, open_source
from integrations.otrs.tickets import EVERYTHING, OPEN, Scope
from tests.integrations.otrs.expected import Expected, comparable, described, mended, person_facts


@dataclass(frozen=True)
class Base:
    source: OtrsSource
    expected: Expected
    tickets: list[Ticket]
    files: dict[int, list[Attachment]]


@pytest.fixture(scope="module", params=["postgres", "mariadb"])
def base(request: pytest.FixtureRequest) -> Iterator[Base]:
    address = request.getfixturevalue(f"znuny_{request.param}")
    expected = request.getfixturevalue(f"expected_{request.param}")
    with open_source(address) as source:
        tickets = list(source.tickets(EVERYTHING))
        files = {ticket.id: list(source.attachments(ticket.articles)) for ticket in tickets}
        yield Base(source, expected, tickets, files)


def test_every_ticket_is_read_as_the_product_reads_it(base: Base) -> None:
    assert [ticket.number for ticket in base.tickets] == list(base.expected.tickets)
    for ticket in base.tickets:
        assert described(ticket, base.files[ticket.id]) == comparable(base.expected.tickets[ticket.number])


def test_open_tickets_are_those_the_product_calls_open(base: Base) -> None:
    expected = [number for number, ticket in base.expected.tickets.items() if ticket["open"]]
    assert [ticket.number for ticket in base.source.tickets()] == expected
    assert base.source.count_tickets(OPEN) == len(expected) == base.expected.facts["tickets_open"]
    assert base.source.count_tickets(EVERYTHING) == base.expected.facts["tickets_total"]


def test_counts_for_the_mapping_screen(base: Base) -> None:
    counts = base.expected.facts["counts"]
    states, queues = base.source.states(), base.source.queues()
    assert {state.name: state.open_tickets for state in states if state.open_tickets} == counts["open_by_state"]
    assert {queue.name: queue.open_tickets for queue in queues if queue.open_tickets} == counts["open_by_queue"]
    assert all(state.type in OPEN_STATE_TYPES for state in states if state.open_tickets)
    opened = [ticket for ticket in base.tickets if ticket.is_open]
    for choices, chosen in (
        (base.source.types(), Counter(ticket.type for ticket in opened)),
        (base.source.priorities(), Counter(ticket.priority for ticket in opened)),
    ):
        assert {choice.name: choice.open_tickets for choice in choices if choice.open_tickets} == chosen
    assert Counter(ticket.company_key for ticket in opened) == counts["open_by_customer_id"]
    assert Counter(ticket.owner for ticket in opened) == counts["open_by_owner"]
    assert sum(len(ticket.articles) for ticket in opened) == counts["open_articles"]
    real_files = [file for ticket in opened for file in base.files[ticket.id]]
    assert (
        Counter(file.role for ticket in base.tickets for file in base.files[ticket.id])
        == (base.expected.facts["attachments_by_role"])
    )
    assert not [file for file in real_files if file.fault]


def test_companies(base: Base) -> None:
    read = [
        {
            "customer_id": company.key,
            "name": company.name,
            "city": company.city,
            "comment": company.comments,
            "valid": company.valid,
        }
        for company in base.source.companies()
    ]
    assert sorted(read, key=lambda row: row["customer_id"]) == sorted(
        base.expected.facts["companies"], key=lambda row: row["customer_id"]
    )


def test_people_and_their_phones(base: Base) -> None:
    read = {person.login: person_facts(person) for person in base.source.people()}
    assert len(read) == base.expected.facts["customer_users_total"]
    for fact in base.expected.facts["customer_users"]:
        told = {key: mended(value) if isinstance(value, str) else value for key, value in fact.items()}
        told["all_customer_ids"] = sorted(mended(key) for key in fact["all_customer_ids"])
        for key in ("phone_e164", "mobile_e164"):
            told[key] = None if told[key] == "UNPARSABLE" else told[key]
        assert read[told["login"]] == told


def test_agents(base: Base) -> None:
    agents = base.source.agents
    assert [
        {"id": a.id, "login": a.login, "first": a.first_name, "last": a.last_name, "email": a.email} for a in agents
    ] == [
        {key: fact[key] for key in ("id", "login", "first", "last", "email")} for fact in base.expected.facts["agents"]
    ]
    assert [agent.valid for agent in agents] == [fact["valid_id"] == 1 for fact in base.expected.facts["agents"]]
    assert [agent.login for agent in agents if agent.is_nobody] == ["root@localhost"]
    assert all(agent.mobile_e164 for agent in agents if not agent.is_nobody)


def test_equipment(base: Base) -> None:
    items = list(base.source.equipment())
    facts = base.expected.facts
    assert len(items) == facts["config_items_total"] == base.source.count_equipment()
    assert Counter(item.class_name for item in items) == facts["config_items_by_class"]
    by_number = {item.number: item for item in items}
    for fact in facts["config_items_sample"]:
        item = by_number[fact["number"]]
        assert fact == {
            "class": item.class_name,
            "number": item.number,
            "name": item.name,
            "deployment_state": item.deployment_state,
            "incident_state": item.incident_state,
            "customer_id": item.company_key,
            "vendor": item.value("Vendor"),
            "model": item.value("Model"),
            "serial": item.value("SerialNumber"),
            "note": item.value("Note"),
        }


def test_the_storage_zone_is_found(base: Base) -> None:
    zone = base.source.zone
    assert (zone.zone, zone.origin) == (base.expected.facts["storage_time_zone"], "measured")
    assert zone.agreeing == zone.total == base.expected.facts["articles_total"]
    assert zone.is_convincing
    assert all(month.agreeing == month.articles for month in zone.months)


def test_dynamic_fields_show_labels(base: Base) -> None:
    labels = {fact["name"]: fact["label"] for fact in base.expected.facts["dynamic_fields"]}
    fields = [field for ticket in base.tickets for field in ticket.fields]
    assert all(field.label == labels[field.name] for field in fields)
    places = {field.values[0]: field.shown[0] for field in fields if field.name == "WorkPlace"}
    assert places == {"onsite": "Выезд к клиенту", "remote": "Удалённо", "workshop": "Мастерская"}


def test_a_merged_ticket_is_known_by_the_one_at_the_end_of_its_chain(base: Base) -> None:
    mains = {number: fact["merged_into"] for number, fact in base.expected.tickets.items() if fact.get("merged_into")}
    known_as: dict[str, list[str]] = {}
    for number in mains:
        last = number
        while last in mains:
            last = mains[last]
        known_as.setdefault(last, []).append(number)
    assert {
        ticket.number: [merged.number for merged in ticket.also_known_as]
        for ticket in base.tickets
        if ticket.also_known_as
    } == known_as
    assert max(map(len, known_as.values())) > 1, "the fixtures hold chains"


def test_reading_goes_on_after_a_ticket(base: Base) -> None:
    middle = base.tickets[len(base.tickets) // 2].id
    rest = [ticket.id for ticket in base.source.tickets(EVERYTHING, after=middle)]
    assert rest == [ticket.id for ticket in base.tickets if ticket.id > middle]


def test_scopes(base: Base) -> None:
    chosen = base.tickets[7]
    assert list(base.source.tickets(Scope(state_types=None, numbers=(chosen.number,)))) == [chosen]
    opened = list(base.source.tickets())
    queue = opened[0].queue_id
    without = Scope(without_queues=(queue,))
    assert list(base.source.tickets(without)) == [ticket for ticket in opened if ticket.queue_id != queue]
    assert base.source.count_tickets(Scope(numbers=())) == 0


def test_articles_take_their_part_in_the_thread(base: Base) -> None:
    kinds = Counter((article.kind, article.sender_type) for ticket in base.tickets for article in ticket.articles)
    internal = base.expected.facts["articles_by_channel"]["Internal"]
    assert kinds["internal", "agent"] == internal
    assert kinds["client_message", "customer"] > 0
    assert kinds["answer", "agent"] > 0


def test_last_activity_is_the_last_article(base: Base) -> None:
    for ticket in base.tickets:
        assert ticket.last_activity == max(article.created_at for article in ticket.articles if article.created_at)
