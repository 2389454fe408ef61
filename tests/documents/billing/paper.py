"""What is looked for in a PDF: the standards it claims, its texts, its codes."""

import io

import pikepdf
import pypdfium2
import zxingcpp

from autossa.domain.billing.documents import Document, Kind

_INVISIBLE = str.maketrans("", "", "\u200b\u2060\u00ad\ufffe\r")


def check(pdf: bytes, document: Document) -> None:
    """PDF/A-3b with all that it wants, and Factur-X where there is XML; AssertionError for what is missing."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        xmp = opened.Root.Metadata.read_bytes().decode()
        assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in xmp
        (intent,) = opened.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"  # an ICC profile
        assert "/Encrypt" not in opened.trailer
        assert opened.Root.Lang == document.language
        embedded = [_file_of(font) for page in opened.pages for font in page.Resources.Font.values()]
        assert embedded
        assert all(embedded)
        if document.kind is Kind.QUOTE:
            assert "/AF" not in opened.Root
            return
        (attached,) = opened.Root.AF
        assert attached.AFRelationship == "/Alternative"
        assert attached.EF.F.Subtype == "/text/xml"
        for name, value in (("DocumentType", "INVOICE"), ("Version", "1.0"), ("DocumentFileName", str(attached.UF))):
            assert f"<fx:{name}>{value}</fx:{name}>" in xmp
        assert xmp.count("<pdfaProperty:name>ConformanceLevel</pdfaProperty:name>") == 1


def attached(pdf: bytes) -> list[bytes]:
    """The files within."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [found.get_file().read_bytes() for found in opened.attachments.values()]


def pages_of(pdf: bytes) -> list[str]:
    """The texts of the pages, without what nobody sees, each blank one space."""
    with pypdfium2.PdfDocument(pdf) as opened:
        texts = [page.get_textpage().get_text_bounded() for page in opened]
    return [" ".join(text.translate(_INVISIBLE).split()) for text in texts]


def codes_on(pdf: bytes) -> list[str]:
    """What a camera reads of the last two pages, where it is paid by."""
    with pypdfium2.PdfDocument(pdf) as opened:
        pictures = [opened[number].render(scale=3).to_pil() for number in range(max(0, len(opened) - 2), len(opened))]
    return [found.text for picture in pictures for found in zxingcpp.read_barcodes(picture)]


def _file_of(font: pikepdf.Object) -> bool:
    (descendant,) = font.DescendantFonts
    described = descendant.FontDescriptor
    return any(name in described for name in ("/FontFile2", "/FontFile3"))
