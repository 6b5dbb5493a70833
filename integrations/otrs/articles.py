"""Articles: letters, calls, notes and chats of tickets, in the order in which they were written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from integrations.otrs.connection import Row, SourceDatabase, marks
from integrations.otrs.dynamic_fields import DynamicFields
from integrations.otrs.records import Agent, Article, ChatLine, FieldValue
from integrations.otrs.schema import Schema
from integrations.otrs.values import epoch_moment, flag, local_moment, number, text
from integrations.otrs.zone import to_utc

_ARTICLES = """
    SELECT a.id, a.ticket_id, a.is_visible_for_customer, a.create_time, a.create_by,
        c.name AS channel, s.name AS sender_type,
        m.a_from, m.a_reply_to, m.a_to, m.a_cc, m.a_bcc, m.a_subject, m.a_message_id, m.a_in_reply_to, m.a_references,
        m.a_content_type, m.a_body, m.incoming_time, m.content_path
    FROM article a
    LEFT JOIN communication_channel c ON c.id = a.communication_channel_id
    LEFT JOIN article_sender_type s ON s.id = a.article_sender_type_id
    LEFT JOIN article_data_mime m ON m.article_id = a.id
    WHERE a.ticket_id IN"""
_CHAT_LINES = """
    SELECT article_id, chat_participant_name, chat_participant_type, message_text, system_generated, create_time
    FROM article_data_otrs_chat WHERE article_id IN"""


class Articles:
    """Reads the articles of tickets."""

    def __init__(
        self,
        database: SourceDatabase,
        schema: Schema,
        zone: ZoneInfo,
        *,
        fields: DynamicFields,
        agents: Mapping[int, Agent],
    ) -> None:
        self._database = database
        self._schema = schema
        self._zone = zone
        self._fields = fields
        self._agents = agents

    def of_tickets(self, ticket_ids: Sequence[int]) -> dict[int, tuple[Article, ...]]:
        """Return the articles by ticket id, ordered by their own id: that is the order of writing, even where times
        are equal."""
        if not ticket_ids:
            return {}
        rows = self._database.rows(f"{_ARTICLES} ({marks(ticket_ids)}) ORDER BY a.id, m.id", ticket_ids)
        single = {number(row["id"]): row for row in reversed(rows)}  # of two texts of one article the first counts
        chats = self._chats([key for key, row in single.items() if row["incoming_time"] is None])
        fields = self._fields.of_objects("Article", list(single))
        articles: dict[int, list[Article]] = defaultdict(list)
        for key in sorted(single):
            article = self._article(single[key], chats.get(key, ()), fields.get(key, ()))
            articles[article.ticket_id].append(article)
        return {ticket_id: tuple(found) for ticket_id, found in articles.items()}

    def _article(self, row: Row, chat: tuple[ChatLine, ...], fields: tuple[FieldValue, ...]) -> Article:
        incoming = epoch_moment(row["incoming_time"])
        author_id = number(row["create_by"])
        author = self._agents.get(author_id)
        return Article(
            id=number(row["id"]),
            ticket_id=number(row["ticket_id"]),
            channel=text(row["channel"]),
            sender_type=text(row["sender_type"]),
            visible_for_customer=flag(row["is_visible_for_customer"]),
            author_id=author_id,
            author_login=author.login if author else "",
            sender=text(row["a_from"]) or (chat[0].participant if chat else ""),
            reply_to=text(row["a_reply_to"]),
            to=text(row["a_to"]),
            cc=text(row["a_cc"]),
            bcc=text(row["a_bcc"]),
            subject=text(row["a_subject"]),
            message_id=text(row["a_message_id"]),
            in_reply_to=text(row["a_in_reply_to"]),
            references=text(row["a_references"]),
            content_type=text(row["a_content_type"]),
            body=text(row["a_body"]) or _as_text(chat),
            created_at=to_utc(local_moment(row["create_time"]), self._zone, near=incoming) or incoming,
            incoming_at=incoming,
            content_path=text(row["content_path"]),
            chat=chat,
            fields=fields,
        )

    def _chats(self, article_ids: Sequence[int]) -> dict[int, tuple[ChatLine, ...]]:
        if not article_ids or not self._schema.has("chat"):
            return {}
        rows = self._database.rows(f"{_CHAT_LINES} ({marks(article_ids)}) ORDER BY id", article_ids)
        chats: dict[int, list[ChatLine]] = defaultdict(list)
        for row in rows:
            chats[number(row["article_id"])].append(self._chat_line(row))
        return {article_id: tuple(lines) for article_id, lines in chats.items()}

    def _chat_line(self, row: Row) -> ChatLine:
        return ChatLine(
            participant=text(row["chat_participant_name"]),
            participant_type=text(row["chat_participant_type"]),
            text=text(row["message_text"]),
            system_generated=flag(row["system_generated"]),
            at=to_utc(local_moment(row["create_time"]), self._zone),
        )


def _as_text(chat: Sequence[ChatLine]) -> str:
    return "\n".join(f"{line.participant}: {line.text}" if line.participant else line.text for line in chat)
