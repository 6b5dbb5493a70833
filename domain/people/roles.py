"""Roles as people write them and as the server names them."""

_PREFIX = "vetka_"


def group_role(word: str) -> str:
    """Return the server's group role for a role as it is typed.

    >>> group_role("dispatcher"), group_role("vetka_lead")
    ('vetka_dispatcher', 'vetka_lead')
    """
    return word if word.startswith(_PREFIX) else _PREFIX + word


def role_word(role: str) -> str:
    """Return a group role as people write it.

    >>> role_word("vetka_dispatcher")
    'dispatcher'
    """
    return role.removeprefix(_PREFIX)
