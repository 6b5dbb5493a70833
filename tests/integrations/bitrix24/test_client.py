"""The client: what each answer means, what it sends, and what it never shows."""

import datetime
import ipaddress
import logging
import socket
import ssl
import threading
import traceback
from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from integrations.bitrix24.client import Bitrix24
from integrations.bitrix24.deals import Deals, NewDeal
from integrations.bitrix24.errors import (
    Bitrix24Error,
    MethodMissingError,
    NotFoundError,
    OutcomeUnknownError,
    PortalClosedError,
    RefusedError,
    TryLaterError,
)
from integrations.bitrix24.rests import RestsInMemory
from integrations.bitrix24.verdicts import BUCKET_SECONDS
from resources.sentences import LANGUAGES, sentence
from tests.integrations.bitrix24.conftest import client_of
from tests.integrations.bitrix24.portal import Fault, Portal, every_kind

ADD = "crm.deal.add"
DEAL = {"fields": {"TITLE": "Картридж", "CATEGORY_ID": 9}}

TABLE = [
    (503, "QUERY_LIMIT_EXCEEDED", TryLaterError, "bitrix24-busy", True),
    (429, "OPERATION_TIME_LIMIT", TryLaterError, "bitrix24-busy", True),
    (429, "TOO_MANY", TryLaterError, "bitrix24-busy", True),
    (503, "OVERLOAD_LIMIT", PortalClosedError, "bitrix24-blocked", True),
    (401, "NO_AUTH_FOUND", PortalClosedError, "bitrix24-webhook-wrong", True),
    (401, "expired_token", PortalClosedError, "bitrix24-webhook-expired", True),
    (401, "INVALID_CREDENTIALS", PortalClosedError, "bitrix24-webhook-wrong", True),
    (403, "INVALID_CREDENTIALS", PortalClosedError, "bitrix24-webhook-wrong", True),
    (403, "insufficient_scope", PortalClosedError, "bitrix24-scope-missing", True),
    (403, "user_access_error", PortalClosedError, "bitrix24-no-rights", True),
    (403, "ACCESS_DENIED", PortalClosedError, "bitrix24-no-plan", True),
    (400, "ACCESS_DENIED", RefusedError, "bitrix24-access-denied", True),
    (403, "", PortalClosedError, "bitrix24-no-rights", True),
    (400, "INVALID_REQUEST", PortalClosedError, "bitrix24-https-wanted", True),
    (400, "ERROR_BATCH_LENGTH_EXCEEDED", RefusedError, "bitrix24-refused", True),
    (405, "ERROR_BATCH_METHOD_NOT_ALLOWED", RefusedError, "bitrix24-refused", True),
    (404, "ERROR_METHOD_NOT_FOUND", MethodMissingError, "bitrix24-method-missing", True),
    (500, "INTERNAL_SERVER_ERROR", OutcomeUnknownError, "bitrix24-outcome-unknown", False),
    (200, "INTERNAL_SERVER_ERROR", OutcomeUnknownError, "bitrix24-outcome-unknown", False),
    (500, "ERROR_UNEXPECTED_ANSWER", OutcomeUnknownError, "bitrix24-outcome-unknown", False),
    (500, "PORTAL_DELETED", PortalClosedError, "bitrix24-deleted", False),
    (503, "SOMETHING_NEW", OutcomeUnknownError, "bitrix24-outcome-unknown", False),
    (500, "", OutcomeUnknownError, "bitrix24-outcome-unknown", False),
    (400, "NOT_FOUND", NotFoundError, "bitrix24-not-found", True),
    (400, "OWNER_NOT_FOUND", NotFoundError, "bitrix24-not-found", True),
    (400, "CRM_FIELD_ERROR_VALUE_NOT_VALID", RefusedError, "bitrix24-refused", True),
    (400, 100, RefusedError, "bitrix24-refused", True),
    (400, 0, RefusedError, "bitrix24-refused", True),
    (400, "", RefusedError, "bitrix24-refused", True),
    (200, "ERROR_CORE", RefusedError, "bitrix24-refused", True),
]


