"""Codes and BINs: pure rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from database.errors import DomainError
from domain.clients.bin_number import checked_bin, control_digit
from domain.clients.codes import LONGEST, client_code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ТОО «Алматы Құрылыс»", "ALMATY-KURYLYS"),
        ("ИП Щукин", "SHCHUKIN"),
        ('АО "Қазақстан Темір Жолы"', "KAZAKSTAN-TEMIR-ZHOLY"),
        ("ЖШС Әділет-2000", "ADILET-2000"),
        ("Romashka LLP", "ROMASHKA"),
        ("Café Zoë", "CAFE-ZOE"),
        ("ТОО", "TOO"),
        ("中文", "CLIENT"),
        ("Объединение подъёмных механизмов", "OBEDINENIE-PODEMNYKH"),
    ],
)
def test_a_code_is_made_from_what_tells_clients_apart(name, code):
    assert client_code(name) == code


def test_a_taken_code_gets_the_next_number():
    assert client_code("Ромашка", {"ROMASHKA", "ROMASHKA-2"}) == "ROMASHKA-3"


@given(st.text(max_size=300))
def test_every_name_gives_a_code_that_can_be_typed(name):
    code = client_code(name)
    assert 1 <= len(code) <= LONGEST
    assert code.isascii()
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


@pytest.mark.parametrize("bin", ["971240001315", "940140000385"])  # two banks, as they print them on their papers
def test_numbers_in_use_are_accepted(bin):
    assert checked_bin(f" {bin[:6]} {bin[6:]} ") == bin


@pytest.mark.parametrize("bin", ["971240001316", "97124000131", "9712400013155", "97124000131a", "٩٧١٢٤٠٠٠١٣١٥"])
def test_a_wrong_number_is_refused(bin):
    with pytest.raises(DomainError) as caught:
        checked_bin(bin)
    assert caught.value.code == "bin-wrong"


def test_nothing_typed_is_no_number():
    assert checked_bin(None) is checked_bin("  ") is None


@given(st.text("0123456789", min_size=11, max_size=11), st.integers(0, 9), st.integers(1, 9))
def test_a_mistyped_digit_is_noticed(digits, place, change):
    """By the rule itself the eleventh digit weighs nothing, and where the second row of weights steps in a slip may
    go unnoticed; all others are noticed.
    """
    mistyped = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    first_sums = [sum(w * int(d) for w, d in enumerate(one, 1)) % 11 for one in (digits, mistyped)]
    if 10 not in first_sums:
        assert control_digit(mistyped) != control_digit(digits)
