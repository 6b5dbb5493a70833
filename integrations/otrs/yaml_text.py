"""YAML as Perl writes it into settings, dynamic fields and equipment classes."""

from typing import Any

import yaml


def parse_yaml(text: str) -> Any:
    """Return lists, mappings and texts; None when it is no YAML (OTRS 5 kept Perl code in the same columns).

    Every scalar stays text: Perl does not quote `no`, `off` or `012`, which here are keys of a drop-down, no numbers.
    """
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader builds nothing but str, list, dict
    except yaml.YAMLError:
        return None
