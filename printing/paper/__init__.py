"""Paper forms: plain data in, the bytes of a PDF out. Lengths are points (1/72 inch) from the top left, `MM` long."""

MM = 72 / 25.4
"""Points in a millimetre."""
