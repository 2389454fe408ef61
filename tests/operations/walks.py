"""What the random walks do: each use case of projects, and of those to whom they belong and who pay for them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from autossa.domain.policies import Policy
from autossa.domain.rights import Right
from autossa.operations import contracts, credits, licenses
from autossa.operations.billing import corrections, payers
from autossa.operations.context import ActionContext, Actor
from autossa.operations.credits import orders
from autossa.operations.licenses import activation_keys
from autossa.operations.organisations import create, delegations, merging, standing
from autossa.operations.organisations.vat import set_treatment
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue
from autossa.queries.credits.orders import offer_top_up
from autossa.store import models
from tests.cast.members import member, partner
from tests.cast.shop import ALICE, VERA, Shop, noon, on, taxed_at
from tests.store.looking import column, rows, value

OPTIONS = ("annual_monthly", "flex_monthly", "annual_yearly", "annual_quarterly")


@dataclass
class Walk:
    """A project, the day it is, and what has come of each step."""

    shop: Shop
    project: UUID
    today: date
    said: list[str] = field(default_factory=list)
    rates: dict[UUID, set[Fraction]] = field(default_factory=dict)

    @property
    def staff(self) -> ActionContext:
        return ActionContext(VERA, self.today, noon(self.today))

    @property
    def customer(self) -> ActionContext:
        return ActionContext(ALICE, self.today, noon(self.today))

    def some_line(self, number: int) -> tuple[int, str, int]:
        found = rows(
            "SELECT l.number, i.code, l.quantity FROM license_lines l JOIN licenses i ON i.id = l.license_id"
            " WHERE l.project_id = %s ORDER BY l.ended_on IS NOT NULL, l.number",
            self.project,
        )
        return found[number % len(found)]  # type: ignore[return-value]

    def new_id(self) -> str:
        return f"L{value('SELECT count(*) FROM licenses') + 1}"


def add(walk: Walk, n: int) -> None:
    kind, quantity = ("PORT", "OPERATOR")[n % 2], n % 90 + 1
    licenses.add(project=walk.project, license_id=walk.new_id(), license_type=kind, quantity=quantity, ctx=walk.staff)


def request(walk: Walk, n: int) -> None:
    licenses.request(
        project=walk.project, license_id=walk.new_id(), license_type="PORT", quantity=n + 1, origin="partner",
        ctx=walk.customer,
    )  # fmt: skip


def confirm(walk: Walk, n: int) -> None:
    waiting = column("SELECT number FROM license_lines WHERE NOT confirmed ORDER BY 1") or [1]
    licenses.confirm(project=walk.project, line=waiting[n % len(waiting)], ctx=walk.staff)


def give_back(walk: Walk, n: int) -> None:
    _, code, quantity = walk.some_line(n)
    part = quantity if n % 3 == 0 else max(1, quantity // 2)
    licenses.return_license(project=walk.project, license_id=code, quantity=part, ctx=walk.customer)


def void(walk: Walk, n: int) -> None:
    """The newest settlement, mostly."""
    found = column("SELECT id FROM settlements ORDER BY id DESC") or [UUID(int=9)]
    corrections.void(settlement=found[n % 2 if len(found) > 1 else 0], reason="Wrong", ctx=walk.staff)


def redeem(walk: Walk, n: int) -> None:
    worth: dict[str, Any] = {"license_type": "PORT", "quantity": n + 1} if n % 3 else {}
    key = activation_keys.make(**worth, ssc=(n % 2) * 50_00 or (0 if worth else 1), ctx=walk.staff)
    activation_keys.redeem(key=key, project=walk.project, ctx=walk.customer)


def conclude(walk: Walk, n: int) -> None:
    fixed_end = walk.today + timedelta(days=n * 3) if n % 5 == 0 else None
    payer = walk.shop.charlie if n % 7 == 0 else None
    option = OPTIONS[n % 4]
    contracts.conclude(project=walk.project, option=option, fixed_end=fixed_end, payer=payer, ctx=walk.customer)


def cancel(walk: Walk, n: int) -> None:
    end = walk.today + timedelta(days=n * 2) if n % 3 == 0 else None
    contracts.cancel(project=walk.project, end=end, ctx=walk.customer)


def new_price(walk: Walk, n: int) -> None:
    starts_on = walk.today + timedelta(days=28 + n % 20)
    price = Fraction(n + 1, 100)
    catalogue.set_price(price_list=walk.shop.price_list, price=price, starts_on=starts_on, ctx=walk.staff)


def new_policy(walk: Walk, n: int) -> None:
    policy = Policy(grace_days=n % 60, renewal_lead_days=n % 28, late_multiplier=Fraction(1 + n % 4), void_days=30 + n)
    catalogue.set_policy(policy=policy, starts_on=walk.today + timedelta(days=28), ctx=walk.staff)


def approve(walk: Walk, n: int) -> None:
    """With the lines that were requested since, or without; what is due is booked at once, or by the night."""
    waiting = column("SELECT number FROM license_lines WHERE NOT confirmed AND ended_on IS NULL ORDER BY 1")
    contracts.approve(project=walk.project, lines=waiting if n % 3 == 0 else (), book_at_once=n % 4 > 0, ctx=walk.staff)


def end_request(walk: Walk, n: int) -> None:
    waiting = column("SELECT number FROM license_lines WHERE NOT confirmed ORDER BY 1") or [1]
    if n % 2:
        licenses.withdraw_request(project=walk.project, line=waiting[n % len(waiting)], ctx=walk.customer)
    else:
        licenses.refuse_request(project=walk.project, line=waiting[n % len(waiting)], reason="No", ctx=walk.staff)


def old_void(walk: Walk, n: int) -> None:
    found = column("SELECT id FROM settlements ORDER BY id DESC") or [UUID(int=9)]
    corrections.void(settlement=found[n % len(found)], reason="Wrong", ctx=walk.staff)


def withdraw_price(walk: Walk, n: int) -> None:
    if n % 3:
        new_price(walk, n)
    coming = column("SELECT starts_on FROM ssc_prices WHERE withdrawn_on IS NULL ORDER BY starts_on DESC")
    instead = catalogue.Instead(Fraction(n + 1, 50), walk.today + timedelta(days=28)) if n % 2 else None
    catalogue.withdraw_price(
        price_list=walk.shop.price_list, starts_on=coming[0], reason="Slip", instead=instead, ctx=walk.staff
    )


def new_rate(walk: Walk, n: int) -> None:
    starts_on = walk.today + timedelta(days=28 + n % 9)
    catalogue.set_rate(code="PORT", ssc_per_year=Fraction(n, 10), starts_on=starts_on, ctx=walk.staff)


# ---- organisations: who owns the project, who may do something for it, who pays


def _owner(organisation: UUID, place: int) -> Actor:
    """One of two owners of an organisation: whoever asks does not confirm."""
    email = f"o{place}@{str(organisation)[-12:]}.example"
    found = models.User.objects.filter(email=email).first()
    person = found or member(organisation, email, "owner")
    return Actor(person.name, person.id)


def _customer(walk: Walk) -> UUID:
    return UUID(str(value("SELECT customer_id FROM projects WHERE id = %s", walk.project)))


def _partners() -> list[UUID]:
    return column("SELECT id FROM organisations WHERE kind = 'partner' AND merged_into_id IS NULL ORDER BY id")


def _at_a_rate_of_its_own(walk: Walk, organisation: UUID) -> None:
    """No two organisations ever have the same: an invoice with another's VAT is seen."""
    rate = Fraction(200 + sum(map(len, walk.rates.values())), 1000)
    set_treatment(organisation=organisation, new=taxed_at(rate * 100, walk.staff), ctx=walk.staff)
    walk.rates.setdefault(organisation, set()).add(rate)


