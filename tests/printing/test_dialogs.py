"""Answers as printers of the manuals give them, torn, late, mixed and with noise."""

import pytest

from printing.thermal.address import parse_address
from printing.thermal.dialogs import Patience, dialog
from printing.thermal.dialogs.escpos import EscposEar
from printing.thermal.dialogs.escpos import read_status as read_escpos
from printing.thermal.dialogs.tspl import read_status as read_tspl
from printing.thermal.inquiry import ask_state
from printing.thermal.state import Fault, PrinterState
from printing.thermal.transport import ConnectionLostError
from tests.printing.simulated_printer import SimulatedPrinter

QUICK = Patience(answer=0.2, poll=0.01, fault_poll=0.02)

HS = b"\x02030,%b,%b,1245,%b,0,0,%b,000,0,0,%b\x03\r\n\x02001,0,%b,%b,1,2,6,0,%b,1,000\x03\r\n\x021234,0\x03\r\n"
HQES = b"\x02\r\n  PRINTER STATUS                         \r\n   ERRORS:         %b 00000000 %b        \r\n" \
       b"   WARNINGS:       %b 00000000 %b        \r\n\x03"  # fmt: skip


def hs(paper=b"0", pause=b"0", formats=b"000", half=b"0", hot=b"0", head=b"0", ribbon=b"0", left=b"00000000") -> bytes:
    return HS % (paper, pause, formats, half, hot, head, ribbon, left)


def hqes(errors=b"00000000", warnings=b"00000000") -> bytes:
    return HQES % (b"1" if int(errors, 16) else b"0", errors, b"1" if int(warnings, 16) else b"0", warnings)


class Line:
    """A connection that plays back answers, one list of pieces for each question."""

    answers = keeps_halves = True

    def __init__(self, *answers: list[bytes]) -> None:
        self.left = list(answers)
        self.asked: list[bytes] = []
        self.pieces: list[bytes] = []

    def send(self, data: bytes, _seconds: float) -> int:
        self.asked.append(data)
        self.pieces += self.left.pop(0) if self.left else []
        return len(data)

    def receive(self, _seconds: float) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""

    def delivered(self, _seconds: float) -> bool:
        return True

    def close(self) -> None:
        return


def ask(language: str, *answers: list[bytes], patience: Patience = QUICK, **options: str) -> PrinterState | None:
    more = "".join(f"&{name}={value}" for name, value in options.items())
    return dialog(parse_address(f"tcp://p?language={language}{more}"), Line(*answers), patience).ask()


@pytest.mark.parametrize(
    ("answer", "faults", "working"),
    [
        (hs(), (), False),
        (hs(paper=b"1"), (Fault.PAPER_OUT,), False),
        (hs(pause=b"1"), (Fault.PAUSED,), False),
        (hs(head=b"1", paper=b"1"), (Fault.HEAD_OPEN, Fault.PAPER_OUT), False),
        (hs(ribbon=b"1"), (Fault.RIBBON_OUT,), False),
        (hs(hot=b"1"), (Fault.HOT,), False),
        (hs(formats=b"003"), (), True),
        (hs(left=b"00000002"), (), True),
        (hs(half=b"1"), (), True),
    ],
)
def test_host_status(answer: bytes, faults: tuple[Fault, ...], working: bool):
    for state in (ask("zpl", [answer, hqes()]), ask("zpl", [answer]), ask("zpl", [bytes([one]) for one in answer])):
        assert (state.faults, state.working) == (faults, working)


@pytest.mark.parametrize(
    ("errors", "fault"),
    [
        (b"00000001", Fault.PAPER_OUT),
        (b"00000002", Fault.RIBBON_OUT),
        (b"00000004", Fault.HEAD_OPEN),
        (b"00000008", Fault.CUTTER),
        (b"00000010", Fault.HOT),
        (b"00000020", Fault.HOT),
        (b"00010000", Fault.PAUSED),
        (b"00001000", Fault.PAPER_JAM),
        (b"00000080", Fault.OTHER),
    ],
)
def test_error_flags_name_what_host_status_does_not(errors: bytes, fault: Fault):
    assert ask("zpl", [hs(), hqes(errors)]).faults == (fault,)
    assert ask("zpl", [hqes(errors)]).faults == (fault,), "no answer to ~HS while in fault"


def test_a_named_fault_hides_the_unnamed_flag():
    assert ask("zpl", [hs(paper=b"1"), hqes(b"00000080")]).faults == (Fault.PAPER_OUT,)


def test_the_roll_near_its_end_is_told():
    state = ask("zpl", [hs(), hqes(warnings=b"00000008")])
    assert state.near_end
    assert state.idle


def test_flags_alone_are_never_rest_where_host_status_is_known():
    line = Line([hs(), hqes()], [hqes()])
    one = dialog(parse_address("tcp://p?language=zpl"), line, QUICK)
    assert one.ask().idle
    assert not one.ask().idle


def test_a_clone_without_flags_is_not_asked_again():
    line = Line([hs()], [hs()])
    one = dialog(parse_address("tcp://p?language=zpl"), line, QUICK)
    one.ask()
    one.ask()
    assert line.asked == [b"~HS\r\n~HQES\r\n", b"~HS\r\n"]


