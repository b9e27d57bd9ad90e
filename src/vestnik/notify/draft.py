"""Reads what a caller asks for into a Draft, or says which field cannot be used and how to mend it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from vestnik.kernel.address import AddressKind, parse_address
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.phone import Phone, parse_phone
from vestnik.kernel.text import N_
from vestnik.law.model import Purpose
from vestnik.law.policy.form import Invites
from vestnik.notify.driver import Manifest
from vestnik.notify.model import Content, Draft

MAX_TEXT: Final = 100_000
MAX_HTML: Final = 500_000
MAX_SUBJECT: Final = 500
MAX_KEY: Final = 200
MAX_AHEAD: Final = timedelta(days=366)
CODE_LIFE: Final = timedelta(minutes=10)
"""A one-time code that nobody gave a term is worth nothing later than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The caller's words, typed but unchecked."""

    channel: str
    to: str
    purpose: str
    text: str
    subject: str | None = None
    html: str | None = None
    phone: str | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None


class Catalogue:
    """The channels this installation drives, and the platforms it knows by name only."""

    def __init__(
        self, manifests: Mapping[str, Manifest], platforms: frozenset[str], invites: Invites
    ) -> None:
        """Take the drivers' manifests by channel, the law room's platform ids and its look at a text."""
        self.manifests = manifests
        self.platforms = platforms
        self._invites = invites

    def platform_of(self, channel: str) -> str:
        """Return the law room's id of what stands behind ``channel``."""
        manifest = self.manifests.get(channel)
        return manifest.platform if manifest is not None else channel

    def read_draft(self, request: Request, *, idempotency_key: str, now: datetime) -> Draft:
        """Check every field of ``request``.

        Raises:
            InvalidInput: names the first field that cannot be used.
        """
        manifest = self.manifests.get(request.channel)
        if manifest is None and request.channel not in self.platforms:
            raise InvalidInput(
                N_("Канал «%(channel)s» неизвестен.", channel=request.channel[:40]),
                field="channel",
                hint=N_("Есть: %(channels)s.", channels=", ".join(sorted(self.manifests))),
            )
        kind = manifest.address_kind if manifest is not None else AddressKind.PERSON
        to = parse_address(kind, request.to)
        content = _content(request, manifest)
        purpose = _purpose(request.purpose)
        due_at, expires_at = _times(request, purpose, now)
        return Draft(
            channel=request.channel,
            to=to,
            purpose=purpose,
            content=content,
            invites=self._invited(content),
            idempotency_key=_key(idempotency_key),
            body_hash=_body_hash(request),
            phone=_phone(request, kind, to.value),
            due_at=due_at,
            expires_at=expires_at,
        )

    def _invited(self, content: Content) -> frozenset[str]:
        words = (content.subject, content.text, content.html)
        return frozenset().union(*(self._invites(text) for text in words if text))


def _purpose(raw: str) -> Purpose:
    try:
        return Purpose(raw)
    except ValueError:
        raise InvalidInput(
            N_("Назначение «%(purpose)s» неизвестно.", purpose=raw[:40]),
            field="purpose",
            hint=N_("Есть: %(purposes)s.", purposes=", ".join(Purpose)),
        ) from None


def _key(raw: str) -> str:
    if not raw or len(raw) > MAX_KEY or not raw.isprintable():
        raise InvalidInput(
            N_("Ключ идемпотентности — от 1 до %(limit)s печатных знаков.", limit=MAX_KEY),
            field="Idempotency-Key",
        )
    return raw


def _content(request: Request, manifest: Manifest | None) -> Content:
    if not request.text.strip():
        raise InvalidInput(N_("Текст сообщения пуст."), field="text")
    limit = manifest.max_text if manifest is not None else MAX_TEXT
    _within(request.text, min(limit, MAX_TEXT), "text")
    if request.subject is not None:
        _refuse_unless(manifest is None or manifest.subject, "subject", request.channel)
        _within(request.subject, MAX_SUBJECT, "subject")
        if not request.subject.isprintable():
            raise InvalidInput(N_("Тема — одна строка печатных знаков."), field="subject")
    if request.html is not None:
        _refuse_unless(manifest is None or manifest.html, "html", request.channel)
        _within(request.html, MAX_HTML, "html")
    return Content(text=request.text, subject=request.subject, html=request.html)


def _within(value: str, limit: int, field: str) -> None:
    if len(value) > limit:
        raise InvalidInput(
            N_("Длиннее %(limit)s знаков: %(length)s.", limit=limit, length=len(value)),
            field=field,
            hint=N_("Сократите: Вестник не обрезает сообщения сам."),
        )


def _refuse_unless(able: bool, field: str, channel: str) -> None:
    if not able:
        raise InvalidInput(
            N_("Канал «%(channel)s» не умеет передать это поле.", channel=channel),
            field=field,
            hint=N_("Уберите поле или выберите другой канал."),
        )


def _phone(request: Request, kind: AddressKind, to: str) -> Phone | None:
    if kind is AddressKind.PHONE:
        return Phone(to)
    return parse_phone(request.phone) if request.phone is not None else None


def _times(request: Request, purpose: Purpose, now: datetime) -> tuple[datetime | None, datetime | None]:
    for field, moment in (("due_at", request.due_at), ("expires_at", request.expires_at)):
        if moment is None:
            continue
        if moment.tzinfo is None:
            raise InvalidInput(
                N_("Время без часового пояса."), field=field, hint=N_("Пример: 2026-12-01T10:00:00+03:00.")
            )
        if moment > now + MAX_AHEAD:
            raise InvalidInput(N_("Дальше, чем на год вперёд, не планируем."), field=field)
    due_at, expires_at = request.due_at, request.expires_at
    if expires_at is None and purpose is Purpose.CODE:
        expires_at = (due_at or now) + CODE_LIFE
    if expires_at is not None and expires_at <= (due_at or now):
        raise InvalidInput(
            N_("Срок истекает раньше отправки."),
            field="expires_at",
            hint=N_("Укажите время позже текущего и позже due_at."),
        )
    return due_at, expires_at


def _body_hash(request: Request) -> bytes:
    fields = [
        request.channel,
        request.to,
        request.purpose,
        request.text,
        request.subject,
        request.html,
        request.phone,
        request.due_at.isoformat() if request.due_at else None,
        request.expires_at.isoformat() if request.expires_at else None,
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).digest()
