"""The check character must catch what people and scanners really get wrong."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labels import payload as subject
from labels.payload import ALPHABET, PLANNED_SEAL, Payload, check_character, parse, payload, readable

NUMBERS = st.integers(0, 9_999_999)
SEALS = st.text(ALPHABET, min_size=5, max_size=5)


def field_product(left: int, right: int) -> int:
    """Multiply in GF(32) bit by bit, written apart from the table under test."""
    result = 0
    for bit in range(5):
        if right >> bit & 1:
            result ^= left << bit
    for bit in range(8, 4, -1):
        if result >> bit & 1:
            result ^= 0b100101 << (bit - 5)
    return result


def ends_at_zero(text: str) -> bool:
    interim = 0
    for character in text:
        interim = field_product(2, interim) ^ ALPHABET.index(character)
    return interim == 0


def test_the_alphabet_has_32_characters_and_none_that_are_misread():
    assert len(set(ALPHABET)) == len(ALPHABET) == 32
    assert not set("IOQU") & set(ALPHABET)
    assert list(ALPHABET) == sorted(ALPHABET)


def test_the_polynomial_makes_a_field_whose_two_has_order_31():
    powers, value = set(), 1
    for _ in range(31):
        value = field_product(2, value)
        powers.add(value)
    assert powers == set(range(1, 32))


def test_the_quasigroup_is_totally_anti_symmetric():
    table = [[field_product(2, x) ^ y for y in range(32)] for x in range(32)]
    for row in table:
        assert sorted(row) == list(range(32))
    for column in range(32):
        assert sorted(table[x][column] for x in range(32)) == list(range(32))
    for c, x, y in product(range(32), repeat=3):
        if x != y:
            assert table[table[c][x]][y] != table[table[c][y]][x]
    assert all(table[x][y] != table[y][x] for x, y in product(range(32), repeat=2) if x != y)


@pytest.mark.parametrize(
    ("number", "check"), [(0, "A"), (1, "8"), (45127, "A"), (123456, "2"), (9_999_999, "2")]
)  # fixed once for ever: printed stickers carry them, and the database computes them by itself
def test_known_check_characters_never_change(number: int, check: str):
    assert check_character(number) == check


@given(NUMBERS)
def test_a_number_with_its_check_character_ends_at_zero(number: int):
    assert ends_at_zero(f"VT{number:07}{check_character(number)}")


@pytest.mark.parametrize("number", [0, 1, 45127, 1_234_567, 9_999_999, 5_050_505])
def test_every_single_wrong_character_is_caught(number: int):
    right = f"VT{number:07}{check_character(number)}"
    for place, other in product(range(len(right)), ALPHABET):
        if other != right[place]:
            assert not ends_at_zero(right[:place] + other + right[place + 1 :])


@given(NUMBERS)
def test_every_wrong_digit_is_refused_by_the_parser(number: int):
    right = payload(number, "0ABCD")[:10]
    for place, other in product(range(2, 9), "0123456789"):
        if other != right[place]:
            assert parse(right[:place] + other + right[place + 1 :]) is None


@given(NUMBERS)
def test_swapped_characters_are_caught_at_any_distance(number: int):
    right = f"VT{number:07}{check_character(number)}"
    for first, second in product(range(len(right)), repeat=2):
        if first < second and right[first] != right[second]:
            swapped = list(right)
            swapped[first], swapped[second] = swapped[second], swapped[first]
            assert not ends_at_zero("".join(swapped))


@given(NUMBERS)
def test_twin_errors_are_caught(number: int):
    right = f"VT{number:07}{check_character(number)}"
    for place, other in product(range(len(right) - 1), ALPHABET):
        if right[place] == right[place + 1] != other:
            assert not ends_at_zero(right[:place] + other * 2 + right[place + 2 :])


@given(NUMBERS, SEALS)
def test_what_is_printed_is_read_again(number: int, seal: str):
    text = payload(number, seal)
    assert len(text) == 15
    assert parse(text) == Payload("VT", number, seal)
    assert parse(text).text == text


def test_the_readable_form_is_grouped_for_the_phone():
    assert readable(45127) == "VT 0045 127-A"


@pytest.mark.parametrize(
    "typed",
    [
        "VT 0045 127-A",
        "vt0045127a",
        "VT-0045-127-A",
        "  VT 00 45 12 7 A\n",
        "VT\u00a00045\u2013127\u2011A",
        "ВТ 0045 127-A",  # the prefix by sound, in Cyrillic
        "vт oo45 127-а",  # Cyrillic т, letters o for zeros
        "VT.0045.I27.A",
        "https://example.kz/VT0045127A",
    ],
)
def test_any_grouping_and_look_alike_is_accepted(typed: str):
    assert parse(typed) == Payload("VT", 45127)


def test_a_seal_may_be_typed_with_look_alikes():
    assert parse("VT0045127A ОАВСЕ") == Payload("VT", 45127, "0ABCE")


def test_a_number_without_its_check_character_is_flagged():
    found = parse("VT 0045127")
    assert found == Payload("VT", 45127, None, checked=False)
    assert found.text == "VT0045127A"


@pytest.mark.parametrize(
    "other",
    ["", "VT", "0045127A", "VT0045127W", "VT004512A", "VT0045127AABCD", "VT0045127AABCDU", "CX0045127A", "VT٠٠٤٥١٢٧A",
     "VT00451271A", "7 727 355 12 34", "VT0045127" + "V" * 5000],
)  # fmt: skip
def test_what_is_not_ours_is_none(other: str):
    assert parse(other) is None


def test_a_dry_run_ends_in_hyphens():
    text = payload(45127, PLANNED_SEAL)
    assert text == "VT0045127A-----"
    assert parse(text).planned
    assert not parse("VT0045127A").planned


def test_the_prefix_is_a_parameter():
    assert parse(payload(7, "ZZZZZ", "SK"), "SK") == Payload("SK", 7, "ZZZZZ")
    assert parse(payload(7, "ZZZZZ", "SK")) is None
    assert parse("СК 0000 007" + check_character(7, "SK"), "SK") is not None  # Cyrillic С by sound


@pytest.mark.parametrize("number", [-1, 10_000_000])
def test_a_number_out_of_range_is_a_bug(number: int):
    with pytest.raises(ValueError, match="7 digits"):
        check_character(number)


@pytest.mark.parametrize("seal", ["", "ABCD", "ABCDEF", "ABCDU", "abcde", "----", "- - -"])
def test_an_impossible_seal_is_a_bug(seal: str):
    with pytest.raises(ValueError, match="seal"):
        payload(1, seal)


@pytest.mark.parametrize("prefix", ["V", "VTX", "vt", "QU", "ВТ"])
def test_an_impossible_prefix_is_a_bug(prefix: str):
    with pytest.raises(ValueError, match="prefix"):
        check_character(1, prefix)


def test_the_docstring_names_the_value_it_promises():
    assert f"``VT 0045 127-{check_character(45127)}``" in subject.readable.__doc__
