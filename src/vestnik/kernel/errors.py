"""What can go wrong, said so that a person can mend it.

::

    VestnikError
      InvalidInput     the caller's data: names the field and how to mend it      422
      NotFound         no such row in this workspace                              404
      Conflict         the same key with another body, or a row that moved on     409
      NotAllowed       known who, but the role does not permit it                 403
      NotSignedIn      not known who                                              401
      TooMany          a limit was reached; says when to come back                429
      Unavailable      a part we need does not answer                             503
      CannotStart      settings, schema or files do not let the process start
"""

from typing import ClassVar

from vestnik.kernel.text import Text


class VestnikError(Exception):
    """Base of every error a room raises on purpose; doors translate it, rooms never speak HTTP."""

    code: ClassVar[str] = "error"

    def __init__(self, message: Text, *, field: str | None = None, hint: Text | None = None) -> None:
        """Say what happened, in which input field, and what to do about it."""
        super().__init__(message)
        self.message = message
        self.field = field
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.field}: " if self.field else ""
        hint = f" {self.hint}" if self.hint else ""
        return f"{where}{self.message}{hint}"


class InvalidInput(VestnikError):  # noqa: N818 — named as the reader of a sentence would name it
    """The caller's data cannot be used."""

    code = "invalid_input"


class NotFound(VestnikError):  # noqa: N818
    """There is no such thing in this workspace (another workspace's things answer the same)."""

    code = "not_found"


class Conflict(VestnikError):  # noqa: N818
    """The request contradicts what is already recorded."""

    code = "conflict"


class NotAllowed(VestnikError):  # noqa: N818
    """The role does not permit this."""

    code = "not_allowed"


class NotSignedIn(VestnikError):  # noqa: N818
    """Nobody, or nobody we know, is asking."""

    code = "not_signed_in"


class TooMany(VestnikError):  # noqa: N818
    """A limit was reached; ``retry_after_s`` says when to come back."""

    code = "too_many"

    def __init__(self, message: Text, *, retry_after_s: int = 1, field: str | None = None) -> None:
        """Name the limit and the wait in seconds."""
        super().__init__(message, field=field)
        self.retry_after_s = retry_after_s


class Unavailable(VestnikError):  # noqa: N818
    """Something this process needs does not answer now."""

    code = "unavailable"


class CannotStart(VestnikError):  # noqa: N818
    """The process must not start like this."""

    code = "cannot_start"
