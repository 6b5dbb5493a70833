"""Deals, stages, steps, comments, people and companies, read from a portal in both of its shapes."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.bitrix24.bb_code import bb_escape, plain_text
from integrations.bitrix24.brackets import php_query
from integrations.bitrix24.comments import add_comment, comments_of, newest_comments
from integrations.bitrix24.companies import Company, companies_by_bin, companies_by_title
from integrations.bitrix24.deal_fields import CustomField, read_custom_fields
from integrations.bitrix24.deals import Deals, Good, NewDeal
from integrations.bitrix24.errors import (
    MethodMissingError,
    NotFoundError,
    OutcomeUnknownError,
    PortalClosedError,
    RefusedError,
)
from integrations.bitrix24.people import Employee, read_employee, read_names
from integrations.bitrix24.stage_history import StepKind, last_step_id, steps_above, steps_of
from integrations.bitrix24.stages import Pipeline, Stage, read_pipelines, read_stages
from integrations.bitrix24.values import decimal, identity, keyed, moment, rows, semantic, whole, yes
from tests.integrations.bitrix24.portal import BUYER, Fault
from tests.integrations.bitrix24.portal.parameters import from_query

START = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
WANTED = NewDeal(
    title="Заявка 2031: «Картридж» 100 % & [чёрный]",
    originator_id="vetka:1",
    origin_id="5",
    pipeline_id=9,
    company_id=11,
    contact_ids=(3, 4),
    amount=Decimal("19999.99"),
    comments="[b]Срочно[/b]",
    custom={"UF_CRM_VETKA_TICKET": "2031"},
)


@pytest.fixture(params=["crm.item", "crm.deal"])
def family(request, portal) -> str:
    """Which family of methods the portal knows."""
    if request.param == "crm.deal":
        portal.access.missing = {"crm.item.*"}
    return request.param


# Deals


def test_a_deal_is_added_read_and_found_again(portal, client, family):
    deals = Deals(client)
    deal_id = deals.add(WANTED)
    deal = deals.get(deal_id)
    assert (deal.id, deal.title, deal.pipeline_id, deal.stage_id) == (deal_id, WANTED.title, 9, "C9:NEW")
    assert (deal.semantic, deal.closed, deal.amount, deal.currency) == ("P", False, Decimal("19999.99"), "KZT")
    assert (deal.responsible_id, deal.company_id, deal.originator_id, deal.origin_id) == (1, 11, "vetka:1", "5")
    assert deal.created_at == portal.deal(deal_id).created.replace(microsecond=0)
    assert deal.created_at.tzinfo is UTC
    assert deals.find("vetka:1", "5") == (deal,)
    assert deals.find("vetka:2", "5") == deals.find("vetka:1", "55") == ()
    assert deals.find_by_field("UF_CRM_VETKA_TICKET", "2031") == (deal,)
    held = portal.deal(deal_id)
    assert (held.contact_ids, held.comments, held.is_manual) == ([3, 4], "[b]Срочно[/b]", True)
    assert {call.method.rpartition(".")[0] for call in portal.calls[-4:]} == {family}


def test_what_is_not_given_is_left_to_the_portal(portal, client, family):
    deal_id = Deals(client).add(NewDeal("Бумага", "vetka:1", "6", pipeline_id=0))
    held = portal.deal(deal_id)
    assert (held.stage_id, held.responsible_id, held.company_id, held.is_manual) == ("NEW", 1, None, False)
    assert Deals(client).get(deal_id).company_id is None


def test_a_deal_moves_and_closes(portal, client, family):
    deals = Deals(client)
    deal_id = deals.add(WANTED)
    deals.update(deal_id, stage_id="C9:APOLOGY", custom={"UF_CRM_VETKA_TICKET": "2032"})
    deal = deals.get(deal_id)
    assert (deal.stage_id, deal.semantic, deal.closed) == ("C9:APOLOGY", "F", True)
    assert portal.deal(deal_id).custom == {"UF_CRM_VETKA_TICKET": "2032"}
    portal.move(deal_id, "C9:EXECUTING")
    assert (deals.get(deal_id).semantic, deals.get(deal_id).moved_by_id) == ("P", BUYER)


def test_what_is_gone_or_forbidden(portal, client, family):
    deals = Deals(client)
    deal_id = deals.add(WANTED)
    portal.access.hidden_deals = {deal_id}
    with pytest.raises(RefusedError) as refused:
        deals.get(deal_id)
    assert refused.value.code == "bitrix24-access-denied"
    assert deals.by_ids([deal_id]) == {}
    portal.delete_deal(deal_id)
    with pytest.raises(NotFoundError):
        deals.get(deal_id)
    portal.access.hidden_pipelines = {9}
    with pytest.raises(RefusedError) as refused:
        deals.add(WANTED)
    assert (refused.value.code, refused.value.nothing_done) == ("bitrix24-access-denied", True)


def test_the_older_family_is_asked_for_once(portal, client):
    portal.access.missing = {"crm.item.*"}
    deals = Deals(client)
    deals.add(WANTED)
    deals.add(WANTED)
    deals.find("vetka:1", "5")
    methods = [call.method for call in portal.calls]
    assert methods == ["crm.item.add", "crm.deal.add", "crm.deal.add", "crm.deal.list"]
    portal.access.missing = {"crm.item.*", "crm.deal.*"}
    with pytest.raises(MethodMissingError):
        Deals(client).add(WANTED)


def test_many_deals_are_read_in_chunks_and_pages(portal, client, family):
    made = [portal.add_deal(originator_id="vetka:1", origin_id="7") for _ in range(120)]
    deals = Deals(client)
    wanted = [deal.id for deal in made]
    assert list(deals.by_ids([*reversed(wanted), 1, wanted[0]])) == wanted
    asked = len(portal.calls)
    assert [deal.id for deal in deals.find("vetka:1", "7")] == wanted
    assert len(portal.calls) - asked == 3
    assert all("total" not in call.params and call.params["start"] == -1 for call in portal.calls[-3:])


def test_goods_replace_those_before(portal, client, family):
    deals = Deals(client)
    deal_id = deals.add(WANTED)
    paper = Good("Бумага А4", Decimal("1990.50"), Decimal(3), Decimal(16), tax_included=False)
    for goods in ([paper], [paper, Good("Картридж", Decimal(25000), Decimal("1.5"))]):
        deals.set_goods(deal_id, goods)
    first, second = portal.deal(deal_id).goods
    assert {name.replace("_", "").lower(): value for name, value in first.items()} == {
        "productname": "Бумага А4",
        "price": "1990.50",
        "quantity": "3",
        "measurecode": 796,
        "taxrate": "16",
        "taxincluded": "N",
    }
    assert not {"taxRate", "TAX_RATE"} & second.keys()
    with pytest.raises(NotFoundError):
        deals.set_goods(1, [paper])


def test_whether_a_portal_finds_deals_by_their_key(portal, client):
    assert Deals(client).origin_is_searchable()
    portal.access.unfilterable = {"originId"}
    assert not Deals(client).origin_is_searchable()
    portal.access.unfilterable = set()
    portal.access.ignored_filters = {"originId"}
    assert Deals(client).origin_is_searchable()  # an empty portal cannot show it
    portal.add_deal(originator_id="vetka:1", origin_id="8")
    with pytest.raises(RefusedError) as refused:
        Deals(client).find("vetka:1", "9")
    assert refused.value.code == "bitrix24-origin-not-searchable"
    portal.access.ignored_filters = {"originId", "originatorId"}
    assert not Deals(client).origin_is_searchable()
    portal.access.scopes = set()
    with pytest.raises(PortalClosedError):
        Deals(client).origin_is_searchable()
    with pytest.raises(ValueError, match="key"):
        Deals(client).find("vetka:1", "")


def test_custom_fields_are_offered_by_their_label(portal, client, family):
    portal.state.custom_fields["UF_CRM_17"] = "Адрес"
    assert read_custom_fields(client) == (
        CustomField("UF_CRM_17", "Адрес", "string"),
        CustomField("UF_CRM_VETKA_TICKET", "Заявка", "string"),
    )


@pytest.mark.parametrize("result", ["null", "5", "[]", '{"item": []}', '{"item": {"id": "x"}}', '{"items": 7}'])
def test_a_result_of_another_shape_is_no_result(portal, client, result):
    def answer() -> None:
        portal.faults.next(Fault("html", executes=False, description=f'{{"result": {result}}}'))

    deals = Deals(client)
    answer()
    with pytest.raises(OutcomeUnknownError):
        deals.get(5)
    answer()
    with pytest.raises(OutcomeUnknownError):
        deals.add(WANTED)


# Stages


def test_pipelines_and_stages(portal, client):
    assert read_pipelines(client) == (Pipeline(0, "Продажи", 300, True), Pipeline(9, "Закупки", 500, False))
    stages = read_stages(client, 9)
    assert [stage.id for stage in stages] == [stage.status_id for stage in portal.state.stages_of(9)]
    assert stages[0] == Stage("C9:NEW", 9, "Новая закупка", "#39a8ef", "P", 10)
    assert "".join(stage.semantic for stage in stages) == "PPPPSFF"
    assert [stage.id for stage in read_stages(client, 0)][:2] == ["NEW", "PREPARATION"]
    assert read_stages(client, 77) == ()
    portal.rename_stage("C9:NEW", "Пришла", colour="0F0")
    portal.rename_stage("C9:EXECUTING", "Едет", colour="")
    portal.delete_stage("C9:PREPARATION")
    renamed = {stage.id: (stage.name, stage.colour) for stage in read_stages(client, 9)}
    assert renamed["C9:NEW"] == ("Пришла", "#00ff00")
    assert renamed["C9:EXECUTING"] == ("Едет", "")
    assert "C9:PREPARATION" not in renamed


# Steps


def test_steps_of_all_deals_above_a_cursor(portal, client):
    deals = [portal.add_deal() for _ in range(40)]
    before = last_step_id(client)
    for stage in ("C9:EXECUTING", "C9:WON", "C9:EXECUTING"):
        portal.clock.forward(60)
        for deal in deals:
            portal.move(deal.id, stage)
    pages = list(steps_above(client, before))
    assert [len(page) for page in pages] == [50, 50, 20]
    steps = [step for page in pages for step in page]
    assert [step.id for step in steps] == list(range(before + 1, before + 121))
    assert [step.kind for step in steps[::40]] == [StepKind.MOVED, StepKind.CLOSED, StepKind.MOVED]
    assert [step.semantic for step in steps[::40]] == ["P", "S", "P"]
    assert list(steps_above(client, steps[-1].id)) == []
    assert [step.id for step in steps_of(client, deals[3].id)] == [row.id for row in portal.history(deals[3].id)]
    assert last_step_id(client) == steps[-1].id


def test_a_portal_without_steps(portal, client):
    assert (last_step_id(client), list(steps_above(client, 0)), steps_of(client, 5)) == (0, [], [])


def test_another_pipeline_and_a_deleted_deal(portal, client):
    deal = portal.add_deal()
    portal.move(deal.id, "NEW")
    step = steps_of(client, deal.id)[-1]
    assert (step.kind, step.pipeline_id, step.stage_id) == (StepKind.CHANGED_PIPELINE, 0, "NEW")
    portal.delete_deal(deal.id)
    assert steps_of(client, deal.id) == []


def test_one_moment_in_three_time_zones(portal, client):
    """The portal is at UTC+3, its stage history at UTC, the office elsewhere."""
    deal = portal.add_deal()
    comment_id = portal.say(deal.id, "Есть")
    read = Deals(client).get(deal.id)
    step, comment = steps_of(client, deal.id)[0], next(comments_of(client, deal.id))
    assert read.created_at == read.moved_at == step.at == comment.at == START
    assert comment.id == comment_id
    assert {moment.tzinfo for moment in (read.created_at, step.at, comment.at)} == {UTC}


# Comments


def test_the_newest_comments_of_many_deals(portal, client):
    deals = [portal.add_deal() for _ in range(60)]
    said = {deal.id: [portal.say(deal.id, f"Сообщение {number}") for number in range(3)] for deal in deals}
    portal.access.hidden_deals = {deals[7].id}
    found = newest_comments(client, said)
    assert [call.method for call in portal.calls] == ["batch", "batch"]
    assert {deal_id: sorted(comment.id for comment in page) for deal_id, page in found.pages.items()} == {
        deal_id: ids for deal_id, ids in said.items() if deal_id != deals[7].id
    }
    assert [comment.id for comment in found.pages[deals[0].id]] == said[deals[0].id][::-1]
    assert {deal_id: error.code for deal_id, error in found.failures.items()} == {deals[7].id: "bitrix24-access-denied"}


def test_our_own_comment_is_known_by_its_id(portal, client):
    deal = portal.add_deal()
    ours = add_comment(client, deal.id, "Привезите до пятницы")
    theirs = portal.say(deal.id, "[user=1]Вера Пак[/user], [b]оплачено[/b]", author=1, files=[("счёт №5.pdf", 4096)])
    newest, older = newest_comments(client, [deal.id]).pages[deal.id]
    assert (newest.id, newest.author_id, newest.text) == (theirs, 1, "Вера Пак, оплачено")
    assert [(file.name, file.size) for file in newest.files] == [("счёт №5.pdf", 4096)]
    assert newest.files[0].address.startswith("https://")
    assert (older.id, older.author_id, older.text, older.files) == (ours, 1, "Привезите до пятницы", ())
    portal.edit_comment(theirs, "Отменено")
    portal.delete_comment(ours)
    portal.manners.php_arrays = False
    assert [comment.text for comment in newest_comments(client, [deal.id]).pages[deal.id]] == ["Отменено"]


def test_comments_beyond_the_newest_page(portal, client):
    deal = portal.add_deal()
    ids = [portal.say(deal.id, str(number)) for number in range(120)]
    assert [comment.id for comment in comments_of(client, deal.id)] == ids[::-1]
    assert len(portal.calls) == 3
    assert len(newest_comments(client, [deal.id]).pages[deal.id]) == 50
    assert newest_comments(client, []).pages == {}


def test_a_comment_for_a_deal_that_is_gone(portal, client):
    with pytest.raises(NotFoundError):
        add_comment(client, 1, "Есть кто?")
    with pytest.raises(RefusedError):
        add_comment(client, portal.add_deal().id, " ")


@pytest.mark.parametrize(
    ("bb_code", "plain"),
    [
        ("Просто текст", "Просто текст"),
        ("[B]жирный[/B] [i]курсив[/i] [color=#ff0000]красный[/color]", "жирный курсив красный"),
        ("[url=https://a.kz/?x=1&y=2]счёт[/url]", "счёт (https://a.kz/?x=1&y=2)"),
        ("[url]https://a.kz[/url] [url=https://a.kz][b]https://a.kz[/b][/url]", "https://a.kz https://a.kz"),
        ("Купить:[list][*]бумагу[*]тонер[/list]Всё", "Купить:\n\n• бумагу\n• тонер\nВсё"),
        ("[p]Раз[/p][p]Два[/p]", "Раз\nДва"),
        ("[table][tr][td]а[/td][td]б[/td][/tr][/table]", "а б"),
        ("Диск [SSD] 2 [5 шт.] [a] [/b", "Диск [SSD] 2 [5 шт.] [a] [/b"),
        ("[bitrix]скрыто[/bitrix] [чужой]да[/чужой] [file id=5]", "скрыто [чужой]да[/чужой]"),
        ("[disk file id=n12] смета\r\n\r\n\r\nдве", "смета\n\nдве"),
        ("[[b]]", "[]"),
        ("Құжат\x00тар", "Құжаттар"),
        ("[url=https://a.kz]не закрыта [/b]и [url=]пусто[/url][/url]", "не закрыта и пусто (https://a.kz)"),
        ("[/url][url=https://a.kz]конца нет", "конца нет"),
    ],
)
def test_bb_code_as_text(bb_code, plain):
    assert plain_text(bb_code) == plain


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("[user=5] и [b]так[/b]", "&#91;user=5&#93; и &#91;b&#93;так&#91;/b&#93;"),
        ("[list][*]a[/list] [x=1]", "&#91;list&#93;&#91;*&#93;a&#91;/list&#93; &#91;x=1&#93;"),
        ("пишут &#91; вместо [", "пишут &#38;#91; вместо &#91;"),
        ("&amp; &#38; &#1091;", "&amp; &#38;#38; &#1091;"),
        ("[" * 3, "&#91;" * 3),
    ],
)
def test_what_is_typed_is_shown_literally(typed, sent):
    assert bb_escape(typed) == sent
    assert plain_text(sent) == typed


_PIECES = st.sampled_from(
    ["[", "]", "[/", "[b]", "[/b]", "[url=a]", "[*]", "&", "&#91;", "#93;", "38;", "\n", " ", "=", "&#38;"]
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=5))).map("".join))
def test_nothing_typed_is_lost_on_its_way_out_and_back(typed):
    assert lines(plain_text(bb_escape(typed))) == lines(typed.replace("\x00", ""))


def lines(text: str) -> list[str]:
    """The text without what a reader does not see: empty lines, blanks at the ends of lines."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@pytest.mark.timeout(20)
