"""The payers of a stored year: each a customer with one project under contract, and a habit of paying."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from uuid import UUID

from autossa.domain.billing.payments.mandates import Scheme
from autossa.domain.plans import STANDARD_OPTIONS
from autossa.operations import contracts, credits, licenses
from autossa.operations.billing.payments import mandates
from autossa.operations.context import ActionContext
from autossa.operations.organisations import create
from autossa.operations.projects.edit import create_project
from autossa.operations.vendor import catalogue
from autossa.operations.vendor.schema import FIRST_DAY
from autossa.store import models
from tests.cast.shop import ALICE, VAT
from tests.laws.payment_habits import Habit

DEBITED = frozenset({Habit.DEBIT, Habit.DEBIT_RETURNED})
EVERY_FIFTH = 5
"""Has bought credits ahead."""


@dataclass(frozen=True)
class Payer:
    """Whose money it is, and what is paid for."""

    number: str
    habit: Habit
    random: Random
    iban: str
    key: UUID
    project: UUID
    contract: UUID


def first_day(n: int, first: date) -> date:
    """On which the contract begins."""
    return first + timedelta(days=n % 28)


def odd_prices(ctx: ActionContext) -> UUID:
    """A price list by which amounts have to be rounded."""
    found = catalogue.add_price_list(name="Odd", currency="EUR", ctx=ctx)
    catalogue.set_price(price_list=found, price=Fraction("1.17"), starts_on=FIRST_DAY, ctx=ctx)
    return found


def enter_payer(n: int, habit: Habit, seed: int, price_list: UUID, ctx: ActionContext, *, debits: bool) -> Payer:
    """A customer enters, with a contract from the day on, and a mandate where it pays so."""
    number, iban = f"P{n:03}", _iban(n)
    key = create.create(kind="customer", name=f"Payer {n:03}", number=number, vat=VAT, ctx=ctx)
    project = create_project(customer=key, name="Office", price_list=price_list, ctx=ctx)
    licenses.add(project=project, license_id="L1", license_type="PORT", quantity=100 + 37 * n, ctx=ctx)
    if n % EVERY_FIFTH == 0:
        credits.top_up(project=project, ssc=5_00 + n, paid=6_00 + n, ctx=ctx)
    if debits and habit in DEBITED:
        account = mandates.Account(iban, f"Payer {n:03}", scheme=Scheme.CORE)
        mandates.give(payer=key, account=account, text="I authorise Vera's PBX", ctx=ctx)
    option = STANDARD_OPTIONS[(n + n // len(Habit)) % len(STANDARD_OPTIONS)]
    contracts.conclude(project=project, option=option.name, ctx=replace(ctx, actor=ALICE))
    contracts.approve(project=project, ctx=ctx, book_at_once=False)
    contract = models.Contract.objects.get(project=project).pk
    return Payer(number, habit, Random(seed * 1000 + n), iban, key, project, contract)


def _iban(n: int) -> str:
    """A German one, right by its digits."""
    account = f"12030000{n:010d}"
    return f"DE{98 - int(f'{account}131400') % 97:02d}{account}"
