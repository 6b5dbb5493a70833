"""Publishing a workflow."""

import json
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from domain.workflow.definition import check, read


def publish_workflow(session: Session, raw: dict[str, Any]) -> int:
    """Check a workflow and publish it as a new version; tickets under way keep moving. Returns the version's number.

    Raises WorkflowRefusedError with every problem, DomainError `workflow-unknown-kind` for a requirement or effect that
    this program cannot carry out, `role-wanted` unless the person is a lead or an administrator.
    """
    check(read(raw))
    call = text("SELECT api.publish_workflow(CAST(:definition AS jsonb))")
    number: int = session.execute(call, {"definition": json.dumps(raw, ensure_ascii=False)}).scalar_one()
    return number
