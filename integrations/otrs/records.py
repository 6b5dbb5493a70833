"""What the reader hands over: frozen values of OTRS, times in UTC, ids those of OTRS."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

OPEN_STATE_TYPES = ("new", "open", "pending reminder", "pending auto")
PENDING_STATE_TYPES = ("pending reminder", "pending auto")
POINTED_LINK_TYPES = ("ParentChild", "DependsOn", "Includes")
ROOT_AGENT_ID = 1  # root@localhost: as owner it means nobody

ArticleKind = Literal["client_message", "answer", "internal", "notice"]
Role = Literal["html_body", "plain_text_part", "inline_image", "file"]
Fault = Literal["", "no-content", "broken-base64", "unreadable"]


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The value of a dynamic field: `values` as stored (texts, a truth value, dates, moments in UTC), `shown` as
    people see them (the label of a drop-down's key)."""

    name: str
    label: str
    field_type: str
    values: tuple[str | bool | date | datetime, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """A client company; `key` (customer_id) is free text, often a BIN."""

    key: str
    name: str
    street: str
    zip: str
    city: str
    country: str
    url: str
    comments: str
    valid: bool
    fields: tuple[FieldValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a client; tickets name it by `login`, whose case does not matter (see `same_login`).

    `company_keys` begins with the main one and may name companies that do not exist.
    """

    id: int
    login: str
    email: str
    company_keys: tuple[str, ...]
    title: str
    first_name: str
    last_name: str
    phone: str
    phone_e164: str | None
    mobile: str
    mobile_e164: str | None
    fax: str
    street: str
    zip: str
    city: str
    country: str
    comments: str
    valid: bool
    fields: tuple[FieldValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent of the office. Valid: may sign in; a temporarily invalid one is not valid."""

    id: int
    login: str
    first_name: str
    last_name: str
    email: str
    mobile: str
    mobile_e164: str | None
    valid: bool

    @property
    def is_nobody(self) -> bool:
        """Say whether this is root@localhost, which owns what nobody owns."""
        return self.id == ROOT_AGENT_ID


@dataclass(frozen=True, slots=True)
class State:
    """A ticket state with its type and the number of tickets now in it (open types only, else 0)."""

    id: int
    name: str
    type: str
    valid: bool
    open_tickets: int

    @property
    def is_open(self) -> bool:
        """Say whether tickets in this state count as open."""
        return self.type in OPEN_STATE_TYPES


@dataclass(frozen=True, slots=True)
class Choice:
    """A queue, ticket type or priority with the number of its open tickets; a queue's name is its full `A::B` path."""

    id: int
    name: str
    valid: bool
    open_tickets: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link seen from one ticket. `this_end` matters where `is_pointed` (in ParentChild the source is the parent).

    `object`: Ticket, ITSMConfigItem, Service, FAQ…; number and name are known for the first two.
    """

    type: str
    this_end: Literal["source", "target"]
    object: str
    key: str
    number: str
    name: str

    @property
    def is_pointed(self) -> bool:
        """Say whether the type has a direction."""
        return self.type in POINTED_LINK_TYPES


@dataclass(frozen=True, slots=True)
class Merged:
    """A ticket whose contents live in another one since a merge."""

    id: int
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One line of a chat article."""

    participant: str
    participant_type: str
    text: str
    system_generated: bool
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Article:
    """A letter, call, note or chat. `body` is plain text; `sender`, `to`… are header texts as stored, maybe empty.

    `author_id` is the agent that wrote or took it in; `created_at` is its time in the thread.
    """

    id: int
    ticket_id: int
    channel: str
    sender_type: str
    visible_for_customer: bool
    author_id: int
    author_login: str
    sender: str
    reply_to: str
    to: str
    cc: str
    bcc: str
    subject: str
    message_id: str
    in_reply_to: str
    references: str
    content_type: str
    body: str
    created_at: datetime | None
    incoming_at: datetime | None
    content_path: str
    chat: tuple[ChatLine, ...] = ()
    fields: tuple[FieldValue, ...] = ()

    @property
    def kind(self) -> ArticleKind:
        """Return what the article is in Vetka's thread."""
        if self.sender_type == "system":
            return "notice"
        if self.channel == "Internal" or not self.visible_for_customer:
            return "internal"
        return "client_message" if self.sender_type == "customer" else "answer"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket with its whole thread; the bytes of attachments are read apart, see `OtrsSource.attachments`.

    `owner_is_real`: the owner is an agent that may sign in, not root@localhost. `merged_into` is the number of the
    ticket it was merged into, `also_known_as` are those merged into this one, directly or through another.
    `accounted_time` is in hours or minutes, by the office's habit.
    """

    id: int
    number: str
    title: str
    state_id: int
    state: str
    state_type: str
    queue_id: int
    queue: str
    type: str
    service: str
    sla: str
    priority_id: int
    priority: str
    locked: bool
    owner_id: int
    owner: str
    owner_is_real: bool
    responsible_id: int
    responsible: str
    company_key: str
    person_login: str
    created_at: datetime | None
    changed_at: datetime | None
    created_by: int
    pending_until: datetime | None
    archived: bool
    accounted_time: Decimal
    merged_into: str | None
    also_known_as: tuple[Merged, ...]
    links: tuple[Link, ...]
    fields: tuple[FieldValue, ...]
    articles: tuple[Article, ...]

    @property
    def is_open(self) -> bool:
        """Say whether the ticket counts as open."""
        return self.state_type in OPEN_STATE_TYPES

    @property
    def last_activity(self) -> datetime | None:
        """Return the time of the last article; `changed_at` moves with every automatic job and is not it."""
        return max((article.created_at for article in self.articles if article.created_at), default=self.created_at)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of an article with its bytes. `fault` says why there are none: the file is lost, `sha256` is empty.

    `disposition` is the effective one (inline or attachment).
    """

    article_id: int
    filename: str
    content_type: str
    content_id: str
    disposition: str
    role: Role
    size: int
    sha256: str
    content: bytes
    fault: Fault = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One value of a piece of equipment. `path` is like `HardDisk[2].Capacity`, the first of each kind without its
    number; `kind` is the input type of the definition (Text, GeneralCatalog, Customer…), empty when not known.

    `value` is what people see (the name of a catalogue entry), `stored` what the database holds.
    """

    path: str
    label: str
    kind: str
    value: str
    stored: str


@dataclass(frozen=True, slots=True)
class Equipment:
    """A configuration item in its last version, attributes in the order of its definition."""

    id: int
    number: str
    class_name: str
    name: str
    deployment_state: str
    incident_state: str
    company_key: str
    person_login: str
    attributes: tuple[Attribute, ...]

    def value(self, path: str) -> str:
        """Return the value of one attribute, empty when there is none."""
        return next((attribute.value for attribute in self.attributes if attribute.path == path), "")


@dataclass(frozen=True, slots=True)
class StorageSurvey:
    """Where the files of a set of articles lie: the number of articles found in the database and on disk.

    `letters` came by e-mail; that none of them left a trace anywhere means the article directory was not given.
    """

    articles: int
    letters: int
    in_database: int
    on_disk: int

    @property
    def wants_directory(self) -> bool:
        """Say whether the attachments are most likely on the server's disk, out of reach."""
        return self.letters > 0 and not self.in_database and not self.on_disk


def same_login(login: str) -> str:
    """Return the key under which logins of people are compared: OTRS takes no notice of their case."""
    return login.strip().casefold()
