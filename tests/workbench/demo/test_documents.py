"""Every document of the demo's two years before the judges of EN 16931: as its rows say it, and as it is made."""

from collections import Counter

import pytest

from autossa.documents.billing.rendering import Format, render
from autossa.domain.billing.einvoices import lacks
from autossa.domain.billing.vat import Category
from autossa.operations.billing.documents import present_design
from autossa.queries.billing.documents import documents_of
from autossa.store import models
from tests.documents.billing import judges

pytestmark = [pytest.mark.store, pytest.mark.slow, pytest.mark.trials, pytest.mark.usefixtures("loaded")]


def test_what_was_really_issued_passes_the_judges() -> None:
    documents = documents_of(models.Invoice.objects.values_list("id", flat=True))
    design, seen = present_design(), Counter[str]()
    for document in documents.values():
        seen.update([document.reason, document.language, document.lines[0].category])
        assert lacks(document) == (), document.number
        made = render(document, design)
        for syntax in (Format.CII, Format.UBL):
            assert judges.by_everybody(made[syntax], syntax.value) == [], document.number
    assert len(documents) > 90
    assert {"extension", "addition", "order", "collective", "en", "de", *Category} <= set(seen)
