"""BB code of the portal's comments as plain text, and plain text as BB code that shows it as it is.

The portal's own editors write a bracket that is no tag as `&#91;` or `&#93;` and read both back; so do we.
"""

import re

_TAG = re.compile(r"\[(?P<end>/?)(?P<name>[a-z][a-z0-9_]*|\*)(?P<more>(?:[ =][^\[\]]*)?)\]", re.IGNORECASE)
_KNOWN = re.compile(
    r"[bisup]|[bh]r|url|img|user|list|quote|code|color|background|size|font|left|center|right|justify|table|t[rdh]|video"
    r"|disk|attachment|emoji|spoiler|cut|su[bp]|h[1-6]|icon|project|department"
)
_BREAKS = frozenset({"br", "hr", "tr", "list", "quote", "code", "table"})

_ESCAPED = {"91": "[", "93": "]", "38": "&"}
_ESCAPE = re.compile(r"&#(91|93|38);")
_TO_ESCAPE = re.compile(r"[\[\]]|&(?=#(?:91|93|38);)")


def bb_escape(text: str) -> str:
    """Return BB code that shows the text literally, brackets too; `plain_text` turns it back.

    >>> bb_escape("[user=5] на SSD")
    '&#91;user=5&#93; на SSD'
    """
    return _TO_ESCAPE.sub(lambda sign: f"&#{ord(sign[0])};", text)


def plain_text(bb_code: str) -> str:
    """Return the text without its tags: links keep their address, list items a bullet, people their names.

    What only looks like a tag, such as `[SSD]`, stays: unknown names count as tags when they are closed somewhere or
    carry a value. Escaped brackets come back as brackets, so what this returns is not to be read a second time.
    >>> plain_text("[b]Оплачено[/b], см. [url=https://a.kz/1]счёт[/url] на [SSD]")
    'Оплачено, см. счёт (https://a.kz/1) на [SSD]'
    """
    text = bb_code.replace("\r\n", "\n").replace("\x00", "")
    closed = {tag["name"].lower() for tag in _TAG.finditer(text) if tag["end"]}
    pieces: list[str] = []
    links: list[tuple[int, str]] = []  # piece at which the words begin, address
    read = 0
    for tag in _TAG.finditer(text):
        pieces += text[read : tag.start()], _replacement(tag, closed)
        read = tag.end()
        if tag["name"].lower() != "url":
            continue
        if not tag["end"]:
            links.append((len(pieces), tag["more"].lstrip(" =").strip(" \"'")))
        elif links:
            pieces.append(_address(*links.pop(), pieces))
    pieces.append(text[read:])
    plain = _ESCAPE.sub(lambda sign: _ESCAPED[sign[1]], "".join(pieces))
    return re.sub(r"\n{3,}", "\n\n", plain).strip()


def _address(begin: int, address: str, pieces: list[str]) -> str:
    """Return what follows the words of a link: its address, unless the words say it already."""
    return f" ({address})" if address and address != "".join(pieces[begin:]).strip() else ""


def _replacement(tag: re.Match[str], closed: set[str]) -> str:
    name = tag["name"].lower()
    if name == "*":
        return "\n• "
    if not _KNOWN.fullmatch(name) and name not in closed and "=" not in tag["more"]:
        return tag[0]
    if name in _BREAKS or (name == "p" and tag["end"]):
        return "\n"
    return " " if name in ("td", "th") and tag["end"] else ""
