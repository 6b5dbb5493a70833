"""Which part a file plays in its article."""

from integrations.otrs.roles import decode, roles
from integrations.otrs.stored_files import FileHead


def head(name: str, kind: str, content_id: str = "", disposition: str = "") -> FileHead:
    return FileHead(
        article_id=1, filename=name, content_type=kind, content_id=content_id, disposition=disposition, size=None
    )


def roles_with(html: str, *heads: FileHead) -> list[str]:
    return list(roles(heads, lambda _: html.encode()))


BODY = head("file-2", "text/html; charset=utf-8")


def test_a_letter_with_text_html_picture_and_file() -> None:
    files = (
        head("file-1", "text/plain; charset=utf-8"),
        BODY,
        head("logo.png", 'image/png; name="logo.png"', "<logo@x>"),
        head("счёт.pdf", "application/pdf", "", "attachment"),
    )
    html = '<img src="cid:logo@x">'
    assert roles_with(html, *files) == ["plain_text_part", "html_body", "inline_image", "file"]


def test_a_picture_the_html_does_not_show_is_a_file() -> None:
    other = head("photo.jpg", "image/jpeg", "<photo@x>")
    assert roles_with("<p>нет</p>", BODY, other) == ["html_body", "file"]
    assert roles_with('<img src="cid:photo@x.example">', BODY, other) == ["html_body", "file"]


def test_ids_of_pictures_however_they_are_written() -> None:
    picture = head("p.png", "IMAGE/PNG", "image 1@x+y", "attachment")
    for written in (
        "<IMG SRC='CID:image%201@x+y'>",
        '<img alt="a" src=" cid:image 1@x+y ">',
        '<td background="cid:image&#32;1@x&#43;y">',
        "<div style=\"background:url('cid:image 1@x+y')\">",
    ):
        assert roles_with(written, BODY, picture) == ["html_body", "inline_image"], written
    bare = head("p.png", "image/png", "<p@x>")
    assert roles_with("<img src=cid:p@x width=3>", BODY, bare) == ["html_body", "inline_image"]
    assert roles_with("<style>a{background:url(cid:p@x)}</style>", BODY, bare) == ["html_body", "inline_image"]


def test_inline_comes_first_then_any() -> None:
    attached = head("file-1", "text/html", "", "attachment")
    assert roles_with("", attached, BODY) == ["file", "html_body"]
    assert roles_with("", attached) == ["html_body"]
    assert roles_with("", head("file-1", "text/plain", "", "attachment")) == ["plain_text_part"]
    assert roles_with("", head("file-1.html", "text/html")) == ["html_body"]
    assert roles_with("", head("page.html", "text/html", "", "inline")) == ["file"]
    assert roles_with("", head("file-2", "text/plain", "", "inline")) == ["file"]


def test_a_disposition_may_have_parameters() -> None:
    assert head("file-1.html", "text/html", "", "Inline; filename=x").is_inline
    assert head("x.png", "image/png", "<a>").effective_disposition == "inline"
    assert head("x.pdf", "application/pdf", "<a>").effective_disposition == "attachment"


def test_the_body_is_not_fetched_for_nothing() -> None:
    def fetch(_: FileHead) -> bytes:
        raise AssertionError("no picture to look for")

    assert roles([BODY, head("a.pdf", "application/pdf")], fetch) == ["html_body", "file"]


def test_html_in_old_charsets() -> None:
    assert decode("Привет".encode("koi8-r"), "text/html; charset=koi8-r") == "Привет"
    assert decode("Привет".encode("cp1251"), 'text/html; charset="windows-1251"') == "Привет"
    assert decode("Привет".encode(), "text/html; charset=x-unheard-of") == "Привет"
    assert decode("Привет".encode(), "text/html") == "Привет"
    assert decode(b"\xff\xfe", "text/html;\r\n charset=utf-8") == "\ufffd\ufffd"
