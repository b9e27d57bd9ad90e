"""What an SMTP server's refusal means: tables with reasons, after RFC 5321 (4.2.3), RFC 3463 and RFC 7505.

The first digit says whether it is for good (5) or for now (4); a row may know better and says why.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from vestnik.kernel.text import N_


class Stage(StrEnum):
    """Which command was answered."""

    CONNECT = "connect"
    EHLO = "ehlo"
    STARTTLS = "starttls"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    END = "end"
    """The answer to the final dot."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A refusal in the words of the driver contract."""

    kind: str
    reason: str
    """Russian msgid for the person who reads the message's story."""
    permanent: bool
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    reason: str
    retry_after_s: float = 300.0
    permanent: bool | None = None
    """None: as the first digit says."""


_ENHANCED: Final[dict[str, _Row]] = {
    "1.1": _Row("address", N_("Такого почтового ящика нет.").msgid),
    "1.2": _Row("address", N_("Домена получателя не существует.").msgid),
    "1.3": _Row("address", N_("Сервер не понял адрес получателя.").msgid),
    "1.6": _Row("address", N_("Ящик переехал и не оставил нового адреса.").msgid),
    "1.7": _Row("settings", N_("Сервер не принял адрес отправителя.").msgid),
    "1.8": _Row("settings", N_("Домен отправителя не находится в DNS.").msgid),
    "1.10": _Row("address", N_("Домен получателя объявил, что почту не принимает.").msgid),
    "2.1": _Row("address", N_("Ящик получателя отключён.").msgid),
    # A full mailbox is emptied some day: the address stays good, so even 5.2.2 is tried again.
    "2.2": _Row("mailbox_full", N_("Ящик получателя переполнен.").msgid, 3600.0, permanent=False),
    "2.3": _Row("content", N_("Письмо больше, чем разрешает ящик получателя.").msgid),
    "3.1": _Row("unreachable", N_("На сервере получателя кончилось место.").msgid, 600.0),
    "3.2": _Row("unreachable", N_("Сервер сейчас не принимает почту.").msgid, 600.0),
    "3.4": _Row("content", N_("Письмо больше, чем принимает сервер.").msgid),
    "4.1": _Row("unreachable", N_("Сервер получателя не отвечает.").msgid, 600.0),
    "4.4": _Row("unreachable", N_("Не найден путь до сервера получателя.").msgid, 600.0),
    "4.5": _Row("throttled", N_("Почтовая система перегружена.").msgid, 600.0),
    "4.7": _Row("unreachable", N_("Письмо слишком долго ждало доставки.").msgid, 600.0),
    "5.3": _Row("throttled", N_("Слишком много получателей за раз.").msgid, 60.0, permanent=False),
    "6.3": _Row("content", N_("Сервер не умеет принять письмо в такой кодировке.").msgid),
    "7.0": _Row("blocked", N_("Сервер отказал по своим правилам.").msgid, 900.0),
    "7.1": _Row("blocked", N_("Сервер отказал по своим правилам.").msgid, 900.0),
    "7.8": _Row("settings", N_("Имя пользователя или пароль не подходят.").msgid),
    "7.9": _Row("settings", N_("Серверу нужен другой способ входа.").msgid),
    "7.20": _Row("blocked", N_("Нет годной подписи DKIM.").msgid),
    "7.23": _Row(
        "blocked", N_("Проверка SPF отказала: отправителю не разрешено слать с этого сервера.").msgid
    ),
    "7.25": _Row("blocked", N_("У адреса отправляющего сервера нет обратной записи DNS.").msgid),
    "7.26": _Row("blocked", N_("Письмо не прошло проверку подлинности отправителя.").msgid),
}
"""By subject and detail of the enhanced status code, without its class."""

