"""The portal for tests keeps to what Bitrix24's documentation says; spoken to without our client."""

import pytest
import requests

from tests.integrations.bitrix24.portal import BUYER, Fault, Portal, every_kind

NEW = {"title": "Картридж", "categoryId": 9, "originatorId": "vetka:1", "originId": "5", "opportunity": "19999.99"}


@pytest.fixture
def ask(portal):
    """Ask the portal by JSON, second by second of its clock; returns status and envelope."""
    with requests.Session() as session:
        session.trust_env = False

        def send(method: str, *, wait: float = 1.0, **params) -> tuple[int, dict]:
            portal.clock.forward(wait)
            reply = session.post(portal.address + method, json=params, allow_redirects=False, timeout=5)
            return reply.status_code, reply.json()

        yield send


def test_names_in_any_case_by_json_form_and_get(portal):
    title = {"fields[TITLE]": "Форма", "fields[CATEGORY_ID]": "9"}
    added = [
        requests.post(portal.address + "crm.item.Add.json", json={"entityTypeId": 2, "fields": NEW}, timeout=5),
        requests.post(portal.address + "CRM.DEAL.ADD", data=title, timeout=5),
        requests.get(portal.address + "crm.deal.add/", params=title, timeout=5),
    ]
    assert [reply.status_code for reply in added] == [200, 200, 200]
    assert [deal.title for deal in portal.deals] == ["Картридж", "Форма", "Форма"]
    query = {"filter[>ID]": portal.deals[0].id, "select[]": "ID", "order[ID]": "DESC"}
    listed = requests.get(portal.address + "crm.deal.list", params=query, timeout=5).json()
    assert listed["result"] == [{"ID": str(deal.id)} for deal in reversed(portal.deals[1:])]
    assert {(call.verb, call.method) for call in portal.calls} >= {("GET", "crm.deal.add"), ("POST", "crm.item.add")}


def test_the_two_shapes_of_a_deal(portal, ask):
    _, made = ask("crm.item.add", entityTypeId=2, fields=NEW | {"nonsense": 1, "UF_CRM_VETKA_TICKET": "2031"})
    item = made["result"]["item"]
    assert (item["id"], item["categoryId"], item["opportunity"]) == (37, 9, 19999.99)
    assert (item["stageId"], item["stageSemanticId"], item["assignedById"]) == ("C9:NEW", "P", 1)
    assert item["ufCrmVetkaTicket"] == "2031"
    _, plain = ask("crm.deal.get", id=37)
    assert (plain["result"]["ID"], plain["result"]["CATEGORY_ID"]) == ("37", "9")
    assert (plain["result"]["OPPORTUNITY"], plain["result"]["UF_CRM_VETKA_TICKET"]) == ("19999.99", "2031")
    assert ask("crm.deal.add", fields={"TITLE": "x"})[1]["result"] == 38
    assert ask("crm.deal.update", id=38, fields={"STAGE_ID": "WON"})[1]["result"] is True
    assert ask("crm.item.get", entityTypeId=2, id=99) == (
        400,
        {"error": "NOT_FOUND", "error_description": "Элемент не найден"},
    )
    assert ask("crm.deal.get", id=99) == (400, {"error": "", "error_description": "Not found"})
    bad = NEW | {"stageId": "WON"}
    assert ask("crm.item.add", entityTypeId=2, fields=bad)[1]["error"] == "CRM_FIELD_ERROR_VALUE_NOT_VALID"


def test_pages_of_fifty_and_filters(portal, ask):
    for number in range(120):
        portal.add_deal(f"Сделка {number}", origin_id=str(number))
    first = ask("crm.item.list", entityTypeId=2, select=["id"], start=0)[1]
    last = ask("crm.item.list", entityTypeId=2, select=["id"], start=100)[1]
    assert (len(first["result"]["items"]), first["next"], first["total"]) == (50, 50, 120)
    assert (len(last["result"]["items"]), last.get("next"), last["total"]) == (20, None, 120)
    bare = ask("crm.item.list", entityTypeId=2, select=["id"], order={"id": "DESC"}, start=-1)[1]
    assert bare.keys() == {"result", "time"}
    assert bare["result"]["items"][0] == {"id": portal.deals[-1].id}

    def count(**conditions) -> int:
        return ask("crm.item.list", entityTypeId=2, filter=conditions)[1]["total"]

    ids = [deal.id for deal in portal.deals[:3]]
    assert count(**{"@id": ids}) == count(id=ids) == count(**{"<=id": ids[-1]}) == 3
    assert count(**{"!id": ids[0]}) == 119
    assert count(**{"!@id": ids, ">id": ids[0]}) == 117
    assert count(**{"%title": "СДЕЛКА 11"}) == 11
    assert count(**{"=%title": "Сделка %7"}) == 12
    assert count(**{"=originId": "7"}) == 1
    assert count(**{">=createdTime": "2026-11-27T14:00:00+05:00"}) == 120
    assert ask("crm.item.list", entityTypeId=2, filter={"nonsense": 1})[1]["error"] == "INVALID_ARG_VALUE"
    assert ask("crm.deal.list", filter={"NONSENSE": 1})[1]["total"] == 120


