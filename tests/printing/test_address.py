"""Printer addresses as clerks type them, and what is wrong with the others."""

from pathlib import Path

import pytest

from database.errors import KnownError
from printing.thermal.address import parse_address
from printing.thermal.templates import SHIPPED, shipped_template


def refusal(url: str) -> KnownError:
    with pytest.raises(KnownError) as refused:
        parse_address(url)
    return refused.value


def test_a_network_printer():
    address = parse_address("tcp://192.168.1.50:9101?language=zpl&dpi=300&width=1200&darkness=18&speed=4&offset_x=-5")
    assert (address.host, address.port, address.language, address.dpi) == ("192.168.1.50", 9101, "zpl", 300)
    assert (address.width, address.darkness, address.speed, address.offset_x, address.offset_y) == (1200, 18, 4, -5, 0)
    assert address.place == "192.168.1.50:9101"


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("tcp://printer?language=zpl", "printer", 9100),
        ("TCP://Printer.local/?language=zpl", "printer.local", 9100),
        ("  tcp://[::1]:9100?language=zpl ", "::1", 9100),
    ],
)
def test_port_and_spelling_may_differ(url: str, host: str, port: int):
    address = parse_address(url)
    assert (address.host, address.port) == (host, port)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file:out/labels.zpl?language=zpl", "out/labels.zpl"),
        ("file:/tmp/наклейки 58×40.bin?language=zpl", "/tmp/наклейки 58×40.bin"),
        ("file:///tmp/a%20b.bin?language=zpl", "/tmp/a b.bin"),
        ("file://localhost/tmp/x?language=zpl", "/tmp/x"),
        (r"file:C:\labels\out.bin?language=zpl", r"C:\labels\out.bin"),
        ("file:100%.bin?language=zpl", "100%.bin"),
        ("file:what?.bin?language=zpl", "what?.bin"),
        ("file:/dev/usb/lp0?language=zpl", "/dev/usb/lp0"),
    ],
)
def test_a_path_is_taken_as_typed(url: str, path: str):
    assert parse_address(url).path == Path(path)


@pytest.mark.parametrize(
    ("language", "dpi", "width"),
    [("zpl", 203, 832), ("tspl", 300, 1248), ("zpl", 600, 2496), ("escpos", 203, 576), ("escpos", 300, 850)],
)
def test_the_usual_head_is_assumed(language: str, dpi: int, width: int):
    assert parse_address(f"tcp://p?language={language}&dpi={dpi}").width == width


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "printer-url-scheme"),
        ("192.168.1.50", "printer-url-scheme"),
        ("http://p?language=zpl", "printer-url-scheme"),
        ("tcp:p?language=zpl", "printer-url-host"),
        ("tcp://?language=zpl", "printer-url-host"),
        ("tcp://p:0?language=zpl", "printer-url-host"),
        ("tcp://p:99999?language=zpl", "printer-url-host"),
        ("tcp://p:abc?language=zpl", "printer-url-host"),
        ("tcp://[::1?language=zpl", "printer-url-host"),
        ("tcp://p/queue?language=zpl", "printer-url-host"),
        ("tcp://me@p?language=zpl", "printer-url-host"),
        ("file:?language=zpl", "printer-url-path"),
        ("file:/tmp/?language=zpl", "printer-url-path"),
        ("file:a\0b?language=zpl", "printer-url-path"),
        ("file:x", "printer-url-language"),
        ("tcp://p", "printer-url-language"),
        ("tcp://p?dpi=203", "printer-url-language"),
        ("tcp://p?language=epl", "printer-url-value"),
        ("tcp://p?language=ZPL", "printer-url-value"),
        ("tcp://p?language=", "printer-url-value"),
        ("tcp://p?language=zpl&dpi=204", "printer-url-value"),
        ("tcp://p?language=zpl&dpi=", "printer-url-value"),
        ("tcp://p?language=zpl&width=0", "printer-url-value"),
        ("tcp://p?language=zpl&width=1e3", "printer-url-value"),
        ("tcp://p?language=zpl&width=٥٠٠", "printer-url-value"),
        ("tcp://p?language=zpl&darkness=31", "printer-url-value"),
        ("tcp://p?language=tspl&darkness=16", "printer-url-value"),
        ("tcp://p?language=escpos&darkness=5", "printer-url-value"),
        ("tcp://p?language=escpos&speed=5", "printer-url-value"),
        ("tcp://p?language=zpl&speed=0", "printer-url-value"),
        ("tcp://p?language=zpl&offset_y=--5", "printer-url-value"),
        ("tcp://p?language=zpl&offset_y=1000", "printer-url-value"),
        ("tcp://p?language=zpl&media=paper", "printer-url-value"),
        ("tcp://p?language=zpl&answers=maybe", "printer-url-value"),
        ("tcp://p?language=zpl&colour=red", "printer-url-key"),
        ("tcp://p?language=zpl&language=tspl", "printer-url-key"),
    ],
)
def test_what_is_wrong_is_named(url: str, code: str):
    assert refusal(url).code == code


def test_a_label_wider_than_the_head_is_refused_with_both_widths():
    with pytest.raises(KnownError) as refused:
        parse_address("tcp://p?language=escpos&width=384").settings(shipped_template("58x40"))
    assert refused.value.code == "label-wider-than-head"
    assert (refused.value.details["label"], refused.value.details["head"]) == (464, 384)


@pytest.mark.parametrize("code", SHIPPED)
@pytest.mark.parametrize("language", ["zpl", "tspl"])
@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_shipped_labels_fit_the_usual_head(code: str, language: str, dpi: int):
    parse_address(f"tcp://p?language={language}&dpi={dpi}").settings(shipped_template(code))


def test_a_label_as_wide_as_the_head_fits():
    parse_address("tcp://p?language=zpl&width=464").settings(shipped_template("58x40"))
