"""Pictures with a QR code in them, damaged in nine ways, and pictures without one; deterministic.

Every picture is 1200 by 800 and looks like an advertisement: a coloured ground, a few lines of "text", and
one code of 40 to 420 pixels. What is asked of a reader is the exact text of the code.
"""

from dataclasses import dataclass
from random import Random  # noqa: TID251 — seeded: the same pictures on every machine

import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1200, 800
KINDS = ("plain", "colour", "rotated", "inverted", "logo", "perspective", "small", "jpeg q35", "blur")
EACH = 25
BLANKS = 10
DARK = ((0, 0, 0), (10, 40, 90), (90, 10, 30), (0, 80, 50), (60, 20, 90), (120, 60, 0))
LIGHT = ((255, 255, 255), (255, 245, 200), (220, 240, 255), (235, 255, 235), (255, 225, 235))
PAIRS = (
    ((10, 40, 90), (255, 245, 200)),
    ((0, 80, 50), (150, 220, 150)),
    ((90, 10, 30), (255, 180, 190)),
    ((120, 60, 0), (255, 200, 80)),
    ((110, 110, 120), (190, 190, 180)),
    ((0, 120, 200), (230, 230, 230)),
    ((200, 40, 40), (255, 235, 60)),
)


@dataclass(frozen=True)
class Picture:
    kind: str
    text: str
    """What the code says; empty where there is none."""
    image: Image.Image


def pictures() -> list[Picture]:
    """Make all pictures with codes: ``EACH`` of every kind."""
    return [_damaged(kind, number) for kind in KINDS for number in range(EACH)]


def blanks() -> list[Picture]:
    """Make pictures that hold no code: plain grounds, noise, lines like text, chequers."""
    return [Picture("blank", "", _blank(number)) for number in range(BLANKS)]


def _damaged(kind: str, number: int) -> Picture:
    chance = Random(f"{kind} {number}")
    text = _text(chance)
    level = "H" if kind == "logo" else chance.choice("LMQ")
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    module = chance.randint(2, 5) if kind == "jpeg q35" else chance.randint(5, 9)
    square = Image.fromarray(code.to_image(scale=module)).convert("L")
    if kind == "small":
        side = int(square.width / module * chance.uniform(1.2, 2.4))
        square = square.resize((side, side), Image.Resampling.LANCZOS)
    dark, light = ((0, 0, 0), (255, 255, 255))
    if kind == "colour":
        dark, light = chance.choice(PAIRS)
    if kind == "inverted":
        dark, light = (255, 255, 255), chance.choice(DARK)
    if kind == "logo":
        _draw_logo(square, chance)
    if number % 2:  # a badge cut along the code; a light code on a dark badge needs a rim to be one
        square = _cut(square, module if kind == "inverted" else 0)
    label = _coloured(square, dark, light)
    whole = _ground(chance, light if kind == "inverted" and not number % 2 else None)
    if kind == "rotated":
        label, mask = _turned(label, chance.uniform(5, 355))
    elif kind == "perspective":
        label, mask = _leaning(label, chance)
    else:
        mask = Image.new("L", label.size, 255)
    room = (max(WIDTH - label.width, 1), max(HEIGHT - label.height, 1))
    whole.paste(label, (chance.randrange(room[0]), chance.randrange(room[1])), mask)
    if kind == "blur":
        whole = whole.filter(ImageFilter.GaussianBlur(module * chance.uniform(0.35, 0.72)))
    if kind == "jpeg q35":
        whole = _as_jpeg(whole)
    return Picture(kind, text, whole)


def _text(chance: Random) -> str:
    name = "".join(chance.choice("abcdefghijklmnoprstuvwxyz_") for _ in range(chance.randint(5, 20)))
    phone = f"79{chance.randrange(10**9):09}"
    forms = (
        f"https://t.me/{name}",
        f"https://wa.me/{phone}?text=%D0%94%D0%BE%D0%B1%D1%80%D1%8B%D0%B9%20%D0%B4%D0%B5%D0%BD%D1%8C",
        f"viber://chat?number=%2B{phone}",
        f"https://api.whatsapp.com/send?phone={phone}",
        f"tg://resolve?domain={name}",
    )
    return chance.choice(forms)