def test_every_move_leaves_a_row_of_history(portal, ask):
    deal = portal.add_deal()
    for stage in ("C9:EXECUTING", "C9:WON", "C9:PREPARATION", "NEW"):
        portal.clock.forward(60)
        portal.move(deal.id, stage)
    portal.move(deal.id, "NEW")
    items = ask("crm.stagehistory.list", entityTypeId=2, order={"ID": "ASC"}, start=-1)[1]["result"]["items"]
    assert [(row["TYPE_ID"], row["STAGE_ID"], row["STAGE_SEMANTIC_ID"]) for row in items] == [
        (1, "C9:NEW", "P"),
        (2, "C9:EXECUTING", "P"),
        (3, "C9:WON", "S"),
        (2, "C9:PREPARATION", "P"),
        (5, "NEW", "P"),
    ]
    assert items[1]["CREATED_TIME"] == "2026-11-27T09:01:00+00:00"
    assert ask("crm.item.get", entityTypeId=2, id=deal.id)[1]["result"]["item"]["movedTime"].endswith("+03:00")
    portal.state.automation["C9:NEW"] = "C9:PREPARATION"
    made = ask("crm.item.add", entityTypeId=2, fields=NEW)[1]["result"]["item"]
    assert made["stageId"] == "C9:PREPARATION"


def test_who_is_let_in(portal, ask):
    wrong = requests.post(portal.address.replace(portal.secret, "guess") + "profile", timeout=5)
    assert (wrong.status_code, wrong.json()["error"]) == (401, "INVALID_CREDENTIALS")
    assert ask("crm.nonsense") == (404, {"error": "ERROR_METHOD_NOT_FOUND", "error_description": "Method not found!"})
    portal.access.scopes = {"crm"}
    assert ask("profile")[1]["result"]["NAME"] == "Вера"
    status, answer = ask("user.get", FILTER={"ID": [1]})
    assert (status, answer["error"]) == (403, "insufficient_scope")
    hidden, seen = portal.add_deal(stage_id="NEW"), portal.add_deal()
    portal.access.hidden_pipelines = {0}
    assert ask("crm.item.get", entityTypeId=2, id=hidden.id)[1]["error"] == "ACCESS_DENIED"
    assert [row["id"] for row in ask("crm.item.list", entityTypeId=2)[1]["result"]["items"]] == [seen.id]
    assert [row["id"] for row in ask("crm.category.list", entityTypeId=2)[1]["result"]["categories"]] == [9]
    portal.access.missing = {"crm.item.*"}
    assert ask("crm.item.get", entityTypeId=2, id=seen.id)[0] == 404
    portal.access.paid = False
    assert ask("profile")[0] == 403


def test_the_bucket_leaks_two_a_second(portal, ask):
    portal.limits.cost = 0
    statuses = [ask("profile", wait=0)[0] for _ in range(53)]
    assert statuses == [200] * 50 + [503] * 3
    portal.clock.forward(1)
    assert [ask("profile", wait=0)[0] for _ in range(3)] == [200, 200, 503]


def test_a_method_wears_out_and_recovers(portal, ask):
    portal.limits.costs["crm.item.list"] = 100
    portal.limits.operating = 300
    times = [ask("crm.item.list", entityTypeId=2)[1]["time"] for _ in range(3)]
    assert [time["operating"] for time in times] == [100, 200, 300]
    assert times[0]["finish"] - times[0]["start"] == 100
    status, answer = ask("crm.item.list", entityTypeId=2)
    assert (status, answer["error"]) == (429, "OPERATION_TIME_LIMIT")
    assert ask("crm.category.list", entityTypeId=2)[0] == 200
    portal.clock.forward(times[-1]["operating_reset_at"] - portal.clock.now().timestamp())
    assert ask("crm.item.list", entityTypeId=2)[1]["time"]["operating"] == 300


