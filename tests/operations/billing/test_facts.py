"""The facts behind each document: versions of parties, treatments, order numbers, days to pay, the document itself."""

from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from stdnum import iso11649

from autossa.domain.billing.addresses import PostalAddress
from autossa.domain.billing.documents import Document, Kind
from autossa.domain.billing.vat import Category, Confirmation, SupplyDate, Treatment
from autossa.domain.policies import Policy
from autossa.operations import contracts
from autossa.operations.billing import corrections, order_numbers
from autossa.operations.errors import Invalid
from autossa.operations.licenses import activation_keys
from autossa.operations.organisations import edit
from autossa.operations.organisations.vat import NewTreatment, set_treatment
from autossa.operations.projects.edit import rename_project
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue, seller
from autossa.operations.vendor.vat_rates import set_vat_rate
from autossa.queries.billing.documents import document_of, documents_of
from autossa.queries.billing.order_numbers import missing_order_numbers
from autossa.queries.billing.parties import party_history
from autossa.queries.billing.seller import current_seller
from autossa.queries.runs.verify import check_all
from autossa.store import models
from tests.cast.shop import ALICE, NO_VAT, Shop, d, on, taxed_at
from tests.store.looking import rows

pytestmark = [pytest.mark.store, pytest.mark.django_db]

HOME = edit.BillingDetails(PostalAddress("Ring 1", "", "53111", "Bonn"), "DE", "DE136695976", language="de")
VIENNA = edit.BillingDetails(PostalAddress("Graben 1", "", "1010", "Wien"), "AT", "ATU13585627")
PROOF = Confirmation("7f3a", date(2026, 1, 2), "BZSt")


def documents(series: str = "INV") -> list[Document]:
    found = models.Invoice.objects.filter(series=series).order_by("number")
    return [document_of(row.id) for row in found]


def verified(organisation: UUID, details: edit.BillingDetails, vat: NewTreatment, day: str) -> None:
    edit.edit(organisation=organisation, new=details, ctx=on(day))
    models.Organisation.objects.filter(pk=organisation).update(verified_on=d(day))
    set_treatment(organisation=organisation, new=vat, ctx=on(day))


def verify_again(organisation: UUID) -> None:
    """Another country or VAT ID must be verified anew before the next contract."""
    models.Organisation.objects.filter(pk=organisation).update(verified_on=d("2026-01-10"))


# ---- parties


def test_a_document_keeps_who_was_named_when_it_was_issued(shop: Shop) -> None:
    edit.edit(organisation=shop.alice, new=HOME, ctx=on("2026-01-10"))
    verify_again(shop.alice)
    shop.booked()
    before = documents()
    edit.edit(organisation=shop.alice, new=VIENNA, ctx=on("2026-02-01"))
    edit.edit(organisation=shop.vendor, new=VIENNA, ctx=on("2026-02-01"))
    renewals.run(ctx=on("2026-02-15"))
    after = documents()
    assert after[0] == before[0]
    assert (after[0].buyer.city, after[0].language, after[0].seller.party.city) == ("Bonn", "de", "")
    assert (after[1].buyer.city, after[1].seller.party.city) == ("Wien", "Wien")
    history = party_history(shop.alice)
    assert [row.version for row in history] == [3, 2, 1]
    assert set(history[0].changed) == {"street", "post_code", "city", "country", "vat_id"}
    assert list(check_all()) == []


def test_what_changes_nothing_makes_no_version(shop: Shop) -> None:
    for _ in range(2):
        edit.edit(organisation=shop.alice, new=HOME, ctx=on("2026-01-10"))
    models.Organisation.objects.filter(pk=shop.alice).update(suspended_on=d("2026-01-11"))
    assert len(party_history(shop.alice)) == 2


def test_a_wrong_leitweg_id_is_refused(shop: Shop) -> None:
    new = edit.BillingDetails(HOME.address, "DE", "", buyer_reference="04011000-12345-04")
    with pytest.raises(Invalid, match="Leitweg"):
        edit.edit(organisation=shop.alice, new=new, ctx=on("2026-01-10"))


