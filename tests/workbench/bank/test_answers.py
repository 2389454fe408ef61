"""The round trip: what was collected is settled to the cent, what is returned names exactly its debits."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from autossa.documents.billing.sepa.debits import write_debits
from autossa.domain.billing.bank.orders import Collection, debit_files
from autossa.domain.billing.bank.remittance import creditor_references
from autossa.workbench.bank.answers import Returns, returned, settled
from autossa.workbench.bank.bench import measure
from autossa.workbench.bank.statements import Styles, Version
from tests.documents.billing.sepa.made import MESSAGE, US, collections
from tests.gateways.bank.made import entries, file, styles, tried, versions


@tried
@given(collections(), versions, styles)
def test_a_collection_is_settled_to_the_cent(listed: list[Collection], version: Version, style: Styles) -> None:
    written = [settled(write_debits(one, US, MESSAGE)) for one in debit_files(listed)]
    found = [payment for entry in entries(file(written, version, style)) for payment in entry.transactions]
    assert sorted((one.end_to_end_id, one.mandate, one.amount, one.iban) for one in found) == sorted(
        (one.end_to_end_id, one.mandate.reference, one.amount, one.mandate.iban) for one in listed
    )
    wanted = {one.end_to_end_id: one.reference for one in listed if one.reference}
    assert {one.end_to_end_id: creditor_references(one)[0] for one in found if one.reference} == wanted
    assert not any(one.charges or one.returned for one in found)


@tried
@given(collections(), versions, styles, st.integers(0, 900), st.data())
def test_a_return_names_its_debit_and_the_fee_apart(
    listed: list[Collection], version: Version, style: Styles, fee: int, data: st.DataObject
) -> None:
    chosen = data.draw(st.sets(st.sampled_from([one.end_to_end_id for one in listed])))
    codes = {name: data.draw(st.sampled_from(["AC01", "AM04", "MD06"])) for name in sorted(chosen)}
    returns = Returns(codes, date(2026, 12, 11), fee)
    written = [returned(write_debits(one, US, MESSAGE), returns) for one in debit_files(listed)]
    found = [payment for entry in entries(file(written, version, style)) for payment in entry.transactions]
    assert {one.end_to_end_id: one.returned.code for one in found if one.returned} == codes
    amounts = {one.end_to_end_id: -one.amount for one in listed}
    assert all(one.amount == amounts[one.end_to_end_id] and one.charges == -fee for one in found)


def test_the_measurement_reads_what_it_wrote() -> None:
    read = measure(30, Version.V02, months=3)
    assert (read.entries, read.statements) == (30, 3)
    assert read.as_facts()["entries_per_s"] > 0
