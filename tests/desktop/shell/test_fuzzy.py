"""A few letters find a command, whatever layout is on."""

import pytest

from desktop.shell.command_list import Command
from desktop.shell.fuzzy import score
from desktop.shell.palette import best


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("заяв", "Заявки"),
        ("нов зая", "Новая заявка"),
        ("обход", "Плановые обходы"),
        ("зявк", "Заявки"),  # letters in order
        ("pfzd", "Заявки"),  # Russian word, English layout
        ("ешслуе", "Tickets"),  # English word, Russian layout
        ("ticket", "Заявки Tickets"),
        ("прием", "Приём на обслуживание"),
        ("", "Заявки"),
    ],
)
def test_found(query, text):
    assert score(query, text) is not None


@pytest.mark.parametrize(("query", "text"), [("счёт", "Заявки"), ("заяв склад", "Заявки"), ("ю", "Tickets")])
def test_not_found(query, text):
    assert score(query, text) is None


def test_the_start_of_a_word_beats_its_middle_and_scattered_letters():
    commands = [
        Command(title, lambda: None) for title in ("Перезаказать", "С заменой клавиш", "Заказ поставщику", "Заказ")
    ]
    assert [command.title for command in best("заказ", commands)] == ["Заказ", "Заказ поставщику", "Перезаказать"]


def test_an_empty_query_changes_nothing():
    commands = [Command(title, lambda: None) for title in "баг"]
    assert best(" ", commands) == commands
