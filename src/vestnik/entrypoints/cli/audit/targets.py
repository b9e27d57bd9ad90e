"""The targets of one command → one result; Ctrl-C ends the reading, and what was read is kept."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from gettext import gettext as _
from pathlib import Path

from typing_extensions import override

from vestnik.audit.crawl.urls import canonical_url
from vestnik.audit.documents import Document
from vestnik.audit.inspect import Inspection, Inspector
from vestnik.audit.model import AuditResult, Trouble
from vestnik.audit.scan import ScanOptions, scan_directory, scan_git
from vestnik.entrypoints.cli.audit.options import Reading
from vestnik.entrypoints.cli.audit.progress import AuditBar
from vestnik.entrypoints.cli.audit.site import crawl
from vestnik.entrypoints.cli.audit.url_list import pages_of
from vestnik.entrypoints.cli.usage import refuse

_SHOWN = 3


def read_targets(reading: Reading, bar: AuditBar) -> AuditResult:
    """Read every target and return one result; leaves with a sentence when a target makes no sense."""
    results: list[AuditResult] = []
    for result in _results(reading, bar):
        results.append(result)
        if result.interrupted:
            break
    return merged(results, reading.targets or (str(reading.urls),))


def looked_at(reading: Reading) -> None:
    """Leave with a sentence when the targets make no sense, before anything is read."""
    if not reading.targets and reading.urls is None:
        refuse(_("Что проверить? Назовите сайт, папку или файл: vestnik audit https://shop.example/"))
    for target in reading.targets:
        _look_at(target)
    if reading.sitemap is not None and canonical_url(reading.sitemap) is None:
        refuse(_("Адрес карты сайта в --sitemap — не адрес. Пример: https://shop.example/map.xml"))
    if reading.sitemap is not None and not any("://" in target for target in reading.targets):
        refuse(_("Карта сайта нужна сайту: назовите и его адрес."))
    if reading.resume is not None and (len(reading.targets) != 1 or "://" not in reading.targets[0]):
        refuse(_("Продолжить можно обход одного сайта: назовите один адрес."))
    if reading.git_ref is not None and not any("://" not in target for target in reading.targets):
        refuse(_("У сайта нет веток git: --git-ref читает папку или файл."))


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
    elif not target or not Path(target).exists():
        refuse(
            _("Нет такого файла или папки: %(name)s. Если это сайт, напишите адрес целиком: https://%(name)s")
            % {"name": target}
        )


def _results(reading: Reading, bar: AuditBar) -> Iterator[AuditResult]:
    for first, *others in pages_of(reading.urls) if reading.urls else ():
        pages = len(others) + 1
        options = replace(reading.crawl, seeds=tuple(others), follow=False, max_pages=pages)
        yield crawl(first, options, reading, bar)
    watcher: Watcher | None = None
    for target in reading.targets:
        if "://" in target:
            sitemaps = (reading.sitemap,) if reading.sitemap else ()
            yield crawl(target, replace(reading.crawl, sitemaps=sitemaps), reading, bar)
        else:
            watcher = watcher or Watcher(bar, reading)
            yield _scan(Path(target), reading, watcher, bar)


def _scan(target: Path, reading: Reading, watcher: "Watcher", bar: AuditBar) -> AuditResult:
    # Left in: packages that a build copies to the site. Left out: what is never published.
    vendor = reading.crawl.include_vendor
    options = ScanOptions(page_checks=reading.crawl.page_checks)
    if vendor:
        options = replace(options, skip=frozenset({".git", ".hg", ".svn"}))
    watcher.begin(target, _prefix(target, reading))
    try:
        if reading.git_ref:
            result = scan_git(target, reading.git_ref, options, watcher.progress, watcher)
        else:
            if bar.shown:
                bar.expect(_count(target, options))
            result = scan_directory(target, options, watcher.progress, watcher)
    except KeyboardInterrupt:
        result = watcher.so_far()
    bar.done_with(result.files)
    result.target = f"{target}@{reading.git_ref}" if reading.git_ref else str(target)
    result.troubles = [_renamed(trouble, watcher.prefix) for trouble in result.troubles]
    return result


def _count(root: Path, options: ScanOptions) -> int:
    """Return how many files a walk may meet, for the time left; a guess is enough."""
    if not root.is_dir():
        return 1
    number = 0
    for _folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in options.skip]
        number += len(files)
        if number >= options.max_files:
            break
    return number


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

    def __init__(self, bar: AuditBar, reading: Reading) -> None:
        """Count what is read on the bar."""
        super().__init__()
        self.prefix = ""
        self._bar = bar
        self._reading = reading
        self._folder = Path()
        self._kept = AuditResult("")

    def begin(self, target: Path, prefix: str) -> None:
        """Start with the next target."""
        self.prefix = prefix
        self._folder = (target if target.is_dir() else target.parent).resolve()
        self._kept = AuditResult("", interrupted=True)

    @override
    def survives(self, data: bytes) -> bool:
        """Count the bytes, and tell whether they may hold a finding."""
        self._bar.read(len(data))
        return super().survives(data)

    @override
    def examine(self, document: Document) -> Inspection:
        """Return the findings of a document under its full name."""
        if self._folder / document.path in self._reading.own:
            return Inspection([], cut=False)
        named = replace(document, path=f"{self.prefix}{document.path}") if self.prefix else document
        inspection = super().examine(
            replace(named, vendor=False) if self._reading.crawl.include_vendor else named
        )
        self._kept.findings.extend(inspection.findings)
        self._kept.troubles.extend(inspection.trouble(document.path))
        self._bar.found(inspection.findings)
        return inspection

    def progress(self, done: int, name: str) -> None:
        """Count a file, and show it."""
        self._kept.files = done
        self._bar.file(done, name)

    def so_far(self) -> AuditResult:
        """Return what was found until now."""
        return self._kept
