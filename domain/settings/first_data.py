"""What every new database starts with: the company's row, an id, rates of VAT, places of stock, device types,
label templates, words of notices.

Loaded by the owner of the database after each upgrade and after the workflow: words of notices belong to its statuses.
What is already there stays as the company has it.
"""

import json
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

import resources
from domain.equipment.tables import DeviceType
from domain.messages.first_texts import load_notice_texts
from domain.people.tables import Person
from domain.pricing.tables import VatRate
from domain.printouts.tables import LabelTemplate
from domain.settings.tables import Company, Installation
from domain.stock.tables import StockPlace

STOCK_PLACES = (  # code, kind, name
    ("main", "warehouse", "Основной склад"),
    ("supplier", "supplier", "Поставщики"),
    ("clients", "client", "У клиентов"),
    ("in_transit", "in_transit", "В пути"),
    ("written_off", "written_off", "Списано"),
    ("count_difference", "count_difference", "Разница инвентаризации"),
)
DEVICE_TYPES = (  # code, size class, Russian, English, Kazakh
    ("computer", "medium", "Компьютер", "Computer", "Компьютер"),
    ("notebook", "medium", "Ноутбук", "Notebook", "Ноутбук"),
    ("server", "large", "Сервер", "Server", "Сервер"),
    ("storage", "large", "Сетевое хранилище", "Network storage", "Желілік қойма"),
    ("monitor", "medium", "Монитор", "Monitor", "Монитор"),
    ("printer", "medium", "Принтер", "Printer", "Принтер"),
    ("mfp", "large", "МФУ", "Multifunction printer", "Көпфункциялы құрылғы"),
    ("scanner", "medium", "Сканер", "Scanner", "Сканер"),
    ("switch", "medium", "Коммутатор", "Switch", "Коммутатор"),
    ("router", "small", "Маршрутизатор", "Router", "Маршрутизатор"),
    ("access_point", "small", "Точка доступа Wi-Fi", "Wi-Fi access point", "Wi-Fi кіру нүктесі"),
    ("ups", "medium", "ИБП", "UPS", "Үздіксіз қуат көзі"),
    ("phone", "small", "Телефон", "Telephone", "Телефон"),
    ("camera", "small", "Видеокамера", "Camera", "Бейнекамера"),
    ("other", "medium", "Прочее", "Other", "Басқа"),
)


VAT_RATES = ((date(2009, 1, 1), Decimal(12)), (date(2026, 1, 1), Decimal(16)))  # Kazakhstan; Tax Code № 214-VIII
INSTALLATION_ID = "id"


def load_first_data(session: Session) -> None:
    """Add what is missing of the first data; safe to run again at any time.

    Rows that the company renamed or retired are left alone, and so is a label template of which it published a version
    of its own. Runs as the owner of the database: no person may write all of this.
    """
    if session.get(Company, 1) is None:
        session.add(Company(id=1))
    if session.get(Installation, INSTALLATION_ID) is None:
        session.add(Installation(key=INSTALLATION_ID, value=str(uuid4())))  # other systems know us by it
    _add_vat_rates(session)
    _add_stock_places(session)
    _add_device_types(session)
    _publish_label_templates(session)
    load_notice_texts(session)
    session.flush()


def _add_vat_rates(session: Session) -> None:
    if session.scalars(select(VatRate.since).limit(1)).first() is None:
        session.add_all(VatRate(since=since, percent=percent) for since, percent in VAT_RATES)


def _add_stock_places(session: Session) -> None:
    present = set(session.scalars(select(StockPlace.code)))
    for code, kind, name in STOCK_PLACES:
        if code not in present:
            place = StockPlace(code=code, kind=kind)
            place.rename(name, code)
            session.add(place)


def _add_device_types(session: Session) -> None:
    present = set(session.scalars(select(DeviceType.code)))
    for code, size_class, russian, english, kazakh in DEVICE_TYPES:
        if code not in present:
            device_type = DeviceType(code=code, size_class=size_class, name_en=english, name_kk=kazakh)
            device_type.rename(russian, english, kazakh)
            session.add(device_type)


def _publish_label_templates(session: Session) -> None:
    for file in sorted(resources.path("label_templates").glob("*.json")):
        definition = json.loads(file.read_text(encoding="utf-8"))
        _publish(session, definition["code"], definition)


def _publish(session: Session, code: str, definition: dict[str, Any]) -> None:
    versions = session.scalars(
        select(LabelTemplate).where(LabelTemplate.code == code).order_by(LabelTemplate.version_number)
    ).all()
    if any(version.definition == definition for version in versions):
        return
    people = select(Person.id).where(Person.login == versions[-1].published_by) if versions else None
    if people is not None and session.scalar(people) is not None:
        return  # the company's own version is the one in use
    number = versions[-1].version_number + 1 if versions else 1
    session.add(LabelTemplate(code=code, version_number=number, definition=definition))
