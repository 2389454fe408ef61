"""pain.001: valid, complete, the same bytes every time."""

from random import Random

import pytest
from hypothesis import given, settings

from autossa.documents.billing.sepa.parts import NotWritable
from autossa.documents.billing.sepa.transfers import write_transfers
from autossa.domain.billing.bank.order_checks import OrderFault
from autossa.domain.billing.bank.orders import Refund
from tests.documents.billing.sepa.made import DAY, MESSAGE, US, assert_valid, refunds, texts


@settings(deadline=None, max_examples=40)
@given(refunds())
def test_whatever_is_refunded_is_valid_and_complete(listed: list[Refund]) -> None:
    content = write_transfers(DAY, listed, US, MESSAGE)
    assert_valid(content, "pain.001.001.09")
    assert [int(text.replace(".", "")) for text in texts(content, "InstdAmt")] == [one.amount for one in listed]
    assert texts(content, "EndToEndId") == [one.end_to_end_id for one in listed]
    assert texts(content, "IBAN") == [US.iban, *(one.iban for one in listed)]
    Random(7).shuffle(listed)
    assert write_transfers(DAY, listed, US, MESSAGE) == content


def test_a_belgian_bank_is_named_others_find_it_by_the_iban() -> None:
    both = [Refund("1", "A", "BE71096123456769", 1), Refund("2", "B", "DE75512108001245126199", 1)]
    assert texts(write_transfers(DAY, both, US, MESSAGE), "BICFI") == ["GKCCBEBB"]


def test_nothing_to_pay_out_is_no_file() -> None:
    with pytest.raises(NotWritable) as refused:
        write_transfers(DAY, [], US, MESSAGE)
    assert refused.value.found == (("", OrderFault.NOTHING_TO_WRITE),)
