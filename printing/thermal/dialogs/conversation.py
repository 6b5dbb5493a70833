"""What the dialogs share: one question at a time, patience, and when a batch counts as printed."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

from printing.thermal.state import PrinterState
from printing.thermal.transport import Transport

Answer = TypeVar("Answer")

IDLE_ANSWERS = 2
_MOST_LATE = 3


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait.

    `answer`: for one answer. `poll`: between questions while it prints, `fault_poll`: while it does not. `blocked`:
    without a byte being taken until the printer counts as stuck. `reconnect`: between two attempts.
    """

    answer: float = 3.0
    poll: float = 0.05
    fault_poll: float = 1.0
    blocked: float = 10.0
    reconnect: float = 1.0


class Dialog(ABC):
    """Questions and answers on one connection. Every method may raise ConnectionLostError."""

    confirms = True
    """Whether the printer itself says that a batch is out; else it is only known to be ready and at rest again."""

    counts_waiting = False
    """Whether its answers count what it has received and not printed, so that "at rest" is never said too early."""

    def __init__(self, transport: Transport, patience: Patience) -> None:
        self._transport = transport
        self._patience = patience
        self._late = 0
        self._pending = False
        self._batch = 0
        self._idle_answers = 0
        self._moved = False
        self._patient_until = 0.0

    @abstractmethod
    def ask(self) -> PrinterState | None:
        """Return the printer's state now; None for silence, which means unknown."""

    def start_batch(self, size: int) -> None:
        """Note that a batch of `size` labels is about to be sent."""
        self._batch = size
        self._idle_answers = 0
        self._moved = False

    def marked(self, label: bytes, position: int) -> bytes:  # noqa: ARG002
        """Return a label of the batch with whatever makes the printer tell when it is out. position: from 0."""
        return label

    def batch_sent(self, seconds: float) -> None:
        """Note that the batch was sent; an ordinary printer takes `seconds` for it."""
        self._patient_until = monotonic() + seconds

    def printed(self, state: PrinterState) -> int:
        """Return how many labels of the batch are surely out, judged by the answer just given.

        All of them once the printer is at rest. One that only tells whether it moves may not have begun: unless it
        was seen at work, it is believed after the time that the batch takes. An answer that comes late may be older
        than the batch: rest must be told twice, and once more for every question that was given up.
        """
        if not state.idle:
            self._moved = self._moved or state.working
            self._idle_answers = 0
            return 0
        self._idle_answers += 1
        rested = self._idle_answers >= IDLE_ANSWERS + min(self._late, _MOST_LATE)
        begun = self.counts_waiting or self._moved or monotonic() >= self._patient_until
        return self._batch if rested and begun else 0

    def _exchange(self, question: bytes, understood: Callable[[bytes], Answer | None]) -> Answer | None:
        """Ask and wait for an answer that is understood; None where none came in time.

        The next call goes on waiting for it before it asks again: an answer that is always a little late is heard.
        """
        if self._pending:
            answer = self._hear(understood, self._patience.answer)
            self._pending = False
            if answer is not None:
                return answer
            self._late += 1
        while self._transport.receive(0):
            pass  # nobody asked for it, or too long ago
        if self._transport.send(question, self._patience.answer) < len(question):
            return None
        answer = self._hear(understood, self._patience.answer)
        self._pending = answer is None
        return answer

    def _hear(self, understood: Callable[[bytes], Answer | None], seconds: float) -> Answer | None:
        heard, deadline = b"", monotonic() + seconds
        while (left := deadline - monotonic()) > 0:
            heard += self._transport.receive(left)
            answer = understood(heard)
            if answer is not None:
                return answer
        return None