def test_a_batch(portal, ask):
    deal = portal.add_deal()
    commands = {
        "good": f"crm.deal.get?id={deal.id}",
        "list": "crm.item.list?entityTypeId=2&filter%5B%3Eid%5D=0",
        "bad": "crm.deal.get?id=1",
        "nested": "batch?cmd%5B0%5D=profile",
    }
    status, answer = ask("batch", halt=0, cmd=commands)
    parts = answer["result"]
    assert status == 200
    assert parts["result"]["good"]["ID"] == str(deal.id)
    assert parts["result_total"] == {"list": 1}
    assert parts["result_error"]["bad"] == {"error": "", "error_description": "Not found"}
    assert parts["result_error"]["nested"]["error"] == "ERROR_BATCH_METHOD_NOT_ALLOWED"
    assert parts["result_next"] == []
    assert portal.limits.spent("crm.deal.get") == pytest.approx(0.04)
    halted = ask("batch", halt=1, cmd={"bad": "crm.deal.get?id=1", "good": "profile"})[1]["result"]
    assert (halted["result"], list(halted["result_error"])) == ([], ["bad"])
    portal.manners.php_arrays = False
    assert ask("batch", cmd=["profile"])[1]["result"]["result_error"] == {}
    many = {f"k{number}": "profile" for number in range(51)}
    assert ask("batch", cmd=many)[1]["error"] == "ERROR_BATCH_LENGTH_EXCEEDED"


def test_comments_are_written_read_changed_and_deleted(portal, ask):
    deal = portal.add_deal()
    fields = {"ENTITY_ID": deal.id, "ENTITY_TYPE": "deal", "COMMENT": "Заказано"}
    mine = ask("crm.timeline.comment.add", fields=fields | {"FILES": [["счёт.pdf", "AAAA"]]})[1]["result"]
    theirs = portal.say(deal.id, "Едет")
    listed = {"filter": {"ENTITY_ID": deal.id, "ENTITY_TYPE": "deal"}, "order": {"ID": "DESC"}}
    rows = ask("crm.timeline.comment.list", **listed)[1]["result"]
    assert [(row["ID"], row["AUTHOR_ID"], row["FILES"] == []) for row in rows] == [
        (str(theirs), str(BUYER), True),
        (str(mine), "1", False),
    ]
    assert ask("crm.timeline.comment.update", id=mine, fields={"COMMENT": "Оплачено"})[1]["result"] == mine
    assert ask("crm.timeline.comment.get", id=mine)[1]["result"]["COMMENT"] == "Оплачено"
    assert ask("crm.timeline.comment.delete", id=mine)[1]["result"] is True
    assert ask("crm.timeline.comment.get", id=mine)[1]["error"] == "NOT_FOUND"

    def refusal(**params) -> str:
        return ask("crm.timeline.comment.add", **params)[1]["error"]

    assert refusal(FIELDS=fields) == "100"
    assert refusal(fields=fields | {"COMMENT": " "}) == "INVALID_ARG_VALUE"
    portal.delete_deal(deal.id)
    assert refusal(fields=fields) == "OWNER_NOT_FOUND"
    assert ask("crm.timeline.comment.list", filter={"ENTITY_ID": 1})[1]["error"] == "INVALID_ARG_VALUE"
    by_text = {"filter": listed["filter"], "order": {"COMMENT": "ASC"}}
    assert ask("crm.timeline.comment.list", **by_text)[1]["error"] == "INVALID_ARG_VALUE"


@pytest.mark.parametrize("fault", [*every_kind(stall=0.3), Fault.stall_before(0.3), Fault.refuse(400, "")])
def test_a_fault_is_carried_out_or_not(portal, fault):
    portal.faults.next(fault, method="crm.deal.add")
    assert requests.get(portal.address + "profile", timeout=5).status_code == 200
    try:
        reply = requests.post(portal.address + "crm.deal.add", json={"fields": {"TITLE": "x"}}, timeout=0.15)
        assert reply.status_code == fault.status
        assert ("<html" in reply.text) is (fault.kind == "html")
    except (requests.ConnectionError, requests.Timeout):
        assert fault.kind in ("drop", "stall", "stall-before")
    if fault.kind == "stall-before":
        assert portal.deals == []
    portal.settle(2)
    assert len(portal.deals) == fault.executes
    call = portal.calls[-1]
    assert (call.fault, call.executed) == (fault.kind, fault.executes)


def test_a_random_share_of_calls_fails_the_same_way_each_time():
    def statuses(seed: int) -> list[int]:
        with Portal(bucket=None) as portal, requests.Session() as session:
            portal.faults.share(0.3, seed=seed, kinds=[Fault.busy(), Fault.html(), Fault.broken()])
            answers = [session.post(portal.address + "profile", timeout=5).status_code for _ in range(200)]
            assert portal.faults.given == sum(status != 200 for status in answers)
            return answers

    first = statuses(seed=7)
    assert statuses(seed=7) == first != statuses(seed=8)
    assert 40 <= sum(status != 200 for status in first) <= 80
