"""XML from strangers as a tree: no document type, hence no entities of its own and nothing fetched."""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from app.exchange.bank import NoBank

DEEPEST = 60


def read_xml(source: bytes) -> Element:
    """The root element. Raises NoBank for what is not well-formed, and for a document type."""
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def refuse(*_: object) -> None:
        raise NoBank(
            f"line {parser.CurrentLineNumber}: it declares a document type (<!DOCTYPE), "
            "which no Moodle export has: refused"
        )

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise NoBank(f"line {parser.CurrentLineNumber}: the tags are nested more than {DEEPEST} deep")
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(source, True)
    except expat.ExpatError as error:
        what = expat.errors.messages[error.code]
        raise NoBank(f"line {error.lineno}: this is no complete XML ({what})") from None
    except (LookupError, ValueError):
        raise NoBank(
            "the encoding that its first line declares is not known here; save it as UTF-8"
        ) from None
    return builder.close()
