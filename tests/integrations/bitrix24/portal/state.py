"""The portal's tables and what happens in them; every move of a deal leaves a row of history."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from tests.integrations.bitrix24.portal.records import (
    Comment,
    Company,
    Deal,
    Pipeline,
    Requisite,
    Stage,
    Step,
    User,
    first_pipelines,
    first_stages,
    first_users,
)


class State:
    """automation: the stage to which robots move a deal at once when it comes to a stage."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.pipelines: dict[int, Pipeline] = first_pipelines()
        self.stages: list[Stage] = first_stages()
        self.users: dict[int, User] = first_users()
        self.deals: dict[int, Deal] = {}
        self.history: list[Step] = []
        self.comments: dict[int, Comment] = {}
        self.companies: dict[int, Company] = {}
        self.requisites: dict[int, Requisite] = {}
        self.custom_fields: dict[str, str] = {"UF_CRM_VETKA_TICKET": "Заявка"}
        self.automation: dict[str, str] = {}
        self._deal_ids, self._step_ids, self._comment_ids = count(37), count(501), count(901)
        self._other_ids = count(11)

    def stage(self, stage_id: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.status_id == stage_id), None)

    def stages_of(self, pipeline_id: int) -> list[Stage]:
        listed = [stage for stage in self.stages if stage.pipeline_id == pipeline_id]
        return sorted(listed, key=lambda stage: stage.sort)

    def add_deal(self, by: int, pipeline_id: int, stage_id: str, **values: Any) -> Deal:
        now = self.now()
        values.setdefault("responsible_id", by)
        number = next(self._deal_ids)
        values["title"] = values.get("title") or f"Сделка №{number}"
        deal = Deal(
            id=number,
            pipeline_id=pipeline_id,
            stage_id=stage_id,
            created_by=by,
            moved_by=by,
            close_date=now + timedelta(days=7),
            created=now,
            updated=now,
            moved=now,
            last_activity=now,
            **values,
        )
        self.deals[deal.id] = deal
        self._come_to(deal, stage_id, by, type_id=1)
        self._let_robots_work(deal)
        return deal

    def move(self, deal: Deal, stage_id: str, by: int) -> None:
        """Put a deal on a stage, of another pipeline too."""
        stage = self.stage(stage_id)
        assert stage is not None, f"the portal has no stage {stage_id}"
        if deal.stage_id == stage_id:
            return
        other = stage.pipeline_id != deal.pipeline_id
        deal.pipeline_id = stage.pipeline_id
        self._come_to(deal, stage_id, by, type_id=5 if other else 2 if stage.semantic == "P" else 3)
        self._let_robots_work(deal)

    def delete_deal(self, deal_id: int) -> None:
        """Its history and its timeline go with it."""
        del self.deals[deal_id]
        self.history = [step for step in self.history if step.deal_id != deal_id]
        self.comments = {key: comment for key, comment in self.comments.items() if comment.deal_id != deal_id}

    def add_comment(self, deal_id: int, author_id: int, text: str, files: list[tuple[str, int]]) -> Comment:
        """files: name and size in bytes."""
        comment = Comment(next(self._comment_ids), deal_id, author_id, self.now(), text)
        for name, size in files:
            number = next(self._other_ids)
            comment.files[number] = {"id": number, "name": name, "size": size, "type": "file"}
        self.comments[comment.id] = comment
        return comment

    def add_company(self, title: str, bin_number: str = "") -> Company:
        company = Company(next(self._other_ids), title)
        self.companies[company.id] = company
        if bin_number:
            number = next(self._other_ids)
            self.requisites[number] = Requisite(number, 4, company.id, title, bin_number)
        return company

    def add_user(self, name: str, last_name: str = "") -> User:
        number = next(self._other_ids)
        self.users[number] = User(number, name, last_name, f"user{number}@example.kz")
        return self.users[number]

    def _come_to(self, deal: Deal, stage_id: str, by: int, *, type_id: int) -> None:
        stage, now = self.stage(stage_id), self.now()
        deal.stage_id, deal.semantic = stage_id, stage.semantic if stage else "P"
        deal.moved = deal.updated = now
        deal.moved_by = by
        step = Step(next(self._step_ids), type_id, deal.id, now, deal.pipeline_id, stage_id, deal.semantic)
        self.history.append(step)

    def _let_robots_work(self, deal: Deal) -> None:
        if goal := self.automation.get(deal.stage_id):
            self.move(deal, goal, by=1)
