"""What the code on a paper means when it is scanned."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from database.errors import DomainError
from domain.printouts.papers import PaperRow, paper, paper_by_payload
from labels.payload import parse
from printing.paper.making import PREFIX


@dataclass(frozen=True, slots=True)
class PaperScan:
    """The paper whose code was read. sealed: False where a paper has this number, but another seal was printed on it.

    preview: the sheet came from a preview, no paper was ever made. paper: None where there is none.
    """

    paper: PaperRow | None
    sealed: bool = True
    preview: bool = False


def is_paper_code(text: str) -> bool:
    """Tell whether a scanned text is the code of a paper, so that no page takes it for goods or a device."""
    read = parse(text, PREFIX)
    return read is not None and bool(read.seal)


def find_paper(session: Session, text: str) -> PaperScan | None:
    """Return what a scanned text says of papers; None where it is the code of none."""
    read = parse(text, PREFIX)
    if read is None or not read.seal:
        return None
    if read.planned:
        return PaperScan(None, preview=True)
    found = paper_by_payload(session, read.text)
    if found is not None:
        return PaperScan(found)
    try:
        return PaperScan(paper(session, read.number), sealed=False)
    except DomainError:
        return PaperScan(None)
