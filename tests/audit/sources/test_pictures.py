"""Codes in pictures."""

from tests.audit.sources.packing import code, examine, only, saved

from vestnik.audit.model import Carrier, Severity


def test_a_qr_code_is_a_way_into_the_messenger_it_names() -> None:
    item = only(examine("img/qr.png", saved(code("https://t.me/some_shop"))))
    assert (item.rule, item.carrier, item.platform) == ("MED-QR", Carrier.MEDIA, "telegram")
    assert (item.target, item.severity) == ("https://t.me/some_shop", Severity.HIGH)
    assert (item.place.path, item.place.line, item.place.column) == ("img/qr.png", 1, 1)
    assert item.excerpt == "QR-код: https://t.me/some_shop"
