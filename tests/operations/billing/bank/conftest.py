"""The shop has an account at a bank, two projects that were invoiced, and statements to import."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from autossa.operations.runs import renewals
from autossa.operations.vendor.seller import SellerText, save_seller
from autossa.store import models
from tests.cast.shop import Shop, on
from tests.cast.statements import OURS
from tests.store.looking import broken_laws


@pytest.fixture
def invoices(shop: Shop) -> Iterator[list[UUID]]:
    """Two invoices of Alice's, of different amounts; afterwards no law is broken."""
    save_seller(new=SellerText(iban=OURS), ctx=on("2026-01-02"))
    for name, quantity in (("Office", 100), ("Branch", 200)):
        shop.under_contract(name, quantity=quantity)
    renewals.run(ctx=on("2026-01-20"))
    found = list(models.Invoice.objects.filter(payer=shop.alice).order_by("id").values_list("id", flat=True)[:2])
    yield found
    assert broken_laws() == {}
