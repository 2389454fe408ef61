"""pain.008: valid, complete, the same bytes every time."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from lxml import etree

from autossa.documents.billing.sepa.debits import write_debits
from autossa.documents.billing.sepa.parts import Message, NotWritable
from autossa.domain.billing.bank.order_checks import OrderFault
from autossa.domain.billing.bank.orders import Amendment, Collection, DebitFile, debit_files
from autossa.domain.billing.payments.mandates import Scheme
from tests.documents.billing.sepa.made import DAY, MESSAGE, US, assert_valid, collections, every_kind, texts

SCHEMA = "pain.008.001.08"


@settings(deadline=None, max_examples=40)
@given(collections())
def test_whatever_is_collected_is_valid_and_complete(listed: list[Collection]) -> None:
    files = debit_files(listed)
    written = [write_debits(file, US, MESSAGE) for file in files]
    for file, content in zip(files, written, strict=True):
        assert_valid(content, SCHEMA)
        cents = [int(text.replace(".", "")) for text in texts(content, "InstdAmt")]
        assert sum(cents) == file.total
        assert texts(content, "CtrlSum")[0].replace(".", "").lstrip("0") == str(file.total)
        assert texts(content, "NbOfTxs")[0] == str(len(file.collections))
        assert set(texts(content, "Cd")) >= {"SEPA", file.scheme.value}
    ids = [name for content in written for name in texts(content, "EndToEndId")]
    assert sorted(ids) == sorted(one.end_to_end_id for one in listed)


def test_the_same_bytes_whatever_the_order() -> None:
    listed, seen = every_kind(), set()
    for seed in range(5):
        Random(seed).shuffle(listed)
        seen.add(b"".join(write_debits(file, US, MESSAGE) for file in debit_files(listed)))
    assert len(seen) == 1


def test_a_group_for_each_place_in_a_mandates_life() -> None:
    b2b, core = debit_files(every_kind())
    for file in (b2b, core):
        content = write_debits(file, US, MESSAGE)
        assert texts(content, "SeqTp") == ["FRST", "RCUR", "FNAL", "OOFF"]
        assert texts(content, "PmtInfId") == [f"{MESSAGE.id}-{name}" for name in texts(content, "SeqTp")]
        assert set(texts(content, "ReqdColltnDt")) == {"2026-12-07"}
    assert (b2b.scheme, core.scheme) == (Scheme.B2B, Scheme.CORE)


def test_what_stands_in_a_debit() -> None:
    one = replace(every_kind()[0], reference="RF18539007547034")
    content = write_debits(DebitFile(DAY, Scheme.CORE, (one,)), US, MESSAGE)
    assert texts(content, "MndtId") == ["M-0"]
    assert texts(content, "DtOfSgntr") == ["2026-01-05"]
    assert texts(content, "IBAN") == [US.iban, one.mandate.iban]
    assert texts(content, "InstdAmt") == ["10.00"]
    assert texts(content, "Ref") == ["RF18539007547034"]
    assert texts(content, "Ustrd") == []  # SEPA takes one of both
    assert texts(content, "AmdmntInd") == []
    assert "DE98ZZZ09999999999" in texts(content, "Id")


@pytest.mark.parametrize(
    ("amended", "where", "what"),
    [
        (Amendment(reference="M-OLD"), "OrgnlMndtId", "M-OLD"),
        (Amendment(iban="DE02120300000000202051"), "OrgnlDbtrAcct", "DE02120300000000202051"),
        (Amendment(is_other_account=True), "OrgnlDbtrAcct", "SMNDA"),
        (Amendment(creditor_id="DE98ZZZ09999999999"), "OrgnlCdtrSchmeId", "DE98ZZZ09999999999"),
        (Amendment(creditor_name="Früher GmbH"), "OrgnlCdtrSchmeId", "Frueher GmbH"),
    ],
)
def test_what_a_mandate_said_before_is_said(amended: Amendment, where: str, what: str) -> None:
    one = every_kind()[0]
    changed = replace(one, mandate=replace(one.mandate, amended=amended))
    content = write_debits(DebitFile(DAY, Scheme.CORE, (changed,)), US, MESSAGE)
    assert_valid(content, SCHEMA)
    assert texts(content, "AmdmntInd") == ["true"]
    (found,) = etree.fromstring(content).iter(f"{{*}}{where}")
    assert what in list(found.itertext())


def test_what_a_bank_would_refuse_is_not_written() -> None:
    one = replace(every_kind()[0], amount=0)
    with pytest.raises(NotWritable) as refused:
        write_debits(DebitFile(DAY, Scheme.CORE, (one,)), US, MESSAGE)
    assert refused.value.found == (("E-0", OrderFault.AMOUNT_OUT_OF_BOUNDS),)
    assert str(refused.value) == "amount_out_of_bounds"  # nobody is named: it may be logged


@pytest.mark.parametrize("name", ["", "a" * 31, "Lauf/", "für"])
def test_an_id_that_no_bank_takes(name: str) -> None:
    with pytest.raises(ValueError, match="no id of a message"):
        Message(name, MESSAGE.made_at)