@pytest.mark.parametrize("table", ["parties", "sellers", "vat_treatments", "order_numbers"])
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET id = id", "TRUNCATE {} CASCADE"])
def test_what_was_kept_never_changes(shop: Shop, table: str, change: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


# ---- VAT


@pytest.mark.parametrize(
    ("policy", "days"),
    [
        (SupplyDate.FIRST_DAY, [("gap", d("2026-02-20")), ("extension", d("2026-02-20"))]),
        (SupplyDate.ISSUE_DAY, [("gap", d("2026-02-21")), ("extension", d("2026-02-21"))]),
    ],
)
def test_the_day_of_supply_is_the_one_whose_rate_counts(
    shop: Shop, policy: SupplyDate, days: list[tuple[str, date]]
) -> None:
    catalogue.set_policy(policy=Policy(supply_date=policy), starts_on=d("2026-01-16"), ctx=on("2026-01-01"))
    project = shop.covered(day="2026-01-16")
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-02-20", ALICE))
    contracts.approve(project=project, ctx=on("2026-02-21"))
    assert [(document.reason, document.day_of_supply) for document in documents()][:2] == days


@pytest.mark.parametrize(
    ("vat", "category", "share", "reason"),
    [
        (NewTreatment(Treatment.DOMESTIC), Category.STANDARD, Fraction(19, 100), ""),
        (NewTreatment(Treatment.REVERSE_CHARGE, confirmation=PROOF), Category.REVERSE_CHARGE, 0, "Reverse charge"),
        (NO_VAT, Category.OUTSIDE, 0, "Outside the scope"),
    ],
)
def test_three_treatments_three_categories(
    shop: Shop, vat: NewTreatment, category: Category, share: Fraction, reason: str
) -> None:
    verified(shop.alice, VIENNA, vat, "2026-01-10")
    shop.booked()
    (document,) = documents()
    (total,) = document.vat
    assert (total.category, total.rate, total.net) == (category, share, document.net)
    assert document.gross == document.net + document.tax
    assert document.vat_reason.startswith(reason)
    assert bool(document.vat_reason) is bool(reason)
    assert list(check_all()) == []


def test_reverse_charge_takes_a_vat_id_and_its_confirmation(shop: Shop) -> None:
    for vat in (NewTreatment(Treatment.REVERSE_CHARGE, confirmation=PROOF), NewTreatment(Treatment.REVERSE_CHARGE)):
        with pytest.raises(Invalid, match="VAT ID"):  # at home
            set_treatment(organisation=shop.alice, new=vat, ctx=on("2026-01-10"))
    edit.edit(organisation=shop.alice, new=VIENNA, ctx=on("2026-01-10"))
    models.Organisation.objects.filter(pk=shop.alice).update(verified_on=d("2026-01-10"))
    with pytest.raises(Invalid, match="confirmed"):
        set_treatment(organisation=shop.alice, new=NewTreatment(Treatment.REVERSE_CHARGE), ctx=on("2026-01-10"))
    late = NewTreatment(Treatment.REVERSE_CHARGE, confirmation=Confirmation("7f3a", date(2026, 1, 11), "BZSt"))
    with pytest.raises(Invalid, match="future"):
        set_treatment(organisation=shop.alice, new=late, ctx=on("2026-01-10"))


def test_under_reverse_charge_the_vat_id_stays(shop: Shop) -> None:
    verified(shop.alice, VIENNA, NewTreatment(Treatment.REVERSE_CHARGE, confirmation=PROOF), "2026-01-10")
    with pytest.raises(Invalid, match="VAT ID"):
        edit.edit(organisation=shop.alice, new=edit.BillingDetails(VIENNA.address, "AT", ""), ctx=on("2026-01-11"))
    with pytest.raises(DatabaseError), transaction.atomic():
        models.Organisation.objects.filter(pk=shop.alice).update(vat_id="")


def test_the_rate_is_that_of_the_period_not_of_the_booking(shop: Shop) -> None:
    """From 15 February on 7 %: the period that begins then is booked two weeks before."""
    project = shop.booked()
    set_vat_rate(rate=Fraction(7, 100), starts_on=d("2026-02-15"), ctx=on("2026-01-15"))
    renewals.run(ctx=on("2026-02-01"))
    found = rows("SELECT start, tax_rate::float FROM invoices WHERE project_id = %s ORDER BY start", project)
    assert found == [(d("2026-01-15"), 0.19), (d("2026-02-15"), 0.07)]


# ---- the day to pay, the reference, credit notes


def test_the_day_to_pay_and_the_reference(shop: Shop) -> None:
    shop.booked()
    document = documents()[0]
    assert document.kind is Kind.INVOICE
    assert document.due_on == d("2026-01-29")
    assert iso11649.is_valid(document.reference)
    assert document.reference.endswith(document.number.replace("-", ""))
    assert (document.supplied_from, document.supplied_until) == (d("2026-01-15"), d("2026-02-15"))
    row = models.Invoice.objects.get()
    assert (document.net, document.tax, document.gross) == (row.net, row.tax, row.gross)


def test_a_credit_note_repeats_what_its_invoice_named(shop: Shop) -> None:
    order_numbers.set_order_number(payer=shop.alice, number="PO 7", starts_on=d("2026-01-01"), ctx=on("2026-01-01"))
    edit.edit(organisation=shop.alice, new=HOME, ctx=on("2026-01-10"))
    verify_again(shop.alice)
    project = shop.booked()
    edit.edit(organisation=shop.alice, new=VIENNA, ctx=on("2026-01-16"))
    corrections.void(settlement=models.Settlement.objects.get(project=project).id, reason="Wrong", ctx=on("2026-01-17"))
    (invoice,), (note,) = documents(), documents("CN")
    assert (note.kind, note.buyer, note.order_number) == (Kind.CREDIT_NOTE, invoice.buyer, "PO 7")
    assert note.corrects == (invoice.number, invoice.issued_on)
    assert (note.net, note.tax, note.gross, note.due_on) == (-invoice.net, -invoice.tax, -invoice.gross, None)
    assert list(check_all()) == []


def test_many_documents_take_as_many_queries_as_one(shop: Shop) -> None:
    shop.booked()
    renewals.run(ctx=on("2026-09-01"))
    keys = list(models.Invoice.objects.values_list("id", flat=True))
    counts = []
    for wanted in (keys[:1], keys):
        with CaptureQueriesContext(connection) as asked:
            assert len(documents_of(wanted)) == len(wanted)
        counts.append(len(asked))
    assert len(keys) > 3
    assert counts[0] == counts[1]


def test_a_new_name_of_the_project_changes_no_document(shop: Shop) -> None:
    project = shop.booked()
    before = documents()
    rename_project(project=project, name="Annex", ctx=on("2026-01-20"))
    assert documents() == before


# ---- order numbers


def number_of(day: str) -> str:
    renewals.run(ctx=on(day))
    return models.Invoice.objects.order_by("-number")[0].order_number


def test_the_nearest_order_number_counts(shop: Shop) -> None:
    project = shop.in_review()
    contracts.approve(project=project, ctx=on("2026-01-15"), book_at_once=False)
    contract = models.Contract.objects.get(project=project)
    assert number_of("2026-01-15") == ""
    order_numbers.set_order_number(payer=shop.alice, number="ALL", starts_on=d("2026-01-20"), ctx=on("2026-01-20"))
    order_numbers.set_order_number(payer=shop.alice, number="LATER", starts_on=d("2026-05-01"), ctx=on("2026-01-20"))
    assert number_of("2026-02-01") == "ALL"
    order_numbers.set_order_number(
        payer=shop.alice, contract=contract.id, number="OWN", starts_on=d("2026-02-20"), ctx=on("2026-02-20")
    )
    assert number_of("2026-03-01") == "OWN"
    order_numbers.set_order_number(
        payer=shop.alice, contract=contract.id, number="", starts_on=d("2026-03-20"), ctx=on("2026-03-20")
    )
    assert number_of("2026-04-01") == "ALL"
    assert number_of("2026-05-01") == "LATER"


def test_what_is_missing_before_the_next_invoice(shop: Shop) -> None:
    shop.booked()
    assert missing_order_numbers(d("2026-01-16")) == ()
    order_numbers.need_order_number(payer=shop.alice, needed=True, ctx=on("2026-01-16"))
    (row,) = missing_order_numbers(d("2026-01-16"))
    assert (row.payer_name, row.next_on) == ("Alice Ltd", d("2026-02-01"))
    order_numbers.set_order_number(payer=shop.alice, number="PO 7", starts_on=d("2026-02-02"), ctx=on("2026-01-16"))
    assert len(missing_order_numbers(d("2026-01-16"))) == 1  # a day too late
    order_numbers.set_order_number(payer=shop.alice, number="PO 7", starts_on=d("2026-02-01"), ctx=on("2026-01-16"))
    assert missing_order_numbers(d("2026-01-16")) == ()


def test_nobody_sets_the_number_of_anothers_contract_or_of_the_past(shop: Shop) -> None:
    contract = models.Contract.objects.get(project=shop.booked())
    with pytest.raises(order_numbers.NotThePayer):
        order_numbers.set_order_number(
            payer=shop.charlie, contract=contract.id, number="X", starts_on=d("2026-01-20"), ctx=on("2026-01-20")
        )
    with pytest.raises(Invalid, match="past"):
        order_numbers.set_order_number(payer=shop.alice, number="X", starts_on=d("2026-01-19"), ctx=on("2026-01-20"))


# ---- the vendor's own facts and texts


def test_bank_and_texts_are_versions(shop: Shop) -> None:
    shop.booked()
    before = documents()
    new = seller.SellerText(iban="DE89 3704 0044 0532 0130 00", bic="cobadeffxxx", bank="Bank", tax_number="17/2")
    seller.save_seller(new=new, ctx=on("2026-01-20"))
    again = current_seller().number
    seller.save_seller(new=new, ctx=on("2026-01-21"))
    assert current_seller().number == again
    renewals.run(ctx=on("2026-02-01"))
    after = documents()
    assert after[0] == before[0]
    assert (after[1].seller.iban, after[1].seller.bic) == ("DE89370400440532013000", "COBADEFFXXX")
    for wrong in (seller.SellerText(iban="DE88370400440532013000"), seller.SellerText(bic="X")):
        with pytest.raises(Invalid):
            seller.save_seller(new=wrong, ctx=on("2026-01-20"))


# ---- keys


def test_a_key_fits_where_the_payer_is_taxed_as_it_was_sold(shop: Shop) -> None:
    project = shop.project()
    sold = activation_keys.SoldAs(Treatment.DOMESTIC)
    key = activation_keys.make(ssc=10_00, sold_as=sold, ctx=on("2026-01-20"))
    set_treatment(organisation=shop.alice, new=NO_VAT, ctx=on("2026-01-20"))
    with pytest.raises(activation_keys.KeyTaxMismatch):
        activation_keys.redeem(key=key, project=project, ctx=on("2026-01-20", ALICE))
    set_treatment(organisation=shop.alice, new=taxed_at(Fraction(7), on("2026-01-20")), ctx=on("2026-01-20"))
    with pytest.raises(activation_keys.KeyTaxMismatch):
        activation_keys.redeem(key=key, project=project, ctx=on("2026-01-20", ALICE))
    set_treatment(organisation=shop.alice, new=NewTreatment(Treatment.DOMESTIC), ctx=on("2026-01-20"))
    activation_keys.redeem(key=key, project=project, ctx=on("2026-01-20", ALICE))


def test_a_key_of_former_times_fits_everywhere(shop: Shop) -> None:
    key = activation_keys.make(ssc=10_00, ctx=on("2026-01-20"))
    set_treatment(organisation=shop.alice, new=NO_VAT, ctx=on("2026-01-20"))
    activation_keys.redeem(key=key, project=shop.project(), ctx=on("2026-01-20", ALICE))