def failure(client: Bitrix24, method: str = ADD, params: dict | None = None) -> Bitrix24Error:
    with pytest.raises(Bitrix24Error) as caught:
        client.call(method, DEAL if params is None else params)
    return caught.value


@pytest.mark.parametrize(("status", "code", "kind", "named", "nothing_done"), TABLE)
def test_the_table_of_errors(portal, client, status, code, kind, named, nothing_done):
    portal.faults.next(Fault.refuse(status, code, "Поле <b>неверно</b>.<br>"))
    error = failure(client)
    assert type(error) is kind
    assert (error.code, error.nothing_done, error.portal_code) == (named, nothing_done, str(code))
    assert error.description == "Поле неверно ."
    assert len(portal.calls) == 1
    for language in LANGUAGES:
        said = sentence(error.code, language, **error.details)
        assert said != error.code
        assert not set("{}<>") & set(said)


def test_an_empty_code_is_understood_by_its_words(portal, client):
    assert type(failure(client, "crm.deal.get", {"id": 1})) is NotFoundError
    hidden = portal.add_deal()
    portal.access.hidden_deals.add(hidden.id)
    listed = {"filter": {"ENTITY_ID": hidden.id, "ENTITY_TYPE": "deal"}}
    refusal = failure(client, "crm.timeline.comment.list", listed)
    assert (type(refusal), refusal.code, refusal.portal_code) == (RefusedError, "bitrix24-access-denied", "")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.drop(), "dropped"),
        (Fault.stall(30), "timeout"),
        (Fault.broken(), "http-500"),
        (Fault.html(502), "http-502"),
        (Fault.html(200), "not-json"),
        (Fault("html", executes=True, status=200, description="[]"), "not-json"),
        (Fault("html", executes=True, status=200, description='"ok"'), "not-json"),
        (Fault("html", executes=True, status=200, description="[" * 100_000), "not-json"),
        (Fault("html", executes=True, status=200, description="{}"), "shape"),
        (Fault("html", executes=True, status=201, description='{"result": 5}'), "http-201"),
    ],
)
def test_done_but_not_told(portal, fault, reason):
    with client_of(portal, read=0.4) as client:
        portal.faults.next(fault)
        error = failure(client)
        portal.settle(1)
        assert (type(error), error.reason, error.nothing_done) == (OutcomeUnknownError, reason, False)
        assert len(portal.deals) == 1
        assert client.call("profile").result["NAME"] == "Вера"
    assert [call.method for call in portal.calls] == [ADD, "profile"]


def test_busy_is_not_done_and_the_same_call_may_be_repeated(portal, client):
    portal.faults.next(Fault.busy(), Fault.busy())
    assert [failure(client).seconds for _ in range(2)] == [BUCKET_SECONDS] * 2
    assert portal.deals == []
    assert client.call(ADD, DEAL).result == portal.deals[0].id


def test_nobody_listens(portal):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = portal.address.replace(str(portal.port), str(taken.getsockname()[1]))
        with client_of(portal, address=address) as client:
            error = failure(client)
    assert (type(error), error.code, error.nothing_done) == (TryLaterError, "bitrix24-unreachable", True)
    assert error.seconds > 0


