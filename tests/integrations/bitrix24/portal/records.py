"""What lies in the portal's tables."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

WORDS = {"P": "process", "S": "success", "F": "failure"}


@dataclass
class Pipeline:
    id: int
    name: str
    sort: int
    is_default: bool = False


@dataclass
class Stage:
    """semantic: P, S or F. apology: the second kind of failure."""

    id: int
    status_id: str
    pipeline_id: int
    name: str
    sort: int
    colour: str
    semantic: str = "P"
    system: bool = False
    apology: bool = False

    @property
    def place(self) -> str:
        return f"DEAL_STAGE_{self.pipeline_id}" if self.pipeline_id else "DEAL_STAGE"

    @property
    def in_words(self) -> str:
        return "apology" if self.apology else WORDS[self.semantic]


@dataclass
class Deal:
    id: int
    title: str
    pipeline_id: int
    stage_id: str
    responsible_id: int
    created_by: int
    created: datetime
    updated: datetime
    moved: datetime
    moved_by: int
    last_activity: datetime
    close_date: datetime
    semantic: str = "P"
    opportunity: Decimal = Decimal(0)
    is_manual: bool = False
    currency: str = "KZT"
    company_id: int | None = None
    contact_ids: list[int] = field(default_factory=list)
    comments: str | None = None
    originator_id: str | None = None
    origin_id: str | None = None
    custom: dict[str, str | None] = field(default_factory=dict)
    goods: list[dict[str, Any]] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        return self.semantic != "P"


@dataclass
class Step:
    """A row of the stage history. type_id: 1 created, 2 moved, 3 moved to a final stage, 5 to another pipeline."""

    id: int
    type_id: int
    deal_id: int
    at: datetime
    pipeline_id: int
    stage_id: str
    semantic: str


@dataclass
class Comment:
    id: int
    deal_id: int
    author_id: int
    created: datetime
    text: str
    files: dict[int, dict[str, Any]] = field(default_factory=dict)


@dataclass
class User:
    id: int
    name: str
    last_name: str
    email: str
    is_admin: bool = False
    active: bool = True


@dataclass
class Company:
    id: int
    title: str


@dataclass
class Requisite:
    id: int
    owner_type: int
    owner_id: int
    name: str
    bin: str


def first_pipelines() -> dict[int, Pipeline]:
    return {0: Pipeline(0, "Продажи", 300, is_default=True), 9: Pipeline(9, "Закупки", 500)}


def first_stages() -> list[Stage]:
    selling = [
        ("NEW", "Новая", "P"),
        ("PREPARATION", "Подготовка документов", "P"),
        ("EXECUTING", "В работе", "P"),
        ("FINAL_INVOICE", "Финальный счёт", "P"),
        ("WON", "Сделка успешна", "S"),
        ("LOSE", "Сделка провалена", "F"),
        ("APOLOGY", "Анализ причины провала", "F"),
    ]
    buying = [
        ("C9:NEW", "Новая закупка", "P"),
        ("C9:PREPARATION", "Запрос цен", "P"),
        ("C9:PREPAYMENT_INVOICE", "Счёт на оплате", "P"),
        ("C9:EXECUTING", "Оплачено, едет", "P"),
        ("C9:WON", "Закуплено", "S"),
        ("C9:LOSE", "Клиент отказался", "F"),
        ("C9:APOLOGY", "Нет в продаже", "F"),
    ]
    colours = {"P": "#39A8EF", "S": "#7BD500", "F": "#FF5752"}
    listed = [(0, number, *row) for number, row in enumerate(selling, 1)]
    listed += [(9, number, *row) for number, row in enumerate(buying, 1)]
    return [
        Stage(
            id=99 + 2 * position,
            status_id=status_id,
            pipeline_id=pipeline_id,
            name=name,
            sort=number * 10,
            colour=colours[semantic],
            semantic=semantic,
            system=status_id.endswith(("NEW", "WON", "LOSE")),
            apology=status_id.endswith("APOLOGY"),
        )
        for position, (pipeline_id, number, status_id, name, semantic) in enumerate(listed, 1)
    ]


def first_users() -> dict[int, User]:
    return {
        1: User(1, "Вера", "Пак", "v.pak@example.kz", is_admin=True),
        7: User(7, "Динара", "Ахметова", "d.akhmetova@example.kz"),
        8: User(8, "", "", "e.kusainov@example.kz"),
    }
