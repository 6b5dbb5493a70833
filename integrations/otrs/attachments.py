"""Files of articles, from the database or from the article directory of the server, one at a time."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from integrations.otrs.article_directory import ArticleDirectory
from integrations.otrs.article_table import ArticleTable
from integrations.otrs.connection import SourceDatabase, marks
from integrations.otrs.records import Article, Attachment, Fault, Role, StorageSurvey
from integrations.otrs.roles import roles
from integrations.otrs.schema import Schema
from integrations.otrs.stored_files import FileHead, LostContentError, Storage
from integrations.otrs.values import number

_PORTION = 500


class Attachments:
    """Reads the files of articles wherever they are: for each article first in the database, then on disk."""

    def __init__(self, database: SourceDatabase, schema: Schema, directory: Path | None) -> None:
        """directory: the server's article directory or a copy. Raises SourceError `otrs-articles-dir`."""
        self._database = database
        self._schema = schema
        self._table = ArticleTable(database)
        self._disk = None if directory is None else ArticleDirectory(directory)

    def read(self, articles: Sequence[Article]) -> Iterator[Attachment]:
        """Yield the files of these articles by article, file name and id; one file at a time is in memory.

        A file whose bytes are lost is yielded with a `fault` and without content.
        """
        in_table = _by_article(self._table.heads(articles))
        others = [article for article in articles if article.id not in in_table]
        on_disk = {} if self._disk is None else _by_article(self._disk.heads(others))
        for article in articles:
            if article.id in in_table:
                yield from _with_content(in_table[article.id], self._table)
            elif self._disk is not None and article.id in on_disk:
                yield from _with_content(on_disk[article.id], self._disk)

    def survey(self, articles: Sequence[Article]) -> StorageSurvey:
        """Count where files and raw letters of these articles lie, without reading any."""
        in_database: set[int] = set()
        for start in range(0, len(articles), _PORTION):
            in_database |= self._traces([article.id for article in articles[start : start + _PORTION]])
        disk = self._disk
        others = [article for article in articles if article.id not in in_database]
        return StorageSurvey(
            articles=len(articles),
            letters=sum(1 for article in articles if article.channel == "Email"),
            in_database=len(in_database),
            on_disk=0 if disk is None else sum(1 for article in others if disk.has(article)),
        )

    def _traces(self, ids: Sequence[int]) -> set[int]:
        tables = ["article_data_mime_attachment"]
        tables += ["article_data_mime_plain"] if self._schema.has("raw_letters") else []
        found: set[int] = set()
        for table in tables:
            rows = self._database.rows(f"SELECT article_id FROM {table} WHERE article_id IN ({marks(ids)})", ids)
            found |= {number(row["article_id"]) for row in rows}
        return found


def _by_article(heads: Sequence[FileHead]) -> dict[int, list[FileHead]]:
    # Sorted here and not by the server: two servers, two orders of Cyrillic.
    ordered = sorted(heads, key=lambda head: (head.article_id, head.filename, head.row_id))
    return {article_id: list(group) for article_id, group in groupby(ordered, key=lambda head: head.article_id)}


def _with_content(heads: Sequence[FileHead], storage: Storage) -> Iterator[Attachment]:
    def html_or_nothing(head: FileHead) -> bytes:
        try:
            return storage.content(head)
        except LostContentError:
            return b""

    for head, role in zip(heads, roles(heads, html_or_nothing), strict=True):
        yield _attachment(head, role, storage)


def _attachment(head: FileHead, role: Role, storage: Storage) -> Attachment:
    fault: Fault = ""
    try:
        data = storage.content(head)
    except LostContentError as lost:
        data, fault = b"", lost.fault
    return Attachment(
        article_id=head.article_id,
        filename=head.filename,
        content_type=head.content_type,
        content_id=head.content_id,
        disposition=head.effective_disposition,
        role=role,
        size=len(data),
        sha256="" if fault else hashlib.sha256(data).hexdigest(),
        content=data,
        fault=fault,
    )
