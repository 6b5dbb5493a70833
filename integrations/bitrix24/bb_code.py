"""BB code of the portal's comments as plain text."""

import re

_TAG = re.compile(r"\[(?P<end>/?)(?P<name>[a-z][a-z0-9_]*|\*)(?P<more>(?:[ =][^\[\]]*)?)\]", re.IGNORECASE)
_KNOWN = re.compile(
    r"[bisup]|[bh]r|url|img|user|list|quote|code|color|background|size|font|left|center|right|justify|table|t[rdh]|video"
    r"|disk|attachment|emoji|spoiler|cut|su[bp]|h[1-6]|icon|project|department"
)
_BREAKS = frozenset({"br", "hr", "tr", "list", "quote", "code", "table"})


def plain_text(bb_code: str) -> str:
    """Return the text without its tags: links keep their address, list items a bullet, people their names.

    What only looks like a tag, such as `[SSD]`, stays: unknown names count as tags when they are closed somewhere or
    carry a value.
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
    return re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip()


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
