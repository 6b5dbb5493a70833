"""From a ticket's move to a letter in the client's box, with what becomes of it on the ticket."""

import logging
from datetime import UTC, datetime
from uuid import UUID

import psycopg2
import pytest

from domain.clients.actions import edit_client
from domain.clients.queries import client_card
from domain.exchange import queries as exchange
from domain.exchange.actions import retry_job, skip_job
from domain.exchange.tables import MAIL
from domain.messages.actions import save_template
from domain.messages.queries import messages_of_ticket, templates
from domain.settings.installation import installation_id
from domain.tickets import actions, queries
from integrations.agent.outcomes import TryAgainError
from integrations.agent.run import Agent
from integrations.channels import RefusedForGoodError
from integrations.mail.sending import send
from tests.domain.tickets.line import move, person_id, registered
from tests.integrations.mail.post_office import ACCEPTED, HANG_UP, PASSWORD


@pytest.fixture
def work(company, office):
    """Rounds of the agent until no letter is due."""

    def call() -> None:
        for _ in range(20):
            Agent(office).run_once()
            now = datetime.now(UTC)
            if not any(one.state == "waiting" and (one.due_at or now) <= now for one in mail_jobs(company)):
                return
        raise AssertionError("letters are due without end")

    return call


def told(company, ticket):
    return company.database("engineer").ask(messages_of_ticket, ticket)


def states(company, ticket):
    return [(one.state, one.code) for one in told(company, ticket)]


def mail_jobs(company):
    return [one for one in company.database("lead").ask(exchange.jobs) if one.task == "mail.send"]


def assign(company, ticket):
    engineer = person_id(company, "engineer")
    company.database("dispatcher").act(actions.assign, ticket, engineer, expected_version=None)


def words(company, **changes):
    """Replace the words of status `open` in Russian, or add some."""
    lead = company.database("lead")
    language, status = changes.pop("language", "ru"), changes.pop("status", "open")
    known = {(one.status, one.language): one for one in lead.ask(templates)}.get((status, language))
    texts = {"subject": "Заявка № {ticket}", "body": "Принята", **changes}
    version = known.version if known else None
    lead.act(save_template, status=status, language=language, expected_version=version, **texts)


def test_a_client_is_told_of_a_move(company, mail, new_ticket, work):
    ticket = new_ticket(title="Принтер {status} не печатает: «ққә»", language="kk")
    assert states(company, ticket) == [("queued", "")]
    work()
    (taken,) = mail.received
    (message,) = told(company, ticket)
    number = company.database("engineer").ask(queries.card, ticket).row.number
    installation = company.database("agent").ask(installation_id)
    assert str(UUID(installation)) == installation
    assert taken.recipient == "saule@romashka.kz"
    assert taken.letter["To"] == "Сәуле Әбдіқадырова <saule@romashka.kz>"
    assert taken.letter["Subject"] == f"№ {number} өтінім: қабылданды" == message.subject
    assert taken.letter["Message-ID"] == f"<vetka-{installation}-{message.id}@vetka.kz>"
    assert taken.letter["Content-Language"] == "kk"
    assert f"№ {number} «Принтер {{status}} не печатает: «ққә»» өтініміңіз" in taken.letter.get_content()
    assert (message.state, message.answer, message.body) == ("sent", ACCEPTED, message.body)
    assert message.sent_at >= message.queued_at
    assert company.database("engineer").ask(queries.card, ticket).messages == (message,)


def test_only_those_who_want_it_are_told(company, mail, new_client, new_ticket, work):
    registered(company)
    silent = new_ticket(notices=False)
    no_address = new_ticket(None)
    work()
    assert mail.received == []
    assert told(company, silent) == ()
    assert states(company, no_address) == [("failed", "recipient-missing")]
    client = new_client("Астра", email="info@astra.kz")
    registered(company, client_id=client)
    work()
    assert [(one.recipient, str(one.letter["To"])) for one in mail.received] == [
        ("info@astra.kz", "Астра <info@astra.kz>")
    ]


def test_a_language_without_words_falls_back_to_russian_and_a_status_without_any_is_silent(
    company, mail, new_ticket, work
):
    with company.psql("admin").cursor() as cursor:
        cursor.execute("DELETE FROM message_template WHERE language <> 'ru'")
        cursor.execute("DELETE FROM message_template t USING status s WHERE s.id = t.status_id AND s.code = 'in_work'")
    ticket = new_ticket(language="kk")
    assign(company, ticket)
    work()
    (taken,) = mail.received
    assert taken.letter["Content-Language"] == "ru"
    assert [one.language for one in told(company, ticket)] == ["ru"]


