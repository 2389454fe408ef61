"""The references that a payer wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.billing.bank.remittance import creditor_references
from autossa.domain.billing.bank.statements import Transaction
from autossa.domain.billing.references import creditor_reference, grouped

ONE, TWO = creditor_reference("R20260017"), creditor_reference("R20260018")


@pytest.mark.parametrize(
    ("payment", "found"),
    [
        (Transaction(1, reference=ONE), (ONE,)),
        (Transaction(1, reference=ONE, text=f"{TWO} {ONE}"), (ONE, TWO)),
        (Transaction(1, reference=grouped(ONE).lower()), (ONE,)),
        (Transaction(1, text=f"Rechnung {ONE.lower()}, danke"), (ONE,)),
        (Transaction(1, text=f"{ONE}/{TWO}"), (ONE, TWO)),
        (Transaction(1, end_to_end_id=ONE), (ONE,)),
        (Transaction(1, text=f"pay {grouped(ONE)}"), (ONE,)),
        (Transaction(1, text="RF00R20260017"), ()),
        (Transaction(1, text=f"X{ONE}"), ()),
        (Transaction(1, text=f"{ONE}9"), ()),
        (Transaction(1, reference="000000001234", text="Rechnung 17"), ()),
        (Transaction(1), ()),
    ],
    ids=str,
)
def test_references_are_found(payment: Transaction, found: tuple[str, ...]) -> None:
    assert creditor_references(payment) == found


@given(st.text("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789", min_size=1, max_size=21), st.sampled_from(["", "danke", "2026"]))
def test_however_it_is_grouped_it_is_among_them(number: str, after: str) -> None:
    reference = creditor_reference(number)
    assert reference in creditor_references(Transaction(1, text=f"Ref. {grouped(reference)} {after}"))
