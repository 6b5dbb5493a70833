"""One JSON object read key by key, each taken once, checked, and named in the error when it is wrong."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from labels.errors import TemplateError

Choice = TypeVar("Choice", bound=str)


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object from its pairs (for `json.loads`); raises TemplateError where a key stands twice."""
    result: dict[str, Any] = {}
    for key, value in pairs:
        if key in result:
            raise TemplateError("template-key-twice", key=key)
        result[key] = value
    return result


class Entry:
    """The object and the keys not yet taken; `index` is its place among the elements, None for the template itself."""

    def __init__(self, source: Any, index: int | None = None) -> None:
        self.index = index
        if not isinstance(source, Mapping):
            raise self._wrong("", source, "{…}")
        self._left = dict(source)
        self._known: list[str] = []

    def finish(self) -> None:
        """Refuse keys that nobody asked for: a mistyped key would silently do nothing."""
        for key in self._left:
            raise TemplateError("template-key-unknown", element=self.index, key=key, known=", ".join(self._known))

    def text(self, key: str, *, longest: int, default: str | None = None) -> str:
        """Take a text that is not empty."""
        value = self._take(key, default)
        if not isinstance(value, str) or not 1 <= len(value) <= longest:
            raise self._wrong(key, value, f'"…" (1–{longest})')
        return value

    def choice(self, key: str, allowed: tuple[Choice, ...], default: Choice | None = None) -> Choice:
        """Take one of the words of `allowed`."""
        value = self._take(key, default)
        for word in allowed:
            if value == word:
                return word
        raise self._wrong(key, value, ", ".join(allowed))

    def flag(self, key: str) -> bool:
        """Take true or false; false where the key is missing."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, value, "true, false")
        return value

    def number(self, key: str, low: Decimal, high: Decimal, default: Decimal | None = None) -> Decimal:
        """Take a number within the limits."""
        return self._number(key, self._take(key, default), low, high)

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Take a whole number within the limits."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self._wrong(key, value, f"{low} … {high}")
        return value

    def numbers(self, key: str, count: int, high: Decimal) -> tuple[Decimal, ...]:
        """Take a list of exactly `count` numbers from zero to `high`."""
        value = self._take(key, None)
        if not isinstance(value, list) or len(value) != count:
            raise self._wrong(key, value, "[x, y]" if count == 2 else "[x, y, width, height]")
        return tuple(self._number(key, one, Decimal(0), high) for one in value)

    def items(self, key: str) -> list[Any]:
        """Take a list with something in it."""
        value = self._take(key, None)
        if not isinstance(value, list) or not 1 <= len(value) <= 200:
            raise self._wrong(key, value, "[…] (1–200)")
        return value

    def texts_by_name(self, key: str) -> dict[str, frozenset[str]]:
        """Take an object of lists of texts; empty where the key is missing."""
        value = self._take(key, {})
        if not isinstance(value, Mapping):
            raise self._wrong(key, value, '{"…": ["…"]}')
        for texts in value.values():
            if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
                raise self._wrong(key, texts, '["…"]')
        return {str(name): frozenset(texts) for name, texts in value.items()}

    def _take(self, key: str, default: Any) -> Any:
        self._known.append(key)
        if key in self._left:
            return self._left.pop(key)
        if default is None:
            raise TemplateError("template-key-missing", element=self.index, key=key)
        return default

    def _number(self, key: str, value: Any, low: Decimal, high: Decimal) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            raise self._wrong(key, value, f"{low} … {high:.4g}")
        number = value if isinstance(value, Decimal) else Decimal(str(value))
        if not number.is_finite() or not low <= number <= high:
            raise self._wrong(key, value, f"{low} … {high:.4g}")
        return number

    def _wrong(self, key: str, value: Any, allowed: str) -> TemplateError:
        shown = str(value)
        shown = shown if len(shown) <= 60 else shown[:59] + "…"
        return TemplateError("template-value", element=self.index, key=key, value=shown, allowed=allowed)