def test_the_blanks_are_filled_as_of_the_move(company, mail, new_ticket, work):
    words(company, subject="{status}", body="{contact}, {client}\n{engineer?}")
    words(company, status="in_work", subject="{status}", body="Инженер: {engineer?}\n{phone?}")
    words(company, status="waiting_client", subject="{status}", body="{comment?}")
    ticket = new_ticket(name="ТОО «Ромашка»")
    assign(company, ticket)
    move(company, "engineer", ticket, "wait_client", comment="Какой у вас {ticket}?")
    work()
    assert [(str(one.letter["Subject"]), one.letter.get_content().strip()) for one in mail.received] == [
        ("Принята", "Сәуле Әбдіқадырова, ТОО «Ромашка»"),
        ("В работе", "Инженер: Ерлан Құсайынов"),
        ("Ждём вашего ответа", "Какой у вас {ticket}?"),
    ]


def test_one_refused_address_holds_up_its_own_ticket_alone(company, mail, new_ticket, work):
    mail.recipients["bad@astra.kz"] = ["550 5.1.1 No such user here"]
    refused, other = new_ticket("bad@astra.kz"), new_ticket("good@astra.kz")
    assign(company, refused)
    assign(company, other)
    work()
    assert [one.recipient for one in mail.received] == ["good@astra.kz"] * 2
    first, second = told(company, refused)
    assert (first.state, first.code, first.answer, second.state) == (
        "failed", "mail-recipient-refused", "550 5.1.1 No such user here", "queued",
    )  # fmt: skip
    jobs = {one.state: one for one in mail_jobs(company) if one.state in ("parked", "blocked")}
    assert jobs["parked"].details["answer"] == "550 5.1.1 No such user here"
    assert jobs["blocked"].waits_behind == jobs["parked"].id
    assert company.database("lead").ask(exchange.partner, MAIL).fault == ""


def test_a_person_retries_or_skips_what_was_refused(company, mail, new_ticket, work):
    mail.recipients["bad@astra.kz"] = ["550 5.1.1 No such user"] * 2
    ticket = new_ticket("bad@astra.kz")
    assign(company, ticket)
    work()
    (parked,) = [one for one in mail_jobs(company) if one.state == "parked"]
    company.database("lead").act(retry_job, parked.id)
    work()
    assert states(company, ticket) == [("failed", "mail-recipient-refused"), ("queued", "")]
    company.database("lead").act(skip_job, parked.id)
    work()
    assert [one.state for one in told(company, ticket)] == ["cancelled", "sent"]
    assert len(mail.received) == 1


def test_a_greylisted_letter_arrives_once_and_in_order(company, mail, new_ticket, work):
    mail.recipients["saule@romashka.kz"] = ["451 4.7.1 Greylisted, come back later"] * 2
    ticket = new_ticket()
    assign(company, ticket)
    work()
    assert [str(one.letter["Subject"]).split(": ")[1] for one in mail.received] == ["принята", "в работе"]
    assert states(company, ticket) == [("sent", ""), ("sent", "")]


def test_a_letter_that_is_never_taken_is_parked_with_its_reason(company, mail, new_ticket, work):
    mail.recipients["saule@romashka.kz"] = ["451 4.7.1 Never"] * 50
    ticket = new_ticket()
    work()
    (job,) = mail_jobs(company)
    assert (job.state, job.code) == ("parked", "mail-asked-to-wait")
    (message,) = told(company, ticket)
    assert (message.state, message.code, message.answer) == ("queued", "mail-asked-to-wait", "451 4.7.1 Never")


def test_an_answer_that_was_lost_makes_the_same_letter_go_again(company, mail, new_ticket, work):
    mail.letters = [HANG_UP]
    new_ticket()
    work()
    first, second = mail.received
    assert first.letter["Message-ID"] == second.letter["Message-ID"]
    assert first.letter.get_content() == second.letter.get_content()


def test_an_agent_killed_while_it_sent_sends_the_same_letter(company, mail, new_ticket, office):
    ticket = new_ticket()
    (message,) = told(company, ticket)
    send(office, message.id)
    sent = told(company, ticket)[0]
    with company.owner().session() as session:  # what such an agent leaves behind
        session.connection().exec_driver_sql("UPDATE message SET state = 'sending', answer = '', sent_at = NULL")
    words(company, body="Совсем другие слова")
    send(office, message.id)
    first, second = mail.received
    assert first.letter["Message-ID"] == second.letter["Message-ID"]
    assert first.letter.get_content() == second.letter.get_content()
    assert told(company, ticket)[0].body == sent.body


def test_what_was_sent_or_cancelled_does_not_leave_again(company, mail, new_ticket, office):
    sent, cancelled = new_ticket("a@astra.kz"), new_ticket("b@astra.kz")
    (first,), (second,) = told(company, sent), told(company, cancelled)
    send(office, first.id)
    with company.owner().session() as session:
        session.connection().exec_driver_sql(f"UPDATE message SET state = 'cancelled' WHERE id = {second.id}")
    for message in (first, second) * 2:
        send(office, message.id)
    assert [one.recipient for one in mail.received] == ["a@astra.kz"]


