"""The bench of documents makes real ones, and says how many a second."""

from itertools import islice

import pytest

from autossa.domain.billing.einvoices import lacks
from autossa.workbench import documents_bench


def test_documents_are_made_for_so_long() -> None:
    facts = documents_bench.measure(0.2).as_facts()
    assert facts["documents"] >= 1
    assert facts["documents_per_s"] > 0
    assert facts["documents_per_cpu_s"] > 0
    assert facts["bytes"] > 20_000 * facts["documents"]


@pytest.mark.parametrize("number", range(6))
def test_each_can_be_an_electronic_invoice(number: int) -> None:
    (document,) = islice(documents_bench._documents(), number, number + 1)
    assert lacks(document) == ()