_BASIC: Final[dict[int, _Row]] = {
    421: _Row("throttled", N_("Сервер просит зайти позже.").msgid, 60.0),
    450: _Row("throttled", N_("Ящик сейчас недоступен; так отвечает и серый список.").msgid),
    451: _Row("throttled", N_("Сервер не смог обработать письмо сейчас.").msgid),
    452: _Row("throttled", N_("На сервере сейчас не хватает места.").msgid, 600.0),
    454: _Row("unreachable", N_("Вход или шифрование на сервере временно не работают.").msgid),
    521: _Row("address", N_("Домен получателя почту не принимает.").msgid),
    530: _Row("settings", N_("Сервер требует входа или шифрования.").msgid),
    534: _Row("settings", N_("Сервер не принимает такой способ входа.").msgid),
    535: _Row("settings", N_("Имя пользователя или пароль не подходят.").msgid),
    538: _Row("settings", N_("Сервер принимает пароль только по TLS.").msgid),
    550: _Row("address", N_("Ящик недоступен, или сервер отказал этому письму.").msgid),
    551: _Row("address", N_("Получатель обслуживается не этим сервером.").msgid),
    552: _Row("mailbox_full", N_("Ящик получателя переполнен.").msgid, 3600.0, permanent=False),
    553: _Row("address", N_("Сервер не принял имя ящика.").msgid),
    554: _Row("blocked", N_("Сервер отказал этому письму.").msgid),
    556: _Row("address", N_("Домен получателя почту не принимает.").msgid),
}

_STAGE: Final[dict[tuple[Stage, int], _Row]] = {
    (Stage.MAIL, 550): _Row("settings", N_("Сервер не принял адрес отправителя.").msgid),
    (Stage.MAIL, 552): _Row("content", N_("Письмо больше, чем принимает сервер.").msgid),
    (Stage.MAIL, 553): _Row("settings", N_("Сервер не принял адрес отправителя.").msgid),
    (Stage.DATA, 552): _Row("content", N_("Письмо больше, чем принимает сервер.").msgid),
    (Stage.END, 550): _Row("blocked", N_("Сервер отказал этому письму.").msgid),
    (Stage.END, 552): _Row("content", N_("Письмо больше, чем принимает сервер.").msgid),
    (Stage.CONNECT, 554): _Row("blocked", N_("Сервер не обслуживает наш адрес.").msgid),
}
"""The same number means another thing in answer to another command; without an enhanced code this decides."""

_ABOUT_LOGIN: Final = frozenset({530, 534, 535, 538})
"""RFC 4954: these say more than the general 5.7.0 that often stands beside them."""

_STAGE_DEFAULT: Final[dict[Stage, str]] = {
    Stage.AUTH: "settings",
    Stage.STARTTLS: "settings",
    Stage.EHLO: "settings",
    Stage.MAIL: "settings",
}

_ENHANCED_CODE: Final = re.compile(r"[245]\.(\d{1,3}\.\d{1,3})\b")
_PERMANENT_FROM: Final = 500
_DEFAULT_RETRY_S: Final = 300.0


def read_reply(stage: Stage, code: int, text: str) -> Meaning:
    """Say what a refusal (4xx, 5xx, or anything unexpected) means."""
    row = _row(stage, code, text)
    permanent = code >= _PERMANENT_FROM if row.permanent is None else row.permanent
    # Policy that says "not now" is a grey list or a rate limit, not a block.
    kind = "throttled" if row.kind == "blocked" and not permanent else row.kind
    return Meaning(kind, row.reason, permanent, None if permanent else row.retry_after_s)


def _row(stage: Stage, code: int, text: str) -> _Row:
    if code in _ABOUT_LOGIN:
        return _BASIC[code]
    found = _ENHANCED_CODE.match(text)
    if found and (row := _ENHANCED.get(found[1])):
        return row
    row = _STAGE.get((stage, code)) or _BASIC.get(code)
    if row:
        return row
    kind = _STAGE_DEFAULT.get(stage, "refused")
    return _Row(kind, N_("Сервер ответил отказом.").msgid, _DEFAULT_RETRY_S)
