"""Settings: from the environment (``VESTNIK_…``), then one TOML file, then the defaults below.

A secret may come from a file named by ``VESTNIK_…_FILE``. A wrong value names its setting, where it
came from and what is allowed. Every setting stands in docs/reference/settings.md; a test compares them.
"""

import base64
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vestnik.kernel.errors import CannotStart
from vestnik.kernel.text import N_, Text

_PREFIX: Final = "VESTNIK_"
_ROOT_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that may differ between two installations."""

    data: Path
    """Folder of the database and the key files."""
    database: str
    """``sqlite:///path`` or ``postgresql://…``."""
    host: str
    port: int
    public_url: str
    """How people reach the console, without a trailing slash."""
    installation: str
    """Name in signed checkpoints."""
    language: str
    log_level: str
    allow_private: bool
    """May an audit reach addresses of the inner network?"""
    chromium: str | None
    """The browser's program; without it the usual names are tried."""
    root_key: bytes | None
    """Given, it replaces the file ``root.key``."""

    @property
    def is_sqlite(self) -> bool:
        """Whether the default engine is in use."""
        return self.database.startswith("sqlite:")


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError
    return value.strip()


def _port(value: str) -> int:
    port = int(value)
    if not 1 <= port <= 65535:  # noqa: PLR2004 — TCP's own limit
        raise ValueError
    return port


def _flag(value: str) -> bool:
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[value.lower()]


def _language(value: str) -> str:
    return {"ru": "ru", "en": "en"}[value]


def _level(value: str) -> str:
    upper = value.upper()
    if upper not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError
    return upper


def _database(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql://")):
        raise ValueError
    return value


def _url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError
    return value.rstrip("/")


def _key(value: str) -> bytes:
    key = base64.b64decode(value, validate=True)
    if len(key) != _ROOT_KEY_BYTES:
        raise ValueError
    return key


@dataclass(frozen=True, slots=True)
class Setting:
    """How one setting is read: the parser raises ValueError or KeyError on what it cannot use."""

    parse: Callable[[str], Any]
    allowed: Text
    default: str | None
    secret: bool = False


SETTINGS: Final[Mapping[str, Setting]] = {
    "data": Setting(lambda value: Path(_text(value)), N_("путь к папке"), "var"),
    "database": Setting(_database, N_("sqlite:///путь или postgresql://…"), None, secret=True),
    "host": Setting(_text, N_("адрес, например 127.0.0.1"), "127.0.0.1"),
    "port": Setting(_port, N_("число от 1 до 65535"), "8420"),
    "public_url": Setting(_url, N_("http://… или https://…"), None),
    "installation": Setting(_text, N_("имя установки"), "vestnik"),
    "language": Setting(_language, N_("ru или en"), "ru"),
    "log_level": Setting(_level, N_("DEBUG, INFO, WARNING или ERROR"), "INFO"),
    "allow_private": Setting(_flag, N_("yes или no"), "no"),
    "chromium": Setting(_text, N_("путь к программе Chromium"), None),
    "root_key": Setting(_key, N_("32 байта в base64"), None, secret=True),
}
"""Every setting there is."""


def load(environment: Mapping[str, str] | None = None, file: Path | None = None) -> Config:
    """Read the settings.

    ``file`` is the TOML file; without it ``VESTNIK_CONFIG`` names one, else ``vestnik.toml`` if it is here.

    Raises:
        CannotStart: a value, a name or a file cannot be used; says which and why.
    """
    environment = os.environ if environment is None else environment
    raw = _from_file(_config_file(environment, file)) | _from_environment(environment)
    values: dict[str, Any] = {}
    for name, setting in SETTINGS.items():
        value, origin = raw.get(name, (setting.default, "default"))
        values[name] = None if value is None else _parse(name, setting, value, origin)
    data: Path = values["data"]
    values["database"] = values["database"] or f"sqlite:///{data / 'vestnik.db'}"
    values["public_url"] = values["public_url"] or f"http://{values['host']}:{values['port']}"
    return Config(**values)


def _parse(name: str, setting: Setting, value: str, origin: str) -> Any:
    try:
        return setting.parse(value)
    except (ValueError, KeyError) as error:
        shown = "•••" if setting.secret else value[:80]
        raise CannotStart(
            N_(
                "Настройка %(name)s=«%(value)s» (%(origin)s) не годится.",
                name=name,
                value=shown,
                origin=origin,
            ),
            field=name,
            hint=N_("Допустимо: %(allowed)s.", allowed=setting.allowed),
        ) from error


def _config_file(environment: Mapping[str, str], file: Path | None) -> Path | None:
    if file is not None:
        return file
    if named := environment.get(f"{_PREFIX}CONFIG"):
        return Path(named)
    here = Path("vestnik.toml")
    return here if here.is_file() else None


def _from_file(path: Path | None) -> dict[str, tuple[str, str]]:
    if path is None:
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CannotStart(
            N_("Файл настроек %(path)s не читается: %(why)s.", path=path, why=error),
            hint=N_("Исправьте файл или уберите VESTNIK_CONFIG."),
        ) from error
    values = {}
    for name, value in table.items():
        base = name.removesuffix("_file")
        if name not in SETTINGS and base not in SETTINGS:
            raise _unknown(name, str(path))
        text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        values[base] = (text if name in SETTINGS else _read_secret(name, text), str(path))
    return values


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    values = {}
    for variable, value in environment.items():
        if not variable.startswith(_PREFIX) or variable == f"{_PREFIX}CONFIG":
            continue
        name = variable.removeprefix(_PREFIX).lower()
        if name in _FOR_DEVELOPERS:
            continue
        base = name.removesuffix("_file")
        if name in SETTINGS:
            values[name] = (value, variable)
        elif base in SETTINGS:
            values[base] = (_read_secret(variable, value), variable)
        else:
            raise _unknown(variable, "environment")
    return values


_FOR_DEVELOPERS: Final = frozenset({"depth"})
"""Variables of the test tools, which are no settings of the product."""


def _read_secret(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(
            N_("Файл из %(name)s не читается: %(path)s.", name=name, path=path),
            hint=N_("Проверьте путь и права."),
        ) from error


def _unknown(name: str, origin: str) -> CannotStart:
    return CannotStart(
        N_("Настройки «%(name)s» нет (%(origin)s).", name=name, origin=origin),
        hint=N_("Есть: %(names)s.", names=", ".join(SETTINGS)),
    )
