import pytest

from database.errors import ConflictError, DomainError
from domain.tickets import actions
from domain.tickets.branch_map import branch_map
from domain.tickets.pages import TicketFilter, count, page
from domain.tickets.queries import card, find, moves, my_work
from tests.company import Company
from tests.domain.tickets.line import in_procurement, in_work, move, person_id, registered


def codes(company: Company, login: str, ticket: int) -> set[str]:
    return {one.code for one in company.database(login).ask(moves, ticket)}


def test_a_new_ticket_waits_for_the_dispatcher(company: Company) -> None:
    ticket = registered(company)
    assert [row.id for row in company.database("dispatcher").ask(my_work)] == [ticket]
    assert company.database("engineer").ask(my_work) == []


def test_assigning_gives_it_to_the_engineer(company: Company) -> None:
    ticket = in_work(company)
    shown = company.database("engineer").ask(card, ticket)
    assert shown is not None
    assert (shown.row.status, shown.row.engineer) == ("in_work", "Ерлан Құсайынов")
    assert [row.id for row in company.database("engineer").ask(my_work)] == [ticket]
    assert company.database("engineer2").ask(my_work) == []


def test_procurement_takes_it_off_the_engineer_and_gives_it_back(company: Company) -> None:
    ticket = in_procurement(company)
    waiting = company.database("buyer").ask(my_work)
    assert [(row.status, row.engineer) for row in waiting] == [("offer_wanted", "")]
    back = move(company, "buyer", ticket, "reserve_from_stock", comment="лежит на полке 3")
    assert (back.status, back.engineer_id) == ("in_work", person_id(company, "engineer"))


def test_a_retired_engineer_s_ticket_goes_to_the_dispatcher_with_the_reason(company: Company) -> None:
    ticket = in_procurement(company)
    with company.psql("admin").cursor() as cursor:
        cursor.execute("SELECT api.retire_person('engineer')")
    back = move(company, "buyer", ticket, "cancel_offer_wanted", comment="не нужно")
    shown = company.database("dispatcher").ask(card, ticket)
    assert shown is not None
    assert (back.status, back.engineer_id) == ("open", None)
    assert shown.history[-1].reason.startswith("return-engineer-left")


def test_buttons_are_exactly_what_the_person_may_do(company: Company) -> None:
    ticket = in_work(company)
    assert "solve" in codes(company, "engineer", ticket)
    assert codes(company, "engineer2", ticket) == set()
    assert codes(company, "bookkeeper", ticket) == {"to_documents"}
    for login in ("engineer2", "clerk", "buyer"):
        with pytest.raises(DomainError) as refused:
            move(company, login, ticket, "solve", comment="готово")
        assert refused.value.code == "not-your-move"


def test_missing_requirements_are_named(company: Company) -> None:
    ticket = in_work(company)
    with pytest.raises(DomainError) as refused:
        move(company, "engineer", ticket, "to_procurement")
    assert refused.value.details == {"missing": "purchase_lines"}
    with pytest.raises(DomainError) as refused:
        move(company, "engineer", ticket, "solve", comment="   ")
    assert refused.value.details == {"missing": "comment"}


def test_the_second_of_two_movers_is_told(company: Company) -> None:
    ticket = in_work(company)
    shown = company.database("engineer").ask(card, ticket)
    assert shown is not None
    solve = {"expected_version": shown.row.version, "comment": "готово"}
    company.database("engineer").act(lambda session: actions.move(session, ticket, "solve", **solve))
    with pytest.raises(ConflictError):
        company.database("dispatcher").act(lambda session: actions.move(session, ticket, "wait_client", **solve))


def test_every_step_is_history(company: Company) -> None:
    ticket = in_procurement(company)
    shown = company.database("dispatcher").ask(card, ticket)
    assert shown is not None
    assert [event.kind for event in shown.history] == ["registered", "moved", "moved"]
    assert shown.history[1].login == "Айгүл Смағұлова"
    assert [(visit.branch, visit.engineer, visit.left_at) for visit in shown.visits] == [
        ("procurement", "Ерлан Құсайынов", None)
    ]


def test_the_map_shows_the_way_back_to_the_engineer(company: Company) -> None:
    ticket = in_procurement(company)
    drawn = company.database("engineer").ask(branch_map, ticket)
    assert drawn is not None
    stops = [(stop.code, stop.state) for stop in drawn.stops]
    assert stops[:3] == [("open", "past"), ("in_work", "past"), ("offer_wanted", "here")]
    ahead = [code for code, state in stops if state == "ahead"]
    assert ahead[:2] == ["offer_sent", "offer_approved"]
    assert ahead[-4:] == ["arrived", "in_work", "solved", "closed"]


def test_pages_follow_each_other_without_gap_or_double(company: Company) -> None:
    made = [registered(company, f"Заявка {number}") for number in range(25)]
    ask = company.database("dispatcher").ask
    wanted = TicketFilter()
    first = ask(page, wanted, limit=10)
    second = ask(page, wanted, after=first[-1].key, limit=10)
    third = ask(page, wanted, after=second[-1].key, limit=10)
    assert [row.id for row in first + second + third] == made[::-1]
    before = ask(page, wanted, after=third[0].key, backwards=True, limit=10)
    assert [row.id for row in before] == [row.id for row in second]
    assert ask(count, wanted) == 25


@pytest.mark.parametrize("typed", ["ПРИНТЕР", "принт hp", "Приhтер", "1"])
def test_typing_finds_whatever_case_or_script(company: Company, typed: str) -> None:
    registered(company, "Не печатает принтер HP")
    registered(company, "Замена мыши")
    found = company.database("dispatcher").ask(page, TicketFilter(text=typed))
    assert [row.title for row in found] == ["Не печатает принтер HP"]


def test_editing_keeps_old_and_new(company: Company) -> None:
    ticket = registered(company)
    dispatcher = company.database("dispatcher")
    dispatcher.act(lambda session: actions.edit(session, ticket, expected_version=1, priority=1, title="Горит!"))
    shown = dispatcher.ask(card, ticket)
    assert shown is not None
    assert shown.history[-1].detail == {"title": ["Не печатает принтер", "Горит!"], "priority": [3, 1]}
    with pytest.raises(ConflictError):
        dispatcher.act(lambda session: actions.edit(session, ticket, expected_version=1, priority=2))


def test_found_by_number(company: Company) -> None:
    ticket = registered(company)
    assert company.database("engineer").ask(find, "№1") == ticket
    assert company.database("engineer").ask(find, "777") is None
