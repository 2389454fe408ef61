"""Every use case: done, it leaves one activity row and says what must leave the process; refused, it leaves nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest

from autossa.operations import contracts, credits, decide, licenses
from autossa.operations.billing import corrections
from autossa.operations.context import ActionContext
from autossa.operations.days import DayBeforeLast, DayToCome
from autossa.operations.errors import NotFound, OperationError, Refused
from autossa.operations.licenses import activation_keys
from autossa.operations.runs import renewals
from autossa.queries.runs.verify import check_all
from autossa.store import models
from tests.cast.shop import ALICE, BOB, VERA, Shop, d, noon, on
from tests.store.looking import activities, broken_laws, contents, outbox, rows, settlement_ids

pytestmark = [pytest.mark.store, pytest.mark.django_db]

Act = Callable[[UUID, ActionContext], Any]
Opening = Callable[[Shop], UUID]
KEY_MADE = {"activation_keys", "activity", "waiting_events"}  # tables that making the key has changed


# ---- where a project stands when it begins; all is done on 2026-01-20


def in_question(shop: Shop) -> UUID:
    project = shop.in_review()
    contracts.ask(project=project, question="Which PBX is it?", ctx=on("2026-01-16"))
    return project


def ending(shop: Shop) -> UUID:
    project = shop.booked(option="flex_monthly")
    contracts.cancel(project=project, ctx=on("2026-01-16", ALICE))
    return project


def changed(shop: Shop) -> UUID:
    project = shop.booked()
    contracts.change_option(project=project, option="flex_monthly", ctx=on("2026-01-16", ALICE))
    return project


def change(project: UUID, ctx: ActionContext) -> object:
    return contracts.change_option(project=project, option="flex_monthly", ctx=ctx)


def suspended(shop: Shop) -> UUID:
    project = shop.booked()
    contracts.suspend(project=project, ctx=on("2026-01-16"))
    return project


def with_credits(shop: Shop) -> UUID:
    project = shop.project()
    credits.top_up(project=project, ssc=200_00, ctx=on("2026-01-15"))
    return project


def with_a_request(shop: Shop) -> UUID:
    project = shop.booked()
    licenses.request(
        project=project, license_id="L2", license_type="PORT", quantity=12, origin="customer", ctx=on("2026-01-16", BOB)
    )
    return project


def lapsed_long_ago(shop: Shop) -> UUID:
    project = shop.project(day="2025-01-15")
    licenses.activate(project=project, license_id="L1", ctx=on("2025-01-15"))
    return project


def parked(shop: Shop) -> UUID:
    project = shop.under_contract()
    decide.park(project, ValueError("once"), on("2026-01-15"))
    return project


# ---- what is done


def add(project: UUID, ctx: ActionContext, quantity: int = 12, kind: str = "PORT", license_id: str = "L2") -> Any:
    return licenses.add(
        project=project, license_id=license_id, license_type=kind, quantity=quantity, ctx=ctx, order_reference="PO 7"
    )


def request(project: UUID, ctx: ActionContext, origin: str = "partner") -> Any:
    return licenses.request(project=project, license_id="L2", license_type="PORT", quantity=12, origin=origin, ctx=ctx)


def redeem(project: UUID, ctx: ActionContext, **worth: Any) -> Any:
    key = activation_keys.make(
        ctx=on("2026-01-15"), **(worth or {"ssc": 50_00, "license_type": "PORT", "quantity": 12})
    )
    return activation_keys.redeem(key=key, project=project, ctx=ctx)


def void(project: UUID, ctx: ActionContext, reason: str = "Wrong month") -> Any:
    settlement = settlement_ids(project, "extension")[-1] if project != NOBODYS else UUID(int=98)
    return corrections.void(settlement=settlement, reason=reason, ctx=ctx)


def conclude(project: UUID, ctx: ActionContext, option: str = "annual_monthly", **more: Any) -> Any:
    return contracts.conclude(project=project, option=option, ctx=ctx, **more)


def extend(project: UUID, ctx: ActionContext, months: int = 1) -> Any:
    return credits.extend(project=project, months=months, ctx=ctx)


def adjust(project: UUID, ctx: ActionContext, ssc: int = 5_00, reason: str = "Goodwill") -> Any:
    return credits.adjust(project=project, ssc=ssc, reason=reason, ctx=ctx)


def give_back(project: UUID, ctx: ActionContext, license_id: str = "L1", quantity: int = 200) -> Any:
    return licenses.return_license(project=project, license_id=license_id, quantity=quantity, ctx=ctx)


NOBODYS = UUID(int=99)


@dataclass(frozen=True)
class Done:
    """A use case, where it begins, what the activity log calls it, and the outbox topics it leaves."""

    name: str
    opening: Opening
    act: Act
    action: str
    told: tuple[str, ...] = ()


DONE = [
    Done("top up", Shop.project, lambda p, ctx: credits.top_up(project=p, ssc=7_00, ctx=ctx, paid=8_33), "top_up"),
    Done("opening balance", Shop.project, lambda p, ctx: credits.open_balance(project=p, ssc=7_00, ctx=ctx),
         "adjust_credits"),
    Done("adjust up", Shop.project, adjust, "adjust_credits"),
    Done("adjust down", with_credits, lambda p, ctx: adjust(p, ctx, -5_00), "adjust_credits"),
    Done("extend", with_credits, extend, "extend", ("settlement.booked",)),
    Done("add a license", Shop.booked, add, "add_license", ("settlement.booked",)),
    Done("add a license to a new project", Shop.project, add, "add_license"),
    Done("request a license", Shop.booked, request, "request_license", ("mail.licenses_requested",)),
    Done("confirm it", with_a_request, lambda p, ctx: licenses.confirm(project=p, line=2, ctx=ctx), "confirm_license",
         ("license.confirmed", "settlement.booked", "mail.licenses_confirmed")),
    Done("activate", Shop.project, lambda p, ctx: licenses.activate(project=p, license_id="L1", ctx=ctx),
         "activate_license"),
    Done("return a part", Shop.project, give_back, "return_license"),
    Done("return all", Shop.project, lambda p, ctx: give_back(p, ctx, quantity=1200), "return_license"),
    Done("redeem a key", Shop.booked, redeem, "redeem_key", ("settlement.booked",)),
    Done("redeem credits", Shop.project, lambda p, ctx: redeem(p, ctx, ssc=50_00), "redeem_key"),
    Done("conclude", Shop.project, conclude, "conclude_contract", ("contract.concluded",)),
    Done("ask", Shop.in_review, lambda p, ctx: contracts.ask(project=p, question="Really?", ctx=ctx), "ask_question",
         ("contract.question",)),
    Done("answer", in_question, lambda p, ctx: contracts.answer(project=p, text="Yes", ctx=ctx), "answer_question",
         ("contract.in_review",)),
    Done("approve", Shop.in_review, lambda p, ctx: contracts.approve(project=p, ctx=ctx), "approve_contract",
         ("contract.active", "settlement.booked")),
    Done("approve in question", in_question, lambda p, ctx: contracts.approve(project=p, ctx=ctx), "approve_contract",
         ("contract.active", "settlement.booked")),
    Done("reject", Shop.in_review, lambda p, ctx: contracts.reject(project=p, ctx=ctx, reason="Unknown"),
         "reject_contract", ("contract.rejected",)),
    Done("withdraw", Shop.in_review, lambda p, ctx: contracts.withdraw(project=p, ctx=ctx), "withdraw_contract",
         ("contract.withdrawn",)),
    Done("suspend", Shop.booked, lambda p, ctx: contracts.suspend(project=p, ctx=ctx, reason="Unpaid"),
         "suspend_contract", ("contract.suspended",)),
    Done("resume", suspended, lambda p, ctx: contracts.resume(project=p, ctx=ctx), "resume_contract",
         ("contract.active",)),
    Done("cancel", Shop.booked, lambda p, ctx: contracts.cancel(project=p, ctx=ctx), "cancel_contract",
         ("contract.end_set", "contract.ending")),
    Done("undo", ending, lambda p, ctx: contracts.undo_cancellation(project=p, ctx=ctx), "undo_cancellation",
         ("contract.end_set", "contract.active")),
    Done("change option", Shop.booked, change, "change_option", ("contract.option_changed",)),
    Done("undo change option", changed, lambda p, ctx: contracts.undo_change_option(project=p, ctx=ctx),
         "undo_change_option", ("contract.option_changed",)),
    Done("void", Shop.booked, void, "void", ("settlement.voided",)),
    Done("retry", parked, lambda p, ctx: renewals.retry(project=p, ctx=ctx), "retry_project", ("settlement.booked",)),
]  # fmt: skip


@pytest.mark.parametrize("case", DONE, ids=lambda case: case.name)
@pytest.mark.parametrize("actor", [VERA, BOB], ids=lambda actor: actor.name)
def test_a_use_case_that_is_done_says_who_did_it(shop: Shop, case: Done, actor: Any) -> None:
    project = case.opening(shop)
    before, told = activities(project), outbox(project)
    case.act(project, on("2026-01-20", actor))
    new = activities(project)[len(before) :]
    assert [(who, what) for who, what, _ in new] == [(actor.name, case.action)]
    row = models.Activity.objects.filter(project=project).latest("id")
    assert (row.actor, row.acting_for, row.address) == (actor.user, actor.acting_for, actor.address)
    assert (row.day, row.at) == (d("2026-01-20"), noon("2026-01-20"))
    assert tuple(outbox(project)[len(told) :]) == case.told
    assert broken_laws() == {}
    assert list(check_all()) == []


@pytest.mark.parametrize("case", DONE, ids=lambda case: case.name)
def test_a_project_that_is_not_there_is_not_found(shop: Shop, case: Done) -> None:
    case.opening(shop)
    with pytest.raises(NotFound):
        case.act(NOBODYS, on("2026-01-20"))
    assert rows("SELECT id FROM activity WHERE project = %s", NOBODYS) == []


@pytest.mark.parametrize("case", DONE, ids=lambda case: case.name)
@pytest.mark.parametrize("day", ["2026-01-10", "2026-01-17"])
def test_nothing_is_done_on_a_day_before_what_was_done_already(shop: Shop, case: Done, day: str) -> None:
    project = case.opening(shop)
    credits.top_up(project=project, ssc=1_00, ctx=on("2026-01-18"))
    before = contents()
    with pytest.raises(DayBeforeLast, match=f"{day} is before 2026-01-18"):
        case.act(project, on(day))
    after = contents()
    changed = {table for table in before if after[table] != before[table]}
    assert changed <= (KEY_MADE if "redeem" in case.name else set())


@pytest.mark.parametrize("case", DONE, ids=lambda case: case.name)
def test_nothing_is_done_for_a_day_to_come(shop: Shop, case: Done) -> None:
    """Whatever the door: it is noon of the 20th, and the day after is asked for."""
    project = case.opening(shop)
    before = contents()
    with pytest.raises(DayToCome, match="2026-01-21 is after today, 2026-01-20"):
        case.act(project, replace(on("2026-01-20"), today=d("2026-01-21")))
    after = contents()
    changed = {table for table in before if after[table] != before[table]}
    assert changed <= (KEY_MADE if "redeem" in case.name else set())


@dataclass(frozen=True)
class No:
    """A use case that is refused: where it begins, and what it raises (a code, or words of the message)."""

    name: str
    opening: Opening
    act: Act
    said: str


REFUSED = [
    No("extend without credits", Shop.project, extend, "insufficient_credits"),
    No("extend under a contract", Shop.booked, extend, "contract_active"),
    No("adjust below zero", with_credits, lambda p, ctx: adjust(p, ctx, -200_01), "insufficient_credits"),
    No("add without credits", Shop.covered, add, "insufficient_credits"),
    No("confirm nothing", Shop.booked, lambda p, ctx: licenses.confirm(project=p, line=1, ctx=ctx), "not_requested"),
    No("confirm what is not there", Shop.booked, lambda p, ctx: licenses.confirm(project=p, line=9, ctx=ctx),
       "not_requested"),
    No("activate what is not there", Shop.project,
       lambda p, ctx: licenses.activate(project=p, license_id="L9", ctx=ctx), "no_such_license"),
    No("return what is not there", Shop.project, lambda p, ctx: give_back(p, ctx, "L9"), "no_such_license"),
    No("return more than there is", Shop.project, lambda p, ctx: give_back(p, ctx, quantity=1201),
       "quantity_too_large"),
    No("return the last license", Shop.booked, lambda p, ctx: give_back(p, ctx, quantity=1200), "last_license"),
    No("redeem without credits", Shop.covered, lambda p, ctx: redeem(p, ctx, license_type="PORT", quantity=12),
       "insufficient_credits"),
    No("conclude twice", Shop.in_review, conclude, "contract_exists"),
    No("conclude without the gap's credits", lapsed_long_ago, conclude, "insufficient_credits_for_gap"),
    No("conclude too short", Shop.project, lambda p, ctx: conclude(p, ctx, fixed_end=d("2026-06-30")),
       "before_minimum_term"),
    No("ask without a review", Shop.booked, lambda p, ctx: contracts.ask(project=p, question="Hm?", ctx=ctx),
       "not_in_review"),
    No("answer without a question", Shop.in_review, lambda p, ctx: contracts.answer(project=p, text="Yes", ctx=ctx),
       "not_in_question"),
    No("approve twice", Shop.booked, lambda p, ctx: contracts.approve(project=p, ctx=ctx), "not_in_review"),
    No("reject what is active", Shop.booked, lambda p, ctx: contracts.reject(project=p, ctx=ctx), "not_in_review"),
    No("withdraw what is active", Shop.booked, lambda p, ctx: contracts.withdraw(project=p, ctx=ctx), "not_in_review"),
    No("suspend a review", Shop.in_review, lambda p, ctx: contracts.suspend(project=p, ctx=ctx), "not_active"),
    No("resume what is active", Shop.booked, lambda p, ctx: contracts.resume(project=p, ctx=ctx), "not_suspended"),
    No("cancel a review", Shop.in_review, lambda p, ctx: contracts.cancel(project=p, ctx=ctx), "not_active"),
    No("cancel too early", Shop.booked, lambda p, ctx: contracts.cancel(project=p, ctx=ctx, end=d("2026-03-01")),
       "notice_too_short"),
    No("cancel again", ending, lambda p, ctx: contracts.cancel(project=p, ctx=ctx), "already_ending"),
    No("change to the same option", changed, change, "same_option"),
    No("change while it ends", ending, change, "already_ending"),
    No("change while suspended", suspended, change, "not_active"),
    No("undo no change", Shop.booked, lambda p, ctx: contracts.undo_change_option(project=p, ctx=ctx),
       "no_change_to_undo"),
    No("undo nothing", Shop.booked, lambda p, ctx: contracts.undo_cancellation(project=p, ctx=ctx), "not_ending"),
    # what cannot be understood
    No("top up nothing", Shop.project, lambda p, ctx: credits.top_up(project=p, ssc=0, ctx=ctx), "above 0"),
    No("open with less than nothing", Shop.project, lambda p, ctx: credits.open_balance(project=p, ssc=-1, ctx=ctx),
       "above 0"),
    No("adjust by nothing", Shop.project, lambda p, ctx: adjust(p, ctx, 0), "changes nothing"),
    No("adjust without a reason", Shop.project, lambda p, ctx: adjust(p, ctx, reason=" "), "the reason is missing"),
    No("adjust with too long a reason", Shop.project, lambda p, ctx: adjust(p, ctx, reason="r" * 501), "at most 500"),
    No("adjust beyond any balance", Shop.project, lambda p, ctx: adjust(p, ctx, 10**16), "at most"),
    No("top up beyond measure", Shop.project, lambda p, ctx: credits.top_up(project=p, ssc=10**16, ctx=ctx), "at most"),
    No("extend by nothing", with_credits, lambda p, ctx: extend(p, ctx, 0), "at least 1"),
    No("extend beyond the calendar", with_credits, lambda p, ctx: extend(p, ctx, 100_000), "at most 1200"),
    No("add nothing", Shop.project, lambda p, ctx: add(p, ctx, quantity=0), "at least 1"),
    No("add more than can be", Shop.project, lambda p, ctx: add(p, ctx, quantity=2**31), "at most 1000000000"),
    No("add the unheard of", Shop.project, lambda p, ctx: add(p, ctx, kind="FAX"), "no license type FAX"),
    No("add before there is a rate", Shop.project,
       lambda p, ctx: add(p, on("1999-12-31", ctx.actor)), "has no rate on 1999-12-31"),
    No("add without an id", Shop.project, lambda p, ctx: add(p, ctx, license_id=" "), "id is missing"),
    No("add with an id that is no text", Shop.project, lambda p, ctx: add(p, ctx, license_id="L\x00"),
       "cannot be shown"),
    No("add with too long an id", Shop.project, lambda p, ctx: add(p, ctx, license_id="L" * 101), "at most 100"),
    No("add the same id", Shop.project, lambda p, ctx: add(p, ctx, license_id="L1"), "L1 exists"),
    No("request the same id", with_a_request, request, "L2 exists"),
    No("request from nowhere", Shop.project, lambda p, ctx: request(p, ctx, "nowhere"), "customer or partner"),
    No("return nothing", Shop.project, lambda p, ctx: give_back(p, ctx, quantity=0), "at least 1"),
    No("conclude the unheard of", Shop.project, lambda p, ctx: conclude(p, ctx, "weekly"), "weekly"),
    No("conclude for nobody to pay", Shop.project, lambda p, ctx: conclude(p, ctx, payer=NOBODYS), "no such payer"),
    No("ask nothing", Shop.in_review, lambda p, ctx: contracts.ask(project=p, question=" ", ctx=ctx), "is missing"),
    No("ask too much", Shop.in_review, lambda p, ctx: contracts.ask(project=p, question="?" * 4001, ctx=ctx),
       "at most 4000"),
    No("answer nothing", in_question, lambda p, ctx: contracts.answer(project=p, text="", ctx=ctx),
       "answer is missing"),
    No("void without a reason", Shop.booked, lambda p, ctx: void(p, ctx, " "), "the reason is missing"),
    No("void with too long a reason", Shop.booked, lambda p, ctx: void(p, ctx, "r" * 501), "at most 500"),
    No("void the unheard of", Shop.booked, lambda p, ctx: void(NOBODYS, ctx), "no such settlement"),
    No("redeem the unheard of", Shop.project,
       lambda p, ctx: activation_keys.redeem(key="ABCDE-ABCDE", project=p, ctx=ctx),
       "unknown or was redeemed"),
    No("redeem for nobody", Shop.project, lambda p, ctx: redeem(NOBODYS, ctx, ssc=1_00), "no such project"),
    No("retry what is not there", Shop.project, lambda p, ctx: renewals.retry(project=NOBODYS, ctx=ctx),
       "no such project"),
]  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_use_case_that_is_refused_writes_nothing_at_all(shop: Shop, case: No) -> None:
    project = case.opening(shop)
    makes_a_key = case.name in ("redeem without credits", "redeem for nobody")
    before = contents()
    with pytest.raises(OperationError) as caught:
        case.act(project, on("2026-01-20", BOB))
    after = contents()
    if isinstance(caught.value, Refused):
        assert caught.value.refusal.code.value == case.said
    else:
        assert case.said in str(caught.value)
    changed = {table for table in before if after[table] != before[table]}
    assert changed <= (KEY_MADE if makes_a_key else set())
    assert not makes_a_key or rows("SELECT redeemed_by_id FROM activation_keys") == [(None,)]


@pytest.mark.parametrize("case", [case for case in REFUSED if "booked" in getattr(case.opening, "__name__", "")],
                         ids=lambda case: case.name)  # fmt: skip
def test_a_refusal_after_a_silence_books_nothing_of_it(shop: Shop, case: No) -> None:
    """What was due is booked by the run, or with the next use case that is done."""
    project = case.opening(shop)
    before = contents()
    with pytest.raises(OperationError):
        case.act(project, on("2026-04-20", BOB))
    assert contents() == before
