"""XML of strangers, read as a stream: no DTD, no entities, no network, bounded memory."""

from collections.abc import Callable, Mapping
from xml.parsers import expat

from vestnik.audit.sources.model import BLOCK, Readable

Started = Callable[[str, Mapping[str, str]], None]


class XmlError(ValueError):
    """The XML is damaged, or declares a DTD: entities and links to elsewhere are never read."""


def read_xml(
    stream: Readable, start: Started, end: Callable[[str], None], text: Callable[[str], None]
) -> None:
    """Feed a document to the handlers; names come without prefixes, attributes too.

    Raises:
        XmlError: there is a DTD, it is no XML, or it is cut off.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda tag, attributes: start(
        _local(tag), {_local(name): value for name, value in attributes.items()}
    )
    parser.EndElementHandler = lambda tag: end(_local(tag))
    parser.CharacterDataHandler = text
    try:
        while block := stream.read(BLOCK):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError) as error:  # LookupError: an encoding nobody knows
        raise XmlError(str(error)) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse(*_ignored: object) -> None:
    msg = "объявлен DTD, сущности не читаются"
    raise XmlError(msg)