def with_rates(walk: Walk) -> None:
    """Whoever is there at first keeps the rate it has been invoiced at."""
    walk.rates = {
        key: {Fraction(19, 100) if treatment else Fraction(0)}
        for key, treatment in rows("SELECT id, treatment_id FROM organisations")
    }
    for organisation in (walk.shop.alice, walk.shop.charlie):
        _at_a_rate_of_its_own(walk, organisation)


def _new_organisation(walk: Walk, kind: str) -> UUID:
    number = f"N{value('SELECT count(*) FROM organisations')}"
    key = partner("Paul", number) if kind == "partner" else create.create(
        kind="customer", name="Alice", number=number, ctx=walk.staff
    )  # fmt: skip
    _at_a_rate_of_its_own(walk, key)
    return key


def new_vat(walk: Walk, n: int) -> None:
    everybody = [_customer(walk), *_partners()]
    _at_a_rate_of_its_own(walk, everybody[n % len(everybody)])


def give_access(walk: Walk, n: int) -> None:
    there = _partners()
    to = _new_organisation(walk, "partner") if len(there) < 2 else there[n % len(there)]
    delegations.give(
        customer=_customer(walk), partner=to, rights=[Right.BILLING, Right.CONTRACTS][: n % 2 + 1],
        project=walk.project if n % 3 else None, ends_on=walk.today + timedelta(days=n) if n % 4 == 0 else None,
        ctx=walk.customer,
    )  # fmt: skip


