"""The full XML export → raw records, block by block: one item in memory at a time.

Shape (seen on the site in September 2026): a root with ``genDate``, below it ``<item>`` elements with
``registrationNumber, name, previousAlternativeName, module/name, owner{name, shortName, INN, OGRN},
softwareClass@code, descriptionLink, costLink, inclusionDate, excluded, exclusionDate, exclusionNumber,
exclusionType``. The case of names is not relied on, nor is the root's name: neither was seen for certain.
"""

from collections.abc import Iterable, Iterator
from typing import Final
from xml.parsers import expat

from vestnik.kernel.errors import InvalidInput
from vestnik.kernel.text import N_, Text
from vestnik.law.registry.fold import one_line
from vestnik.law.registry.limits import MAX_DEPTH, MAX_FIELD, MAX_NUMBER, MAX_RECORDS, MAX_TOKEN, MAX_VALUES
from vestnik.law.registry.model import RawOwner, RawRecord

_BUFFER: Final = 1 << 16
_FIELDS: Final = frozenset(
    {
        "registrationnumber",
        "descriptionlink",
        "costlink",
        "gosregistrationdate",
        "inclusiondate",
        "excluded",
        "exclusiondate",
        "exclusionnumber",
        "exclusiontype",
    }
)
_AGAIN: Final = N_("Скачайте выгрузку заново и проверьте, что загрузка дошла до конца.")


