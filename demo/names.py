"""Names of people and companies, their numbers and addresses: invented, and of the form that real ones have."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from domain.clients.bin_number import control_digit
from domain.clients.codes import client_code

_DOMAIN = "example"  # RFC 2606: letters to it reach nobody


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name; `short` is how colleagues say it, `mailbox` the Latin form."""

    full: str
    short: str
    mailbox: str


class People:
    """Draws people, Kazakh and Russian, women and men."""

    def __init__(self, random: Random, words: Mapping[str, Any]) -> None:
        """`words`: the page `names`."""
        self._random = random
        self._kazakh, self._russian = words["kazakh"], words["russian"]
        self._prefixes: list[str] = words["mobile_prefixes"]

    def person(self) -> Name:
        """Return a person, two in five with a father's name."""
        random = self._random
        woman = random.random() < 0.6
        words = self._kazakh if random.random() < self._kazakh["share"] else self._russian
        given = random.choice(words["female" if woman else "male"])
        surname = random.choice(words["surnames"])[woman]
        father = f" {self._father(words, woman)}" if random.random() < 0.4 else ""
        mailbox = f"{client_code(given)[0]}.{client_code(surname)}".lower()
        return Name(f"{surname} {given}{father}", f"{given} {surname}", mailbox)

    def _father(self, words: Mapping[str, Any], woman: bool) -> str:
        if words is self._russian:
            return str(self._random.choice(words["fathers_female" if woman else "fathers_male"]))
        return f"{self._random.choice(words['fathers'])}{'қызы' if woman else 'ұлы'}"

    def mobile(self) -> str:
        """Return a mobile number as somebody would type it."""
        random = self._random
        prefix, number = random.choice(self._prefixes), f"{random.randrange(10**7):07}"
        grouped = f"{number[:3]}{{0}}{number[3:5]}{{0}}{number[5:]}"
        form = random.random()
        if form < 0.55:
            return f"+7 {prefix} {grouped.format(' ')}"
        if form < 0.8:
            return f"8 ({prefix}) {grouped.format('-')}"
        return f"+7{prefix}{number}" if form < 0.9 else f"8 {prefix} {grouped.format(' ')}"

    def landline(self, town_code: str) -> str:
        """Return an office number in a town, now and then with an extension."""
        rest = 10 - len(town_code)
        number = f"{self._random.choice('23')}{self._random.randrange(10 ** (rest - 1)):0{rest - 1}}"
        extension = f" вн. {self._random.randrange(100, 400)}" if self._random.random() < 0.3 else ""
        return f"8 ({town_code}) {number[:-4]}-{number[-4:-2]}-{number[-2:]}{extension}"


def company_bin(random: Random, year: int, *, person: bool = False) -> str:
    """Return a valid BIN of a company registered in `year`, or the IIN of a sole trader, which begins with a birthday.

    Source: a BIN is YYMM, 4 for a resident company, 0 for its head office, five digits, control digit; an IIN is
    YYMMDD, 3 or 4 for a man or woman born in the twentieth century, four digits, control digit.
    """
    while True:
        month = random.randrange(1, 13)
        if person:
            begins = f"{random.randrange(60, 95)}{month:02}{random.randrange(1, 29):02}{random.choice('34')}"
        else:
            begins = f"{year % 100:02}{month:02}40"
        digits = f"{begins}{random.randrange(10 ** (11 - len(begins))):0{11 - len(begins)}}"
        control = control_digit(digits)
        if control is not None:
            return f"{digits}{control}"


def host(company_code: str) -> str:
    """Return the mail domain of a company."""
    return f"{company_code.lower()}.{_DOMAIN}"
