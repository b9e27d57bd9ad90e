"""The channel's settings: text from a form or a file, checked once, with a sentence for each mistake."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from vestnik.channels.email.signing import DkimKey, read_key
from vestnik.channels.email.wire import has_controls
from vestnik.kernel.address import AddressKind, parse_address
from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_MAX_CONNECTIONS: Final = 50
_MAX_PORT: Final = 65_535
_MAX_NAME: Final = 200


class Security(StrEnum):
    """How the connection is encrypted."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class EmailSettings:
    """Checked settings; secrets stay out of ``repr``."""

    host: str
    port: int
    security: Security
    from_address: str
    from_name: str
    helo_name: str
    connections: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    dkim: DkimKey | None = field(default=None, repr=False)
    tls: ssl.SSLContext | None = field(default=None, repr=False, compare=False)


def read_settings(values: Mapping[str, str]) -> EmailSettings:
    """Check the texts of a form.

    Raises:
        InvalidInput: names the setting and says how to mend it; never repeats a secret.
    """
    host = _one_line(values, "host")
    if not host:
        raise InvalidInput(
            N_("Не указан почтовый сервер."), field="host", hint=N_("Например: smtp.example.ru.")
        )
    security = _security(values.get("security", ""))
    sender = parse_address(AddressKind.EMAIL, values.get("from_address", ""), field="from_address").value
    username = _one_line(values, "username") or None
    password = values.get("password") or None
    _check_login(username, password, security, host)
    return EmailSettings(
        host=host,
        port=_whole(values, "port", 587, _MAX_PORT),
        security=security,
        from_address=sender,
        from_name=_one_line(values, "from_name"),
        helo_name=_host_name(_one_line(values, "helo_name"), "helo_name") or sender.rpartition("@")[2],
        connections=_whole(values, "connections", 4, _MAX_CONNECTIONS),
        username=username,
        password=password,
        dkim=_dkim(values, sender),
        tls=None if security is Security.NONE else _tls(values.get("ca_certificate", "")),
    )


def _one_line(values: Mapping[str, str], name: str) -> str:
    value = values.get(name, "").strip()
    if len(value) > _MAX_NAME or has_controls(value):
        raise InvalidInput(
            N_("Нужна одна строка не длиннее %(limit)s знаков.", limit=_MAX_NAME),
            field=name,
            hint=N_("Уберите переводы строк и управляющие знаки."),
        )
    return value


def _host_name(value: str, name: str) -> str:
    if value and not all(part.isascii() and part.replace("-", "").isalnum() for part in value.split(".")):
        raise InvalidInput(N_("Это не похоже на имя узла."), field=name, hint=N_("Пример: mail.example.ru."))
    return value


def _whole(values: Mapping[str, str], name: str, default: int, limit: int) -> int:
    raw = values.get(name, "").strip() or str(default)
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw[:9]) <= limit):
        raise InvalidInput(
            N_("Нужно целое число от 1 до %(limit)s.", limit=limit),
            field=name,
            hint=N_("Обычное значение: %(usual)s.", usual=default),
        )
    return int(raw)


def _security(raw: str) -> Security:
    try:
        return Security(raw.strip().lower() or Security.STARTTLS)
    except ValueError:
        raise InvalidInput(
            N_("Такого вида шифрования нет."), field="security", hint=N_("Возможны starttls, tls и none.")
        ) from None


def _check_login(username: str | None, password: str | None, security: Security, host: str) -> None:
    if (username is None) != (password is None):
        raise InvalidInput(
            N_("Имя пользователя и пароль задаются вместе."),
            field="password" if password is None else "username",
            hint=N_("Заполните оба или очистите оба."),
        )
    if password is not None and security is Security.NONE and host not in _LOOPBACK:
        raise InvalidInput(
            N_("Пароль по сети без шифрования не передаём."),
            field="security",
            hint=N_("Выберите starttls или tls либо уберите имя и пароль."),
        )


def _dkim(values: Mapping[str, str], sender: str) -> DkimKey | None:
    selector = _host_name(_one_line(values, "dkim_selector"), "dkim_selector")
    pem = values.get("dkim_private_key", "").strip()
    if not selector and not pem:
        return None
    if not selector or not pem:
        raise InvalidInput(
            N_("Селектор и ключ DKIM задаются вместе."),
            field="dkim_private_key" if not pem else "dkim_selector",
            hint=N_("Заполните оба или очистите оба."),
        )
    domain = _host_name(_one_line(values, "dkim_domain"), "dkim_domain") or sender.rpartition("@")[2]
    return read_key(pem, domain=domain.lower(), selector=selector)


def _tls(ca_certificate: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_certificate.strip():
        try:
            context.load_verify_locations(cadata=ca_certificate)
        except (ssl.SSLError, ValueError):
            raise InvalidInput(
                N_("Корневой сертификат не читается."),
                field="ca_certificate",
                hint=N_("Нужен текст PEM целиком, от BEGIN CERTIFICATE до END CERTIFICATE."),
            ) from None
    return context
