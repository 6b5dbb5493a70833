"""`vetka forms`: papers from the command line."""

import json

import pytest

from tests.printing.paper.office import opened
from tests.printing.paper.reading import codes, pages, words


@pytest.fixture
def office(company):
    return opened(company)


def test_the_forms_and_what_can_be_set(run):
    ran = run("engineer", "forms", "list", "--json")
    forms = {one["form"]: one for one in json.loads(ran.out)}
    assert list(forms) == ["round-sheet", "commercial-offer", "repair-receipt"]
    assert {"name": "password", "kind": "choice", "choices": ["not_given", "sealed", "on_sticker"]} in (
        forms["repair-receipt"]["fields"]
    )
    shown = run("engineer", "forms", "list").out
    assert "Коммерческое предложение" in shown
    assert "validity_days" in shown


def test_a_sheet_is_made_kept_listed_and_printed_again(run, office, tmp_path):
    office.ticket("Заменить картридж")
    ticket = office.ticket("Плановый обход", type="planned_round")
    out, again = tmp_path / "sheet.pdf", tmp_path / "again.pdf"
    ran = run("engineer", "forms", "make", "round-sheet", "--ticket", str(ticket.number), "--out", str(out),
              "--set", "day=01.12.2026", "--json")  # fmt: skip
    assert ran.code == 0, ran.err
    (made,) = json.loads(ran.out)
    assert made["number"] == str(ticket.number)
    assert made["warnings"] == []
    text = words(out.read_bytes())
    assert "Заменить картридж" in text
    assert "Дата обхода 01.12.2026" in text
    assert codes(out.read_bytes()) == [made["payload"]]
    listed = json.loads(run("dispatcher", "forms", "papers", "--ticket", str(ticket.number), "--json").out)
    assert [(one["id"], one["form"], one["made_by"]) for one in listed] == [
        (made["id"], "round-sheet", "Ерлан Құсайынов")
    ]
    assert run("lead", "forms", "print-again", str(made["id"]), "--out", str(again)).code == 0
    assert again.read_bytes() == out.read_bytes()


def test_several_tickets_make_one_file_in_their_order(run, office, tmp_path):
    first, second, out = office.ticket("а"), office.ticket("б"), tmp_path / "all.pdf"
    ran = run("dispatcher", "forms", "make", "round-sheet", "--ticket", str(second.number), "--ticket",
              str(first.number), "--out", str(out))  # fmt: skip
    assert ran.code == 0, ran.err
    found = pages(out.read_bytes())
    assert [f"ОБХОДНОЙ ЛИСТ № {one.number} " in page for one, page in zip((second, first), found, strict=True)] == [
        True, True,
    ]  # fmt: skip


def test_tickets_that_cannot_have_a_paper_are_all_named_and_none_is_made(run, office, tmp_path):
    good, priceless, empty = (office.ticket(words) for words in "абв")
    office.need(good.id, "100")
    office.need(priceless.id, None)
    wanted = [part for one in (good, priceless, empty) for part in ("--ticket", str(one.number))]
    ran = run("buyer", "forms", "make", "commercial-offer", *wanted, "--out", str(tmp_path / "all.pdf"))
    assert ran.code == 1
    assert [line.partition(":")[0] for line in ran.err.strip().splitlines()] == [
        f"№ {priceless.number}", f"№ {empty.number}",
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == []
    assert json.loads(run("lead", "forms", "papers", "--ticket", str(good.number), "--json").out) == []


def test_an_engineer_prints_no_offer_again(run, office, tmp_path):
    ticket, out = office.ticket("Купить"), tmp_path / "offer.pdf"
    office.need(ticket.id, "11200.00")
    made = run(
        "buyer", "forms", "make", "commercial-offer", "--ticket", str(ticket.number), "--out", str(out), "--json"
    )
    paper = str(json.loads(made.out)[0]["id"])
    refused = run("engineer", "forms", "print-again", paper, "--out", str(tmp_path / "mine.pdf"))
    assert (refused.code, "нет права" in refused.err) == (1, True)
    assert not (tmp_path / "mine.pdf").exists()
    assert run("dispatcher", "forms", "print-again", paper, "--out", str(tmp_path / "again.pdf")).code == 0


def test_an_offer_with_its_terms(run, office, tmp_path):
    ticket, out = office.ticket("Купить"), tmp_path / "offer.pdf"
    office.need(ticket.id, "11200.00")
    ran = run("buyer", "forms", "make", "commercial-offer", "--ticket", str(ticket.number), "--out", str(out),
              "--set", "validity_days=5", "--set", "payment=По факту, 100 %")  # fmt: skip
    assert ran.code == 0, ran.err
    assert "По факту, 100 %" in words(out.read_bytes())
    assert "5 календарных дней" in words(out.read_bytes())


@pytest.mark.parametrize(
    ("login", "arguments", "code", "said"),
    [
        ("engineer", ["make", "no-form", "--ticket", "1", "--out", "{out}"], 1, "Бланка «no-form» нет"),
        ("engineer", ["make", "round-sheet", "--ticket", "99", "--out", "{out}"], 1, "99"),
        ("engineer", ["make", "commercial-offer", "--ticket", "1", "--out", "{out}"], 1, "нет права"),
        ("buyer", ["make", "commercial-offer", "--ticket", "1", "--out", "{out}"], 1, "нет позиций закупки"),
        ("engineer", ["make", "round-sheet", "--ticket", "1", "--out", "{out}", "--set", "x=1"], 1, "нет поля «x»"),
        ("engineer", ["make", "round-sheet", "--ticket", "1", "--out", "{out}", "--set", "day"], 2, "NAME=VALUE"),
        ("engineer", ["make", "round-sheet", "--ticket", "1", "--out", "{out}", "--set", "day=никогда"], 1, "никогда"),
        ("engineer", ["make", "round-sheet", "--ticket", "1", "--out", "{out}", "--language", "de"], 2, "ru, kk or en"),
        ("engineer", ["make", "round-sheet", "--out", "{out}"], 2, "--ticket"),
        ("engineer", ["make", "round-sheet", "--ticket", "1", "--out", "{out}/none/x.pdf"], 1, "Записать"),
        ("engineer", ["make", "round-sheet", "--ticket", "1", "--out", "/dev/full"], 1, "На диске не хватило места"),
        ("engineer", ["print-again", "77", "--out", "{out}"], 1, "Бумаги 77 нет"),
        ("agent", ["make", "round-sheet", "--ticket", "1", "--out", "{out}"], 1, ""),
    ],
)
def test_what_is_refused_is_said_and_leaves_no_file(run, office, tmp_path, login, arguments, code, said):
    office.ticket("Первая")
    ran = run(login, "forms", *(one.replace("{out}", str(tmp_path / "out.pdf")) for one in arguments))
    assert ran.code == code
    assert said in " ".join(ran.err.split())
    assert "Traceback" not in ran.err
    assert list(tmp_path.iterdir()) == []
