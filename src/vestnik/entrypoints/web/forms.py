"""Forms: read with limits, and accepted only from our own pages."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from vestnik.kernel.errors import InvalidInput, NotAllowed
from vestnik.kernel.text import N_, Text

MAX_BODY: Final = 64 * 1024
MAX_FIELDS: Final = 200
TOKEN_FIELD: Final = "csrf"  # noqa: S105 — the name of a form field


@dataclass(frozen=True, slots=True)
class Form:
    """What a form brought: all values of a name, in order."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        """Return the last value of a field, without outer spaces."""
        return self.values[name][-1].strip() if name in self.values else default

    def raw(self, name: str) -> str:
        """Return the last value exactly as typed: a password's spaces count."""
        return self.values[name][-1] if name in self.values else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field: ticked boxes."""
        return self.values.get(name, ())

    def has(self, name: str) -> bool:
        """Tell whether the field was sent at all: a ticked box, a pressed button."""
        return name in self.values


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with a form, by field; shown beside each field."""

    by_field: Mapping[str, tuple[Text, Text | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, error: InvalidInput) -> "Faults":
        """Turn a room's refusal into a form's."""
        return cls({error.field or "": (error.message, error.hint)})

    def __bool__(self) -> bool:
        return bool(self.by_field)

    def get(self, name: str) -> tuple[Text, Text | None] | None:
        """Return the sentence and the hint for a field."""
        return self.by_field.get(name)


async def read_form(request: Request) -> Form:
    """Read an urlencoded form.

    Raises:
        InvalidInput: it is larger than ``MAX_BODY`` bytes, has too many fields or is no text.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise InvalidInput(N_("Форма больше %(limit)s КБ.", limit=MAX_BODY // 1024))
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict"
        )
    except ValueError as error:
        raise InvalidInput(N_("Форму не удалось прочитать.")) from error
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value.replace("\x00", ""))
    return Form({name: tuple(items) for name, items in values.items()})


def new_token() -> str:
    """Return a secret for forms shown before anybody has signed in."""
    return secrets.token_urlsafe(24)


def check_origin(request: Request, form: Form, secret: str, public_url: str) -> None:
    """Let a form pass only when our own page sent it: the browser says so, and the page's secret is in it.

    Raises:
        NotAllowed: it came from elsewhere, or without the secret.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = {request.headers.get("host"), urlsplit(public_url).netloc}
    foreign = site not in {None, "same-origin", "none"} or (
        origin is not None and urlsplit(origin).netloc not in own
    )
    if foreign or not secret or not hmac.compare_digest(secret.encode(), form.get(TOKEN_FIELD).encode()):
        raise NotAllowed(
            N_("Эта форма пришла не со страницы Вестника или устарела."),
            hint=N_("Вернитесь назад, обновите страницу и отправьте форму ещё раз."),
        )
