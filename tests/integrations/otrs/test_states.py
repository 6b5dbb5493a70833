"""The first proposal for the mapping screen."""

import pytest

from integrations.otrs.states import propose_service_state, propose_status


def proposed(state: str, kind: str = "open", owner: bool = True) -> str | None:
    proposal = propose_status(state, kind, owner_is_real=owner)
    return proposal.status if proposal else None


@pytest.mark.parametrize(
    ("state", "kind", "status"),
    [
        ("new", "new", "open"),
        ("open", "open", "in_work"),
        ("pending reminder", "pending reminder", "postponed"),
        ("pending auto close+", "pending auto", "solved"),
        ("pending auto close-", "pending auto", "solved"),
        ("closed successful", "closed", "closed"),
        ("Счёт оплачен, закрыта", "closed", "closed"),
        ("выполнена", "closed", "closed"),
        ("merged", "merged", None),
        ("removed", "removed", None),
    ],
)
def test_the_types_of_the_product(state: str, kind: str, status: str | None) -> None:
    assert proposed(state, kind) == status


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("в работе", "in_work"),
        ("ждём поставку", "ordered"),
        ("Ожидание запчастей", "ordered"),
        ("waiting for parts", "ordered"),
        ("Заказано у поставщика", "ordered"),
        ("Нужны запчасти", "offer_wanted"),
        ("Закупка", "offer_wanted"),
        ("Выставить КП", "offer_wanted"),
        ("КП отправлено", "offer_sent"),
        ("КП на согласовании", "offer_sent"),
        ("КП согласовано клиентом", "offer_approved"),
        ("Выставить счет", "invoice_wanted"),
        ("счёт выставлен", "invoice_sent"),
        ("Счёт на согласовании у клиента", "invoice_sent"),
        ("Счёт одобрен", "invoice_approved"),
        ("Ждём оплату", "invoice_approved"),
        ("Не оплачено", "invoice_approved"),
        ("Invoice sent", "invoice_sent"),
        ("Оплата получена", "payment_received"),
        ("paid", "payment_received"),
        ("Частично поступило", "partly_arrived"),
        ("Поступило на склад", "arrived"),
        ("Нет на складе", "offer_wanted"),
        ("Ожидание клиента", "waiting_client"),
        ("ждем ответа", "waiting_client"),
        ("Нет ответа от клиента", "waiting_client"),
        ("Waiting for customer", "waiting_client"),
        ("Отложена", "postponed"),
        ("On hold", "postponed"),
        ("Решена", "solved"),
        ("resolved", "solved"),
        ("Не решена", "in_work"),
        ("Снять показания счётчика", "in_work"),
        ("Согласовать расчёт", "in_work"),
        ("Учёт", "in_work"),
    ],
)
def test_words_in_the_name(state: str, status: str) -> None:
    assert proposed(state) == status


def test_work_of_nobody_is_not_in_work() -> None:
    assert proposed("open", owner=False) == proposed("в работе", owner=False) == "open"
    assert proposed("ждём поставку", owner=False) == "ordered"


def test_the_date_goes_with_pending_states_only() -> None:
    pending = propose_status("ждём поставку", "pending reminder", owner_is_real=True)
    assert pending is not None
    assert (pending.status, pending.keeps_date, pending.why, pending.branch) == (
        "ordered",
        True,
        "words",
        "procurement",
    )
    opened = propose_status("open", "open", owner_is_real=True)
    assert opened is not None
    assert (opened.keeps_date, opened.why, opened.branch) == (False, "type", "main")


def test_a_type_of_the_offices_own() -> None:
    unknown = propose_status("Что-то своё", "особый", owner_is_real=True)
    assert unknown is not None
    assert (unknown.status, unknown.why) == ("open", "unknown")
    assert proposed("Ждём клиента", "особый") == "waiting_client"


@pytest.mark.parametrize(
    ("state", "service_state"),
    [
        ("Production", "in_service"),
        ("Pilot", "in_service"),
        ("Repair", "in_repair"),
        ("Retired", "written_off"),
        ("Expired", "written_off"),
        ("Inactive", "in_store"),
        ("Planned", "in_store"),
        ("В ремонте", "in_repair"),
        ("Списано", "written_off"),
        ("На складе", "in_store"),
        ("", "in_service"),
    ],
)
def test_deployment_states(state: str, service_state: str) -> None:
    assert propose_service_state(state) == service_state
