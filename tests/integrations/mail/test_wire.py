"""Letters in the bytes that go out, read back by the standard library: whatever stands in names, subjects, bodies."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.channels import Letter
from integrations.mail.address import sendable
from integrations.mail.settings import MailSettings
from integrations.mail.wire import one_line, wire_form

SETTINGS = MailSettings("mail.kz", 587, "starttls", "", "desk@vetka.kz", "Ветка, сервис", "reply@vetka.kz", "")
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
ODD = st.text(st.sampled_from('",<>@:;()[]\\. =?\r\n\t\0абвӘқ«»№–') | st.characters(codec="utf-8"), max_size=200)


def read_back(**changes):
    texts = {"recipient": "saule@romashka.kz", "recipient_name": "Сәуле", "subject": "Тема", "body": "Текст",
             "message_id": "vetka-1-2", "language": "ru", **changes}  # fmt: skip
    raw = wire_form(Letter(**texts), SETTINGS, NOON)
    return raw, message_from_bytes(raw, policy=policy.default)


def test_a_letter_says_what_it_is():
    raw, letter = read_back(body="Здравствуйте!\n\nЗаявка № 5 – әңғүұқөһі.", language="kk")
    assert {name: str(value) for name, value in letter.items()} == {
        "From": '"Ветка, сервис" <desk@vetka.kz>', "To": "Сәуле <saule@romashka.kz>", "Reply-To": "reply@vetka.kz",
        "Subject": "Тема", "Date": "Fri, 27 Nov 2026 12:00:00 +0000", "Message-ID": "<vetka-1-2@vetka.kz>",
        "Auto-Submitted": "auto-generated", "Content-Language": "kk", "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"', "Content-Transfer-Encoding": "quoted-printable",
    }  # fmt: skip
    assert parsedate_to_datetime(letter["Date"]) == NOON
    assert letter.get_content().splitlines() == ["Здравствуйте!", "", "Заявка № 5 – әңғүұқөһі."]
    assert raw.isascii()


@given(name=ODD, subject=ODD, body=ODD)
def test_whatever_is_written_arrives_and_slips_nothing_in(name, subject, body):
    raw, letter = read_back(recipient_name=name, subject=subject, body=body)
    assert [one.addr_spec for one in letter["To"].addresses] == ["saule@romashka.kz"]
    shown, _ = parseaddr(message_from_bytes(raw)["To"])
    assert str(make_header(decode_header(shown))) == one_line(name)  # the newer reader puts blanks into long names
    assert letter["Subject"] == one_line(subject)
    assert len(letter.keys()) == 11
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    said = letter.get_content()
    assert "".join(said.split()) == "".join(c for c in "".join(body.split()) if c.isprintable() or c >= "\u00a0")


def test_a_long_subject_keeps_every_letter():
    long = "Қатты дискіні ауыстыру – замена жёсткого диска, сервер бухгалтерии " * 20
    raw, letter = read_back(subject=long)
    assert letter["Subject"] == long.strip()
    head = raw.partition(b"\r\n\r\n")[0]
    assert max(len(line) for line in head.split(b"\r\n")) <= 78


@pytest.mark.parametrize(
    "name", ["Сәуле\r\nBcc: thief@evil.kz", "A\nBcc: thief@evil.kz", 'x" <thief@evil.kz>, "y', "=?utf-8?q?x?= <a@b>"]
)
def test_nothing_is_slipped_into_headers(name):
    _, letter = read_back(recipient_name=name, subject=f"{name}\r\n\r\nbody")
    assert letter["Bcc"] is None
    assert [one.addr_spec for one in letter["To"].addresses] == ["saule@romashka.kz"]
    assert letter.get_content().split() == ["Текст"]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Saule@Romashka.kz ", "Saule@Romashka.kz"),
        ("почта@ромашка.қаз", None),
        ("info@ромашка.қаз", "info@xn--80aa3agjl3d.xn--80ao21a"),
        ("a@b.kz,c@d.kz", None),
        ("a@b.kz>\r\nRCPT TO:<thief@evil.kz", None),
        ("Имя <a@b.kz>", None),
        ("a b@c.kz", None),
        ("a@b..kz", None),
        ("@b.kz", None),
        ("a@", None),
        ("", None),
    ],
)
def test_only_one_plain_address_is_sent_to(typed, address):
    assert sendable(typed) == address
