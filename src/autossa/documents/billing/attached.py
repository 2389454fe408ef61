"""The XML within a PDF: its name there, and the metadata (XMP) by which programs find it (Factur-X 1.0, ZUGFeRD 2)."""

import io
from dataclasses import dataclass

import pikepdf

_NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_PROPERTIES = (
    ("DocumentFileName", "The name of the embedded XML document"),
    ("DocumentType", "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER"),
    ("Version", "The actual version of the standard applying to the embedded XML document"),
    ("ConformanceLevel", "The conformance level of the embedded XML document"),
)
_EXTENSIONS = "<pdfaExtension:schemas><rdf:Bag>"
_END = "</rdf:RDF>"


@dataclass(frozen=True, slots=True)
class Attached:
    """The electronic invoice that goes into a PDF; `is_xrechnung` says after which profile it is."""

    xml: bytes
    is_xrechnung: bool = False

    @property
    def name(self) -> str:
        """As the standard wants it called."""
        return "xrechnung.xml" if self.is_xrechnung else "factur-x.xml"

    @property
    def level(self) -> str:
        """The profile, as the metadata name it."""
        return "XRECHNUNG" if self.is_xrechnung else "EN 16931"


class MetadataUnlike(ValueError):
    """The metadata of a PDF do not look as this version of typst writes them."""


def with_metadata(pdf: bytes, attached: Attached | None) -> bytes:
    """The PDF, saying what is attached to it. Raises MetadataUnlike."""
    if attached is None:
        return pdf
    found = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        stream = opened.Root.Metadata
        stream.write(_added(stream.read_bytes().decode(), attached).encode())
        opened.save(found, deterministic_id=True, fix_metadata_version=False)
    return found.getvalue()


def _added(xmp: str, attached: Attached) -> str:
    if xmp.count(_EXTENSIONS) != 1 or xmp.count(_END) != 1:
        raise MetadataUnlike
    values = (attached.name, "INVOICE", "1.0", attached.level)
    said = "".join(f"<fx:{name}>{value}</fx:{name}>" for (name, _), value in zip(_PROPERTIES, values, strict=True))
    about = f'<rdf:Description rdf:about="" xmlns:fx="{_NAMESPACE}">{said}</rdf:Description>'
    return xmp.replace(_EXTENSIONS, _EXTENSIONS + _schema()).replace(_END, about + _END)


def _schema() -> str:
    """PDF/A wants every property explained that it does not know itself."""
    listed = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{text}</pdfaProperty:description></rdf:li>"
        for name, text in _PROPERTIES
    )
    return (
        '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{listed}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
