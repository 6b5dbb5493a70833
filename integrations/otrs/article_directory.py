"""The article directory of a server that keeps files on disk (setting ArticleStorageFS), or a copy of it.

An article's files lie in `{directory}/{content_path}/{article id}/`; beside each file small neighbours hold its type,
content id and disposition. Names are cleaned there: spaces and brackets became underscores.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from integrations.otrs.errors import SourceError
from integrations.otrs.records import Article
from integrations.otrs.stored_files import FileHead, LostContentError

_TYPE = ".content_type"
_NEIGHBOURS = (_TYPE, ".content_id", ".content_alternative", ".disposition")
_RAW_LETTER = "plain.txt"


class ArticleDirectory:
    """Files that lie on disk."""

    def __init__(self, directory: Path) -> None:
        """directory: `…/var/article`, or the `var` above it. Raises SourceError `otrs-articles-dir`."""
        if not directory.is_dir():
            raise SourceError("otrs-articles-dir", path=str(directory))
        below = directory / "article"
        self._root = below if below.is_dir() else directory

    def has(self, article: Article) -> bool:
        """Say whether this article has a folder of its own, with at least one entry."""
        folder = self._folder(article)
        return folder is not None and bool(_names(folder))

    def heads(self, articles: Sequence[Article]) -> list[FileHead]:
        """Return the files of these articles without their bytes; a neighbour without its file counts as a file."""
        return [head for article in articles for head in self._heads(article)]

    def content(self, head: FileHead) -> bytes:
        """Return the bytes of one file. Raises LostContentError when it is gone or may not be read."""
        try:
            return Path(head.path).read_bytes()
        except FileNotFoundError:
            raise LostContentError("no-content") from None
        except OSError:
            raise LostContentError("unreadable") from None

    def _heads(self, article: Article) -> list[FileHead]:
        folder = self._folder(article)
        names = set() if folder is None else set(_names(folder))
        files = {name for name in names if not _is_neighbour(name, names)}
        files |= {name.removesuffix(_TYPE) for name in names - files if name.endswith(_TYPE)}
        return [_head(folder / name, article.id) for name in files - {_RAW_LETTER}] if folder else []

    def _folder(self, article: Article) -> Path | None:
        # What the database says is only text: it may not lead out of the directory that was named. Links below it
        # may: old years often lie on another disk.
        parts = [part for part in article.content_path.replace("\\", "/").split("/") if part]
        if not parts or any(part == ".." or ":" in part for part in parts):
            return None
        return self._root.joinpath(*parts, str(article.id))


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if entry.is_file()]
    except OSError:
        return []


def _is_neighbour(name: str, names: set[str]) -> bool:
    # A client's own file may be called `list.content_type`; it then has neighbours itself.
    return name.endswith(_NEIGHBOURS) and name + _TYPE not in names


def _head(file: Path, article_id: int) -> FileHead:
    try:
        size = file.stat().st_size
    except OSError:
        size = None
    content_type, content_id, _, disposition = (_small_text(file, suffix) for suffix in _NEIGHBOURS)
    return FileHead(
        article_id=article_id,
        filename=os.fsencode(file.name).decode("utf-8", "replace"),  # a name in another encoding must not stop us
        content_type=content_type,
        content_id=content_id,
        disposition=disposition,
        size=size,
        path=str(file),
    )


def _small_text(file: Path, suffix: str) -> str:
    try:
        return file.with_name(file.name + suffix).read_bytes().decode("utf-8", "replace").strip()
    except OSError:
        return ""