def by_a_partner(shop: Shop) -> UUID:
    """A project whose contract a partner pays, with one billed period."""
    key, project = partner("Paul", "N1"), shop.project()
    delegations.give(customer=shop.alice, partner=key, rights=[Right.BILLING], ctx=on("2026-01-15"))
    contracts.conclude(project=project, option="flex_monthly", payer=key, ctx=on("2026-01-15", ALICE))
    contracts.approve(project=project, ctx=on("2026-01-15"))
    return project


def end_access(walk: Walk, n: int) -> None:
    given = column("SELECT id FROM hand_overs WHERE ends_on IS NULL ORDER BY id") or [UUID(int=9)]
    delegations.revoke(delegation=given[n % len(given)], customer=_customer(walk), ctx=walk.customer)


def conclude_by_partner(walk: Walk, n: int) -> None:
    there = _partners() or [_customer(walk)]
    contracts.conclude(project=walk.project, option=OPTIONS[n % 4], payer=there[n % len(there)], ctx=walk.customer)


def ask_payer(walk: Walk, n: int) -> None:
    """Another than the one that pays, mostly; asked by somebody of the customer or of a partner, often answered."""
    present = column("SELECT payer_id FROM contracts ORDER BY number DESC LIMIT 1")
    could = [_customer(walk), *_partners()]
    others = [one for one in could if one not in present] or could
    ctx = replace(walk.staff, actor=_owner(could[n % 3 % len(could)], 0))
    payers.ask(project=walk.project, payer=others[n % len(others)], ctx=ctx)
    if n % 4:
        answer_payer(walk, n)


def answer_payer(walk: Walk, n: int) -> None:
    row = models.PayerChange.objects.open().first()
    if row is None or n % 5 == 4:
        payers.withdraw(project=walk.project, ctx=walk.customer)
        return
    do = payers.refuse if n % 5 == 3 else payers.confirm
    do(change=row.id, confirmer=row.confirmer_id, ctx=replace(walk.staff, actor=_owner(row.confirmer_id, 1)))


def merge_customer(walk: Walk, n: int) -> None:
    """The one that owns the project is the duplicate, or the one that stays."""
    mine, other = _customer(walk), _new_organisation(walk, "customer")
    gone, kept = (mine, other) if n % 3 else (other, mine)
    merging.merge(duplicate=gone, into=kept, ctx=walk.staff)


def merge_partner(walk: Walk, n: int) -> None:
    there = _partners()
    if len(there) > 1:
        merging.merge(duplicate=there[n % 2], into=there[1 - n % 2], ctx=walk.staff)


def suspend_customer(walk: Walk, n: int) -> None:
    key = _customer(walk)
    if n % 2:
        standing.suspend(organisation=key, reason="Does not pay", ctx=walk.staff)
    else:
        standing.restore(organisation=key, ctx=walk.staff)


def order(walk: Walk, n: int) -> None:
    payer, key = _customer(walk), UUID(int=10**6 + value("SELECT count(*) FROM credit_orders"))
    offer = offer_top_up(walk.project, walk.today, (n + 1) * 100, payer)
    gross = getattr(getattr(offer, "quote", None), "gross", 0)
    orders.place(order=key, project=walk.project, ssc=(n + 1) * 100, payer=payer, gross=gross, ctx=walk.customer)


