"""What a new database starts with, and that loading it again keeps what the company made of it."""

import json

import pytest
from sqlalchemy import func, select

import resources
from domain.equipment.tables import DeviceType
from domain.printouts.tables import LabelTemplate
from domain.settings.first_data import load_first_data
from domain.settings.tables import Company
from domain.stock.tables import PLACE_KINDS, StockPlace


@pytest.fixture
def templates(monkeypatch, tmp_path):
    """The folder of carried label templates, with one in it, instead of the shipped ones."""
    folder = tmp_path / "label_templates"
    folder.mkdir()
    monkeypatch.setattr(resources, "path", tmp_path.joinpath)
    (folder / "30x20.json").write_text(json.dumps({"code": "30x20", "width_mm": 30.5}), encoding="utf-8")
    return folder


def versions(session, code="30x20"):
    wanted = select(LabelTemplate.version_number, LabelTemplate.definition).where(LabelTemplate.code == code)
    return [
        (number, definition["width_mm"]) for number, definition in session.execute(wanted.order_by("version_number"))
    ]


def publish(database, width):
    with database.session() as session:
        number = (
            session.scalar(select(func.max(LabelTemplate.version_number)).where(LabelTemplate.code == "30x20")) or 0
        )
        definition = {"code": "30x20", "width_mm": width}
        session.add(LabelTemplate(code="30x20", version_number=number + 1, definition=definition))


def test_a_new_database_has_what_every_company_needs(company):
    with company.database("agent").session() as session:
        assert session.get_one(Company, 1).label_prefix == "VT"
        kinds = session.scalars(select(StockPlace.kind)).all()
        assert sorted(kinds) == sorted(set(PLACE_KINDS) - {"bag"})
        types = session.scalars(select(DeviceType)).all()
        assert {one.size_class for one in types} == {"small", "medium", "large"}
        assert all(one.name and one.name_en and one.name_kk for one in types)


def test_loading_again_keeps_what_the_company_changed(company):
    owner = company.owner()
    with owner.session() as session:
        session.get_one(Company, 1).name = "Ветка"
        session.scalars(select(StockPlace).where(StockPlace.code == "main")).one().rename("Склад на Абая")
        session.scalars(select(DeviceType).where(DeviceType.code == "camera")).one().active = False
        places = session.scalar(select(func.count(StockPlace.id)))
        types = session.scalar(select(func.count(DeviceType.id)))
    owner.act(load_first_data)
    with owner.session() as session:
        assert session.get_one(Company, 1).name == "Ветка"
        assert session.scalars(select(StockPlace.name).where(StockPlace.code == "main")).all() == ["Склад на Абая"]
        assert session.scalars(select(DeviceType.active).where(DeviceType.code == "camera")).all() == [False]
        assert session.scalar(select(func.count(StockPlace.id))) == places
        assert session.scalar(select(func.count(DeviceType.id))) == types


def test_a_shipped_template_is_published_once_a_version(company, templates):
    owner = company.owner()
    with owner.session() as session:
        shipped = versions(session)
    for width, number in ((30.5, 1), (30.5, 1), (31, 2), (31, 2)):
        (templates / "30x20.json").write_text(json.dumps({"code": "30x20", "width_mm": width}), encoding="utf-8")
        owner.act(load_first_data)
        with owner.session() as session:
            assert versions(session)[-1] == (len(shipped) + number, width)


def test_a_template_that_the_company_made_its_own_is_left_alone(company, templates):
    owner = company.owner()
    owner.act(load_first_data)
    publish(company.database("lead"), 29)
    (templates / "30x20.json").write_text(json.dumps({"code": "30x20", "width_mm": 31}), encoding="utf-8")
    owner.act(load_first_data)
    with owner.session() as session:
        assert versions(session)[-1][1] == 29
