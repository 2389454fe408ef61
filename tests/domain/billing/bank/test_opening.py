"""Entries are split into payments and fees; whatever the bank says, it adds up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.billing.bank.opening import Detail, open_entry
from autossa.domain.billing.bank.statements import ReturnReason, Transaction

NAMED = Transaction(0, end_to_end_id="E1", returned=ReturnReason("AC04"))


def detail(moved: int | None = None, **facts: object) -> Detail:
    return Detail(NAMED, moved, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "one", "entry_charges", "split"),
    [
        pytest.param(-12_300, detail(-12_300), 0, (-12_300, 0), id="no fee"),
        pytest.param(-12_600, detail(-12_300, charges=300), 0, (-12_300, -300), id="on top"),
        pytest.param(-12_600, detail(-12_300), 300, (-12_300, -300), id="on top, said by the entry"),
        pytest.param(-12_600, detail(-12_300, charges=300), 300, (-12_300, -300), id="on top, said twice"),
        pytest.param(-12_600, detail(-12_600, charges=300, instructed=-12_300), 0, (-12_300, -300), id="within"),
        pytest.param(-12_600, detail(charges=300, instructed=-12_300), 0, (-12_300, -300), id="within, v02 in short"),
        pytest.param(-12_600, detail(-12_600, charges=300, includes_charges=True), 0, (-12_300, -300), id="included"),
        pytest.param(-12_300, detail(-12_300, charges=300, instructed=-12_300), 0, (-12_300, 0), id="booked elsewhere"),
        pytest.param(9_700, detail(10_000, charges=300), 0, (10_000, -300), id="taken from what came in"),
        pytest.param(-12_600, detail(), 0, (-12_600, 0), id="nothing said"),
        pytest.param(-12_600, detail(-99), 0, (-12_600, 0), id="does not add up: the entry counts"),
    ],
)
def test_a_payment_and_its_fee(amount: int, one: Detail, entry_charges: int, split: tuple[int, int]) -> None:
    (payment,), is_opened = open_entry(amount, [one], entry_charges)
    assert (payment.amount, payment.charges) == split
    assert payment.end_to_end_id == "E1"
    assert is_opened


@pytest.mark.parametrize(
    ("amount", "moved", "entry_charges", "parts"),
    [
        (300, [100, 200], 0, [(100, 0), (200, 0)]),
        (290, [100, 200], 10, [(100, 0), (200, 0), (0, -10)]),
        (100, [-100, 200], 0, [(-100, 0), (200, 0)]),
    ],
)
def test_a_batch_is_opened(amount: int, moved: list[int], entry_charges: int, parts: list[tuple[int, int]]) -> None:
    payments, is_opened = open_entry(amount, [detail(one) for one in moved], entry_charges)
    assert [(one.amount, one.charges) for one in payments] == parts
    assert is_opened


def test_a_batch_with_a_fee_on_top_of_each() -> None:
    payments, is_opened = open_entry(-306, [detail(-100, charges=3), detail(-200, charges=3)], 6)
    assert [(one.amount, one.charges) for one in payments] == [(-100, -3), (-200, -3)]
    assert is_opened


@pytest.mark.parametrize("moved", [[100, 150], [100, None], [None, None]])
def test_a_batch_that_does_not_add_up_stays_one_sum_without_references(moved: list[int | None]) -> None:
    payments, is_opened = open_entry(300, [detail(one) for one in moved])
    assert payments == (Transaction(300),)
    assert not is_opened


amounts = st.integers(-1000, 1000)
details = st.builds(
    Detail,
    st.just(NAMED),
    st.none() | amounts,
    st.none() | amounts,
    st.integers(0, 10),
    st.booleans(),
)


@given(amounts, st.lists(details, max_size=4), st.integers(0, 10))
def test_it_always_adds_up(amount: int, found: list[Detail], charges: int) -> None:
    payments, _ = open_entry(amount, found, charges)
    assert payments
    assert sum(one.total for one in payments) == amount