def test_bb_code_without_end_is_read_in_one_go():
    assert plain_text("[url=a]" * 100_000) == ""
    assert plain_text("[b " * 100_000) == ("[b " * 100_000).strip()


# People and companies


def test_names_of_people(portal, client):
    assert read_employee(client) == Employee(1, "Вера Пак", True)
    others = [portal.add_user("Ерлан", "Құсайынов").id for _ in range(60)]
    names = read_names(client, [1, BUYER, 8, 999, *others])
    assert (names[1], names[BUYER], names[8]) == ("Вера Пак", "Динара Ахметова", "e.kusainov@example.kz")
    assert 999 not in names
    assert names.keys() == {1, BUYER, 8, *others}
    assert len(portal.calls_of("user.get")) == 2
    portal.access.scopes = {"crm"}
    with pytest.raises(PortalClosedError) as closed:
        read_names(client, [1])
    assert closed.value.code == "bitrix24-scope-missing"


def test_companies_by_bin_and_by_title(portal, client, family):
    first = portal.add_company("ТОО «Ромашка»", "050540004455")
    second = portal.add_company("Ромашка-Алматы")
    assert companies_by_bin(client, "050540004455") == (first.id,)
    assert companies_by_bin(client, "050540004456") == ()
    assert companies_by_title(client, "ромашка") == (Company(first.id, first.title), Company(second.id, second.title))
    assert companies_by_title(client, "Тюльпан") == ()
    with pytest.raises(ValueError, match="BIN"):
        companies_by_bin(client, "")


