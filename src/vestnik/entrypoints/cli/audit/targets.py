"""The targets of one command → one result; Ctrl-C ends the reading, and what was read is kept."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path

from typing_extensions import override

from vestnik.audit.crawl import crawl_site
from vestnik.audit.crawl.urls import canonical_url
from vestnik.audit.documents import Document
from vestnik.audit.inspect import Inspection, Inspector
from vestnik.audit.model import AuditResult, Trouble
from vestnik.audit.scan import ScanOptions, scan_directory
from vestnik.entrypoints.cli.audit.options import Reading
from vestnik.entrypoints.cli.audit.progress import AuditBar
from vestnik.entrypoints.cli.usage import refuse

_SHOWN = 3


def read_targets(reading: Reading, bar: AuditBar) -> AuditResult:
    """Read every target and return one result; leaves with a sentence when a target makes no sense."""
    if not reading.targets:
        refuse(_("Что проверить? Назовите сайт, папку или файл: vestnik audit https://shop.example/"))
    for target in reading.targets:
        _look_at(target)
    watcher = Watcher(bar, vendor=reading.crawl.include_vendor)
    results: list[AuditResult] = []
    for target in reading.targets:
        if "://" in target:
            results.append(_crawl(target, reading, bar))
        else:
            results.append(_scan(Path(target), reading, watcher))
        if results[-1].interrupted:
            break
    return merged(results, reading.targets)


def merged(results: Sequence[AuditResult], targets: Sequence[str]) -> AuditResult:
    """Return one result for all targets."""
    if len(results) == 1 and len(targets) == 1:
        return results[0]
    named = ", ".join(targets[:_SHOWN]) + (f" … ({len(targets)})" if len(targets) > _SHOWN else "")
    whole = AuditResult(named)
    for result in results:
        whole.findings += result.findings
        whole.troubles += result.troubles
        whole.signals += result.signals
        whole.forms += result.forms
        whole.trackers += result.trackers
        whole.artefacts |= result.artefacts
        whole.files += result.files
        whole.bytes += result.bytes
        whole.pages += result.pages
        whole.seconds += result.seconds
        whole.interrupted |= result.interrupted
    return whole


def _look_at(target: str) -> None:
    if "://" in target:
        if canonical_url(target) is None:
            # The address is not repeated: it may hold a password, and stderr often ends up in a log.
            refuse(_("Это не адрес сайта. Пример: https://shop.example/ — без имени и пароля."))
    elif not Path(target).exists():
        refuse(
            _("Нет такого файла или папки: %(name)s. Если это сайт, напишите адрес целиком: https://%(name)s")
            % {"name": target}
        )


def _crawl(target: str, reading: Reading, bar: AuditBar) -> AuditResult:
    async def crawl() -> AuditResult:
        from vestnik.app import open_http

        async with open_http(allow_private=reading.crawl.allow_private) as http:
            return await crawl_site(target, http, reading.crawl, bar.page)

    try:
        return asyncio.run(crawl())
    except KeyboardInterrupt:
        return AuditResult(target, interrupted=True)


def _scan(target: Path, reading: Reading, watcher: "Watcher") -> AuditResult:
    # Left in: packages that a build copies to the site. Left out: what is never published.
    vendor = reading.crawl.include_vendor
    options = ScanOptions(skip=frozenset({".git", ".hg", ".svn"})) if vendor else ScanOptions()
    watcher.begin(str(target), _prefix(target, reading))
    try:
        result = scan_directory(target, options, watcher.progress, watcher)
    except KeyboardInterrupt:
        return watcher.so_far()
    result.troubles = [_renamed(trouble, watcher.prefix) for trouble in result.troubles]
    return result


def _prefix(target: Path, reading: Reading) -> str:
    """Return what stands before the names that a walk of the target gives."""
    if reading.root is None and len(reading.targets) == 1:
        return ""
    name = os.path.relpath(target, reading.root or Path.cwd()).replace(os.sep, "/")
    if not target.is_dir():
        name = name.rpartition("/")[0]
    return "" if name in {"", "."} else f"{name}/"


def _renamed(trouble: Trouble, prefix: str) -> Trouble:
    return replace(trouble, path=f"{prefix}{trouble.path}") if prefix else trouble


class Watcher(Inspector):
    """An inspector that names files from the right folder and remembers what it gave."""

    def __init__(self, bar: AuditBar, *, vendor: bool) -> None:
        """``vendor``: no file is somebody else's."""
        super().__init__()
        self.prefix = ""
        self._bar = bar
        self._vendor = vendor
        self._kept = AuditResult("")

    def begin(self, target: str, prefix: str) -> None:
        """Start with the next target."""
        self.prefix = prefix
        self._kept = AuditResult(target, interrupted=True)

    @override
    def examine(self, document: Document) -> Inspection:
        """Return the findings of a document under its full name."""
        named = replace(document, path=f"{self.prefix}{document.path}") if self.prefix else document
        inspection = super().examine(replace(named, vendor=False) if self._vendor else named)
        self._kept.findings.extend(inspection.findings)
        self._kept.troubles.extend(inspection.trouble(named.path))
        self._bar.found(inspection.findings)
        return inspection

    def progress(self, done: int, name: str) -> None:
        """Take a file's name on, and show it."""
        self._kept.files = done
        self._bar.file(done, name)

    def so_far(self) -> AuditResult:
        """Return what was found until now."""
        return self._kept
