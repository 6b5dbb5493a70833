"""Which product and version the source is, by what its tables and columns are."""

from collections.abc import Mapping
from dataclasses import dataclass

from integrations.otrs.connection import SourceDatabase
from integrations.otrs.errors import SourceError

Tables = Mapping[str, frozenset[str]]


def _named(columns: str) -> frozenset[str]:
    return frozenset(columns.split())


# Exactly what the queries of this package name.
_REQUIRED: dict[str, frozenset[str]] = {
    "ticket": _named(
        "id tn title queue_id type_id service_id sla_id user_id responsible_user_id ticket_priority_id ticket_state_id"
        " ticket_lock_id customer_id customer_user_id until_time archive_flag create_time create_by change_time"
    ),
    "ticket_state": _named("id name type_id valid_id create_time"),
    "ticket_state_type": _named("id name"),
    "ticket_type": _named("id name valid_id"),
    "ticket_priority": _named("id name valid_id"),
    "queue": _named("id name valid_id create_time"),
    "service": _named("id name"),
    "sla": _named("id name"),
    "users": _named("id login first_name last_name valid_id"),
    "article": _named(
        "id ticket_id article_sender_type_id communication_channel_id is_visible_for_customer create_time create_by"
    ),
    "article_sender_type": _named("id name"),
    "communication_channel": _named("id name"),
    "article_data_mime": _named(
        "id article_id a_from a_reply_to a_to a_cc a_bcc a_subject a_message_id a_in_reply_to a_references"
        " a_content_type a_body incoming_time content_path"
    ),
    "article_data_mime_attachment": _named(
        "id article_id filename content_type content_id disposition content_size content"
    ),
    "customer_company": _named("customer_id name street zip city country url comments valid_id"),
    "customer_user": _named(
        "id login email customer_id title first_name last_name phone fax mobile street zip city country comments"
        " valid_id"
    ),
}
# Parts that an office may not have; each is left out as a whole when one of its columns is missing.
_OPTIONAL: dict[str, dict[str, frozenset[str]]] = {
    "agent_preferences": {"user_preferences": _named("user_id preferences_key preferences_value")},
    "more_companies": {"customer_user_customer": _named("user_id customer_id")},
    "chat": {
        "article_data_otrs_chat": _named(
            "id article_id chat_participant_name chat_participant_type message_text system_generated create_time"
        )
    },
    "configuration": {"sysconfig_modified": _named("id name is_valid effective_value user_id")},
    "raw_letters": {"article_data_mime_plain": _named("article_id")},
    "work_time": {"time_accounting": _named("ticket_id time_unit")},
    "history": {
        "ticket_history": _named("id ticket_id history_type_id name"),
        "ticket_history_type": _named("id name"),
    },
    "links": {
        "link_relation": _named("source_object_id source_key target_object_id target_key type_id state_id create_time"),
        "link_object": _named("id name"),
        "link_type": _named("id name"),
        "link_state": _named("id name"),
    },
    "dynamic_fields": {
        "dynamic_field": _named("id internal_field name label field_order field_type object_type config valid_id"),
        "dynamic_field_value": _named("id field_id object_id value_text value_date value_int"),
    },
    "object_names": {"dynamic_field_obj_id_name": _named("object_id object_name object_type")},
    "equipment": {
        "configitem": _named("id configitem_number class_id last_version_id cur_depl_state_id cur_inci_state_id"),
        "configitem_version": _named("id configitem_id name definition_id"),
        "configitem_definition": _named("id configitem_definition"),
        "general_catalog": _named("id general_catalog_class name"),
        "xml_storage": _named("xml_type xml_key xml_content_key xml_content_value"),
    },
}


@dataclass(frozen=True)
class Schema:
    """What was found: `product` for people, `server` with its version, `parts` that can be read beside the tickets.

    Parts: agent_preferences, more_companies, chat, configuration, raw_letters, work_time, history, links,
    dynamic_fields, object_names, equipment.
    """

    product: str
    server: str
    parts: frozenset[str]

    def has(self, part: str) -> bool:
        """Say whether a part of the source can be read."""
        return part in self.parts


def detect(database: SourceDatabase) -> Schema:
    """Recognise the product.

    Raises SourceError: `otrs-not-found` (no tickets here at all), `otrs-too-old` (OTRS 5 and before), `otrs-schema`
    (`missing` names the tables and `table.column`s that are not there or that this login may not read).
    """
    tables = database.tables()
    _refuse_others(tables)
    missing = _missing(_REQUIRED, tables)
    if missing:
        raise SourceError("otrs-schema", missing=", ".join(missing))
    parts = frozenset(part for part, needed in _OPTIONAL.items() if not _missing(needed, tables))
    return Schema(_product(tables), f"{database.product} {database.version}", parts)


def _refuse_others(tables: Tables) -> None:
    for table in ("ticket", "article"):
        if table not in tables:
            raise SourceError("otrs-not-found", missing=table)
    if "article_data_mime" not in tables and "a_body" in tables["article"]:
        raise SourceError("otrs-too-old", missing="article_data_mime")


def _missing(needed: Tables, tables: Tables) -> list[str]:
    found = []
    for table, columns in needed.items():
        if table not in tables:
            found.append(table)
        else:
            found += [f"{table}.{column}" for column in sorted(columns - tables[table])]
    return found


def _product(tables: Tables) -> str:
    if "permission_groups" in tables:
        return "Znuny 6.1+"
    if "groups_table" in tables:
        return "OTOBO"
    return "OTRS 6 / Znuny 6.0"