# Values


def test_values_as_portals_write_them():
    assert [whole(value) for value in (37, "37", " 37 ", "3.7", 3.0, None, "", True, [], "x")] == [
        *[37] * 3, None, 3, *[None] * 5,
    ]  # fmt: skip
    assert [decimal(value) for value in ("19999.99", "NaN", "1e999999", "Infinity", {})] == [
        Decimal("19999.99"), *[None] * 4,
    ]  # fmt: skip
    assert [identity(value) for value in ("0", 0, None, "", "5")] == [None] * 4 + [5]
    assert [yes(value) for value in ("Y", "N", True, 1, "1", None, [])] == [True, False, True, True, True, False, False]
    assert [semantic(value) for value in (None, "", "P", "s", "F")] == ["P", "P", "P", "S", "F"]
    assert moment("2026-09-03T14:10:18+03:00") == datetime(2026, 9, 3, 11, 10, 18, tzinfo=UTC)
    assert moment("2024-06-18T02:00:00+02:00") == datetime(2024, 6, 18, tzinfo=UTC)
    assert moment("2026-09-03T14:10:18Z") == datetime(2026, 9, 3, 14, 10, 18, tzinfo=UTC)
    assert [moment(value) for value in ("2026-09-03T14:10:18", "", None, "0001-01-01T00:00:00+05:00", "вчера")] == [
        None
    ] * 5
    assert (keyed([]), keyed(None), keyed(["a"]), keyed({5: 1})) == ({}, {}, {"0": "a"}, {"5": 1})
    assert rows({"0": {"a": 1}}) == rows([{"a": 1}]) == [{"a": 1}]


def test_parameters_in_a_query_are_what_php_reads():
    parameters = {
        "filter": {">ID": 5, "@id": [1, 2], "=name": "а&б=в [г] %25 +"},
        "order": {"ID": "DESC"},
        "select": [],
        "flag": True,
        "nothing": None,
    }
    assert from_query(php_query(parameters)) == {
        "filter": {">ID": "5", "@id": ["1", "2"], "=name": "а&б=в [г] %25 +"},
        "order": {"ID": "DESC"},
        "flag": "1",
    }
