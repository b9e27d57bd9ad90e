"""Codes in pictures: read through damage, never where there is none, and judged by what they lead to."""

import io

import pytest
from PIL import Image, ImageFilter, ImageOps
from tests.audit.sources.packing import code, examine, found, only, saved

from vestnik.audit.model import Carrier, Role, Severity

SHOP = "https://t.me/some_shop"


def test_a_qr_code_is_a_way_into_the_messenger_it_names() -> None:
    item = only(examine("img/qr.png", saved(code(SHOP))))
    assert (item.rule, item.carrier, item.platform) == ("MED-QR", Carrier.MEDIA, "telegram")
    assert (item.target, item.severity, item.role) == (SHOP, Severity.HIGH, Role.CONTACT)
    assert (item.place.path, item.place.line, item.place.column) == ("img/qr.png", 1, 1)
    assert item.excerpt == f"QR-код: {SHOP}"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "AVIF"])
def test_every_kind_of_picture_is_read(form: str) -> None:
    options = {"sizes": [(132, 132)]} if form == "ICO" else {}
    assert found("qr.bin", saved(code(SHOP), form, **options)) == [("qr.bin", SHOP)]


@pytest.mark.parametrize("form", ["Aztec", "DataMatrix", "PDF417"])
def test_other_codes_are_read_too(form: str) -> None:
    square = code(SHOP, 4, form)
    whole = Image.new("L", (square.width + 80, square.height + 80), 255)
    whole.paste(square, (40, 40))
    assert found("code.png", saved(whole)) == [("code.png", SHOP)]


@pytest.mark.parametrize(
    ("said", "target", "severity"),
    [
        ("https://wa.me/79161230045?text=1", "https://wa.me/79161230045", Severity.HIGH),
        ("viber://chat?number=%2B79161230045", "viber://chat?number=+79161230045", Severity.HIGH),
        ("tg://resolve?domain=some_shop", SHOP, Severity.HIGH),
        ("https://taplink.cc/some_shop", "https://taplink.cc/some_shop", Severity.MEDIUM),
        ("https://clck.ru/3AbCdE", "https://clck.ru/3AbCdE", Severity.MEDIUM),
        ("https://t.me/share/url?url=x", "https://t.me/share/url", Severity.LOW),
        ("Пишите в Телеграм +7 916 123-00-45", "https://t.me/+79161230045", Severity.HIGH),
    ],
)
def test_a_code_weighs_as_much_as_the_link_in_it(said: str, target: str, severity: Severity) -> None:
    item = only(examine("qr.png", saved(code(said))))
    assert (item.rule, item.target, item.severity) == ("MED-QR", target, severity)


@pytest.mark.parametrize(
    "said", ["https://shop.example/", "https://vk.me/some_shop", "WIFI:T:WPA;S:x;P:t.me;;", "4606224072951"]
)
def test_a_code_that_leads_elsewhere_is_none_of_ours(said: str) -> None:
    assert examine("qr.png", saved(code(said))).findings == []


def test_a_secret_in_a_code_is_masked() -> None:
    token = "123456789:AA" + "x" * 33
    item = only(examine("qr.png", saved(code(f"https://api.telegram.org/bot{token}/sendMessage", 3))))
    assert token not in item.excerpt + item.matched
    assert "123456789:***" in item.excerpt


def test_two_codes_of_one_picture_are_two_findings() -> None:
    both = Image.new("L", (400, 180), 255)
    both.paste(code(SHOP), (0, 0))
    both.paste(code("https://wa.me/79161230045"), (200, 0))
    items = examine("qr.png", saved(both)).findings
    assert {item.target for item in items} == {SHOP, "https://wa.me/79161230045"}
    assert len({item.fingerprint for item in items}) == 2


def test_a_transparent_ground_counts_as_paper() -> None:
    square = code(SHOP)
    clear = Image.new("RGBA", square.size, (0, 0, 0, 0))
    clear.paste(Image.new("RGBA", square.size, "black"), mask=ImageOps.invert(square))
    assert found("qr.png", saved(clear)) == [("qr.png", SHOP)]


def test_a_light_code_on_a_transparent_ground_is_read() -> None:
    square = ImageOps.invert(code(SHOP))
    clear = Image.new("RGBA", square.size, (255, 255, 255, 0))
    clear.paste(Image.new("RGBA", square.size, "white"), mask=square)
    assert found("qr.png", saved(clear)) == [("qr.png", SHOP)]


def test_a_blurred_code_is_read() -> None:
    blurred = code(SHOP, 8).filter(ImageFilter.GaussianBlur(4.6))
    assert found("qr.png", saved(blurred)) == [("qr.png", SHOP)]


def test_a_code_in_a_large_photograph_is_read() -> None:
    photo = Image.new("L", (4_000, 3_000), 200)
    photo.paste(code(SHOP, 9), (3_000, 2_000))
    assert found("photo.jpg", saved(photo, "JPEG")) == [("photo.jpg", SHOP)]


def test_noise_holds_no_code() -> None:
    for seed in range(3):
        noise = Image.effect_noise((400, 300), 60 + 30 * seed)
        assert examine("noise.png", saved(noise)).findings == []


