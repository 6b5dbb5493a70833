"""Products, the barcodes that mean them, and places."""

from domain.stock import nomenclature, queries
from tests.domain.stock.deliveries import person_id, product, refusal


def test_products_and_their_barcodes(company):
    clerk, buyer = company.database("clerk"), company.database("buyer")
    goods = product(company, "Тонер 1 кг", unit="кг", barcodes=["4006381333931"])
    assert clerk.ask(queries.product_by_barcode, "4006381333931").id == goods
    other = product(company)
    error = refusal(clerk.act, nomenclature.remember_barcode, other, "]E04006381333931")
    assert (error.code, error.details["product"]) == ("barcode-taken", "Тонер 1 кг")
    clerk.act(nomenclature.forget_barcode, goods, "4006381333931")
    assert clerk.act(nomenclature.remember_barcode, other, "4006381333931") == "4006381333931"
    assert clerk.act(nomenclature.remember_barcode, other, "4006381333931") == "4006381333931"
    assert clerk.ask(queries.product_by_barcode, "4006381333931").id == other
    edited = {"name": "Тонер 2 кг", "unit": "кг", "serial_tracked": False}
    clerk.act(nomenclature.edit_product, goods, **edited, active=False, expected_version=1)
    assert (
        refusal(clerk.act, nomenclature.edit_product, goods, **edited, expected_version=1).code == "changed-meanwhile"
    )
    assert refusal(buyer.act, nomenclature.register_product, code=" ", name="x").code == "code-wanted"
    assert refusal(buyer.act, nomenclature.register_product, code="x", name=" ").code == "name-wanted"
    buyer.act(nomenclature.register_product, code="x", name="x")
    assert refusal(buyer.act, nomenclature.register_product, code="x", name="y").code == "product-code-taken"
    assert (
        refusal(company.database("engineer").act, nomenclature.register_product, code="z", name="z").code == "no-right"
    )


def test_an_unknown_barcode_means_nothing_yet(company):
    clerk = company.database("clerk")
    assert clerk.ask(queries.product_by_barcode, "4006381333931") is None
    assert clerk.ask(queries.product_by_barcode, "9" * 200) is None
    assert clerk.ask(queries.barcodes, product(company, barcodes=["1", "2"])) == ["1", "2"]


def test_the_nomenclature_is_read_page_by_page_in_the_order_of_names(company):
    for name in ("Ёлка", "Кабель 10 м", "кабель 2 м", "Әмбебап адаптер"):
        product(company, name)
    clerk = company.database("clerk")
    names = [row.name for row in clerk.ask(queries.products)]
    assert names == ["Әмбебап адаптер", "Ёлка", "кабель 2 м", "Кабель 10 м"]
    first = clerk.ask(queries.products, limit=2)
    assert [row.name for row in clerk.ask(queries.products, after=first[-1].key)] == names[2:]
    assert [row.name for row in clerk.ask(queries.products, search="kабель 10")] == ["Кабель 10 м"]


def test_an_engineers_bag_is_a_place(company):
    details = {"code": "bag-1", "name": "Сумка Ерлана", "kind": "bag", "person_id": person_id(company, "engineer")}
    company.database("admin").act(nomenclature.register_place, **details)
    places = company.database("clerk").ask(queries.places, kinds=["bag", "warehouse"])
    assert [(place.name, place.person) for place in places] == [
        ("Основной склад", None),
        ("Сумка Ерлана", "Ерлан Құсайынов"),
    ]
    assert refusal(company.database("clerk").act, nomenclature.register_place, code="x", name="x").code == "no-right"
