"""ESC/POS: DLE EOT is answered at once, also offline; after each label the printer is asked for a receipt.

Receipts, by the printer's address: ``processed`` (GS r 1, an ordinary command, so that it is answered when all before
it is processed and the printer is online) or ``printed`` (GS ( H, which Epson answers when the label is on paper;
others print its parameters as text, therefore it must be asked for). A printer that answers DLE EOT but not GS r is
believed after the time that the labels take, and shown as not confirmed.
"""

from collections.abc import Callable
from time import monotonic

from printing.thermal.address import Receipt
from printing.thermal.dialogs.conversation import Dialog, Patience
from printing.thermal.state import Fault, PrinterState, state_of
from printing.thermal.transport import Transport

_PROCESSED = b"\x1dr\x01"
_FIXED_BITS = 0x93
"""Bits 0, 1, 4 and 7 tell the kinds of answers apart."""
_REAL_TIME, _AUTOMATIC, _PAPER_SENSOR = 0x12, 0x10, 0x00
_OFFLINE = 0x08
_RECEIPT_START, _RECEIPT_LENGTH = 0x37, 7
_AUTOMATIC_LENGTH = 4


class EscposDialog(Dialog):
    """Real-time answers do not say which question they answer, so one is asked at a time."""

    def __init__(self, transport: Transport, patience: Patience, receipt: Receipt) -> None:
        super().__init__(transport, patience)
        self._receipt = receipt
        self._ear = EscposEar()
        self._gives_receipts: bool | None = True if receipt == "printed" else None
        self._heard: dict[int, int] = {}
        self._told: set[int] = set()
        self._never_told: set[int] = set()
        self._serial = 0
        self._awaited: list[bytes] = []

    def ask(self) -> PrinterState | None:
        """Ask for online first, for the causes where it is not, and for the paper."""
        online = self._question(1)
        if online is None:
            return None
        offline = bool(online & _OFFLINE)
        for number in (2, 3, 4) if offline else (4,):
            if self._question(number) is None and number not in self._never_told:
                return None
        heard, self._heard = self._heard, {}
        if self._gives_receipts is None and not offline:
            self._gives_receipts = self.confirms = self._knows_processed()
        return read_status(online, heard.get(2, 0), heard.get(3, 0), heard.get(4, 0))

    def marked(self, label: bytes, position: int) -> bytes:
        """Append the question for the receipt."""
        if not self._gives_receipts:
            return label
        if self._receipt == "processed":
            return label + _PROCESSED
        return label + b"\x1d(H\x06\x0000" + self._awaited[position]

    def start_batch(self, size: int) -> None:
        """Forget the receipts of earlier batches."""
        super().start_batch(size)
        self._listen(0)
        self._heard = {}
        self._ear.processed, self._ear.receipts = 0, set()
        self._awaited = [b"%04d" % (self._serial + position) for position in range(size)]
        self._serial = (self._serial + size) % 9000

    def printed(self, state: PrinterState) -> int:
        """Count the receipts, in order."""
        if not self._gives_receipts:
            return super().printed(state)
        self._listen(0)
        if self._receipt == "processed":
            return min(self._ear.processed, self._batch)
        missing = (place for place, name in enumerate(self._awaited) if name not in self._ear.receipts)
        return next(missing, self._batch)

    def _question(self, number: int) -> int | None:
        """Return the answer to DLE EOT `number`; one that is late is waited for in the next call, not asked again.

        A number that was never answered twice over, while others were, is one that this printer does not know.
        """
        if number in self._heard or number in self._never_told:
            return self._heard.get(number)
        self._listen(0)
        if not self._pending:
            self._ear.statuses.clear()
            if not self._sent(b"\x10\x04%c" % number):
                return None
        again, self._pending = self._pending, False
        answer = self._wait(lambda: next(iter(self._ear.statuses), None))
        if answer is not None:
            self._heard[number] = answer
            self._told.add(number)
        elif not again:
            self._pending = True
        else:
            self._late += 1
            if number != 1 and number not in self._told:
                self._never_told.add(number)
        return answer

    def _knows_processed(self) -> bool:
        self._listen(0)
        self._ear.processed = 0
        return bool(self._sent(_PROCESSED) and self._wait(lambda: self._ear.processed or None))

    def _sent(self, question: bytes) -> bool | None:
        return self._transport.send(question, self._patience.answer) == len(question) or None

    def _wait(self, answer: Callable[[], int | None]) -> int | None:
        deadline = monotonic() + self._patience.answer
        while (found := answer()) is None:
            left = deadline - monotonic()
            if left <= 0:
                return None
            self._listen(left)
        return found

    def _listen(self, seconds: float) -> None:
        while data := self._transport.receive(seconds):
            self._ear.hear(data)
            seconds = 0


class EscposEar:
    """Tells apart what comes back on one line: real-time answers, GS r answers, receipts, automatic status."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.processed = 0
        self.receipts: set[bytes] = set()
        self._rest = b""

    def hear(self, data: bytes) -> None:
        """Take bytes as they come; an answer cut in two is kept until its end is there."""
        self._rest += data
        while self._rest and len(self._rest) >= (length := self._length(self._rest[0])):
            answer, self._rest = self._rest[:length], self._rest[length:]
            kind = answer[0] & _FIXED_BITS
            if length == _RECEIPT_LENGTH:
                self.receipts.add(answer[2:6])
            elif kind == _REAL_TIME:
                self.statuses.append(answer[0])
            elif kind == _PAPER_SENSOR:
                self.processed += 1

    def _length(self, first: int) -> int:
        if first == _RECEIPT_START:
            return _RECEIPT_LENGTH
        return _AUTOMATIC_LENGTH if first & _FIXED_BITS == _AUTOMATIC else 1


def read_status(online: int, cause: int, error: int, paper: int) -> PrinterState:
    """Return what the answers to DLE EOT 1 to 4 say (HPRT TP80K and Epson manuals); 0 for one that was not asked."""
    faults = {
        Fault.HEAD_OPEN: bool(cause & 0x04),
        Fault.PAPER_OUT: bool(cause & 0x20) or bool(paper & 0x60),
        Fault.CUTTER: bool(error & 0x08),
        Fault.OTHER: bool(error & 0x20),
        Fault.HOT: bool(error & 0x40),
    }
    faults[Fault.OTHER] = faults[Fault.OTHER] or (bool(cause & 0x40) and not any(faults.values()))
    faults[Fault.OFFLINE] = bool(online & 0x08) and not any(faults.values())
    return state_of(faults, near_end=bool(paper & 0x0C))
