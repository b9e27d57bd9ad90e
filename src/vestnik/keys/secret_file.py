"""A small file that holds one secret: mode 0600, made once, whole or not at all."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from vestnik.kernel.errors import CannotStart
from vestnik.kernel.text import N_

_OTHERS: Final = 0o077


def load_or_create(path: Path, size: int, make: Callable[[], bytes]) -> bytes:
    """Return the ``size`` bytes of the file, writing what ``make`` returns when there is none.

    Two processes that start together agree on one secret. Missing parent folders are made with mode 0700.

    Raises:
        CannotStart: others may read the file, it is no ordinary file, its size is wrong, or the disk refuses.
    """
    try:
        if not path.exists():
            _create(path, make())
        return _load(path, size)
    except OSError as error:
        raise CannotStart(
            N_(
                "Файл ключа %(path)s не читается и не создаётся: %(reason)s.",
                path=path,
                reason=error.strerror or type(error).__name__,
            ),
            hint=N_("Проверьте владельца и права папки."),
        ) from error


def _create(path: Path, secret: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # fails when another process was first: then its secret is the one
        except FileExistsError:
            return
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        draft.unlink()


def _load(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        if status.st_mode & _OTHERS:
            raise CannotStart(
                N_(
                    "Файл ключа %(path)s доступен другим пользователям (права %(mode)s).",
                    path=path,
                    mode=format(status.st_mode & 0o777, "04o"),
                ),
                hint=N_("Выполните: chmod 600 %(path)s", path=path),
            )
        secret = file.read(size + 1)
    if len(secret) != size:
        raise CannotStart(
            N_("В файле ключа %(path)s должно быть %(size)s байт.", path=path, size=size),
            hint=N_("Верните файл из резервной копии: с новым ключом прежние данные не открыть."),
        )
    return secret
