"""Files in the table of attachments: base64 text on PostgreSQL, bytes on MySQL."""

import base64
import binascii
import re
from collections.abc import Sequence

from integrations.otrs.connection import Row, SourceDatabase, marks
from integrations.otrs.records import Article
from integrations.otrs.stored_files import FileHead, LostContentError
from integrations.otrs.values import number, raw, text

_WHITE_SPACE = re.compile(rb"\s+")
_HEADS = """
    SELECT id, article_id, filename, content_type, content_id, disposition, content_size
    FROM article_data_mime_attachment WHERE article_id IN"""


class ArticleTable:
    """Files that lie in the database."""

    def __init__(self, database: SourceDatabase) -> None:
        self._database = database

    def heads(self, articles: Sequence[Article]) -> list[FileHead]:
        """Return the files of these articles without their bytes."""
        ids = [article.id for article in articles]
        rows = self._database.rows(f"{_HEADS} ({marks(ids)}) ORDER BY id", ids) if ids else []
        return [_head(row) for row in rows]

    def content(self, head: FileHead) -> bytes:
        """Return the bytes of one row. Raises LostContentError."""
        rows = self._database.rows("SELECT content FROM article_data_mime_attachment WHERE id = %s", [head.row_id])
        stored = raw(rows[0]["content"]) if rows else None
        if not stored:
            if head.size == 0 or (stored is not None and head.size is None):
                return b""
            raise LostContentError("no-content")
        return stored if self._database.direct_blobs else _from_base64(stored, head.size)


def _head(row: Row) -> FileHead:
    declared = text(row["content_size"]).strip()
    return FileHead(
        article_id=number(row["article_id"]),
        row_id=number(row["id"]),
        filename=text(row["filename"]),
        content_type=text(row["content_type"]),
        content_id=text(row["content_id"]),
        disposition=text(row["disposition"]),
        size=int(declared) if declared.isdecimal() else None,  # old versions wrote "1.2 KBytes"
    )


def _from_base64(stored: bytes, declared_size: int | None) -> bytes:
    """Decode what PostgreSQL holds; line breaks are usual, missing padding is forgiven when the size is right."""
    packed = _WHITE_SPACE.sub(b"", stored)
    unpadded = packed.rstrip(b"=")
    try:
        data = base64.b64decode(unpadded + b"=" * (-len(unpadded) % 4), validate=True)
    except binascii.Error:
        raise LostContentError("broken-base64") from None
    if len(packed) % 4 and declared_size not in {None, len(data)}:
        raise LostContentError("broken-base64")  # cut off somewhere
    return data