def decide_order(walk: Walk, n: int) -> None:
    found = column("SELECT id FROM credit_orders ORDER BY state = 'open' DESC, id") or [UUID(int=9)]
    if n % 4 == 0:
        orders.withdraw(order=found[0], project=walk.project, ctx=walk.customer)
    elif n % 4 == 1:
        orders.decline(order=found[0], reason="No money came", ctx=walk.staff)
    else:
        orders.book(order=found[0], ctx=walk.staff)


ACTIONS: dict[str, Callable[[Walk, int], object]] = {
    "add": add,
    "request": request,
    "confirm": confirm,
    "activate": lambda w, n: licenses.activate(project=w.project, license_id=w.some_line(n)[1], ctx=w.customer),
    "give back": give_back,
    "top up": lambda w, n: credits.top_up(project=w.project, ssc=(n + 1) * 9_99, paid=n * 9_99, ctx=w.customer),
    "adjust up": lambda w, n: credits.adjust(project=w.project, ssc=n + 1, reason="Goodwill", ctx=w.staff),
    "adjust down": lambda w, n: credits.adjust(project=w.project, ssc=-(n + 1) * 99, reason="Typo", ctx=w.staff),
    "extend": lambda w, n: credits.extend(project=w.project, months=n % 14 + 1, ctx=w.customer),
    "conclude": conclude,
    "ask": lambda w, _: contracts.ask(project=w.project, question="Hm?", ctx=w.staff),
    "answer": lambda w, _: contracts.answer(project=w.project, text="Yes", ctx=w.customer),
    "approve": approve,
    "reject": lambda w, _: contracts.reject(project=w.project, ctx=w.staff),
    "withdraw": lambda w, _: contracts.withdraw(project=w.project, ctx=w.customer),
    "suspend": lambda w, _: contracts.suspend(project=w.project, ctx=w.staff),
    "resume": lambda w, _: contracts.resume(project=w.project, ctx=w.staff),
    "cancel": cancel,
    "undo": lambda w, _: contracts.undo_cancellation(project=w.project, ctx=w.customer),
    "change option": lambda w, n: contracts.change_option(project=w.project, option=OPTIONS[n % 4], ctx=w.customer),
    "undo change": lambda w, _: contracts.undo_change_option(project=w.project, ctx=w.customer),
    "void": void,
    "redeem": redeem,
    "run": lambda w, _: renewals.run(ctx=w.staff),
    "new price": new_price,
    "new policy": new_policy,
    "end request": end_request,
    "old void": old_void,
    "open balance": lambda w, n: credits.open_balance(project=w.project, ssc=(n + 1) * 7_77, ctx=w.staff),
    "withdraw price": withdraw_price,
    "new rate": new_rate,
    "new vat": new_vat,
    "give access": give_access,
    "end access": end_access,
    "conclude by partner": conclude_by_partner,
    "ask payer": ask_payer,
    "answer payer": answer_payer,
    "merge customer": merge_customer,
    "merge partner": merge_partner,
    "suspend customer": suspend_customer,
    "order": order,
    "decide order": decide_order,
}

ANYTIME = (
    "add, request, confirm, activate, give back, top up, adjust up, adjust down, redeem, run, new price, new policy,"
    " end request, open balance, withdraw price, new rate, new vat, give access, give access, end access, order,"
    " decide order, merge customer, merge partner, suspend customer, old void"
)
WITHOUT = (
    f"{ANYTIME}, extend, extend, extend, top up, top up, conclude, conclude, conclude, conclude by partner,"
    " conclude by partner, conclude by partner"
)
REVIEWED = (
    "approve, approve, approve, approve, ask, ask, answer, answer, reject, withdraw, add, request, run, void, old void,"
    " end request, ask payer, answer payer, merge customer"
)
RUNNING = (
    f"{ANYTIME}, add, give back, confirm, run, run, run, void, void, void, void, cancel, cancel, undo, suspend,"
    " ask payer, answer payer, answer payer, end access"
)
LIKELY = {
    "in_review": REVIEWED,
    "question": REVIEWED,
    "active": RUNNING,
    "ending": f"{RUNNING}, undo, run, run",
    "suspended": f"{ANYTIME}, resume, resume, resume, resume, void",
}
"""What people do, by the state of the contract, as often as it is named; else what they do without one."""