@pytest.mark.parametrize(
    "noise", [b"", b"\x02garbage\x03", b"OK\r\n", b"\x02030,0,0\x03", b"\x02\x03" * 9, b"\xff" * 50]
)
def test_noise_is_silence(noise: bytes):
    assert ask("zpl", [noise]) is None


@pytest.mark.parametrize(
    ("bits", "faults", "working"),
    [
        (0x00, (), False),
        (0x20, (), True),
        (0x01, (Fault.HEAD_OPEN,), False),
        (0x40, (Fault.HEAD_OPEN,), False),
        (0x02, (Fault.PAPER_JAM,), False),
        (0x04, (Fault.PAPER_OUT,), False),
        (0x05, (Fault.HEAD_OPEN, Fault.PAPER_OUT), False),
        (0x08, (Fault.RIBBON_OUT,), False),
        (0x30, (Fault.PAUSED,), True),
        (0x80, (Fault.OTHER,), False),
    ],
)
def test_tspl_bits(bits: int, faults: tuple[Fault, ...], working: bool):
    assert (read_tspl(bits).faults, read_tspl(bits).working) == (faults, working)
    assert ask("tspl", [bytes([bits])]) == read_tspl(bits)


def test_silence_is_unknown():
    assert ask("tspl") is None
    assert ask("zpl") is None
    assert ask("escpos") is None


@pytest.mark.parametrize(
    ("bits", "faults"),
    [
        ((0x12, 0, 0, 0x12), ()),
        ((0x1A, 0x12, 0x12, 0x12), (Fault.OFFLINE,)),
        ((0x1A, 0x16, 0x12, 0x12), (Fault.HEAD_OPEN,)),
        ((0x1A, 0x32, 0x12, 0x72), (Fault.PAPER_OUT,)),
        ((0x12, 0, 0, 0x72), (Fault.PAPER_OUT,)),
        ((0x1A, 0x52, 0x1A, 0x12), (Fault.CUTTER,)),
        ((0x1A, 0x52, 0x32, 0x12), (Fault.OTHER,)),
        ((0x1A, 0x52, 0x52, 0x12), (Fault.HOT,)),
        ((0x1A, 0x52, 0x12, 0x12), (Fault.OTHER,)),
    ],
)
def test_escpos_bits(bits: tuple[int, int, int, int], faults: tuple[Fault, ...]):
    assert read_escpos(*bits).faults == faults


def test_escpos_tells_what_is_near_its_end():
    assert read_escpos(0x12, 0, 0, 0x1E).near_end
    assert read_escpos(0x12, 0, 0, 0x1E).ready


def test_escpos_asks_for_causes_only_when_offline():
    line = Line([b"\x1a"], [b"\x32"], [b"\x12"], [b"\x72"])
    one = dialog(parse_address("tcp://p?language=escpos"), line, QUICK)
    assert one.ask().faults == (Fault.PAPER_OUT,)
    assert line.asked == [b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04"]


def test_escpos_without_a_paper_sensor_is_heard_in_the_end():
    line = Line([b"\x12"], [], [b"\x12"])
    one = dialog(parse_address("tcp://p?language=escpos&receipt=printed"), line, QUICK)
    assert one.ask() is None, "it may only be late"
    assert one.ask().ready
    assert one.ask().ready
    assert line.asked == [b"\x10\x04\x01", b"\x10\x04\x04", b"\x10\x04\x01"]


def test_escpos_answers_are_told_apart_in_one_stream():
    ear = EscposEar()
    stream = (
        b"\x12" + b"\x00" + b"7\x220042\x00" + b"\x14\x00\x00\x0f" + b"\x11\x13" + b"\x0c" + b"\x1a" + b"7\x220043\x00"
    )
    for byte in stream:
        ear.hear(bytes([byte]))
    assert ear.statuses == [0x12, 0x1A]
    assert ear.processed == 2
    assert ear.receipts == {b"0042", b"0043"}


def test_what_nobody_asked_for_is_not_an_answer():
    line = Line([b"\x00"])
    line.pieces = [b"\x04"]
    one = dialog(parse_address("tcp://p?language=tspl"), line, QUICK)
    assert one.ask().ready


@pytest.mark.parametrize("language", ["zpl", "tspl", "escpos"])
def test_a_state_can_be_asked_apart_from_any_tape(language: str):
    with SimulatedPrinter(language) as printer:
        address = parse_address(printer.url())
        assert ask_state(address, QUICK).code == "printer-ready"
        printer.set(head_open=True)
        assert ask_state(address, QUICK).code == "printer-head-open"
        printer.set(head_open=False)
        printer.load_paper(0)
        assert ask_state(address, QUICK).code == "printer-paper-out"
    with SimulatedPrinter(language, answers=False) as printer:
        assert ask_state(parse_address(printer.url()), QUICK).code == "printer-silent"


def test_a_printer_that_is_not_there_is_told():
    with SimulatedPrinter("zpl") as printer:
        url = printer.url()
    with pytest.raises(ConnectionLostError) as refused:
        ask_state(parse_address(url), QUICK)
    assert refused.value.code == "printer-unreachable"


def test_a_name_that_nobody_knows_is_told():
    with pytest.raises(ConnectionLostError) as refused:
        ask_state(parse_address("tcp://no-such-printer.invalid?language=zpl"), QUICK)
    assert refused.value.code == "printer-unreachable"
