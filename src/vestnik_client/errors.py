"""What can go wrong between a program and Vestnik.

::

    VestnikClientError
      Refused           the server understood and said no; has code, message, field, hint
        InvalidRequest  a field cannot be used                        422
        NotFound        no such thing in your workspace               404
        Conflict        the idempotency key belongs to another body   409
        NotAllowed      the key's role does not permit it             403
        BadKey          no key, a wrong or a revoked one              401
        TooMany         come back after ``retry_after_s``             429
      Unreachable       no answer that could be used; asking again with the same key is safe
"""


class VestnikClientError(Exception):
    """Base of every error this package raises."""


class Refused(VestnikClientError):  # noqa: N818 — read as a sentence: except Refused
    """The server said no."""

    def __init__(
        self, status: int, code: str, message: str, *, field: str | None = None, hint: str | None = None
    ) -> None:
        """Keep the parts of the server's answer; ``field`` names what to mend, ``hint`` says how."""
        where = f"{field}: " if field else ""
        super().__init__(f"{where}{message}{f' {hint}' if hint else ''}")
        self.status = status
        self.code = code
        self.message = message
        self.field = field
        self.hint = hint


class InvalidRequest(Refused):
    """A field cannot be used; ``field`` names it."""


class NotFound(Refused):
    """There is no such thing in this key's workspace."""


class Conflict(Refused):
    """The idempotency key was used for another message."""


class NotAllowed(Refused):
    """The key's role does not permit this."""


class BadKey(Refused):
    """The API key is missing, wrong or revoked."""


class TooMany(Refused):
    """A limit was reached; try again in ``retry_after_s`` seconds."""

    retry_after_s: float = 1.0


class Unreachable(VestnikClientError):  # noqa: N818
    """No usable answer came, after all the tries that were allowed."""
