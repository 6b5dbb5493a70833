"""Many deals, fifty at a time: a chunk whose answer got lost does not keep the others from being read."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from integrations.bitrix24.client import BATCH
from integrations.bitrix24.errors import OutcomeUnknownError, RefusedError

_IN_A_ROW = 2  # a portal that answers nothing is left alone: each lost answer costs a minute

Item = TypeVar("Item")


def each_chunk(items: Sequence[Item], work: Callable[[Sequence[Item]], None]) -> None:
    """Do `work` for chunks of fifty; what was done stays done.

    Raises at the end what one chunk met (a lost answer, a refusal); the second lost answer in a row, and whatever
    concerns the portal as a whole, at once.
    """
    met: OutcomeUnknownError | RefusedError | None = None
    in_a_row = 0
    for start in range(0, len(items), BATCH):
        try:
            work(items[start : start + BATCH])
            in_a_row = 0
        except RefusedError as error:
            met = error
        except OutcomeUnknownError as error:
            met, in_a_row = error, in_a_row + 1
            if in_a_row == _IN_A_ROW:
                raise
    if met is not None:
        raise met
