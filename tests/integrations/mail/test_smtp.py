"""The channel at a real mail server: what is accepted, and what each refusal means for a letter."""

import socket
from dataclasses import replace

import pytest

from integrations.channels import ChannelClosedError, Letter, RefusedForGoodError, TryLaterError
from integrations.mail.settings import mail_settings
from integrations.mail.smtp import SmtpChannel
from tests.integrations.mail.post_office import ACCEPTED, HANG_UP, PASSWORD, SAY_NOTHING, Certificate, PostOffice

LETTER = Letter("saule@romashka.kz", "Сәуле", "Заявка № 5", "Здравствуйте!\n.\nГотово.", "vetka-1-5", "ru")


def channel(post, *, password=PASSWORD, read_timeout=10.0, **settings):
    return SmtpChannel(mail_settings({**post.settings, **settings}, password), read_timeout)


def failure(carrier, letter=LETTER):
    with pytest.raises((ChannelClosedError, RefusedForGoodError, TryLaterError)) as caught:
        carrier.send(letter)
    assert PASSWORD not in f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r}"
    return caught.value


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_letter_is_handed_over(security, trusted):
    with PostOffice(security=security, certificate=None if security == "none" else trusted) as post:
        assert channel(post).send(LETTER).answer == ACCEPTED
        (taken,) = post.received
    assert (taken.sender, taken.recipient, taken.encrypted) == ("desk@vetka.kz", LETTER.recipient, security != "none")
    assert taken.letter.get_content().splitlines() == ["Здравствуйте!", ".", "Готово."]
    assert len(post.signed_in) == 1


def test_without_a_user_nobody_signs_in(post):
    channel(post, user="", password=None).send(LETTER)
    assert (len(post.received), post.signed_in) == (1, [])


def test_a_password_in_other_letters_is_taken(post):
    post.password = "құпия-сөз"
    channel(post, password=post.password).send(LETTER)
    assert post.signed_in == ["PLAIN"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_of_nobody_we_know_closes_the_channel(security, certificate):
    with PostOffice(security=security, certificate=certificate) as post:
        error = failure(channel(post))
        assert (type(error), error.code) == (ChannelClosedError, "mail-certificate")
        assert (error.counted, error.seconds, post.received, post.signed_in) == (False, 600.0, [], [])


def test_a_certificate_of_another_server_closes_the_channel(tmp_path, monkeypatch):
    another = Certificate(tmp_path, "mail.elsewhere.kz")
    monkeypatch.setenv("SSL_CERT_FILE", str(another.file))
    with PostOffice(security="tls", certificate=another) as post:
        assert failure(channel(post)).code == "mail-certificate"


def test_nothing_leaves_in_the_clear_where_encryption_is_asked_for(post):
    error = failure(channel(post, security="starttls"))
    assert (type(error), error.code) == (ChannelClosedError, "mail-encryption-missing")
    assert failure(channel(post, security="tls")).code == "mail-encryption-failed"
    assert (post.received, post.signed_in) == ([], [])


def test_a_wrong_password_closes_the_channel_and_is_told_to_nobody(post):
    post.password = "another"
    post.refusal_of_sign_in = f"535 5.7.8 {PASSWORD} is not the password"
    error = failure(channel(post))
    assert (type(error), error.code) == (ChannelClosedError, "mail-sign-in-refused")
    assert error.details["answer"] == "535 5.7.8 *** is not the password"
    assert PASSWORD not in repr(mail_settings(post.settings, PASSWORD))


@pytest.mark.parametrize(
    ("place", "answer", "kind", "code"),
    [
        ("recipients", "550 5.1.1 No such user", RefusedForGoodError, "mail-recipient-refused"),
        ("recipients", "530 5.7.0 Authentication required", ChannelClosedError, "mail-sign-in-wanted"),
        ("recipients", "451 4.7.1 Greylisted", TryLaterError, "mail-asked-to-wait"),
        ("letters", "554 5.7.1 Looks like spam", RefusedForGoodError, "mail-letter-refused"),
        ("letters", "452 4.3.1 Full", TryLaterError, "mail-asked-to-wait"),
        ("senders", "553 5.7.1 Not your address", ChannelClosedError, "mail-sender-refused"),
        ("senders", "421 4.3.2 Shutting down", TryLaterError, "mail-asked-to-wait"),
    ],
)
def test_what_a_refusal_means(post, place, answer, kind, code):
    setattr(post, place, {LETTER.recipient: [answer]} if place == "recipients" else [answer])
    error = failure(channel(post))
    assert (type(error), error.code, error.details["answer"]) == (kind, code, answer)
    if kind is TryLaterError:
        assert (error.counted, error.uncertain) == (place != "senders", False)
    assert channel(post).send(LETTER).answer == ACCEPTED


def test_an_address_that_is_none_is_refused_unsent(post):
    error = failure(channel(post), replace(LETTER, recipient="a@b.kz\r\nRCPT TO:<thief@evil.kz>"))
    assert (type(error), error.code) == (RefusedForGoodError, "mail-address-wrong")
    assert post.received == []


@pytest.mark.parametrize("behaviour", [HANG_UP, SAY_NOTHING])
def test_a_letter_without_an_answer_may_have_arrived(post, behaviour):
    post.letters = [behaviour]
    error = failure(channel(post, read_timeout=1.0 if behaviour == SAY_NOTHING else 10.0))
    assert (type(error), error.code, error.uncertain, error.counted) == (TryLaterError, "mail-no-answer", True, True)
    channel(post).send(LETTER)
    first, second = post.received
    assert first.letter["Message-ID"] == second.letter["Message-ID"] == "<vetka-1-5@vetka.kz>"


def test_a_server_that_is_not_there_is_waited_for(post):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = failure(channel(post, host="127.0.0.1", port=taken.getsockname()[1]))
    assert (type(error), error.code, error.uncertain, error.counted) == (TryLaterError, "mail-no-answer", False, False)


@pytest.mark.parametrize(
    ("changes", "password", "code"),
    [
        ({"host": ""}, "x", "mail-settings-wrong"),
        ({"port": "много"}, "x", "mail-settings-wrong"),
        ({"port": 70000}, "x", "mail-settings-wrong"),
        ({"security": "maybe"}, "x", "mail-settings-wrong"),
        ({"sender": "desk"}, "x", "mail-settings-wrong"),
        ({"reply_to": "a@b.kz, c@d.kz"}, "x", "mail-settings-wrong"),
        ({}, None, "mail-password-wanted"),
    ],
)
def test_settings_that_will_not_do_close_the_channel(post, changes, password, code):
    with pytest.raises(ChannelClosedError) as caught:
        mail_settings({**post.settings, **changes}, password)
    assert caught.value.code == code
