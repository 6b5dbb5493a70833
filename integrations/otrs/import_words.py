"""What a ticket of OTRS says in Vetka's words: its description, its type, its priority, its authors."""

import re
from collections.abc import Mapping, Sequence

from integrations.otrs.import_contacts import full_name
from integrations.otrs.import_people import Colleague, agent_name
from integrations.otrs.records import Agent, Article, FieldValue, Person, Ticket

NO_TITLE = "(без темы)"
_TYPES = (
    (re.compile(r"закуп|purchas|procure"), "purchase"),
    (re.compile(r"обход|round|планов"), "planned_round"),
    (re.compile(r"допработ|доп\.? ?работ|extra"), "extra_work"),
    (re.compile(r"списан|write.?off"), "write_off"),
    (re.compile(r"ремонт|repair"), "repair_intake"),
    (re.compile(r"картридж|заправк|расходн|consumabl|toner"), "consumables"),
    (re.compile(r"запрос|обслуж|request|service"), "service_request"),
)


def proposed_type(ticket: Ticket) -> str:
    """Return the type of ticket that the name of its type in OTRS speaks of, else an incident."""
    name = ticket.type.casefold()
    return next((ours for words, ours in _TYPES if words.search(name)), "incident")


def proposed_priority(priority_id: int, lowest_first: Sequence[int]) -> int:
    """Return 1 (most urgent) to 4 by the place of a priority among all of them; unknown ones are ordinary."""
    if priority_id not in lowest_first:
        return 3
    from_top = len(lowest_first) - 1 - lowest_first.index(priority_id)
    return min(from_top + 1, 4)


def title_of(ticket: Ticket) -> str:
    """Return the title to the last sign, never empty."""
    return ticket.title if ticket.title.strip() else NO_TITLE


def description_of(ticket: Ticket, agents: Mapping[int, Agent]) -> str:
    """Return what has no column of ours, one line each, so that nothing of the ticket is lost."""
    lines = [("Номер в OTRS", ticket.number), ("Очередь", ticket.queue), ("Тип", ticket.type),
             ("Состояние", ticket.state), ("Приоритет", ticket.priority), ("Услуга", ticket.service),
             ("SLA", ticket.sla), ("Владелец", _agent(agents, ticket.owner_id)),
             ("Ответственный", _agent(agents, ticket.responsible_id))]  # fmt: skip
    if ticket.accounted_time:
        lines.append(("Учтённое время", f"{ticket.accounted_time.normalize():f}"))
    lines += [(field.label or field.name, _shown(field)) for field in ticket.fields]
    for article in ticket.articles:
        lines += [(f"{field.label or field.name} (письмо {article.id})", _shown(field)) for field in article.fields]
    lines += [(f"Связь {link.type}", f"{link.object} {link.number or link.key} {link.name}".strip())
              for link in ticket.links]  # fmt: skip
    return "\n".join(f"{label}: {value}" for label, value in lines if value)


def client_text_of(ticket: Ticket, person: Person | None) -> str:
    """Return what the ticket itself says of its client: kept where the client or the person was not found."""
    parts = [ticket.company_key, ticket.person_login]
    if person is not None:
        parts += [full_name(person), person.email, person.phone, person.mobile]
    return " · ".join(dict.fromkeys(part for part in parts if part.strip()))


def detail_of(ticket: Ticket) -> dict[str, list[object]]:
    """Return the facts of the ticket as the history keeps them: from nothing to what OTRS said."""
    facts: dict[str, object] = {
        "number": ticket.number, "state": ticket.state, "state_type": ticket.state_type, "queue": ticket.queue,
        "type": ticket.type, "service": ticket.service, "sla": ticket.sla, "priority": ticket.priority,
        "owner": ticket.owner, "responsible": ticket.responsible, "company": ticket.company_key,
        "person": ticket.person_login, "accounted_time": str(ticket.accounted_time),
    }  # fmt: skip
    facts |= {f"field {field.name}": _shown(field) for field in ticket.fields}
    return {name: [None, value] for name, value in facts.items() if value not in ("", None)}


def author_of(
    article: Article, colleagues: Mapping[int, Colleague], agents: Mapping[int, Agent]
) -> tuple[str, int | None]:
    """Return who wrote an article: a colleague's login and id, or the name as the letter gives it."""
    colleague = colleagues.get(article.author_id)
    if article.sender_type == "agent" and colleague is not None:
        return colleague.login, colleague.id
    return article.sender.strip() or _agent(agents, article.author_id) or article.author_login or "OTRS", None


def body_of(article: Article) -> str:
    """Return the text of an article to the last sign; of a chat, its lines."""
    if article.body or not article.chat:
        return article.body
    return "\n".join(
        f"{line.at:%d.%m.%Y %H:%M} {line.participant}: {line.text}" if line.at else f"{line.participant}: {line.text}"
        for line in article.chat
    )


def _agent(agents: Mapping[int, Agent], agent_id: int) -> str:
    agent = agents.get(agent_id)
    return "" if agent is None or agent.is_nobody else f"{agent_name(agent)} ({agent.login})"


def _shown(field: FieldValue) -> str:
    ticked = {True: "да", False: "нет"}
    return ", ".join(
        ticked[value] if isinstance(value, bool) else shown
        for value, shown in zip(field.values, field.shown, strict=True)
    )
