"""A tape from rows to a printer: what is on paper, in the database and in doubt always agree."""

from functools import partial
from pathlib import Path

import pytest

from database.errors import DomainError, KnownError
from domain.clients.actions import register_client
from domain.equipment.actions import DeviceEntry, register_device
from domain.equipment.queries import device_types
from domain.printouts import actions
from domain.printouts.queries import devices_to_label, jobs, stickers, templates
from printing.jobs import TapePrinter
from printing.thermal.address import parse_address
from tests.company import Company


def devices(company: Company, number: int) -> list[int]:
    clerk, dispatcher = company.database("clerk"), company.database("dispatcher")
    client = dispatcher.act(partial(register_client, name="ТОО Рассвет"))
    kind = clerk.ask(device_types)[0].id
    made = [
        clerk.act(partial(register_device, entry=DeviceEntry(kind, client, serial=f"SN-{place:03d}", room="101"))).id
        for place in range(number)
    ]
    assert sorted(clerk.ask(devices_to_label)) == sorted(made)
    return made


def queued(company: Company, url: str, number: int, template: str = "58x40") -> int:
    clerk = company.database("clerk")
    chosen = next(one for one in clerk.ask(templates) if one.code == template)
    made = devices(company, number)
    return clerk.act(partial(actions.create_job, printer_url=url, template_id=chosen.id, devices=made))


def states(company: Company, job: int) -> list[tuple[int, str]]:
    return [(one.position, one.state) for one in company.database("clerk").ask(stickers, job)]


def test_a_tape_to_a_file_is_printed_but_not_confirmed(company: Company, tmp_path: Path) -> None:
    job = queued(company, f"file:{tmp_path / 'tape.zpl'}?language=zpl&dpi=203", 3)
    outcome = TapePrinter(company.database("clerk"), job).run()
    assert outcome.done
    printed = company.database("clerk").ask(stickers, job)
    assert [one.state for one in printed] == ["printed"] * 3
    assert not any(one.confirmed for one in printed)
    assert (tmp_path / "tape.zpl").read_bytes().count(b"^XA") == 3
    assert len({one.payload for one in printed}) == 3


def test_what_a_dead_sender_left_as_sent_is_doubtful_and_gets_a_new_seal(company: Company, tmp_path: Path) -> None:
    job = queued(company, f"file:{tmp_path / 'tape.zpl'}?language=zpl&dpi=203", 3)
    clerk = company.database("clerk")
    clerk.act(actions.start_job, job)
    first = clerk.ask(stickers, job)[0]
    clerk.act(actions.mark_sent, job, [first.id])  # and here the program dies

    assert TapePrinter(clerk, job).run().done
    assert states(company, job) == [(1, "doubtful"), (1, "printed"), (2, "printed"), (3, "printed")]
    assert clerk.ask(jobs, job_id=job)[0].doubtful == 1


def test_one_sender_a_printer(company: Company, tmp_path: Path) -> None:
    job = queued(company, f"file:{tmp_path / 'tape.zpl'}?language=zpl&dpi=203", 1)
    url = parse_address(company.database("clerk").ask(jobs, job_id=job)[0].printer_url).place
    with company.psql("clerk2").cursor() as cursor:
        cursor.execute("SELECT api.take_printer(%s)", (url,))
    with pytest.raises(DomainError) as refused:
        TapePrinter(company.database("clerk"), job).run()
    assert refused.value.code == "printer-taken"


def test_two_tapes_run_at_once_on_one_persons_connections(company: Company, tmp_path: Path) -> None:
    clerk = company.database("clerk")
    first = queued(company, f"file:{tmp_path / 'first.zpl'}?language=zpl&dpi=203", 1)
    made, template = clerk.ask(devices_to_label), clerk.ask(templates)[0]
    second = clerk.act(
        partial(
            actions.create_job,
            printer_url=f"file:{tmp_path / 'second.zpl'}?language=zpl&dpi=203",
            template_id=template.id,
            devices=made,
        )
    )
    done: list[bool] = []
    outer = TapePrinter(clerk, first, told=lambda *_: done.append(TapePrinter(clerk, second).run().done))
    assert outer.run().done
    assert done == [True]


def test_a_tape_that_breaks_off_is_left_resumable(company: Company, tmp_path: Path) -> None:
    job = queued(company, f"file:{tmp_path / 'tape.zpl'}?language=zpl&dpi=203", 2)
    clerk = company.database("clerk")

    def fail(*_: object) -> None:
        raise RuntimeError("the window is gone")

    with pytest.raises(RuntimeError):
        TapePrinter(clerk, job, told=fail).run()
    assert clerk.ask(jobs, job_id=job)[0].state == "paused"
    assert TapePrinter(clerk, job).run().done


def test_a_printer_that_is_not_there_leaves_the_job_resumable(company: Company) -> None:
    job = queued(company, "tcp://127.0.0.1:9?language=zpl&dpi=203", 1)
    outcome = TapePrinter(company.database("clerk"), job, wait=0).run()
    assert not outcome.done
    assert (outcome.job.state, outcome.job.printed) == ("paused", 0)
    assert states(company, job) == [(1, "queued")]


def test_a_label_wider_than_the_head_is_refused(company: Company, tmp_path: Path) -> None:
    job = queued(company, f"file:{tmp_path / 'tape'}?language=escpos&dpi=203&width=384", 1, "100x50")
    with pytest.raises(KnownError) as refused:
        TapePrinter(company.database("clerk"), job).run()
    assert refused.value.code == "label-wider-than-head"


def test_nobody_prints_without_the_right(company: Company, tmp_path: Path) -> None:
    job = queued(company, f"file:{tmp_path / 'tape'}?language=zpl&dpi=203", 1)
    with pytest.raises(DomainError) as refused:
        TapePrinter(company.database("bookkeeper"), job).run()
    assert refused.value.code == "role-wanted"
