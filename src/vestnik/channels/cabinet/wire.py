"""What an inbox will not take, said before anything is stored. Pure."""

import re
from typing import Final

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_
from vestnik.notify.model import Content

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MAX_SUBJECT: Final = 500


def check_content(content: Content) -> None:
    """Refuse texts that a page cannot show or a database cannot keep.

    Raises:
        InvalidInput: names the field.
    """
    for field, text in (("subject", content.subject or ""), ("text", content.text)):
        if _CONTROLS.search(text):
            raise InvalidInput(
                N_("В тексте есть управляющие знаки."),
                field=field,
                hint=N_("Допустимы перевод строки и табуляция."),
            )
    if len(content.subject or "") > _MAX_SUBJECT:
        raise InvalidInput(N_("Тема длиннее %(limit)s знаков.", limit=_MAX_SUBJECT), field="subject")
