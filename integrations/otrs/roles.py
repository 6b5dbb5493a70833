"""What part a file plays in its article: the HTML of the letter, its repeated text, a picture in it, or a real file.

The rules are the product's own, see §6 of the contract of this import.
"""

import html
import re
from collections.abc import Callable, Sequence
from email.message import Message
from urllib.parse import unquote

from integrations.otrs.records import Role
from integrations.otrs.stored_files import FileHead

_BODY_NAMES = {"file-1", "file-2", "file-1.html"}
_TEXT_NAME = "file-1"
# The id ends where the attribute does; an unquoted one at a space or at the end of the tag.
_CID = re.compile(r"""(?P<quote>["'])\s*cid:(?P<quoted>.*?)(?P=quote)|cid:(?P<bare>[^\s"'<>)]+)""", re.I | re.S)


def roles(heads: Sequence[FileHead], read_html: Callable[[FileHead], bytes]) -> list[Role]:
    """Return the role of each file of one article, in the same order.

    read_html: fetches the bytes of the one file that is the HTML body; called only when pictures may be in it.
    """
    bodies = [head for head in heads if head.filename in _BODY_NAMES and head.is_type("text/html")]
    texts = [head for head in heads if head.filename == _TEXT_NAME and head.is_type("text/plain")]
    body, plain = _inline_first(bodies), _inline_first(texts)
    pictured = [head for head in heads if head.is_image and head.content_id]
    shown = _content_ids(read_html(body), body.content_type) if body and pictured else frozenset()
    return [_role(head, body, plain, shown) for head in heads]


def _role(head: FileHead, body: FileHead | None, plain: FileHead | None, shown: frozenset[str]) -> Role:
    if head is body:
        return "html_body"
    if head is plain:
        return "plain_text_part"
    if head.is_image and _bare(head.content_id) in shown:
        return "inline_image"
    return "file"


def _inline_first(heads: Sequence[FileHead]) -> FileHead | None:
    return next((head for head in heads if head.is_inline), heads[0] if heads else None)


def _content_ids(content: bytes, content_type: str) -> frozenset[str]:
    """Return the ids of all pictures the HTML shows."""
    page = html.unescape(decode(content, content_type))
    found = (match["quoted"] or match["bare"] or "" for match in _CID.finditer(page))
    return frozenset(_bare(content_id) for content_id in found) - {""}


def _bare(content_id: str) -> str:
    return unquote(content_id.strip().removeprefix("<").removesuffix(">").strip())


def decode(content: bytes, content_type: str) -> str:
    """Return the text of a `text/…` file by the charset of its type; UTF-8 where it names none or an unknown one."""
    charset = _charset(content_type)
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _charset(content_type: str) -> str:
    header = Message()
    header["Content-Type"] = content_type.replace("\r", " ").replace("\n", " ")
    return header.get_content_charset("utf-8")
