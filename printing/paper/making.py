"""Makes a paper: data, number, drawing, bytes and record in one transaction; saves it so that no half file is left."""

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from PIL import Image
from sqlalchemy.orm import Session

from database.errors import KnownError
from domain.files.actions import store
from domain.printouts.paper_data import to_json
from domain.printouts.papers import PaperMark, begin, keep, paper, paper_pdf
from domain.settings import paper_details
from labels.payload import PLANNED_SEAL, payload
from printing.paper.document import ONE_AT_A_TIME, Document, Rendered, render
from printing.paper.forms import form
from printing.paper.logo import read_logo

NO_NUMBER = "____"
PREFIX = "VP"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper that was made and kept. warnings: what could not be drawn as wished; the paper is whole without it."""

    id: int
    form: str
    number: str
    title: str
    ticket_id: int
    payload: str
    pdf: bytes = field(repr=False)
    warnings: tuple[KnownError, ...]
    document: Document = field(repr=False)
    author: str
    language: str


def make(session: Session, form_code: str, ticket_id: int, given: Any = None, language: str = "ru") -> MadePaper:
    """Make the next paper of a form for a ticket and keep it with its data.

    given: the form's given values (`Form.read`), or None for none. language: ru, kk or en, of the texts that are data.
    All is read before the number is taken: from then on the ticket takes no move until the transaction ends.
    Raises DomainError `form-unknown`, `no-right`, `role-wanted`, `ticket-unknown` and what reading the form's data
    raises.
    """
    unnumbered = gathered(session, form_code, ticket_id, given, language)
    wanted, (picture, warnings), author = form(form_code), _logo(session), unnumbered.company.name
    with ONE_AT_A_TIME:  # taken first, so that no ticket waits for another, longer drawing
        mark = begin(session, form_code, ticket_id)
        data = replace(unnumbered, number=mark.number, payload=mark.payload)
        document, title = wanted.draw(data, picture), f"{wanted.title} № {mark.number}"
        pdf = render([document], title=title, author=author, language=language)
    keep(session, mark, title=title, language=language, data=to_json(data), pdf=pdf)
    return MadePaper(
        mark.id, form_code, mark.number, title, ticket_id, mark.payload, pdf, warnings, document, author, language
    )


def preview(session: Session, form_code: str, ticket_id: int, given: Any = None, language: str = "ru") -> Rendered:
    """Draw a paper as it would be made now, with a blank for its number and a code that opens nothing; nothing is kept.

    Raises as `make`, but for roles: who may read what stands on it may look.
    """
    data = gathered(session, form_code, ticket_id, given, language)
    wanted, (picture, warnings) = form(form_code), _logo(session)
    document, title = wanted.draw(data, picture), f"{wanted.title} (просмотр)"
    return Rendered(render([document], title=title, author=data.company.name, language=language), warnings)


def gathered(session: Session, form_code: str, ticket_id: int, given: Any = None, language: str = "ru") -> Any:
    """Return the data of a paper as it would be made now, with a blank for its number. Raises as `make`."""
    wanted = form(form_code)
    mark = PaperMark(0, NO_NUMBER, payload(0, PLANNED_SEAL, PREFIX))
    return wanted.gather(session, ticket_id, wanted.given() if given is None else given, mark, language)


def joined(papers: Sequence[MadePaper]) -> bytes:
    """Return one PDF of papers in this order; a single one as it was kept."""
    if len(papers) == 1:
        return papers[0].pdf
    title = ", ".join(dict.fromkeys(one.title for one in papers))[:200]
    first = papers[0]
    return render([one.document for one in papers], title=title, author=first.author, language=first.language)


def reprint(session: Session, paper_id: int) -> tuple[str, bytes]:
    """Return the title and the very bytes of a paper made before. Raises DomainError `paper-unknown`, `no-right`."""
    return paper(session, paper_id).title, paper_pdf(session, paper_id)


def set_logo(session: Session, content: bytes | None, *, expected_version: int) -> None:
    """Set the company's logo from the bytes of a picture file, or take it away; administrators and the director.

    Raises KnownError `logo-no-picture`, `logo-too-large`, or ConflictError.
    """
    file_id = None
    if content is not None:
        read_logo(content)
        file_id = store(session, content)
    paper_details.set_logo_file(session, file_id, expected_version=expected_version)


def save(path: Path, pdf: bytes) -> None:
    """Write a PDF to a file: whole, or not at all; a file that was there before stays as it was until then.

    Raises KnownError `paper-disk-full` or `paper-unwritable`, both with `file` and `message`.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(pdf)  # a device or a pipe cannot be replaced
            return
        _replace(path, pdf)
    except OSError as error:
        code = "paper-disk-full" if error.errno in _FULL else "paper-unwritable"
        raise KnownError(code, file=str(path), message=error.strerror or str(error)) from error


def _replace(path: Path, pdf: bytes) -> None:
    part = path.parent / f".{path.name[:60]}.{uuid4().hex}.part"
    try:
        with part.open("xb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _logo(session: Session) -> tuple[Image.Image | None, tuple[KnownError, ...]]:
    content = paper_details.logo(session)
    if content is None:
        return None, ()
    try:
        return read_logo(content), ()
    except KnownError as error:
        return None, (error,)
