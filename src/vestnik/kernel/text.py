"""Sentences meant for people, kept apart from the language they are shown in.

The msgid is Russian (the interface is Russian first); entrypoints translate it with gettext.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A translatable sentence: a Russian msgid with ``%(name)s`` places, and the values for them."""

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def render(self, gettext: Callable[[str], str]) -> str:
        """Return the sentence in the language of ``gettext``."""
        translated = gettext(self.msgid)
        return translated % self.params if self.params else translated

    def __str__(self) -> str:
        return self.render(lambda msgid: msgid)


def N_(msgid: str, **params: object) -> Text:  # noqa: N802 — gettext's own name for "mark, do not translate yet"
    """Mark a sentence for translation and bind its values."""
    return Text(msgid, params)
