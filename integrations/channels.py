"""Channels by which clients are told: one interface for e-mail and whatever else carries a few words to a person.

A channel takes a letter and says what came of it. How it may end otherwise are outcomes of a job: what is raised here
goes on to the queue as it is.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from integrations.agent.outcomes import GiveUpError, TryAgainError

CLOSED_SECONDS = 600.0
"""Seconds after which a channel that does not let us in is tried again."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Words to one person. `recipient` is an address of the channel: e-mail, or a phone in E.164.

    message_id: the same at every attempt and unlike that of any other letter, so that a repeat is known as one.
    subject: of one line; channels without subjects leave it out. language: ru, en or kk.
    """

    recipient: str
    recipient_name: str
    subject: str
    body: str
    message_id: str
    language: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """The letter was accepted; `answer` is what the other side said to it."""

    answer: str


class Channel(Protocol):
    """Something that carries letters."""

    def send(self, letter: Letter) -> Delivered:
        """Hand a letter over. Raises RefusedForGoodError, TryLaterError or ChannelClosedError."""


class RefusedForGoodError(GiveUpError):
    """The letter will never be taken: an address that is none, or the other side's own words in `answer`."""


class TryLaterError(TryAgainError):
    """The letter was not taken this time.

    uncertain: it may have arrived all the same, so that the next attempt must be the very same letter.
    counted: as in TryAgainError; False where the fault is not this letter's.
    """

    def __init__(self, code: str, *, uncertain: bool = False, counted: bool = True, **details: Any) -> None:
        super().__init__(code, counted=counted, **details)
        self.uncertain = uncertain


class ChannelClosedError(TryAgainError):
    """No letter goes this way until a person mends it: settings, a password, a certificate. Letters wait for that."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code, seconds=CLOSED_SECONDS, counted=False, **details)
