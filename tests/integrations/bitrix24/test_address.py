"""What administrators paste as the address of a webhook."""

from urllib.parse import quote

import pytest

from integrations.bitrix24.address import WebhookAddress
from integrations.bitrix24.errors import AddressError
from integrations.bitrix24.masking import mask
from resources.sentences import LANGUAGES, sentence

SECRET = "a1b2c3d4e5f6g7h8"


@pytest.mark.parametrize(
    ("pasted", "portal", "before"),
    [
        (f"https://firma.bitrix24.kz/rest/7/{SECRET}/", "firma.bitrix24.kz", ""),
        (f"  https://Firma.Bitrix24.kz/rest/7/{SECRET}\n", "firma.bitrix24.kz", ""),
        (f"https://firma.bitrix24.kz/rest/7/{SECRET}/crm.item.add.json", "firma.bitrix24.kz", ""),
        (f"«https://firma.bitrix24.kz/rest/7/{SECRET}/profile/»", "firma.bitrix24.kz", ""),
        (f"firma.bitrix24.kz/rest/7/{SECRET}/", "firma.bitrix24.kz", ""),
        (f"https://crm.firma.kz:8443/rest/7/{SECRET}/", "crm.firma.kz:8443", ""),
        (f"https://фирма.қаз/rest/7/{SECRET}/", "фирма.қаз", ""),
        (f"https://firma.kz/портал/rest/7/{SECRET}/", "firma.kz", "/портал"),
        (f"http://127.0.0.1:8080/rest/7/{SECRET}/", "127.0.0.1:8080", ""),
        (f"http://localhost/rest/7/{SECRET}/", "localhost", ""),
    ],
)
def test_what_people_paste(pasted, portal, before):
    address = WebhookAddress.parse(pasted)
    assert (address.portal, address.user_id, address.secret, address.before) == (portal, 7, SECRET, before)
    assert address.url("profile") == f"{address.scheme}://{portal}{before}/rest/7/{SECRET}/profile.json"
    assert WebhookAddress.parse(address.text) == address


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        SECRET,
        "https://firma.bitrix24.kz",
        "https://firma.bitrix24.kz/rest/",
        f"https://firma.bitrix24.kz/rest/{SECRET}/",
        f"https://firma.bitrix24.kz/rest/имя/{SECRET}/",
        f"https://firma.bitrix24.kz:0/rest/7/{SECRET}/",
        f"https://firma.bitrix24.kz:порт/rest/7/{SECRET}/",
        f"https://v.pak:pass@firma.bitrix24.kz/rest/7/{SECRET}/",
        f"https://firma bitrix24.kz/rest/7/{SECRET}/",
        f"https:///rest/7/{SECRET}/",
        f"https://firma..kz/rest/7/{SECRET}/",
        f"https://{'ф' * 64}.kz/rest/7/{SECRET}/",
        f"ftp://firma.bitrix24.kz/rest/7/{SECRET}/",
        f"https://[firma/rest/7/{SECRET}/",
        f"https://firma.bitrix24.kz/rest/7/{SECRET}/ https://firma.bitrix24.kz/rest/8/{SECRET}/",
    ],
)
def test_what_is_no_webhook_is_refused_without_repeating_it(pasted):
    with pytest.raises(AddressError) as refused:
        WebhookAddress.parse(pasted)
    assert refused.value.code == "bitrix24-address-wrong"
    assert SECRET not in f"{refused.value!r} {refused.value} {refused.value.details}"


@pytest.mark.parametrize("host", ["firma.bitrix24.kz", "192.168.1.5", "127.0.0.1.example.kz", "localhost.kz"])
def test_plain_http_is_for_this_computer_alone(host):
    with pytest.raises(AddressError) as refused:
        WebhookAddress.parse(f"http://{host}/rest/7/{SECRET}/")
    assert (refused.value.code, refused.value.details) == ("bitrix24-address-not-https", {"portal": host})
    for language in LANGUAGES:
        said = sentence(refused.value.code, language, **refused.value.details)
        assert host in said
        assert sentence("bitrix24-address-wrong", language) != "bitrix24-address-wrong"


def test_the_secret_is_shown_nowhere():
    address = WebhookAddress.parse(f"https://firma.bitrix24.kz/rest/7/{SECRET}/")
    assert str(address) == address.masked == "https://firma.bitrix24.kz/rest/…/…/"
    assert SECRET not in f"{address!r} {address} {[address]} { ({'a': address}) }"
    assert mask(f"POST /rest/7/{SECRET}/profile.json") == "POST /rest/…/…/profile.json"
    assert mask(f'"https:\\/\\/f.kz\\/rest\\/7\\/{SECRET}\\/x"') == '"https://f.kz/rest/…/…/x"'
    assert address.hide(f"token {SECRET} is wrong") == "token … is wrong"


def test_where_a_redirect_may_lead():
    address = WebhookAddress.parse(f"https://firma.bitrix24.kz/портал/rest/7/{SECRET}/")
    path = f"/портал/rest/7/{SECRET}/profile.json"
    for location in (f"https://New.bitrix24.kz{path}", f"https://new.bitrix24.kz{quote(path)}?from=firma"):
        moved = address.moved_to(location, "profile")
        assert moved is not None
        assert moved.text == f"https://new.bitrix24.kz/портал/rest/7/{SECRET}/"
    for location in (
        "",
        "/auth/",
        "https://firma.bitrix24.kz/auth/",
        f"https://firma.bitrix24.kz{path}",
        "https://login.proxy.example/auth",
        f"https://login.proxy.example/auth?next={quote(path)}",
        f"https://login.proxy.example/auth{path}",
        "https://new.bitrix24.kz/портал/rest/7/x/profile.json",
        f"https://new.bitrix24.kz/rest/7/{SECRET}/profile.json",
        f"https://new.bitrix24.kz/портал/rest/8/{SECRET}/profile.json",
        f"https://new.bitrix24.kz/портал/rest/7/{SECRET}/user.get.json",
        f"http://new.bitrix24.kz{path}",
        f"http://127.0.0.1{path}",
        f"https://user@new.bitrix24.kz{path}",
        "javascript:alert(1)",
    ):
        assert address.moved_to(location, "profile") is None
