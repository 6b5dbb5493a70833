"""The words for notices that every company starts with."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

import resources
from domain.messages.tables import MessageTemplate
from domain.settings.tables import Installation
from domain.workflow.tables import Status

_LOADED = "notice_texts"


def load_notice_texts(session: Session) -> None:
    """Add the words of notices once, where the company has none; statuses that its workflow lacks are left out.

    A mark remembers that it was done, so that words which the company took away do not come back. Before a workflow
    was published there is nothing to add to.
    """
    statuses = {code: number for code, number in session.execute(select(Status.code, Status.id))}  # noqa: C416 - rows
    if not statuses or session.get(Installation, _LOADED) is not None:
        return
    session.add(Installation(key=_LOADED, value="1"))
    if session.scalar(select(MessageTemplate.id).limit(1)) is not None:
        return
    brought = json.loads(resources.read_text("messages", "default.json"))
    for one in brought["texts"]:
        for language, words in one["words"].items():
            if one["status"] in statuses:
                key = {"status_id": statuses[one["status"]], "channel": one["channel"], "language": language}
                session.add(MessageTemplate(**key, subject=words["subject"], body="\n".join(words["body"])))
