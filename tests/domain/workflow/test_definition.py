"""What may be published as a workflow, and what is refused with every reason at once."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

import resources
from database.errors import DomainError
from domain.tickets.queries import moves
from domain.workflow.actions import publish_workflow
from domain.workflow.definition import WorkflowRefusedError, check, read
from tests.company import Company
from tests.domain.tickets.line import in_work, move

Raw = dict[str, Any]
DEFAULT: Raw = json.loads(resources.read_text("workflow", "default.json"))


def changed(change: Callable[[Raw], None]) -> Raw:
    raw = copy.deepcopy(DEFAULT)
    change(raw)
    return raw


def branch(raw: Raw, code: str) -> Raw:
    found: Raw = next(one for one in raw["branches"] if one["code"] == code)
    return found


def transition(raw: Raw, code: str) -> Raw:
    found: Raw = next(one for part in raw["branches"] for one in part["transitions"] if one["code"] == code)
    return found


def cut_off(raw: Raw, *codes: str) -> None:
    for part in raw["branches"]:
        part["transitions"] = [one for one in part["transitions"] if one["code"] not in codes]


def loop(raw: Raw) -> None:
    transition(raw, "solve").update(automatic="status.entered", roles={})
    transition(raw, "reopen_same").update(automatic="status.entered", roles={})


def dead_end(raw: Raw) -> None:
    cut_off(raw, "close_repair")


def unreachable(raw: Raw) -> None:
    cut_off(raw, "to_write_off")


def twice(raw: Raw) -> None:
    branch(raw, "main")["statuses"].append(copy.deepcopy(branch(raw, "main")["statuses"][0]))


def no_entry(raw: Raw) -> None:
    for status in branch(raw, "repair")["statuses"]:
        status.pop("entry", None)


def strange_holder(raw: Raw) -> None:
    branch(raw, "main")["statuses"][0]["holder"] = "cleaner"


def sideways(raw: Raw) -> None:
    transition(raw, "finish_repair")["to"] = "offer_wanted"


def nobody(raw: Raw) -> None:
    transition(raw, "close")["roles"] = {}


def test_the_shipped_workflow_is_sound() -> None:
    check(read(DEFAULT))
    assert len(DEFAULT["branches"]) == 8


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (loop, "automatic-loop"),
        (dead_end, "no-way-to-an-end"),
        (unreachable, "unreachable"),
        (twice, "doubled-code"),
        (no_entry, "one-entry-wanted"),
        (strange_holder, "unknown-holder"),
        (sideways, "step-into-other-branch"),
        (nobody, "roles-or-event-wanted"),
    ],
)
def test_what_cannot_work_is_refused(change: Callable[[Raw], None], problem: str) -> None:
    with pytest.raises(WorkflowRefusedError) as refused:
        check(read(changed(change)))
    assert problem in {code for code, _ in refused.value.problems}


@pytest.mark.parametrize("raw", [{}, {"format": 2, "branches": []}, {"format": 1, "branches": [{"code": "main"}]}])
def test_what_is_no_workflow_is_refused(raw: Raw) -> None:
    with pytest.raises(WorkflowRefusedError):
        read(raw)


def test_an_effect_that_nobody_can_carry_out_is_refused(company: Company) -> None:
    raw = changed(lambda one: transition(one, "close").update(effects=[{"kind": "send_fax"}]))
    with pytest.raises(DomainError) as refused:
        company.database("lead").act(publish_workflow, raw)
    assert (refused.value.code, refused.value.details["kinds"]) == ("workflow-unknown-kind", "effect send_fax")


@pytest.mark.parametrize("login", ["dispatcher", "engineer", "buyer", "clerk", "bookkeeper"])
def test_only_the_lead_publishes(company: Company, login: str) -> None:
    with pytest.raises(DomainError) as refused:
        company.database(login).act(publish_workflow, DEFAULT)
    assert refused.value.code == "role-wanted"


def test_a_retired_branch_lets_its_tickets_out_and_none_in(company: Company) -> None:
    inside, outside = in_work(company), in_work(company)
    move(company, "engineer", inside, "to_documents")

    def without_documents(raw: Raw) -> None:
        raw["branches"] = [one for one in raw["branches"] if one["code"] != "closing_documents"]

    assert company.database("lead").act(publish_workflow, changed(without_documents)) == 2
    engineer = company.database("engineer")
    assert "to_documents" not in {one.code for one in engineer.ask(moves, outside)}
    assert "documents_back" in {one.code for one in engineer.ask(moves, inside)}
    assert move(company, "engineer", inside, "documents_back", comment="не нужны").status == "in_work"


def test_published_versions_stay_readable(company: Company) -> None:
    company.database("lead").act(publish_workflow, DEFAULT)
    versions = text("SELECT number, published_by FROM workflow_version ORDER BY number")
    with company.owner().session() as session:
        assert [tuple(row) for row in session.execute(versions)] == [(1, "postgres"), (2, "lead")]