def test_no_way_out_of_the_office(portal, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{taken.getsockname()[1]}")
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{taken.getsockname()[1]}")
        with client_of(portal, address=f"https://portal.example/rest/1/{portal.secret}/") as client:
            error = failure(client)
    assert (error.code, error.nothing_done) == ("bitrix24-unreachable", True)


def test_a_worn_out_method_rests_until_the_portal_says(portal, client):
    portal.limits.costs["crm.item.list"] = 100
    portal.limits.operating = 200
    answers = [client.call("crm.item.LIST", {"entityTypeId": 2}) for _ in range(2)]
    assert answers[-1].operating == 200
    assert answers[-1].operating_reset_at == datetime.datetime(2026, 11, 27, 9, 11, tzinfo=datetime.UTC)
    error = failure(client, "crm.item.list", {"entityTypeId": 2})
    until_reset = (answers[-1].operating_reset_at - portal.clock.now()).total_seconds()
    assert (error.portal_code, error.seconds) == ("OPERATION_TIME_LIMIT", pytest.approx(until_reset, abs=1))
    assert error.seconds > 300
    part = client.batch({"again": ("crm.item.list", {"entityTypeId": 2})}).errors["again"]
    assert isinstance(part, TryLaterError)
    assert part.seconds == pytest.approx(error.seconds, abs=2)
    calls = len(portal.calls)
    assert failure(client, "crm.item.LIST", {}).portal_code == "OPERATION_TIME_LIMIT"
    mixed = client.batch({"again": ("crm.item.list", {"entityTypeId": 2}), "me": ("user.get", {})})
    assert (mixed.answers.keys(), mixed.errors.keys()) == ({"me"}, {"again"})
    assert [call.parts for call in portal.calls[calls:]] == [["user.get"]]
    portal.clock.forward(error.seconds)
    assert client.call("crm.item.list", {"entityTypeId": 2}).result == {"items": []}
    client.call("profile")
    portal.faults.next(Fault.worn_out())
    assert failure(client, "Profile", {}).seconds == pytest.approx(570, abs=30)
    portal.faults.next(Fault.worn_out())
    assert failure(client, "crm.category.list", {}).seconds == 60


def test_what_one_client_learns_the_next_one_keeps_to(portal):
    rests = RestsInMemory(portal.clock.passed)
    portal.limits.costs["crm.item.list"] = portal.limits.operating = 200
    with client_of(portal, rests=rests) as first:
        assert first.call("crm.item.list", {"entityTypeId": 2}).reset_in > 500
    with client_of(portal, rests=rests) as second:
        assert failure(second, "crm.item.list", {"entityTypeId": 2}).seconds > 500
        part = second.batch({"deal": ("crm.item.list", {"entityTypeId": 2})}).errors["deal"]
        assert (type(part), part.method_rests) == (TryLaterError, True)
    with client_of(portal, rests=rests) as third:
        assert failure(third, "crm.item.list", {"entityTypeId": 2}).seconds > 500
        third.call("profile")
    assert [call.method for call in portal.calls] == ["crm.item.list", "crm.item.list", "profile"]


def test_a_part_of_a_batch_that_is_worn_out_rests_too(portal, client):
    portal.limits.costs["crm.item.list"] = portal.limits.operating = 200
    listed = {key: ("crm.item.list", {"entityTypeId": 2}) for key in ("a", "b")}
    parts = client.batch(listed)
    assert (parts.answers.keys(), parts.errors.keys()) == ({"a"}, {"b"})
    assert parts.errors["b"].seconds >= 60
    assert client.batch(listed).errors.keys() == {"a", "b"}
    assert len(portal.calls) == 1


def test_what_is_sent(portal):
    paced: list[int] = []
    with client_of(portal, pace=lambda: paced.append(len(portal.calls))) as client:
        client.call(ADD, DEAL)
        client.batch({"me": ("profile", {})})
    assert paced == [0, 1]
    call = portal.calls[0]
    assert (call.verb, call.content_type, call.params) == ("POST", "application/json", DEAL)
    assert call.user_agent.startswith("Vetka")
    assert portal.calls[1].parts == ["profile"]


def test_a_time_that_says_nothing(portal, client):
    portal.manners.bare_time = True
    answer = client.call("profile")
    assert (answer.operating, answer.operating_reset_at, answer.total, answer.next) == (None, None, None, None)
    assert client.batch({"me": ("profile", {})}).answers["me"].result["ID"] == "1"


# Renamed portals


def test_a_renamed_portal_gets_the_call_once_and_is_remembered(portal):
    moved, paced = [], []
    with client_of(portal, moved=moved.append, pace=lambda: paced.append(1)) as client:
        portal.rename()
        assert client.call(ADD, DEAL).result == portal.deals[0].id
        assert [address.text for address in moved] == [portal.address]
        assert client.address.text == portal.address
        client.call("profile")
    assert len(portal.deals) == 1
    assert [(call.verb, call.method) for call in portal.calls] == [("POST", ADD), ("POST", "profile")]
    assert portal.calls[0].params == DEAL
    assert len(paced) == 3


@pytest.mark.parametrize(
    "fault",
    [
        Fault.html(),
        Fault.refuse(401, "INVALID_CREDENTIALS"),
        Fault.refuse(400, "ACCESS_DENIED"),
        Fault.refuse(200, "please log in"),
        Fault("html", executes=True, status=401, description='{"result": 5}'),
        Fault.drop(),
    ],
)
def test_a_place_that_gives_no_good_answer_is_not_remembered(portal, fault):
    moved = []
    with client_of(portal, moved=moved.append) as client:
        before = client.address
        portal.rename()
        portal.faults.next(fault)
        failure(client)
        assert (moved, client.address) == ([], before)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_other_redirects_are_not_followed(portal, client, status):
    with Portal() as stranger:
        stranger.access.webhooks[1] = portal.secret
        path = f"rest/1/{portal.secret}/{ADD}.json"
        place = f"http://127.0.0.1:{stranger.port}"
        for location in (
            f"{portal.address}{ADD}.json",
            "/auth/",
            "",
            f"http://portal.example/{path}",
            f"{place}/auth?next=/{path}",
            f"{place}/rest/1/{portal.secret}/profile.json",
            stranger.address,
        ):
            portal.faults.next(Fault.redirect(location, status))
            error = failure(client)
            assert (type(error), error.reason) == (OutcomeUnknownError, "redirect")
        assert stranger.calls == []
        portal.faults.next(Fault.redirect(f"{place}/{path}", status))
        stranger.faults.next(Fault.redirect(f"{portal.address}{ADD}.json", status))
        assert type(failure(client)) is OutcomeUnknownError
        assert len(stranger.calls) == 1
    assert portal.deals == []


# Secrets


@pytest.mark.parametrize("fault", [*every_kind(30), Fault.refuse(400, "X"), Fault.redirect("http://127.0.0.1:1/rest/")])
def test_the_secret_is_in_no_message_traceback_or_log(portal, caplog, fault):
    caplog.set_level(logging.DEBUG)
    echo = f"Wrong: {portal.address} and {portal.secret}, http:\\/\\/x\\/rest\\/1\\/{portal.secret}\\/"
    if fault.kind == "error":
        fault = Fault.refuse(fault.status, fault.code, echo)
    with client_of(portal, read=0.2) as client:
        portal.faults.next(Fault.busy(), fault)
        failure(client)
        try:
            client.call(ADD, DEAL)
        except Bitrix24Error as error:
            ours = error.__traceback__.tb_next  # the frame of the test knows the secret
            told = traceback.TracebackException(type(error), error, ours, capture_locals=True)
            shown = "".join(told.format()) + repr(error) + str(error) + str(error.details) + error.description
            assert error.__context__ is None
        shown += repr(client.__dict__) + repr(client.address)
    logged = "\n".join(record.getMessage() + str(record.args) for record in caplog.records)
    assert "/rest/…/…/" in logged
    assert portal.secret not in shown + logged


# Batches


def test_parts_of_a_batch_fail_alone(portal, client):
    deals = [portal.add_deal(f"№ {number} & [скобки] 100%") for number in range(2)]
    commands = {f"d{deal.id}": ("crm.deal.get", {"id": deal.id}) for deal in deals}
    commands["gone"] = ("crm.deal.get", {"id": 1})
    commands["odd"] = ("crm.nonsense", {})
    commands["listed"] = ("crm.item.list", {"entityTypeId": 2, "filter": {"@id": [deals[0].id], "%title": "& [ск"}})
    parts = client.batch(commands)
    assert {key: answer.result["TITLE"] for key, answer in parts.answers.items() if key != "listed"} == {
        f"d{deal.id}": deal.title for deal in deals
    }
    assert [row["id"] for row in parts.answers["listed"].result["items"]] == [deals[0].id]
    assert parts.answers["listed"].total == 1
    assert {key: type(error) for key, error in parts.errors.items()} == {
        "gone": NotFoundError,
        "odd": MethodMissingError,
    }
    assert len(portal.calls) == 1


def test_keys_of_a_batch_may_be_numbers_and_it_may_halt(portal, client):
    good, bad = ("profile", {}), ("crm.deal.get", {"id": 1})
    assert client.batch({"0": good, "1": good}).answers.keys() == {"0", "1"}
    halted = client.batch({"0": good, "1": bad, "2": good}, halt=True)
    assert (halted.answers.keys(), halted.errors.keys()) == ({"0"}, {"1"})
    portal.manners.php_arrays = False
    assert client.batch({"a": good}).errors == {}


def test_a_batch_has_at_most_fifty_parts_and_may_have_none(portal, client):
    with pytest.raises(ValueError, match="51"):
        client.batch({str(number): ("profile", {}) for number in range(51)})
    assert client.batch({}).answers == {}
    assert portal.calls == []
    assert len(client.batch({f"k{number}": ("profile", {}) for number in range(50)}).answers) == 50


def test_a_batch_as_a_whole_may_fail(portal, client):
    portal.faults.next(Fault.busy())
    with pytest.raises(TryLaterError):
        client.batch({"me": ("profile", {})})


# A certificate of somebody else's


def test_a_certificate_that_cannot_be_trusted(portal, tmp_path):
    with tls_port(tmp_path) as port:
        address = f"https://127.0.0.1:{port}/rest/1/{portal.secret}/"
        with client_of(portal, address=address) as client:
            error = failure(client)
    assert (type(error), error.code, error.nothing_done) == (PortalClosedError, "bitrix24-certificate", True)


class tls_port:  # noqa: N801 - reads as a function
    """A port that offers a certificate of its own making and closes."""

    def __init__(self, folder) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate(folder))
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        with self._socket.accept()[0] as raw:
            try:
                self._context.wrap_socket(raw, server_side=True).close()
            except OSError:
                return

    def __enter__(self) -> int:
        self._thread.start()
        return self._socket.getsockname()[1]

    def __exit__(self, *_: object) -> None:
        self._thread.join(5)
        self._socket.close()


def certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "own.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


# All of it together


def test_one_deal_each_whatever_the_network_does():
    sent: list[int] = []
    with Portal(bucket=None) as portal, client_of(portal, read=0.15, pace=lambda: sent.append(1)) as client:
        portal.faults.share(0.3, seed=24, kinds=every_kind(30))
        deals = Deals(client)
        for visit in range(1, 101):
            add_once(deals, str(visit), lambda: portal.settle(len(sent)), portal.clock.forward)
    assert sorted(int(deal.origin_id) for deal in portal.deals) == list(range(1, 101))
    assert portal.faults.given > 30


def add_once(deals: Deals, visit: str, settle: Callable[[], None], rest: Callable[[float], None]) -> None:
    """Add a deal as the contract says: after an unknown outcome, wait for the first request, then look."""
    look = False
    while True:
        try:
            if not look or not deals.find("vetka:1", visit):
                deals.add(NewDeal(f"Заявка {visit}", "vetka:1", visit, pipeline_id=9))
            return
        except OutcomeUnknownError:
            look = True
            settle()
        except TryLaterError as later:
            assert later.nothing_done
            rest(later.seconds)
