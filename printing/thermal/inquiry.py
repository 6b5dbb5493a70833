"""Ask a printer how it is, apart from any tape."""

from printing.thermal.address import PrinterAddress
from printing.thermal.dialogs import Patience, dialog
from printing.thermal.state import SILENT, PrinterState
from printing.thermal.transport import connect


def ask_state(address: PrinterAddress, patience: Patience | None = None) -> PrinterState:
    """Return the printer's state; `SILENT` where it does not answer, which means unknown.

    Opens and closes a connection, so not while a tape is being printed there.
    Raises ConnectionLostError (a KnownError) where it cannot be reached. A file answers that it is silent.
    """
    transport = connect(address, resume=True)
    try:
        if not transport.answers or address.answers == "no":
            return SILENT
        return dialog(address, transport, patience or Patience()).ask() or SILENT
    finally:
        transport.close()
