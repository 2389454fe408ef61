"""Alice's company owes for two projects on the day that the shop shows; the vendor has a bank."""

import pytest

from autossa.operations.runs import renewals
from autossa.operations.vendor.seller import SellerText, save_seller
from autossa.store import models
from tests.cast.callers import Callers
from tests.cast.shop import on
from tests.cast.statements import OURS


@pytest.fixture
def owing(callers: Callers) -> Callers:
    for name, quantity in (("Office", 100), ("Branch", 200)):
        callers.shop.under_contract(name, quantity=quantity)
    renewals.run(ctx=on("2026-01-20"))
    save_seller(new=SellerText(iban=OURS, bank="Example Bank"), ctx=on("2026-01-02"))
    return callers


@pytest.fixture
def claims(owing: Callers) -> list[models.Claim]:
    """The open ones, the oldest first."""
    return list(models.Claim.objects.order_by("due_on", "id"))
