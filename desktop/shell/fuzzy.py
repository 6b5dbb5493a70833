"""Finding a command by a few letters, in Russian or English, whatever layout is on."""

from desktop.shell.scan_keys import RUSSIAN_PLACES, US_PLACES

_TO_RUSSIAN = str.maketrans(US_PLACES, RUSSIAN_PLACES)
_TO_US = str.maketrans(RUSSIAN_PLACES, US_PLACES)
_WHOLE, _WORD_START, _INSIDE, _SCATTERED = 100.0, 60.0, 30.0, 10.0
_OTHER_LAYOUT = 0.9


def score(query: str, text: str) -> float | None:
    """Return how well `text` answers `query` (more is better), or None when it does not.

    Every word of the query must be found: as the start of a word, inside one, or as letters in order. A query typed
    under the wrong layout (``pfzdrb`` for ``заявки``) counts a little less.
    """
    wanted, offered = _fold(query), _fold(text)
    direct = _score_words(wanted, offered)
    if direct is not None:
        return direct
    others = {wanted.translate(_TO_RUSSIAN), wanted.translate(_TO_US)} - {wanted}
    found = [one for one in (_score_words(_fold(other), offered) for other in others) if one is not None]
    return max(found) * _OTHER_LAYOUT if found else None


def _fold(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _score_words(query: str, text: str) -> float | None:
    total = 0.0
    for word in query.split():
        found = _score_word(word, text)
        if found is None:
            return None
        total += found
    return total - len(text) / 100  # of two equal ones the shorter


def _score_word(word: str, text: str) -> float | None:
    if word == text:
        return _WHOLE
    if any(part.startswith(word) for part in text.replace("-", " ").split()):
        return _WORD_START + (5.0 if text.startswith(word) else 0.0)
    if word in text:
        return _INSIDE
    return _SCATTERED if len(word) > 1 and _in_order(word, text) else None


def _in_order(word: str, text: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in word)
