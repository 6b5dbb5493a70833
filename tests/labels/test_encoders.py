"""What the printer burns is the preview, dot for dot, in every language."""

from decimal import Decimal

import pytest
import zxingcpp
from escpos.printer import Dummy
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from labels.encoders import LANGUAGES, PrintSettings, encode, encoder
from labels.encoders.zpl import runs, z64
from labels.payload import payload
from tests.labels.conftest import CODES, device, shipped
from tests.labels.decoders import Sticker, decoder, stickers
from tests.labels.decoders.zpl import ZplDecoder, graphic
from tests.labels.decoders.zpl import runs as decoded_runs


def settings(code: str, dpi: int = 203, **other) -> PrintSettings:
    template = shipped(code)
    return PrintSettings(template.width, template.height, dpi, template.gap, **other)


def noise(width: int, height: int, seed: int = 7) -> Image.Image:
    """Dots that hold every byte, line ends and escapes among them."""
    state, rows = seed, bytearray()
    for _ in range((width + 7) // 8 * height):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        rows.append(state >> 16 & 0xFF)
    return Image.frombytes("1", (width, height), bytes(rows))


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_dot_arrives(renderer, language: str, code: str, dpi: int):
    one = renderer(code, dpi)
    pictures = [one.draw(device(n, "7K3RX")).picture for n in (1, 45127)]
    burnt = stickers(language, encode(language, pictures, settings(code, dpi)), one.width, one.height, dpi)
    assert [picture.tobytes() for picture in burnt] == [picture.tobytes() for picture in pictures]
    texts = [zxingcpp.read_barcode(picture.convert("L")).text for picture in burnt]
    assert texts == [payload(1, "7K3RX"), payload(45127, "7K3RX")]


@pytest.mark.parametrize("compression", ["runs", "z64"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", ["noise", "white", "black"])
def test_any_picture_arrives(language: str, picture: str, compression: str):
    one = {"noise": noise(237, 160), "white": Image.new("1", (237, 160), 1), "black": Image.new("1", (237, 160), 0)}
    job = PrintSettings(Decimal("29.625"), Decimal(20), 203, compression=compression)
    (burnt,) = stickers(language, encode(language, [one[picture]], job), 237, 160)
    assert burnt.tobytes() == one[picture].tobytes()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", [1, 7, 1460])
def test_the_bytes_may_come_in_any_pieces(language: str, step: int):
    picture = noise(80, 40)
    data = encode(language, [picture] * 2, PrintSettings(Decimal(10), Decimal(5), 203))
    one = decoder(language, 80, 40)
    found = [item for at in range(0, len(data), step) for item in one.feed(data[at : at + step])]
    assert [item.picture.tobytes() for item in found] == [picture.tobytes()] * 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("x", "y"), [(0, 0), (5, 3), (-5, -3), (11, -40), (-300, 0)])
def test_the_fitted_offset_moves_the_picture(language: str, x: int, y: int):
    picture = noise(237, 160)
    moved = Image.new("1", picture.size, 255)
    moved.paste(picture, (x, y))
    job = PrintSettings(Decimal("29.625"), Decimal(20), 203, offset_x=x, offset_y=y)
    (burnt,) = stickers(language, encode(language, [picture], job), 237, 160)
    assert burnt.tobytes() == moved.tobytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_never_scaled(language: str):
    with pytest.raises(ValueError, match="240, 160"):
        encode(language, [Image.new("1", (200, 160))], PrintSettings(Decimal(30), Decimal(20), 203))


@given(
    st.integers(1, 200), st.lists(st.sampled_from([b"\0", b"\xff", b"\x0f", b"\xa5", b"\x11"]), min_size=1, max_size=40)
)
def test_run_letters_round_trip(stride: int, bytes_of_rows: list[bytes]):
    rows = b"".join(
        (one * stride) if index % 3 else (one + bytes(stride - 1)) for index, one in enumerate(bytes_of_rows)
    )
    assert b"".join(decoded_runs(runs(rows, stride).decode(), stride)) == rows


@given(st.binary(min_size=4, max_size=400))
def test_any_bytes_survive_both_compressions(data: bytes):
    rows = data[: len(data) // 4 * 4]
    for packed in (runs(rows, 4), z64(rows)):
        assert b"".join(graphic(f"A,{len(rows)},{len(rows)},4,{packed.decode()}")) == rows


def test_long_runs_use_their_letters():
    assert runs(b"\0" * 300 + b"\x01", 301) == b"zpG0" + b"1"
    assert runs(b"\x10" + b"\0" * 3 + b"\x10" + b"\0" * 3, 4) == b"1,:"
    assert runs(b"\xff" * 4, 4) == b"!"


def test_a_zpl_label_sets_everything_again_by_itself():
    job = settings("58x40", darkness=17, speed=4)
    one = encoder("zpl", job)
    picture = noise(464, 320)
    printer = ZplDecoder()
    (sticker,) = printer.feed(one.label(picture))
    assert sticker.picture.tobytes() == picture.tobytes()
    assert {name: printer.settings[name] for name in ("PW", "LL", "LH", "MN", "PR", "JZ", "PO")} == {
        "PW": "464", "LL": "320", "LH": "0,0", "MN": "Y", "PR": "4", "JZ": "Y", "PO": "N",
    }  # fmt: skip
    assert printer.feed(one.header()) == []
    assert printer.settings["SD"] == "17"
    assert encoder("zpl", settings("58x40")).header() == b""


@pytest.mark.parametrize(("media", "command"), [("gap", b"^MNY"), ("mark", b"^MNM"), ("continuous", b"^MNN")])
def test_zpl_is_told_the_media(media: str, command: bytes):
    assert command in encode("zpl", [noise(464, 320)], settings("58x40", media=media))


@pytest.mark.parametrize(
    ("media", "line"),
    [("gap", b"GAP 2 mm,0 mm\r\n"), ("mark", b"BLINE 2 mm,0 mm\r\n"), ("continuous", b"GAP 0 mm,0 mm\r\n")],
)
def test_tspl_is_told_size_media_and_strength(media: str, line: bytes):
    header = encoder("tspl", settings("58x40", media=media, darkness=9, speed=5)).header()
    assert header.startswith(b"SIZE 58 mm,40 mm\r\n" + line)
    assert b"DENSITY 9\r\n" in header
    assert b"SPEED 5\r\n" in header


def test_tspl_pads_white_and_clears_before_each_label():
    label = encoder("tspl", PrintSettings(Decimal("29.625"), Decimal(20), 203)).label(Image.new("1", (237, 160), 0))
    head, rows = label[: -len(b"\r\nPRINT 1,1\r\n")].split(b"BITMAP 0,0,30,160,0,")
    assert head == b"CLS\r\n"
    assert rows == (bytes(29) + b"\x07") * 160


def test_escpos_on_receipt_paper_feeds_the_gap():
    data = encode("escpos", [noise(464, 320)], settings("58x40", media="continuous"))
    assert data.endswith(b"\x1bJ\x10")
    (burnt,) = stickers("escpos", data, 464, 320)
    assert burnt.tobytes() == noise(464, 320).tobytes()


def test_escpos_rows_are_those_of_python_escpos(renderer, capsys):
    picture = renderer("58x40", 203).draw(device()).picture
    theirs = Dummy()
    theirs.image(picture, impl="bitImageRaster", fragment_height=128)
    assert theirs.output in encode("escpos", [picture], settings("58x40"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("share", [0.002, 0.005, 0.02, 0.5, 0.97, 0.999])
def test_after_a_break_in_the_middle_the_next_label_comes_out_whole(language: str, share: float):
    one = encoder(language, settings("30x20"))
    picture = noise(240, 160)
    broken = (one.header() + one.label(noise(240, 160, seed=3)))[: int(len(one.label(picture)) * share)]
    printer = decoder(language, 240, 160)
    items = printer.feed(broken + one.recovery() + one.header() + one.label(picture))
    found = [item.picture for item in items if isinstance(item, Sticker)]
    assert found[-1].tobytes() == picture.tobytes()
    assert len(found) <= (2 if language == "escpos" else 1), "only a receipt printer burns as it receives"
