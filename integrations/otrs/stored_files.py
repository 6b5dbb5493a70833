"""A file of an article before its bytes are read, and the places where such files lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from integrations.otrs.records import Article, Fault

_INLINE_NAMES = {"file-1", "file-2"}


class LostContentError(Exception):
    """The bytes of one file cannot be had; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault: Fault = fault


@dataclass(frozen=True, slots=True)
class FileHead:
    """A file without its bytes: `row_id` finds it in the table, `path` on disk. `size` is None where not known."""

    article_id: int
    filename: str
    content_type: str
    content_id: str
    disposition: str
    size: int | None
    row_id: int = 0
    path: str = ""

    @property
    def effective_disposition(self) -> str:
        """Return inline or attachment; letters do not always say which."""
        if self.disposition:
            return self.disposition.partition(";")[0].strip().lower()
        return "inline" if (self.content_id and self.is_image) or self.filename in _INLINE_NAMES else "attachment"

    @property
    def is_inline(self) -> bool:
        """Say whether the file belongs into the text."""
        return self.effective_disposition == "inline"

    @property
    def is_image(self) -> bool:
        """Say whether it is a picture."""
        return self.content_type.lstrip().lower().startswith("image/")

    def is_type(self, mime_type: str) -> bool:
        """Compare the type without its parameters."""
        return self.content_type.partition(";")[0].strip().lower() == mime_type


class Storage(Protocol):
    """A place where files of articles lie."""

    def heads(self, articles: Sequence[Article]) -> list[FileHead]:
        """Return the files of these articles without their bytes, in any order."""

    def content(self, head: FileHead) -> bytes:
        """Return the bytes of one file. Raises LostContentError."""
