"""Telephone numbers as people write them."""

import doctest

import pytest

from domain.clients import phones
from domain.clients.phones import last_digits, normalise


def test_the_examples_hold():
    assert doctest.testmod(phones).failed == 0


@pytest.mark.parametrize(
    ("typed", "e164", "digits"),
    [
        ("8 (701) 305-40-04", "+77013054004", "7013054004"),
        ("+7/701/305/40/04", "+77013054004", "7013054004"),
        ("87013054004", "+77013054004", "7013054004"),
        ("+49 30 901820", "+4930901820", "4930901820"),
        ("305-40-04", None, "3054004"),
        ("112", None, "112"),
        ("8 (727) 358-18-56 доб. 651", "+77273581856", "7273581856"),
        ("8 (727) 358-18-56 вн. 651", None, "7273581856"),
        ("8 (727) 358-18-56, 358-18-57", None, "7273581856"),
        ("", None, ""),
        ("нет", None, ""),
    ],
)
def test_a_number_is_read_as_far_as_it_can_be(typed, e164, digits):
    assert (normalise(typed), last_digits(typed)) == (e164, digits)