def test_what_is_not_wanted_any_more_is_cancelled(company, mail, new_ticket, work):
    declined, switched_off = new_ticket("a@astra.kz"), new_ticket("b@astra.kz", language="en")
    dispatcher = company.database("dispatcher")
    client = dispatcher.ask(queries.card, declined).client_id
    card = dispatcher.ask(client_card, client)
    details = {field: getattr(card, field) for field in ("name", "code", "bin", "email", "note", "active")}
    dispatcher.act(edit_client, client, **details, notices=False, expected_version=card.version)
    words(company, language="en", active=False)
    work()
    assert mail.received == []
    assert states(company, declined) == [("cancelled", "notice-declined")]
    assert states(company, switched_off) == [("cancelled", "notice-template-off")]


def test_while_mail_is_switched_off_notices_wait(company, mail, set_up, new_ticket, office, work):
    ticket = new_ticket()
    set_up(mail.settings, active=False)
    with pytest.raises(TryAgainError) as caught:
        send(office, told(company, ticket)[0].id)
    assert (caught.value.code, caught.value.counted) == ("mail-switched-off", False)
    assert states(company, ticket) == [("queued", "")]
    assign(company, ticket)
    assert len(told(company, ticket)) == 1  # nothing new is promised meanwhile
    set_up(mail.settings)
    work()
    assert states(company, ticket) == [("sent", "")]


def test_a_wrong_password_is_told_where_a_person_sees_it_and_letters_wait(
    company, mail, set_up, new_ticket, work, caplog
):
    caplog.set_level(logging.DEBUG)
    set_up(mail.settings, password="wr0ng-secret")
    mail.refusal_of_sign_in = "535 5.7.8 Error: wr0ng-secret is wrong"
    ticket = new_ticket()
    for _ in range(2):
        work()
        (job,) = mail_jobs(company)
        company.database("lead").act(retry_job, job.id)
    found = company.database("lead").ask(exchange.partner, MAIL)
    assert (found.fault, found.fault_details) == ("mail-sign-in-refused", {"answer": "535 5.7.8 Error: *** is wrong"})
    assert states(company, ticket) == [("queued", "mail-sign-in-refused")]
    assert (job.state, job.code) == ("waiting", "mail-sign-in-refused")
    set_up(mail.settings)
    work()
    assert states(company, ticket) == [("sent", "")]
    assert company.database("lead").ask(exchange.partner, MAIL).fault == ""
    ours = " ".join(
        caplog.handler.format(one) for one in caplog.records if one.name != "mail.log"
    )  # that is the test's server
    assert "mail.send" in ours
    assert "wr0ng-secret" not in ours
    assert PASSWORD not in ours


def test_a_move_is_told_once(company, mail, new_ticket, office):
    ticket = new_ticket()
    with company.owner().session() as session:
        session.connection().exec_driver_sql(
            "SELECT private.want_notice(k, k.status_id, h.id) FROM ticket k JOIN ticket_history h ON h.ticket_id = k.id"
        )
    (message,) = told(company, ticket)
    for _ in range(3):
        send(office, message.id)
    assert len(mail.received) == len(mail_jobs(company)) == 1


def test_an_address_written_to_break_out_is_refused(company, mail, new_ticket, office):
    ticket = new_ticket()
    with company.owner().session() as session:
        session.connection().exec_driver_sql("UPDATE message SET recipient = E'a@b.kz\\r\\nBcc: thief@evil.kz'")
    with pytest.raises(RefusedForGoodError, match="mail-address-wrong"):
        send(office, told(company, ticket)[0].id)
    assert states(company, ticket) == [("failed", "mail-address-wrong")]
    assert mail.received == []


@pytest.mark.parametrize(
    ("login", "statement"),
    [
        ("engineer", "UPDATE message SET state = 'sent'"),
        ("lead", "UPDATE message SET body = 'x'"),
        ("admin", "DELETE FROM message"),
        ("agent", "UPDATE message SET recipient = 'thief@evil.kz'"),
        ("agent", "INSERT INTO message (ticket_id, history_id, template_id, channel, recipient, language) "
                  "SELECT ticket_id, history_id, template_id, 'whatsapp', 'x', 'ru' FROM message"),
        ("engineer", "UPDATE message_template SET body = 'x'"),
        ("engineer", "DELETE FROM message_template"),
        ("dispatcher", "INSERT INTO message_template (status_id, body) SELECT id, 'x' FROM status WHERE code = 'new'"),
        ("agent", "UPDATE message_template SET body = 'x'"),
        ("engineer", "UPDATE client SET notices = false"),
        ("lead", "SELECT private.queue_job('mail.send', NULL, '{\"message_id\": 1}')"),
        *((login, "SELECT value FROM integration_secret") for login in ("engineer", "lead", "director", "admin")),
    ],
)  # fmt: skip
def test_the_wrong_person_writes_no_notices_and_reads_no_password(company, mail, new_ticket, login, statement):
    ticket = new_ticket()
    with company.psql(login).cursor() as cursor, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        cursor.execute(statement)
    assert states(company, ticket) == [("queued", "")]


def test_the_agent_reads_the_password(company, mail):
    with company.psql("agent").cursor() as cursor:
        cursor.execute("SELECT value FROM integration_secret WHERE system = 'mail'")
        assert cursor.fetchall() == [(PASSWORD,)]