def _ground(chance: Random, near: tuple[int, int, int] | None) -> Image.Image:
    colour = near or chance.choice(LIGHT)
    whole = Image.new("RGB", (WIDTH, HEIGHT), colour)
    draw = ImageDraw.Draw(whole)
    for _ in range(6):
        left, top = chance.randrange(WIDTH), chance.randrange(HEIGHT)
        tint = tuple(max(0, min(255, part + chance.randint(-40, 40))) for part in colour)
        draw.ellipse((left, top, left + chance.randint(50, 500), top + chance.randint(50, 400)), fill=tint)
    _draw_lines(draw, chance, 60)
    return whole


def _draw_lines(draw: ImageDraw.ImageDraw, chance: Random, words: int) -> None:
    """Draw strokes that look like lines of text from afar."""
    ink = chance.choice(DARK)
    for _ in range(words):
        left, top = chance.randrange(WIDTH), 20 * chance.randrange(HEIGHT // 20)
        for stroke in range(chance.randint(2, 9)):
            at = left + 9 * stroke
            draw.line(
                (at, top + chance.randint(0, 4), at + chance.randint(0, 5), top + 12), fill=ink, width=2
            )


def _cut(square: Image.Image, rim: int) -> Image.Image:
    left, top, right, bottom = square.point(lambda value: 255 - value).getbbox() or (0, 0, *square.size)
    return square.crop((left - rim, top - rim, right + rim, bottom + rim))


def _coloured(square: Image.Image, dark: tuple[int, ...], light: tuple[int, ...]) -> Image.Image:
    label = Image.new("RGB", square.size, light)
    label.paste(Image.new("RGB", square.size, dark), mask=square.point(lambda value: 255 - value))
    return label


def _draw_logo(square: Image.Image, chance: Random) -> None:
    side = int(square.width * chance.uniform(0.2, 0.3))
    at = (square.width - side) // 2
    draw = ImageDraw.Draw(square)
    draw.ellipse((at - 4, at - 4, at + side + 4, at + side + 4), fill=255)
    draw.ellipse((at, at, at + side, at + side), fill=chance.randint(60, 160))


def _turned(label: Image.Image, angle: float) -> tuple[Image.Image, Image.Image]:
    mask = Image.new("L", label.size, 255)
    bicubic = Image.Resampling.BICUBIC
    return label.rotate(angle, bicubic, expand=True), mask.rotate(angle, bicubic, expand=True)


def _leaning(label: Image.Image, chance: Random) -> tuple[Image.Image, Image.Image]:
    side = label.width
    lean = [chance.uniform(0, 0.28) * side for _ in range(8)]
    corners = (
        (lean[0], lean[1]),
        (side - lean[2], lean[3]),
        (side - lean[4], side - lean[5]),
        (lean[6], side - lean[7]),
    )
    numbers = _solved(corners, ((0, 0), (side, 0), (side, side), (0, side)))
    form, bicubic = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
    mask = Image.new("L", label.size, 255).transform(label.size, form, numbers, bicubic)
    return label.transform(label.size, form, numbers, bicubic), mask


def _solved(
    seen: tuple[tuple[float, float], ...], flat: tuple[tuple[float, float], ...]
) -> tuple[float, ...]:
    """Return the eight numbers of the projection that carries ``seen`` onto ``flat`` (Gauss)."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for column in range(8):
        pivot = max(range(column, 8), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(8):
            if row != column:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return tuple(row[8] for row in rows)


def _as_jpeg(whole: Image.Image) -> Image.Image:
    from io import BytesIO

    held = BytesIO()
    whole.save(held, "JPEG", quality=35)
    return Image.open(BytesIO(held.getvalue())).convert("RGB")


def _blank(number: int) -> Image.Image:
    chance = Random(f"blank {number}")
    match number % 5:
        case 0:
            return Image.new("RGB", (WIDTH, HEIGHT), chance.choice(LIGHT))
        case 1:
            return Image.frombytes("L", (WIDTH, HEIGHT), chance.randbytes(WIDTH * HEIGHT)).convert("RGB")
        case 2:
            return _ground(chance, None)
        case 3:
            small = Image.frombytes("L", (WIDTH // 8, HEIGHT // 8), chance.randbytes(WIDTH * HEIGHT // 64))
            return small.resize((WIDTH, HEIGHT), Image.Resampling.NEAREST).convert("RGB")
        case _:
            whole = Image.new("RGB", (WIDTH, HEIGHT), "white")
            draw = ImageDraw.Draw(whole)
            for at in range(WIDTH * HEIGHT // 1600):
                x, y = at % (WIDTH // 40) * 40, at // (WIDTH // 40) * 40
                draw.rectangle((x, y, x + 20, y + 20), fill="black")
            return whole