class XmlExport:
    """One pass over an export; ``generated`` is known as soon as the first record is."""

    def __init__(self, name: str) -> None:
        """Prepare to read the file that errors call ``name``."""
        self.generated = ""
        self.count = 0
        self._name = name
        self._path: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._item_depth = 0
        self._owner_depth = 0
        self._module_depth = 0
        self._ready: list[RawRecord] = []
        self._owner: dict[str, str] = {}
        self._begin_item(0)
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.buffer_size = _BUFFER
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        self._parser = parser

    def records(self, blocks: Iterable[bytes]) -> Iterator[RawRecord]:
        """Yield the records of the export whose bytes come in ``blocks``.

        Raises:
            InvalidInput: the file is no export, is cut off or malformed, declares a DTD, or passes a limit.
        """
        fed = 0
        for block in blocks:
            fed += len(block)
            self._parse(block, last=False)
            if fed - self._parser.CurrentByteIndex > MAX_TOKEN + len(block):
                raise self._refusal(N_("Тег длиннее %(limit)s байт.", limit=MAX_TOKEN), _AGAIN)
            yield from self._ready
            self._ready.clear()
        self._parse(b"", last=True)
        yield from self._ready
        self._ready.clear()
        if not self.count:
            raise self._refusal(
                N_("В файле нет ни одной записи <item>."),
                N_("Нужна полная выгрузка реестра: кнопка экспорта на reestr.digital.gov.ru."),
            )

    def _parse(self, block: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(block, last)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            if last:
                what = N_(
                    "Файл обрывается: прочитано записей %(count)s (%(reason)s).",
                    count=self.count,
                    reason=reason,
                )
            else:
                what = N_(
                    "XML испорчен после записи %(count)s (%(reason)s).", count=self.count, reason=reason
                )
            raise self._refusal(what, _AGAIN) from error
        except (
            LookupError,
            ValueError,
        ) as error:  # an encoding Python does not know, or one of several bytes
            raise self._refusal(
                N_("Кодировка файла неизвестна: %(reason)s.", reason=error), _AGAIN
            ) from error

    def _doctype(self, *_ignored: object) -> None:
        raise self._refusal(
            N_("В файле объявлен DTD: сущности и внешние ссылки не читаются никогда."),
            N_("В настоящей выгрузке реестра DTD нет. Скачайте файл с сайта реестра."),
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2].lower()
        self._path.append(local)
        depth = len(self._path)
        if depth > MAX_DEPTH:
            raise self._refusal(N_("Элементы вложены глубже %(limit)s.", limit=MAX_DEPTH), _AGAIN)
        self._text.clear()
        self._length = 0
        if depth == 1:
            self._root(tag, attributes)
        elif not self._item_depth:
            if local == "item":
                self._begin_item(depth)
        elif local == "owner" and not self._owner_depth:
            self._owner_depth = depth
            self._owner = {name.lower(): self._checked(value) for name, value in attributes.items()}
        elif local == "module" and not self._module_depth:
            self._module_depth = depth
        elif local == "softwareclass":
            codes = [value for name, value in attributes.items() if name.lower() == "code"]
            self._classes += [self._checked(code) for code in codes]

    def _root(self, tag: str, attributes: dict[str, str]) -> None:
        dates = [value for name, value in attributes.items() if name.lower() == "gendate"]
        if not dates:
            raise self._refusal(
                N_("Корневой элемент <%(tag)s> без даты выгрузки genDate: это не реестр.", tag=tag[:40]),
                N_("Нужна полная выгрузка реестра: кнопка экспорта на reestr.digital.gov.ru."),
            )
        self.generated = one_line(dates[0])[:40]

    def _characters(self, text: str) -> None:
        if self._item_depth:
            self._length += len(text)
            if self._length > MAX_FIELD:
                raise self._too_long()
            self._text.append(text)

    def _end(self, _tag: str) -> None:
        depth = len(self._path)
        local = self._path.pop()
        if not self._item_depth:
            return
        text = "".join(self._text).strip()
        self._text.clear()
        self._length = 0
        if depth == self._item_depth:
            self._end_item()
        elif depth == self._owner_depth:
            self._owner_depth = 0
            self._end_owner()
        elif depth == self._module_depth:
            self._module_depth = 0
        elif text:
            self._value(local, depth, text)

    def _value(self, local: str, depth: int, text: str) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            raise self._refusal(
                N_("Запись %(record)s: значений больше %(limit)s.", record=self.count + 1, limit=MAX_VALUES),
                _AGAIN,
            )
        if self._owner_depth:
            if depth == self._owner_depth + 1:
                self._owner[local] = text
        elif self._module_depth:
            if local == "name" and depth == self._module_depth + 1:
                self._modules.append(text)
        elif local == "previousalternativename":
            self._alternatives.append(text)
        elif local in _FIELDS or (local == "name" and depth == self._item_depth + 1):
            self._fields[local] = text

    def _begin_item(self, depth: int) -> None:
        self._item_depth = depth
        self._line = self._parser.CurrentLineNumber if depth else 0
        self._values = 0
        self._fields: dict[str, str] = {}
        self._owners: list[RawOwner] = []
        self._alternatives: list[str] = []
        self._modules: list[str] = []
        self._classes: list[str] = []

    def _end_owner(self) -> None:
        said = self._owner.get
        self._owners.append(
            RawOwner(
                name=said("name", ""),
                short_name=said("shortname", ""),
                inn=said("inn", "") or said("ownerinn", ""),
                ogrn=said("ogrn", "") or said("ogrnip", "") or said("ownerogrn", ""),
            )
        )

    def _end_item(self) -> None:
        self.count += 1
        if self.count > MAX_RECORDS:
            raise self._refusal(N_("Записей больше %(limit)s.", limit=MAX_RECORDS), _AGAIN)
        if len(self._fields.get("registrationnumber", "")) > MAX_NUMBER:
            raise self._too_long(self.count)
        self._item_depth = 0
        self._ready.append(
            RawRecord(
                place=self._line,
                fields=self._fields,
                owners=tuple(self._owners),
                alternatives=tuple(self._alternatives),
                modules=tuple(self._modules),
                classes=tuple(self._classes),
            )
        )

    def _checked(self, value: str) -> str:
        if len(value) > MAX_FIELD:
            raise self._too_long()
        return value

    def _too_long(self, record: int | None = None) -> InvalidInput:
        return self._refusal(
            N_(
                "Запись %(record)s: значение <%(tag)s> слишком длинное.",
                record=record or self.count + 1,
                tag=(self._path or ["item"])[-1][:40] if record is None else "registrationNumber",
            ),
            _AGAIN,
        )

    def _refusal(self, what: Text, hint: Text) -> InvalidInput:
        return InvalidInput(what, field=f"{self._name}:{self._parser.CurrentLineNumber}", hint=hint)
