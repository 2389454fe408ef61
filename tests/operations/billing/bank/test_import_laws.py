"""Whatever way the bank's statements come, the end is the same: twice, halved, overlapping, in any order and version.

Three payers owe: Alice, whose payments name what they are for, some of it twice or in part; Charlie, whose account is
learnt from one payment and tells the other; Dora, who is collected from, and whose bank takes some of it back. What
depends on nothing but the entries is compared: a payment's payer, what is left of claims, what is on account.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autossa.domain.billing.bank.statements import Entry, Transaction
from autossa.domain.billing.references import creditor_reference, everything_reference
from autossa.operations.billing import credit_notes
from autossa.operations.billing.bank.importing import Upload
from autossa.operations.billing.payments import allocating, crediting
from autossa.operations.billing.payments.returning import return_payment
from autossa.operations.context import ActionContext
from autossa.operations.errors import OperationError
from autossa.operations.orders.paid import import_statements
from autossa.operations.organisations import create
from autossa.operations.runs import renewals
from autossa.operations.vendor.seller import SellerText, save_seller
from autossa.store import models
from autossa.workbench.bank.statements import Styles, Version
from tests.cast.debits import collect, give_mandate
from tests.cast.shop import VAT, Shop, d, on
from tests.cast.statements import OTHERS, OURS, line, paid, returned, statement, went
from tests.operations.billing.bank.debtors import OTHER, SWISS
from tests.store.looking import broken_laws

pytestmark = [pytest.mark.store, pytest.mark.django_db]
TODAY = d("2026-03-05")
DAYS = ["2026-02-20", "2026-02-25", "2026-03-02"]
MANY = pytest.param(400, marks=[pytest.mark.trials, pytest.mark.slow])
_SHARES = {"whole": (1, 0), "half": (2, 0), "more": (1, 7_00)}

# ---------------------------------------------------------------- who owes, and what is on statements


@dataclass(frozen=True)
class Owing:
    """The claims of each, and the two debits of Dora."""

    alice: list[models.Claim]
    charlie: list[models.Claim]
    dora: list[models.Debit]


@pytest.fixture
def owing(shop: Shop) -> Iterator[Owing]:
    """Seven invoices, of different amounts; afterwards no law is broken."""
    save_seller(new=SellerText(iban=OURS), ctx=on("2026-01-02"))
    dora = create.create(kind="customer", name="Dora AG", number="C3", vat=VAT, ctx=on("2026-01-02"))
    quantities = {shop.alice: (100, 200, 300), shop.charlie: (150, 250), dora: (120, 170)}
    for payer, of_payer in quantities.items():
        for quantity in of_payer:
            replace(shop, alice=payer).under_contract(f"For {quantity}", quantity=quantity)
    renewals.run(ctx=on("2026-01-20"))
    claims = {payer: list(models.Claim.objects.filter(payer=payer).order_by("gross")) for payer in quantities}
    assert [len(found) for found in claims.values()] == [3, 2, 2]
    mandate = give_mandate(dora, iban=OTHER)
    debits = [collect(mandate, [claim.id], day=f"2026-02-1{n}", name=f"E{n}") for n, claim in enumerate(claims[dora])]
    yield Owing(claims[shop.alice], claims[shop.charlie], debits)
    assert broken_laws() == {}


@st.composite
def all_entries(draw: st.DrawFn, owing: Owing) -> list[Entry]:
    """What the bank booked in these weeks: each entry is one of its kind."""
    found = [_alices(owing, n, *drawn) for n, drawn in enumerate(draw(st.lists(_OF_ALICE, max_size=6)))]
    found += _charlies(owing, *draw(st.tuples(_DAY, _DAY, st.booleans())))
    found += draw(_doras(owing))
    found.append(paid(1_23, "a present", draw(_DAY), iban=OTHERS, name="Nobody", end_to_end_id="N1"))
    found += [went(500_00, name="Landlord", end_to_end_id="O1"), went(4_50, code="PMNT-MCOP-CHRG", end_to_end_id="O2")]
    return draw(st.permutations(found))


_DAY = st.sampled_from(DAYS)
_OF_ALICE = st.tuples(st.integers(-1, 2), st.sampled_from(sorted(_SHARES)), st.booleans(), _DAY)


def _alices(owing: Owing, n: int, place: int, share: str, by_reference: bool, day: str) -> Entry:
    """A transfer that names a claim, or everything; of this amount, a part of it, or more."""
    claim = owing.alice[place]
    part, more = _SHARES[share]
    amount = claim.gross // part + more
    if place < 0:
        return paid(amount, reference=everything_reference("C1"), day=day, end_to_end_id=f"A{n}")
    reference = creditor_reference(claim.number)
    how = {"reference": reference} if by_reference else {"text": f"Invoice {claim.number}"}
    return paid(amount, day=day, end_to_end_id=f"A{n}", **how)


def _charlies(owing: Owing, first: str, second: str, went_back: bool) -> list[Entry]:
    """One names its invoice, the other says nothing; the bank takes the first back, or not."""
    smaller, larger = owing.charlie
    theirs: dict[str, Any] = {"iban": SWISS, "name": "Charlie GmbH"}
    found = [
        paid(smaller.gross, smaller.number, first, end_to_end_id="C1", **theirs),
        paid(larger.gross, "thanks", second, end_to_end_id="C2", **theirs),
    ]
    if went_back:
        found.append(returned(smaller.gross, "FOCR", "C1", DAYS[-1], iban=SWISS))
    return found


@st.composite
def _doras(draw: st.DrawFn, owing: Owing) -> list[Entry]:
    """Her debits, in one entry or in two; of each, whether and why it went back."""
    settled = [
        Transaction(debit.amount, end_to_end_id=debit.end_to_end_id, name="Dora AG", iban=OTHER) for debit in owing.dora
    ]
    if draw(st.booleans()):
        batch = tuple(replace(one, payment_id="G1") for one in settled)
        total = sum(one.amount for one in batch)
        whole = line(settled[0], DAYS[0], "PMNT-IDDT-ESDD")
        found = [replace(whole, amount=total, transactions=batch, bank_reference="BATCH")]
    else:
        found = [line(one, DAYS[0], "PMNT-IDDT-ESDD") for one in settled]
    for debit in owing.dora:
        if code := draw(st.sampled_from(["", "AM04", "AC04"])):
            found.append(returned(debit.amount, code, debit.end_to_end_id, DAYS[1], fee=3_50))
    return found


# ---------------------------------------------------------------- the ways in which they come


@dataclass(frozen=True)
class File:
    """Statements of some of the entries each, by their places; one alone, or several in an archive."""

    statements: list[list[int]]
    version: Version

    def upload(self, entries: Sequence[Entry], styles: Styles) -> Upload:
        """As the bank gives it."""
        contents = [
            statement(*(entries[place] for place in places), version=self.version, styles=styles)
            for places in self.statements
        ]
        if len(contents) == 1:
            return Upload("statement.xml", contents[0])
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            for number, content in enumerate(contents):
                file.writestr(f"{number}.xml", content.getvalue())
        return Upload("statements.zip", archive)


@st.composite
def ways(draw: st.DrawFn, count: int) -> list[list[File]]:
    """Imports of files, which have everything between them, some of it several times."""
    some = st.lists(st.integers(0, count - 1), unique=True, max_size=count)
    file = st.builds(File, st.lists(some, min_size=1, max_size=3), st.sampled_from(Version))
    found: list[list[File]] = draw(st.lists(st.lists(file, min_size=1, max_size=2), max_size=3))
    seen = {place for files in found for one in files for places in one.statements for place in places}
    missing = draw(st.permutations([place for place in range(count) if place not in seen]))
    again = draw(some)
    rest = [*missing, *(place for place in again if place in seen)]
    found.append([File([rest], draw(st.sampled_from(Version)))])
    return found


def _import(ways: list[list[File]], entries: Sequence[Entry], styles: Styles) -> ActionContext:
    """Each on a day of its own; then what is on account is used, as each night."""
    for after, files in enumerate(ways):
        ctx = on((TODAY + timedelta(days=after)).isoformat())
        done = import_statements(files=[one.upload(entries, styles) for one in files], ctx=ctx)
        assert not done.refused
    crediting.run(ctx=ctx)
    return ctx


# ---------------------------------------------------------------- what there is at the end

_OF_PAYMENT = ("bank_payment__entry__identity", "bank_payment__position")


def _state() -> dict[str, Any]:
    """Without days and ids, which say when something was imported."""
    payments = models.Payment.objects.order_by(*_OF_PAYMENT)
    free = F("amount") - F("allocated") - F("returned") - F("paid_out")
    allocations = models.Allocation.objects.exclude(payment__payer__number="C1")
    returns = models.PaymentReturn.objects.values_list("payment__sender", "amount", "code", "fee")
    return {
        "entries": sorted(models.BankEntry.objects.values_list("identity", "amount", "day")),
        "payments": list(payments.values_list(*_OF_PAYMENT, "amount", "payer__number", "method", "source", "debit")),
        "aside": sorted(models.SetAside.objects.values_list("bank_payment__entry__identity", "reason")),
        "claims": sorted(models.Claim.objects.values_list("payer", "gross", "rest", "allocated")),
        "on account": sorted(
            payments.exclude(payer=None).values_list("payer__number").annotate(left=Sum(free)).order_by()
        ),
        "allocations": sorted(
            allocations.values_list("payment__sender", "claim__gross").annotate(used=Sum("amount")).order_by()
        ),
        "returns": sorted(returns),
        "mandates": sorted(models.Mandate.objects.values_list("reference", "stop_code")),
    }


_CHECKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.parametrize("examples", [25, MANY])
def test_however_entries_come_the_end_is_the_same(owing: Owing, examples: int) -> None:
    @settings(max_examples=examples, deadline=None, suppress_health_check=_CHECKS)
    @given(st.data(), st.builds(Styles, st.booleans(), st.booleans()))
    def law(data: st.DataObject, styles: Styles) -> None:
        entries = data.draw(all_entries(owing))
        wanted = _end([[File([list(range(len(entries)))], Version.V08)]], entries, styles)
        assert _end(data.draw(ways(len(entries))), entries, styles) == wanted

    law()


def _end(ways: list[list[File]], entries: Sequence[Entry], styles: Styles) -> dict[str, Any]:
    """What there is after imports; all is taken back."""
    with transaction.atomic():
        _import(ways, entries, styles)
        found = _state()
        transaction.set_rollback(True)
    return found


# ---------------------------------------------------------------- between imports, people act


@pytest.mark.parametrize("examples", [25, MANY])
def test_what_was_imported_changes_nothing_whatever_became_of_it(owing: Owing, examples: int) -> None:
    """Payments are returned, taken back from what they paid, invoices credited and issued; then all comes again."""

    @settings(max_examples=examples, deadline=None, suppress_health_check=_CHECKS)
    @given(st.data(), st.builds(Styles, st.booleans(), st.booleans()))
    def law(data: st.DataObject, styles: Styles) -> None:
        entries = data.draw(all_entries(owing))
        with transaction.atomic():
            for files in data.draw(ways(len(entries))):
                ctx = _import([files], entries, styles)
                for deed in data.draw(st.lists(st.sampled_from(sorted(_DEEDS)), max_size=3)):
                    _act(deed, data.draw(st.integers(0, 20)), ctx)
            before = _rows()
            done = import_statements(
                files=[one.upload(entries, styles) for files in data.draw(ways(len(entries))) for one in files], ctx=ctx
            )
            assert sum(one.new for one in done.files) == 0
            assert _rows() == before
            transaction.set_rollback(True)

    law()


def _rows() -> dict[str, list[Any]]:
    """Every row of these tables."""
    tables = (
        models.BankEntry, models.BankPayment, models.Payment, models.PaymentAssignment, models.Allocation,
        models.PaymentReturn, models.Fee, models.SetAside, models.Claim, models.Mandate, models.Invoice,
    )  # fmt: skip
    return {table.__name__: sorted(map(str, table.objects.values_list())) for table in tables}


def _act(deed: str, place: int, ctx: ActionContext) -> None:
    """What somebody does with one of the payments or invoices; what the rules refuse is not done."""
    try:
        with transaction.atomic():
            _DEEDS[deed](place, ctx)
    except OperationError:
        pass


def _one(found: Any, place: int) -> Any:
    rows = list(found.order_by("id"))
    return rows[place % len(rows)] if rows else None


def _return(place: int, ctx: ActionContext) -> None:
    if (payment := _one(models.Payment.objects.exclude(payer=None), place)) is not None:
        return_payment(payment=payment.id, ctx=ctx, code="AM04", fee=2_00)


def _reverse(place: int, ctx: ActionContext) -> None:
    if (row := _one(models.Allocation.objects.filter(amount__gt=0), place)) is not None:
        allocating.reverse(payment=row.payment_id, document=row.claim_id, amount=row.amount, ctx=ctx)


def _credit(place: int, ctx: ActionContext) -> None:
    if (invoice := _one(models.Invoice.objects.filter(series="INV"), place)) is not None:
        credit_notes.credit(invoice=invoice.id, reason="Sorry", ctx=ctx)


def _issue(_place: int, ctx: ActionContext) -> None:
    """The run of the day, by which the next invoices are there."""
    renewals.run(ctx=ctx)


_DEEDS = {"return": _return, "reverse": _reverse, "credit": _credit, "issue": _issue}
