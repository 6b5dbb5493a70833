"""Bytes that are kept: each content once."""

import hashlib

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from domain.files.tables import StoredFile


def store(session: Session, content: bytes) -> int:
    """Keep bytes, or find them where they are kept already, and return the id of the file.

    Raises DomainError `file-too-large` beyond 25 MB.
    """
    digest = hashlib.sha256(content).hexdigest()
    known = select(StoredFile.id).where(StoredFile.sha256 == digest)
    found = session.scalar(known)
    if found is not None:
        return found
    values = {"sha256": digest, "size": len(content), "content": content}
    made = session.scalar(insert(StoredFile).values(values).on_conflict_do_nothing().returning(StoredFile.id))
    return made if made is not None else session.scalars(known).one()
