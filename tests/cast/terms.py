"""Published terms for tests: texts and PDFs, and agreement to all that is in force."""

from datetime import date
from uuid import UUID

from autossa.domain.billing.terms import TermsKind
from autossa.operations.context import ActionContext
from autossa.operations.vendor.terms.acceptances import Agreed
from autossa.operations.vendor.terms.files import Content, pdf_content, text_content
from autossa.operations.vendor.terms.versions import publish
from autossa.queries.vendor.terms.versions import versions_on

PDF = (
    b"%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj\n"
    b"trailer <</Root 1 0 R /Size 3>>\nstartxref\n9\n%%EOF\n"
)
"""A small whole file."""


def publish_text(
    text: str, ctx: ActionContext, *, day: date | None = None, kind: str = "terms", german: str = ""
) -> UUID:
    """A version in English, and in German where given; from the day on which it is done unless another is named."""
    contents: dict[str, Content] = {"en": text_content(text)}
    if german:
        contents["de"] = text_content(german)
    return publish(kind=TermsKind(kind), starts_on=day or ctx.today, contents=contents, ctx=ctx)


def publish_pdf(ctx: ActionContext, *, day: date | None = None, kind: str = "service") -> UUID:
    """A version that is a PDF in German."""
    return publish(kind=TermsKind(kind), starts_on=day or ctx.today, contents={"de": pdf_content(PDF)}, ctx=ctx)


def agreed_on(day: date) -> Agreed:
    """Agreement to everything in force on a day, in the English document where there is one."""
    return Agreed([one.document_in("en").key for one in versions_on(day)])
