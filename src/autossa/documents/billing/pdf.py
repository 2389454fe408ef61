"""PDF/A-3b of a sheet, by typst, with the XML in it (ZUGFeRD, Factur-X); the same bytes whenever it is made."""

import json
import re
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Any

import typst

from autossa.documents.billing.attached import Attached, with_metadata
from autossa.documents.billing.design import Design
from autossa.documents.billing.fonts import fonts
from autossa.documents.billing.sheet import sheet
from autossa.domain.billing.documents import Document

TEMPLATE = files("autossa.documents.billing").joinpath("templates", "document.typ")
UNKNOWN = "\N{WHITE SQUARE}"
"""What is printed for what no face has."""
PICTURE_PPI = 110
_TRIES = 50
_NO_FACE = re.compile(r'the text `(".*?")` could not be displayed', re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_ONE_AT_A_TIME = Lock()


def pdf(document: Document, design: Design, attached: Attached | None = None) -> bytes:
    """The file; its moment is noon of the document's day, and nothing else of the day it is made on is in it."""
    moment = datetime.combine(document.issued_on, time(12), UTC)
    made = _print(sheet(document, design), attached, moment)
    return with_metadata(made, attached)


def sheet_pdf(data: dict[str, Any], moment: datetime) -> bytes:
    """The file of a sheet that is no invoice: of its data (`sheet`), made at a moment."""
    return with_metadata(_print(data, None, moment), None)


def printed(data: dict[str, Any], template: bytes, day: date) -> bytes:
    """Another sheet by a template of its own, dated noon of a day."""
    return _print(data, None, datetime.combine(day, time(12), UTC), template)


def pictures(document: Document, design: Design) -> tuple[bytes, ...]:
    """Each page as PNG, from what the file is made from; it is looked at, the file is the document."""
    with _ONE_AT_A_TIME:
        made = _compiler().compile(
            input=_template(),
            format="png",
            ppi=PICTURE_PPI,
            sys_inputs={"sheet": json.dumps(sheet(document, design), ensure_ascii=False)},
        )
    return (made,) if isinstance(made, bytes) else tuple(page for page in made or () if page)


def _print(data: dict[str, Any], attached: Attached | None, moment: datetime, template: bytes | None = None) -> bytes:
    """Texts that no face has letters for are shown as a square each, after typst has said which they are."""
    for _ in range(_TRIES):
        try:
            return _compiled(data, attached, moment, template)
        except typst.TypstError as error:
            unknown = [_unescaped(text) for text in _NO_FACE.findall(f"{error.message}\n{error.diagnostic}")]
            if not unknown:
                raise
            data = _replaced(data, sorted(set(unknown), key=len, reverse=True))
    return _compiled(_only_simple(data), attached, moment, template)


def _compiled(data: dict[str, Any], attached: Attached | None, moment: datetime, template: bytes | None) -> bytes:
    inputs = {"sheet": json.dumps(data, ensure_ascii=False)}
    if attached is not None:
        inputs |= {"xml": attached.xml.decode(), "xml_name": attached.name}
    with _ONE_AT_A_TIME:
        made = _compiler().compile(
            input=template or _template(), format="pdf", sys_inputs=inputs, pdf_standards="a-3b", timestamp=moment
        )
    assert isinstance(made, bytes)
    return made


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=fonts(), ignore_system_fonts=True)


def _unescaped(quoted: str) -> str:
    """A text as typst quotes it (as Rust does)."""
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), quoted[1:-1])
    return text.replace('\\"', '"').replace("\\\\", "\\")


def _replaced(value: Any, unknown: list[str]) -> Any:
    """Data with squares for what cannot be shown."""
    if isinstance(value, dict):
        return {name: _replaced(one, unknown) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(one, unknown) for one in value]
    if isinstance(value, str):
        for text in unknown:
            value = value.replace(text, UNKNOWN * len(text))
    return value


def _only_simple(value: Any) -> Any:
    """Data with squares for all but what Noto Sans has for sure: the last resort."""
    if isinstance(value, dict):
        return {name: _only_simple(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_only_simple(one) for one in value]
    if isinstance(value, str):
        return "".join(sign if sign.isascii() or sign in _SURE else UNKNOWN for sign in value)
    return value


_SURE = frozenset("äöüÄÖÜßéèêáàçñ–−·×’€\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}")
