"""Pictures as the rows of bytes that all three languages burn."""

from PIL import Image

from labels.encoders.settings import PrintSettings

_WHITE = 255
_FLIPPED = bytes(byte ^ 0xFF for byte in range(256))


def rows_white_is_one(picture: Image.Image, settings: PrintSettings) -> tuple[int, bytes]:
    """Return bytes a row and all rows, eight dots a byte from the left, white = 1; the last byte is padded white.

    The fitted offset is applied here, by moving the picture: what leaves the label is lost, as it would be on paper.
    Raises ValueError where the picture has not the label's dots; it is never scaled.
    """
    if picture.mode != "1" or picture.size != settings.dots:
        raise ValueError(f"not a label of {settings.dots} dots: {picture.mode} {picture.size}")
    stride = (picture.width + 7) // 8
    canvas = Image.new("1", (stride * 8, picture.height), _WHITE)
    canvas.paste(picture, (settings.offset_x, settings.offset_y))
    if settings.offset_x > 0 and picture.width % 8:
        canvas.paste(_WHITE, (picture.width, 0, stride * 8, picture.height))
    return stride, canvas.tobytes()


def rows_black_is_one(picture: Image.Image, settings: PrintSettings) -> tuple[int, bytes]:
    """Return the same with black = 1 and the padding 0."""
    stride, rows = rows_white_is_one(picture, settings)
    return stride, rows.translate(_FLIPPED)