def test_a_picture_with_too_many_points_is_a_line() -> None:
    opened = examine("big.png", saved(Image.new("1", (3_000, 3_000))), pixels=1_000_000)
    assert [(item.path, item.kind, item.incomplete) for item in opened.troubles] == [
        ("big.png", "too_large", True)
    ]


def test_a_damaged_picture_hides_nothing() -> None:
    opened = examine("qr.png", saved(code(SHOP))[:100])
    assert [(item.kind, item.incomplete) for item in opened.troubles] == [("unreadable", False)]


def test_a_drawing_is_read_as_text_and_its_pictures_are_looked_at() -> None:
    import base64

    packed = base64.b64encode(saved(code(SHOP))).decode()
    link = '<a href="https://wa.me/79161230045">x</a>'
    svg = f'<svg xmlns="x">{link}\n<image href="data:image/png;base64,{packed}"/></svg>'
    assert found("qr.svg", svg.encode()) == [
        ("qr.svg", "https://wa.me/79161230045"), ("qr.svg!/1.png", SHOP)
    ]  # fmt: skip


def test_pages_of_a_scan_are_all_looked_at() -> None:
    whole = io.BytesIO()
    pages = [Image.new("L", (132, 132), 255), code(SHOP)]
    pages[0].save(whole, "TIFF", save_all=True, append_images=pages[1:])
    assert found("scan.tiff", whole.getvalue()) == [("scan.tiff", SHOP)]


def modules(text: str) -> list[tuple[int, int]]:
    square = code(text, 1)
    return [(x, y) for y in range(square.height) for x in range(square.width) if not square.getpixel((x, y))]


def rows_of(text: str) -> list[tuple[int, int, int]]:
    """Runs of dark modules: x, y, length."""
    runs: list[tuple[int, int, int]] = []
    for x, y in modules(text):
        if runs and runs[-1][1] == y and runs[-1][0] + runs[-1][2] == x:
            runs[-1] = (runs[-1][0], y, runs[-1][2] + 1)
        else:
            runs.append((x, y, 1))
    return runs


DRAWN = {
    "rectangles": lambda: "".join(f'<rect x="{x}" y="{y}" width="1" height="1"/>' for x, y in modules(SHOP)),
    "one path": lambda: '<path d="' + "".join(f"M{x} {y}h1v1h-1z" for x, y in modules(SHOP)) + '"/>',
    "runs": lambda: (
        '<path fill="#123" d="' + "".join(f"M{x},{y}h{n}v1H{x}Z" for x, y, n in rows_of(SHOP)) + '"/>'
    ),
    "strokes": lambda: (
        '<path stroke="#000" fill="none" d="'
        + "".join(f"M{x} {y}.5h{n}" for x, y, n in rows_of(SHOP))
        + '"/>'
    ),
    "uses": lambda: (
        '<defs><rect id="p" width="1" height="1"/></defs>'
        + "".join(f'<use xlink:href="#p" x="{x}" y="{y}"/>' for x, y in modules(SHOP))
    ),
    "moved and scaled": lambda: (
        '<rect width="400" height="400" fill="#fff"/>'
        '<g transform="translate(20,20) scale(10)" style="fill:navy">'
        + "".join(f'<rect x="{x}" y="{y}" width="1" height="1"/>' for x, y in modules(SHOP))
        + "</g>"
    ),
    "dots": lambda: "".join(f'<circle cx="{x + 0.5}" cy="{y + 0.5}" r="0.5"/>' for x, y in modules(SHOP)),
}


@pytest.mark.parametrize("way", DRAWN)
def test_a_drawn_code_is_read_however_it_is_drawn(way: str) -> None:
    svg = f'<svg xmlns="x" xmlns:xlink="l" viewBox="0 0 33 33">{DRAWN[way]()}</svg>'
    item = only(examine("qr.svg", svg.encode()))
    assert (item.rule, item.place.path, item.target) == ("MED-QR", "qr.svg", SHOP)


def test_eyes_of_a_code_may_be_rings_with_holes() -> None:
    side = code(SHOP, 1).width
    eyes = [(4, 4), (side - 11, 4), (4, side - 11)]
    rest = [(x, y) for x, y in modules(SHOP) if not any(a <= x < a + 7 and b <= y < b + 7 for a, b in eyes)]
    path = "".join(f"M{x} {y}h1v1h-1z" for x, y in rest)
    path += "".join(f"M{x} {y}h7v7h-7zM{x + 1} {y + 1}v5h5v-5zM{x + 2} {y + 2}h3v3h-3z" for x, y in eyes)
    assert found("qr.svg", f'<svg xmlns="x"><path d="{path}"/></svg>'.encode()) == [("qr.svg", SHOP)]


@pytest.mark.parametrize(
    "shape",
    [
        '<rect x="1e999" width="1" height="1"/>', '<path d="M1 1h1e308h1e308h1e308"/>',
        '<g transform="scale(1e400)"><rect width="0"/></g>', '<path d="zzMhL1"/>', '<polygon points="1"/>',
        '<use href="#none"/>', '<rect width="5" height="5" fill="rgb(999999,1)"/>',
    ],
)  # fmt: skip
def test_no_drawing_raises(shape: str) -> None:
    svg = f'<svg xmlns="x">{shape * 70}</svg>'
    assert examine("a.svg", svg.encode()).findings == []
