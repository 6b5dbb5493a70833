"""One template on one printer: from a device's values to the preview, and to the bytes of its sticker."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import resources
from database.errors import KnownError
from labels.encoders import encoder
from labels.errors import LabelError
from labels.fonts import Fonts
from labels.render import Drawn, Renderer
from labels.template import Template, Values
from printing.thermal.address import PrinterAddress
from printing.thermal.sender import EncodedLabel


@cache
def carried_fonts() -> Fonts:
    """Return the faces that the program carries, loaded once."""
    return Fonts(resources.path("fonts"))


class Press:
    """Draws and encodes; not for two threads at once. Preview and sticker are the same dots."""

    def __init__(self, template: Template, address: PrinterAddress) -> None:
        """Raises KnownError "label-wider-than-head" or one for a template that does not work at this resolution."""
        self.template = template
        self.address = address
        self.settings = address.settings(template)
        self._encoder = encoder(address.language, self.settings)
        with _known():
            self._renderer = Renderer(template, address.dpi, carried_fonts())

    def draw(self, values: Values) -> Drawn:
        """Return the picture with its warnings; raises KnownError where the code would not be readable."""
        with _known():
            return self._renderer.draw(values)

    def label(self, position: int, values: Values) -> EncodedLabel:
        """Return the sticker for a place on the tape, as `Sender` takes it."""
        return EncodedLabel(position, self._encoder.label(self.draw(values).picture))


@contextmanager
def _known() -> Iterator[None]:
    try:
        yield
    except LabelError as error:
        raise KnownError(error.code, **error.details) from error
