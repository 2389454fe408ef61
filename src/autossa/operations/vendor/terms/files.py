"""What a version of the terms says: a text, or a PDF that is one by its own bytes, whatever its name says."""

import re
from dataclasses import dataclass

from autossa.domain.billing.terms import TermsForm
from autossa.operations.errors import Invalid
from autossa.operations.validation import read_text

MAX_TEXT = 100_000
MAX_PDF = 4_000_000
"""In bytes."""

_HEADER = re.compile(rb"%PDF-[12]\.[0-9][\r\n \t]")
_END = re.compile(rb"startxref\s+[0-9]+\s+%%EOF\s*\Z")
_TAIL = 1024
# A name in a PDF may be written with #xx for any letter. What is packed into streams is not looked into.
_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFiles", b"/RichMedia")
_LOCKED = b"/Encrypt"
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Content:
    """What a document says, byte by byte."""

    form: TermsForm
    body: bytes


class PdfInvalid(Invalid):
    """This file cannot be published; `field` is the input that it was given in."""

    def __init__(self, *, field: str = "", **facts: object) -> None:
        super().__init__("", **facts)
        self.field = field


class PdfTooLarge(PdfInvalid):
    """A PDF has at most {most} bytes."""


class NotAPdf(PdfInvalid):
    """This is no whole PDF file: it begins with "%PDF-1." or "%PDF-2.", and ends with "%%EOF"."""


class PdfActive(PdfInvalid):
    """The PDF holds a script, an attached file or something that starts a program. Save it without."""


class PdfLocked(PdfInvalid):
    """The PDF is protected by a password or against copying. Save it without, so that everybody can keep it."""


def text_content(text: str, *, field: str = "") -> Content:
    """A text as it is shown, paragraph by paragraph. Raises as `read_text`."""
    plain = read_text(text.replace("\r\n", "\n"), "the text", MAX_TEXT, field=field)
    return Content(TermsForm.TEXT, plain.encode())


def pdf_content(data: bytes, *, field: str = "") -> Content:
    """A PDF as it was uploaded. Raises PdfTooLarge, NotAPdf, PdfLocked, PdfActive.

    It is looked at and not run: browsers save it, and open nothing of it within the portal.
    """
    if len(data) > MAX_PDF:
        raise PdfTooLarge(most=MAX_PDF, field=field)
    if not _HEADER.match(data) or not _END.search(data[-_TAIL:]):
        raise NotAPdf(field=field)
    names = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)
    if _has_name(names, _LOCKED):
        raise PdfLocked(field=field)
    if any(_has_name(names, one) for one in _ACTIVE):
        raise PdfActive(field=field)
    return Content(TermsForm.PDF, data)


def _has_name(data: bytes, name: bytes) -> bool:
    """The name as a whole: `/Launch`, and not `/Launching`."""
    return re.search(re.escape(name) + rb"[\s/<>(\[\]]", data) is not None
