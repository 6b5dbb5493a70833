"""Telephone numbers as they stand in clients' cards."""

import pytest

from domain.clients.phones import last_digits, normalise


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("8 (727) 293-34-52", "+77272933452"),
        ("747 431 70 98", "+77474317098"),
        ("+7 (701) 305-40-04", "+77013054004"),
        ("8-705-417-34-65", "+77054173465"),
        ("тел. 8 777 123 45 67", "+77771234567"),
        ("+49 30 901820", "+4930901820"),
        ("8 727 358-18-56 доб. 651", "+77273581856"),
        ("8 (727) 358-18-56 вн. 651", None),
        ("8 777 111 22 33, 8 777 222 33 44", None),
        ("112", None),
        ("нет", None),
        ("", None),
        (None, None),
    ],
)
def test_e164(written: str | None, number: str | None) -> None:
    assert normalise(written) == number


def test_another_country() -> None:
    assert normalise("030 901820", region="DE") == "+4930901820"


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("8 (727) 358-18-56 вн. 651", "7273581856"),
        ("8 (727) 358-18-56, доб 12", "7273581856"),
        ("+77273581856", "7273581856"),
        ("вн. 112", "112"),
        ("+7 (701) 305-40-04; 8 702 111 22 33", "7013054004"),
        ("", ""),
        (None, ""),
    ],
)
def test_last_digits_find_a_caller(written: str | None, digits: str) -> None:
    assert last_digits(written) == digits
