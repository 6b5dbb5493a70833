"""Small widgets that pages are built from; one a module."""

from desktop.shell.widgets.banner import Banner
from desktop.shell.widgets.basics import action_button, button, label, rule
from desktop.shell.widgets.chip import Chip, chip_width, paint_chip
from desktop.shell.widgets.empty_state import EmptyState
from desktop.shell.widgets.form_row import FormRow
from desktop.shell.widgets.list_table import ListTable
from desktop.shell.widgets.row_delegate import RowDelegate, RowRole
from desktop.shell.widgets.search_field import SearchField
from desktop.shell.widgets.section_header import SectionHeader
from desktop.shell.widgets.skeleton import Skeleton

__all__ = [
    "Banner",
    "Chip",
    "EmptyState",
    "FormRow",
    "ListTable",
    "RowDelegate",
    "RowRole",
    "SearchField",
    "SectionHeader",
    "Skeleton",
    "action_button",
    "button",
    "chip_width",
    "label",
    "paint_chip",
    "rule",
]
