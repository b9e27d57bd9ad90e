"""Tables of hosts as data: trackers, and who receives forms. Pure but for reading the packaged files once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Service:
    """Somebody behind hosts."""

    name: str
    hosts: tuple[str, ...]
    foreign: bool
    kind: str
    disclosed_by: tuple[str, ...] = ()
    """Folded words of a policy that name it."""


@dataclass(frozen=True, slots=True)
class Services:
    """Services by host; the longest path wins."""

    by_host: Mapping[str, tuple[tuple[str, Service], ...]]
    by_name: Mapping[str, Service]

    def of(self, host: str, path: str) -> Service | None:
        """Return who is behind an address; ``host`` in lower case, ``path`` begins with ``/`` or is empty."""
        at = host
        while at:
            for beginning, service in self.by_host.get(at, ()):
                if path.startswith(beginning):
                    return service
            at = at.partition(".")[2]
        return None


@lru_cache(maxsize=1)
def trackers() -> Services:
    """Read ``data/trackers.toml``."""
    return _load("trackers.toml", "tracker")


@lru_cache(maxsize=1)
def recipients() -> Services:
    """Read ``data/recipients.toml``."""
    return _load("recipients.toml", "recipient")


def _load(file: str, table: str) -> Services:
    body = resources.files("vestnik.audit.pages").joinpath("data", file).read_text(encoding="utf-8")
    by_host: dict[str, list[tuple[str, Service]]] = {}
    by_name: dict[str, Service] = {}
    for row in tomllib.loads(body)[table]:
        service = Service(
            row["name"], tuple(row["hosts"]), row["foreign"], row["kind"], tuple(row.get("disclosed_by", ()))
        )
        by_name[service.name] = service
        for address in service.hosts:
            host, slash, path = address.partition("/")
            by_host.setdefault(host, []).append((slash + path, service))
    ordered = {host: tuple(sorted(rows, key=lambda row: -len(row[0]))) for host, rows in by_host.items()}
    return Services(ordered, by_name)
