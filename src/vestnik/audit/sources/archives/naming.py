"""Names inside archives: what is entered, what is only shown, what deserves a line. Pure."""

import re
from collections import Counter
from collections.abc import Iterator

from vestnik.audit.sources.model import Note

_MOST_SHOWN = 300
_CLIMBS = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[A-Za-z]:/")


class Names:
    """The names of one archive, in the order they are met."""

    def __init__(self, skip: frozenset[str]) -> None:
        """``skip`` holds names of folders that are not entered."""
        self._skip = skip
        self._met: Counter[str] = Counter()
        self._climbing = self._linked = 0
        self._example = self._link = self._twice = ""

    def wanted(self, raw: str) -> bool:
        """Whether the file is outside the folders that are not entered."""
        return self._skip.isdisjoint(raw.replace("\\", "/").split("/")[:-1])

    def shown(self, raw: str) -> str:
        """Return the name for findings: printable, its own even when the archive has it twice."""
        name = "".join(char if char.isprintable() else "�" for char in raw.replace("\\", "/"))[:_MOST_SHOWN]
        if _CLIMBS.search(name):
            self._climbing += 1
            self._example = self._example or name
        self._met[name] += 1
        if self._met[name] == 1:
            return name
        self._twice = self._twice or name
        return f"{name} ({self._met[name]})"

    def linked(self, raw: str) -> None:
        """Count a symbolic link: it is not followed."""
        self._linked += 1
        self._link = self._link or raw[:_MOST_SHOWN]

    def notes(self) -> Iterator[Note]:
        """Yield a line for each oddity; none of them hides anything."""
        if self._climbing:
            said = (
                f"Имён, ведущих за пределы архива: {self._climbing} (например, «{self._example}»). "
                "Файлы прочитаны, на диск ничего не записано."
            )
            yield Note("unreadable", said, incomplete=False)
        if self._twice:
            said = f"В архиве есть файлы с одним именем (например, «{self._twice}»): прочитан каждый."
            yield Note("unreadable", said, incomplete=False)
        if self._linked:
            said = f"Символьных ссылок: {self._linked} (например, «{self._link}»), по ним не идём."
            yield Note("link_loop", said, incomplete=False)
