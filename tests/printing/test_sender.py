"""Each sticker at least once on paper, none doubled silently, whatever happens to printer and cable."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from database.errors import KnownError
from labels.encoders import LANGUAGES
from printing.thermal.address import parse_address
from printing.thermal.dialogs import Patience
from printing.thermal.events import Doubtful, Finished, Paused, Printed, Resumed, Sent, Stopped
from printing.thermal.sender import EncodedLabel, Sender
from tests.labels.decoders import stickers
from tests.printing.simulated_printer import SimulatedPrinter
from tests.printing.tape import HEIGHT, SETTINGS, SIZE, WIDTH, Tape, seen

QUICK = Patience(answer=0.3, poll=0.01, fault_poll=0.03, blocked=0.3, reconnect=0.03)
PRINTER = {"size": SIZE, "label_seconds": 0.01}


def play(
    tape: Tape,
    url: str,
    *,
    wait: float | None = 5,
    resume: bool = False,
    patience: Patience = QUICK,
    on: Callable[[object], None] | None = None,
) -> Tape:
    """Send the tape to its end; `on` sees each event after it was noted, as a screen would."""
    sender = Sender(parse_address(url), SETTINGS, tape.take, wait=wait, resume=resume, patience=patience)
    for event in sender.run():
        tape.note(event)
        if on is not None:
            on(event)
    return tape


def tape_for(printer: SimulatedPrinter, length: int) -> Tape:
    return Tape(parse_address(printer.url()), length)


def when_paused(printer: SimulatedPrinter, repair: Callable[[], None]) -> Callable[[object], None]:
    """Repair the printer when the pause is reported."""
    return lambda event: repair() if isinstance(event, Paused) else None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tape_comes_out_in_order_and_confirmed(language: str):
    with SimulatedPrinter(language, **PRINTER) as printer:
        tape = play(tape_for(printer, 10), printer.url())
        assert seen(printer.printed) == [(place, 1) for place in range(1, 11)]
        tape.check(printer.printed)
        assert tape.batches == [4, 4, 2]
        assert all(tape.confirmed)
        assert set(tape.kinds()) == {"Sent", "Printed", "Finished"}
        assert printer.connections == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", [1, 3, 4, 5, 8])
def test_paper_out_pauses_and_the_tape_goes_on_without_doubles(language: str, paper: int):
    with SimulatedPrinter(language, paper=paper, **PRINTER) as printer:
        tape = play(tape_for(printer, 9), printer.url(), on=when_paused(printer, printer.load_paper))
        assert isinstance(tape.end, Finished)
        assert seen(printer.printed) == [(place, 1) for place in range(1, 10)], "nothing was sent again"
        tape.check(printer.printed)
        assert tape.pauses() == ["printer-paper-out"]
        assert tape.kinds().count("Resumed") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_paper_from_the_start_sends_nothing(language: str):
    with SimulatedPrinter(language, paper=0, **PRINTER) as printer:
        tape = play(tape_for(printer, 3), printer.url(), wait=0.2)
        assert tape.kinds() == ["Paused", "Stopped"]
        assert tape.end.reason.code == "printer-paper-out"
        assert tape.batches == [], "no seal is used up for a printer that cannot print"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_open_head_spoils_one_label_which_the_printer_repeats(language: str):
    with SimulatedPrinter(language, **PRINTER | {"label_seconds": 0.1}) as printer:

        def open_once(event: object) -> None:
            if isinstance(event, Sent) and event.positions[0] == 1:
                threading.Timer(0.15, printer.set, kwargs={"head_open": True}).start()
            if isinstance(event, Paused):
                printer.set(head_open=False)

        tape = play(tape_for(printer, 6), printer.url(), on=open_once)
        tape.check(printer.printed)
        assert tape.pauses() == ["printer-head-open"]
        assert seen(printer.spoiled) == [(2, 1)]


@pytest.mark.parametrize(("lamp", "code"), [("ribbon_out", "printer-ribbon-out"), ("paused", "printer-paused")])
@pytest.mark.parametrize("language", ["zpl", "tspl"])
def test_other_faults_are_named(language: str, lamp: str, code: str):
    with SimulatedPrinter(language, **PRINTER) as printer:
        printer.set(**{lamp: True})
        tape = play(tape_for(printer, 2), printer.url(), on=when_paused(printer, lambda: printer.set(**{lamp: False})))
        tape.check(printer.printed)
        assert tape.pauses() == [code]


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_the_wait_the_tape_is_left_and_resumed_with_known_doubles(language: str):
    with SimulatedPrinter(language, paper=6, **PRINTER) as printer:
        tape = play(tape_for(printer, 10), printer.url(), wait=0.2)
        assert tape.kinds()[-3:] == ["Paused", "Doubtful", "Stopped"]
        assert tape.end.reason.code == "printer-paper-out"
        printer.load_paper()
        printer.wait_for_rest()
        tape = play(tape, printer.url(), resume=True)
        tape.check(printer.printed)
        assert isinstance(tape.end, Finished)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("label", [1, 2, 4, 7])
def test_a_broken_connection_makes_doubtful_only_what_was_not_confirmed(language: str, label: int):
    with SimulatedPrinter(language, **PRINTER | {"label_seconds": 0.02}) as printer:
        printer.break_connection(at_label=label)
        tape = play(tape_for(printer, 9), printer.url())
        printer.wait_for_rest()
        tape.check(printer.printed)
        assert isinstance(tape.end, Finished)
        assert sum(len(event.positions) for event in tape.events if isinstance(event, Doubtful)) <= 4
        assert printer.connections == 2


@pytest.mark.parametrize("keeps_halves", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("share", [0.01, 0.3, 0.55, 0.99])
def test_a_break_at_any_byte_loses_nothing(language: str, share: float, keeps_halves: bool):
    with SimulatedPrinter(language, keeps_halves=keeps_halves, **PRINTER) as printer:
        tape = tape_for(printer, 9)
        once = len(Tape(parse_address(printer.url()), 1).take(1)[0].data)
        printer.break_connection(at_byte=int(9 * once * share) + 1)
        play(tape, printer.url())
        printer.wait_for_rest()
        assert isinstance(tape.end, Finished)
        if language == "escpos" and keeps_halves:  # a receipt printer burns what it gets; the half label is spoiled
            tape.check([one for one in printer.printed if is_whole(one)])
        else:
            tape.check(printer.printed)


def is_whole(sticker: object) -> bool:
    rows = sticker.tobytes()
    return rows == rows[:8] * HEIGHT and rows[4:8] == b"\xa5\x0f\r\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_printer_that_lost_its_power_forgot_what_it_had(language: str):
    with SimulatedPrinter(language, **PRINTER | {"label_seconds": 0.1}) as printer:

        def cut_the_power(event: object) -> None:
            if isinstance(event, Sent) and event.positions[0] == 5 and printer.connections == 1:
                threading.Timer(0.12, printer.power_off).start()
            if isinstance(event, Paused):
                threading.Timer(0.2, printer.power_on).start()

        tape = play(tape_for(printer, 9), printer.url(), on=cut_the_power)
        printer.wait_for_rest()
        tape.check(printer.printed)
        assert tape.pauses() == ["printer-unreachable"]


def test_a_printer_that_stays_off_stops_the_tape():
    with SimulatedPrinter("zpl", **PRINTER | {"label_seconds": 0.1}) as printer:
        tape = play(
            tape_for(printer, 9), printer.url(), wait=0.3,
            on=lambda event: printer.power_off() if isinstance(event, Printed) else None,
        )  # fmt: skip
        assert isinstance(tape.end, Stopped)
        assert tape.end.reason.code in ("printer-unreachable", "printer-connection-lost")
        printer.power_on()
        tape.check(play(tape, printer.url(), resume=True) and printer.printed)


@pytest.mark.parametrize("delay", [0.05, 0.15, 0.35])
@pytest.mark.parametrize("language", LANGUAGES)
def test_late_answers_confirm_nothing_that_is_not_out(language: str, delay: float):
    """Late by up to twice the patience is heard; what is later still may stop the tape but never lies about it."""
    patience = replace(QUICK, answer=0.12)
    with SimulatedPrinter(language, answer_delay=delay, paper=6, **PRINTER | {"label_seconds": 0.02}) as printer:

        def compare(event: object) -> None:
            if isinstance(event, Printed) and event.confirmed:
                assert {place for place, _ in seen(printer.printed)} >= set(event.positions)
            if isinstance(event, Paused) and len(printer.printed) == 6:
                printer.load_paper()

        address = parse_address(printer.url(answers="yes"))
        tape = play(Tape(address, 8), address.url, wait=4, on=compare, patience=patience)
        printer.load_paper()
        printer.wait_for_rest()
        tape.check(printer.printed, whole=delay < 2 * patience.answer)


def test_a_zebra_that_is_silent_while_paper_is_out_is_waited_for():
    with SimulatedPrinter(
        "zpl", paper=5, silent_in_fault=True, knows=frozenset({"~HS"}), **PRINTER
    ) as printer:  # fmt: skip
        tape = play(tape_for(printer, 8), printer.url(), on=when_paused(printer, printer.load_paper))
        tape.check(printer.printed)
        assert tape.pauses() == ["printer-silent"]


def test_a_zebra_that_keeps_error_flags_while_silent_names_the_fault():
    with SimulatedPrinter("zpl", paper=5, silent_in_fault=True, **PRINTER) as printer:
        tape = play(tape_for(printer, 8), printer.url(), on=when_paused(printer, printer.load_paper))
        tape.check(printer.printed)
        assert tape.pauses() == ["printer-paper-out"]


def test_a_clone_that_knows_error_flags_only_is_not_confirmed():
    with SimulatedPrinter("zpl", knows=frozenset({"~HQES"}), **PRINTER) as printer:
        tape = play(tape_for(printer, 5), printer.url())
        tape.check(printer.printed)
        assert tape.batches == [4, 1]
        assert not any(tape.confirmed)


@pytest.mark.parametrize("receipt", ["processed", "printed"])
def test_receipts_confirm_label_by_label(receipt: str):
    with SimulatedPrinter("escpos", **PRINTER | {"label_seconds": 0.05}) as printer:
        tape = play(tape_for(printer, 4), printer.url(receipt=receipt))
        tape.check(printer.printed)
        assert all(tape.confirmed)
        assert tape.kinds().count("Printed") > 1


def test_a_receipt_printer_without_receipts_is_not_confirmed():
    with SimulatedPrinter("escpos", knows=frozenset({"DLE EOT"}), **PRINTER) as printer:
        tape = play(tape_for(printer, 5), printer.url())
        tape.check(printer.printed)
        assert not any(tape.confirmed)
        assert tape.batches == [4, 1]


@pytest.mark.parametrize("answers", ["auto", "no"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mute_printer_gets_one_label_at_a_time_and_confirms_none(language: str, answers: str):
    with SimulatedPrinter(language, answers=False, **PRINTER) as printer:
        tape = play(tape_for(printer, 3), printer.url(answers=answers))
        printer.wait_for(3)
        tape.check(printer.printed)
        assert tape.batches == [1, 1, 1]
        assert tape.confirmed == [False] * 3


def test_a_printer_that_must_answer_and_does_not_is_not_ready():
    with SimulatedPrinter("zpl", answers=False, **PRINTER) as printer:
        tape = play(tape_for(printer, 3), printer.url(answers="yes"), wait=0.5)
        assert tape.kinds() == ["Paused", "Stopped"]
        assert tape.pauses() == ["printer-silent"]
        assert printer.printed == []


def test_a_mute_printer_that_takes_no_more_bytes_is_blocked_then_goes_on():
    """Out of paper, without a voice: its buffer fills up, and so do those of the connection."""
    with SimulatedPrinter("tspl", answers=False, paper=0, capacity=1, **PRINTER) as printer:
        tape = tape_for(printer, 40)
        take, heavy = tape.take, b"\r\n" * 100_000
        tape.take = lambda count: [EncodedLabel(label.position, heavy + label.data) for label in take(count)]
        play(tape, printer.url(answers="no"), on=when_paused(printer, printer.load_paper))
        printer.wait_for(40)
        tape.check(printer.printed)
        assert tape.pauses()[0] == "printer-blocked"
        assert "Resumed" in tape.kinds()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dead_at", ["Sent", "Printed", "Paused"])
def test_a_killed_sender_is_resumed_by_the_next(language: str, dead_at: str):
    with SimulatedPrinter(language, paper=6, **PRINTER | {"label_seconds": 0.02}) as printer:
        address = parse_address(printer.url())
        tape = Tape(address, 10)
        run = Sender(address, SETTINGS, tape.take, patience=QUICK).run()
        times = 0
        for event in run:
            tape.note(event)
            times += type(event).__name__ == dead_at
            if times == (2 if dead_at == "Sent" else 1):
                break
        run.close()
        printer.load_paper()
        printer.wait_for_rest()
        tape.doubt_what_was_sent()
        play(tape, printer.url(), resume=True)
        tape.check(printer.printed)
        assert isinstance(tape.end, Finished)


def test_a_resumed_tape_waits_for_what_the_printer_still_holds():
    with SimulatedPrinter("zpl", paper=2, **PRINTER) as printer:
        tape = play(tape_for(printer, 4), printer.url(), wait=0.2)
        resumed = play(tape, printer.url(), resume=True, on=when_paused(printer, printer.load_paper))
        assert seen(printer.printed) == [(1, 1), (2, 1), (3, 1), (4, 1)] + [(place, 2) for place in range(1, 5)]
        resumed.check(printer.printed)


def test_cancelling_waits_for_what_was_sent_while_the_printer_prints():
    with SimulatedPrinter("zpl", **PRINTER | {"label_seconds": 0.03}) as printer:
        tape = tape_for(printer, 12)
        sender = Sender(parse_address(printer.url()), SETTINGS, tape.take, patience=QUICK)
        for event in sender.run():
            tape.note(event)
            sender.cancel()
        assert tape.kinds() == ["Sent", "Printed", "Stopped"]
        assert tape.end.reason.code == "print-cancelled"
        tape.check(printer.printed, whole=False)


def test_cancelling_does_not_wait_for_a_broken_printer():
    with SimulatedPrinter("zpl", paper=2, **PRINTER) as printer:
        tape = tape_for(printer, 12)
        sender = Sender(parse_address(printer.url()), SETTINGS, tape.take, wait=None, patience=QUICK)
        for event in sender.run():
            tape.note(event)
            if isinstance(event, Paused):
                sender.cancel()
        assert tape.kinds() == ["Sent", "Paused", "Doubtful", "Stopped"]


def test_a_printer_that_is_not_there_is_told_at_once():
    with SimulatedPrinter("zpl", **PRINTER) as printer:
        url = printer.url()
        printer.power_off()
        tape = play(Tape(parse_address(url), 3), url, wait=None)
    assert tape.kinds() == ["Stopped"]
    assert tape.end.reason.code == "printer-unreachable"
    assert tape.end.reason.details["printer"].startswith("127.0.0.1:")


def test_errors_of_the_taker_are_its_own():
    class OutOfReachError(KnownError):
        pass

    def take(count: int) -> list:
        raise OutOfReachError("database-unreachable")

    with SimulatedPrinter("zpl", **PRINTER) as printer:
        sender = Sender(parse_address(printer.url()), SETTINGS, take, patience=QUICK)
        with pytest.raises(OutOfReachError):
            list(sender.run())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_takes_every_label_and_confirms_none(language: str, tmp_path: Path):
    path = tmp_path / "лента с пробелом.bin"
    url = f"file:{path}?language={language}&dpi=203"
    tape = play(Tape(parse_address(url), 5), url)
    tape.check(stickers(language, path.read_bytes(), WIDTH, HEIGHT))
    assert tape.confirmed == [False] * 5
    assert tape.batches == [1] * 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_resumed_file_is_continued_and_a_new_tape_begins_anew(language: str, tmp_path: Path):
    url = f"file:{tmp_path}/tape.bin?language={language}"
    tape = Tape(parse_address(url), 5)
    run = Sender(parse_address(url), SETTINGS, tape.take).run()
    for event in run:
        tape.note(event)
        if isinstance(event, Printed) and event.positions == (2,):
            break
    run.close()
    play(tape, url, resume=True)
    tape.check(stickers(language, (tmp_path / "tape.bin").read_bytes(), WIDTH, HEIGHT))
    second = play(Tape(parse_address(url), 2), url)
    second.check(stickers(language, (tmp_path / "tape.bin").read_bytes(), WIDTH, HEIGHT))


@pytest.mark.parametrize("path", ["no/such/folder/x.bin", "."])
def test_a_file_that_cannot_be_written_is_told_at_once(path: str, tmp_path: Path):
    url = f"file:{tmp_path / path}?language=zpl"
    tape = play(Tape(parse_address(url), 3), url)
    assert tape.kinds() == ["Stopped"]
    assert tape.end.reason.code == "printer-file"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_a_full_disk_pauses_then_stops():
    url = "file:/dev/full?language=zpl"
    tape = play(Tape(parse_address(url), 3), url, wait=0.1)
    assert tape.end.reason.code == "printer-file"
    assert "Doubtful" in tape.kinds()


def test_the_pause_is_told_once_and_the_going_on_too():
    with SimulatedPrinter("tspl", paper=1, **PRINTER) as printer:
        told = []

        def note(event: object) -> None:
            if isinstance(event, Paused | Resumed):
                told.append(event)
            if isinstance(event, Paused):
                threading.Timer(0.3, printer.load_paper).start()

        play(tape_for(printer, 4), printer.url(), on=note)
        assert [type(event) for event in told] == [Paused, Resumed]
