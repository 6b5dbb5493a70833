"""Who sits before the screen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """The person signed in, as the shell needs them: `roles` are codes such as ``dispatcher``."""

    name: str
    login: str
    roles: frozenset[str] = frozenset()

    def has_any(self, roles: frozenset[str] | None) -> bool:
        """Tell whether one of these roles is the person's; None stands for everybody."""
        return roles is None or bool(roles & self.roles)

    @property
    def short_name(self) -> str:
        """Surname and initials: ``Смагулова Айгерим Ерлановна`` → ``Смагулова А. Е.``."""
        surname, *given = self.name.split()
        return " ".join([surname, *(f"{part[0]}." for part in given)])
