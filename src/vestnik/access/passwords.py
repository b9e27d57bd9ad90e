"""Passwords: what is accepted, and the slow hash that is stored (argon2id, 19 MiB, two passes)."""

import asyncio
import unicodedata
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_

_MIN: Final = 8
_ADVISED: Final = 15
_MAX_BYTES: Final = 1_024
_MIN_VARIETY: Final = 4
_THREADS: Final = 2

_NOBODY: Final = (
    "$argon2id$v=19$m=19456,t=2,p=1$Dl35//jWTJYpfCheAAn14A$LWWAFwm982tP0ISZNX6GaaBcBPL6eAu5YlvWuTLtyxM"
)
"""Compared with when the account does not exist, so that the answer takes as long."""

_COMMON: Final = frozenset(
    """
    12345678 123456789 1234567890 12345678910 87654321 987654321 0987654321 9876543210 11111111 00000000
    22222222 33333333 55555555 66666666 77777777 88888888 99999999 111111111 1111111111 000000000
    12341234 11223344 12121212 12344321 12345677 123123123 123321123 147258369 789456123 741852963
    159357258 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc zaq12wsx zaq1xsw2 q1w2e3r4 q1w2e3r4t5 qazwsxedc
    qwer1234 qwerty12 qwerty123 qwerty1234 qwerty12345 qwertyui qwertyuiop 1234qwer 12345qwert 123qweasd
    123456qwerty asdfghjk asdfghjkl asdf1234 zxcvbnm1 zxcvbnm123 password password1 password12
    password123 passw0rd p@ssw0rd p@ssword pa$$word passwort passwords administrator admin123 admin1234
    admin12345 adminadmin root1234 rootroot toor1234 superuser superadmin changeme changeit letmein1
    letmein123 welcome1 welcome123 iloveyou iloveyou1 sunshine princess football baseball basketball
    superman starwars trustno1 computer internet whatever michelle jennifer corvette mustang1 mercedes
    dragon123 monkey123 master123 shadow123 abcd1234 abc12345 abcdefgh abcdefg1 a1b2c3d4 a12345678
    aa123456 aaaaaaaa test1234 testtest test12345 guest123 qwe123qwe qweasdzxc qweqweqwe zxcvbnma
    access14 secret123 samsung1 samsung123 google123 vestnik1 vestnik123 vestnik1234 vkontakte
    odnoklassniki yandex123 gfhjkm123 gfhjkmgfhjkm ghbdtn123 ghbdtnghbdtn rhfcjnrf yfnfif123 fylhtq123
    cfitymrf vfrcbv123 lbvf1234 privet123 privetprivet parol123 parol1234 parolparol krasotka nikita123
    natasha1 dmitriy1 andrey123 sergey123 alexandr maksim123 svetlana rossiya1 russia123 moscow123
    moskva123 spartak1 zenit123 marina123 йцукенгш йцукенгшщз йцукен123 йцукен12 фывапролд ячсмитьб
    пароль123 пароль12 парольпароль привет123 приветпривет администратор любовь123 солнышко наташа123
    максим123 сергей123 россия123 москва123
    """.split()  # noqa: SIM905 — a block of words reads better than a list of two hundred strings
)
"""Passwords that are tried first everywhere, of eight characters and more, in lower case."""


def hashing_pool() -> ThreadPoolExecutor:
    """Return a pool for hashing alone: two hashes at once use two cores and 38 MiB."""
    return ThreadPoolExecutor(_THREADS, thread_name_prefix="vestnik-argon2")


def check_password(password: str, *, email: str, field: str = "password") -> None:
    """Accept a password that is long enough and not among the first that are tried.

    Raises:
        InvalidInput: says why it is refused and what to choose instead.
    """
    hint = N_("Лучше всего фраза из нескольких слов, от %(advised)s знаков.", advised=_ADVISED)
    if len(password) < _MIN:
        raise InvalidInput(N_("Пароль короче %(least)s знаков.", least=_MIN), field=field, hint=hint)
    if len(password.encode("utf-8", "surrogatepass")) > _MAX_BYTES:
        raise InvalidInput(N_("Пароль длиннее %(most)s байт.", most=_MAX_BYTES), field=field)
    folded = password.casefold()
    if folded in _COMMON or len(set(folded)) < _MIN_VARIETY:
        raise InvalidInput(N_("Такой пароль подбирают первым."), field=field, hint=hint)
    if folded in {email, email.partition("@")[0]}:
        raise InvalidInput(N_("Пароль повторяет адрес почты."), field=field, hint=hint)


async def hash_password(password: str, pool: Executor | None = None) -> str:
    """Return the argon2id hash, computed beside the event loop (in ``pool``, else the loop's own)."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(pool, _hasher().hash, _form(password))


async def password_fits(password: str, stored: str | None, pool: Executor | None = None) -> bool:
    """Tell whether the password belongs to the stored hash; None takes as long and never fits."""
    loop = asyncio.get_running_loop()
    if len(password.encode("utf-8", "surrogatepass")) > _MAX_BYTES:
        password, stored = "", None
    fits = await loop.run_in_executor(pool, _verify, stored or _NOBODY, _form(password))
    return fits and stored is not None


def is_outdated(stored: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(stored)


def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16)


def _verify(stored: str, password: bytes) -> bool:
    try:
        return _hasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _form(password: str) -> bytes:
    """Bring the ways of typing one text (й as one or two code points) to one."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
