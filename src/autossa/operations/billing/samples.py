"""A sample invoice as a PDF, before texts are saved: nothing is kept of it (billing 1, 6)."""

from collections.abc import Mapping
from datetime import date

from autossa.documents.billing.rendering import Format, render
from autossa.domain.billing.vat import Treatment
from autossa.operations.billing.documents import present_design
from autossa.queries.billing.samples import sample_invoice


def sample_pdf(*, number: str, day: date, treatment: Treatment, language: str, texts: Mapping[str, str]) -> bytes:
    """As `queries.billing.samples.sample_invoice`, in the vendor's present design."""
    document = sample_invoice(number=number, day=day, treatment=treatment, language=language, texts=texts)
    return render(document, present_design())[Format.PDF]
