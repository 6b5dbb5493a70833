"""Talking with printers: how each language is asked for the printer's state, and how it tells what is out on paper."""

from collections.abc import Callable

from labels.encoders.settings import Language
from printing.thermal.address import PrinterAddress
from printing.thermal.dialogs.conversation import Dialog, Patience
from printing.thermal.dialogs.escpos import EscposDialog
from printing.thermal.dialogs.tspl import TsplDialog
from printing.thermal.dialogs.zpl import ZplDialog
from printing.thermal.transport import Transport

__all__ = ["Dialog", "Patience", "dialog"]

_DIALOGS: dict[Language, Callable[[Transport, Patience], Dialog]] = {"zpl": ZplDialog, "tspl": TsplDialog}


def dialog(address: PrinterAddress, transport: Transport, patience: Patience) -> Dialog:
    """Return the dialog of the printer's language on an open connection."""
    if address.language == "escpos":
        return EscposDialog(transport, patience, address.receipt)
    return _DIALOGS[address.language](transport, patience)
