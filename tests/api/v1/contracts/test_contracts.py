"""A contract's life by programs: previewed, concluded, asked about, approved, changed, cancelled, suspended."""

import pytest

from autossa.domain.rights import Role
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask, post
from tests.cast.shop import Shop

pytestmark = pytest.mark.store


@pytest.fixture
def new(shop: Shop) -> str:
    return public_id("prj", shop.project(day="2026-03-20"))


def agreed(secret: str, project: str, option: str) -> str:
    shown = post(secret, "previews/conclude", {"project": project}).json()
    return next(one["offer"]["agreed"] for one in shown["choices"] if one["option"]["name"] == option)


def test_a_contract_is_concluded_at_the_figures_shown(shop: Shop, new: str, token: Tokens) -> None:
    secret = token()
    shown = post(secret, "previews/conclude", {"project": new})
    assert shown.status == 200, shown.body
    choice = next(one for one in shown.json()["choices"] if one["option"]["name"] == "annual_monthly")
    assert choice["offer"]["beginning"]["gross"] == {"amount": "119.00", "currency": "EUR"}
    assert choice["offer"]["bookings"][0]["charges"][0]["derivation"]["steps"]
    sent = {"option": "annual_monthly", "order_number": "PO-9", "agreed": choice["offer"]["agreed"]}
    other = post(secret, f"projects/{new}/contracts", {**sent, "option": "annual_yearly"})
    assert (other.status, other.code) == (409, "changed")
    assert other.json()["now"]["year_ssc"]
    made = post(secret, f"projects/{new}/contracts", sent)
    assert (made.status, made.json()["status"], made.json()["order_number"]) == (201, "in_review", "PO-9")
    again = post(secret, f"projects/{new}/contracts", sent)
    assert (again.status, again.code) == (422, "contract_exists")
    assert post(secret, "previews/conclude", {"project": new}).json()["refusal"]["code"] == "contract_exists"


def test_what_cannot_be_concluded_is_said(shop: Shop, new: str, token: Tokens) -> None:
    secret = token()
    odd = post(secret, f"projects/{new}/contracts", {"option": "forever"})
    assert (odd.status, odd.code, odd.json()["field"]) == (422, "unknown_option", "option")
    payer = post(
        secret, f"projects/{new}/contracts", {"option": "annual_monthly", "payer": public_id("org", shop.charlie)}
    )
    assert (payer.status, payer.code) == (404, "payer_not_found")
    debit = post(secret, f"projects/{new}/contracts", {"option": "annual_monthly", "method": "direct_debit"})
    assert debit.status == 422, debit.body
    unreadable = post(secret, f"projects/{new}/contracts", {"option": "annual_monthly", "agreed": "x"})
    assert (unreadable.status, unreadable.code) == (409, "changed")
    assert not models.Contract.objects.exists()


def test_a_review_goes_from_question_to_approval(shop: Shop, new: str, token: Tokens) -> None:
    owner, reviewer = token(), token(organisation=shop.vendor, role=Role.REVIEWER)
    post(owner, f"projects/{new}/contracts", {"option": "annual_monthly"})
    (row,) = ask("GET", "reviews?waiting=vendor", token=reviewer).json()["data"]
    assert (row["id"], row["refusal"], row["gross"]["amount"]) == (new, None, "119.00")
    assert ask("GET", f"reviews?starting_after={new}", token=reviewer).json() == {"data": [], "has_more": False}
    first = ask("GET", f"projects/{new}/review", token=reviewer).json()
    asked = post(reviewer, f"projects/{new}/review/ask", {"text": "How many?", "agreed": first["agreed"]})
    assert (asked.status, asked.json()["status"]) == (200, "question")
    late = post(reviewer, f"projects/{new}/review/approve", {"agreed": first["agreed"]})
    assert (late.status, late.code) == (409, "changed_since_shown")
    answered = post(owner, f"projects/{new}/contract/answer", {"text": "Twelve"})
    assert [said["text"] for said in answered.json()["thread"]][-2:] == ["How many?", "Twelve"]
    now = ask("GET", f"projects/{new}/review", token=reviewer).json()
    done = post(reviewer, f"projects/{new}/review/approve", {"agreed": now["agreed"]})
    assert (done.status, done.json()["status"]) == (200, "active"), done.body
    assert ask("GET", f"projects/{new}/review", token=reviewer).status == 404
    assert models.Settlement.objects.count() == 1


def test_a_contract_is_rejected_or_withdrawn(shop: Shop, token: Tokens) -> None:
    owner, reviewer = token(), token(organisation=shop.vendor, role=Role.REVIEWER)
    one, two = (public_id("prj", shop.in_review(name, day="2026-03-19")) for name in ("A", "B"))
    assert post(reviewer, f"projects/{one}/review/reject", {"text": " "}).status == 422
    assert post(reviewer, f"projects/{one}/review/reject", {"text": "Not yet"}).json()["status"] == "rejected"
    assert post(owner, f"projects/{two}/contract/withdraw").json()["status"] == "withdrawn"
    again = post(owner, f"projects/{two}/contract/withdraw")
    assert again.status == 422
    (row,) = ask("GET", f"projects/{one}/contracts", token=owner).json()["data"]
    assert row["thread"][-1]["text"] == "Not yet"
    assert ask("GET", f"projects/{one}/contracts/1", token=owner).json()["status"] == "rejected"
    assert ask("GET", f"projects/{one}/contracts/2", token=owner).status == 404


def test_the_option_changes_and_that_is_taken_back(shop: Shop, token: Tokens) -> None:
    owner, project = token(), public_id("prj", shop.booked(day="2026-03-01"))
    shown = post(owner, "previews/change_option", {"project": project}).json()
    sent = {"option": "annual_yearly", "agreed": shown["agreed"]}
    changed = post(owner, f"projects/{project}/contract/change-option", sent)
    assert [one["option"] for one in changed.json()["scheduled"]] == ["annual_yearly"], changed.body
    late = post(owner, f"projects/{project}/contract/change-option", sent)
    assert (late.status, late.code) == (409, "changed_since_shown")
    undone = post(owner, f"projects/{project}/contract/undo-change-option")
    assert undone.json()["scheduled"] == []


def test_a_contract_is_cancelled_and_that_is_withdrawn(shop: Shop, token: Tokens) -> None:
    owner, project = token(), public_id("prj", shop.booked(day="2026-03-01"))
    shown = post(owner, "previews/cancel", {"project": project}).json()
    assert shown["ends_on"] == shown["earliest"] == "2027-03-01"
    early = post(owner, f"projects/{project}/contract/cancel", {"ends_on": "2026-06-01"})
    assert (early.status, early.json()["earliest_end"]) == (422, "2027-03-01")
    done = post(owner, f"projects/{project}/contract/cancel", {"agreed": shown["agreed"]})
    assert (done.json()["status"], done.json()["ends_on"]) == ("ending", "2027-03-01")
    back = post(owner, f"projects/{project}/contract/undo-cancellation")
    assert (back.json()["status"], back.json()["ends_on"]) == ("active", None)
    none = post(owner, "previews/cancel", {"project": public_id("prj", shop.project("B"))})
    assert none.status == 422


def test_finance_suspends_resumes_and_terminates(shop: Shop, token: Tokens) -> None:
    owner, finance = token(), token(organisation=shop.vendor, role=Role.FINANCE)
    project = public_id("prj", shop.booked(day="2026-02-20"))
    assert post(owner, f"projects/{project}/contract/suspend", {"reason": "Unpaid"}).status == 404
    held = post(finance, f"projects/{project}/contract/suspend", {"reason": "Unpaid"})
    assert held.json()["status"] == "suspended"
    shown = post(finance, "previews/resume", {"project": project}).json()
    going = post(finance, f"projects/{project}/contract/resume", {"agreed": shown["agreed"]})
    assert going.json()["status"] == "active", going.body
    again = post(finance, f"projects/{project}/contract/resume")
    assert again.status == 422
    post(finance, f"projects/{project}/contract/suspend", {"reason": "Unpaid"})
    ended = post(finance, f"projects/{project}/contract/terminate", {"reason": "Unpaid"})
    assert ended.json()["status"] in ("ended", "ending")


def test_several_are_concluded_each_with_its_own_answer(shop: Shop, token: Tokens) -> None:
    secret = token()
    ids = [public_id("prj", shop.project(name, day="2026-03-20")) for name in ("A", "B")]
    ids.append(public_id("prj", shop.in_review("C", day="2026-03-19")))
    shown = post(secret, "previews/conclude_several", {"option": "annual_monthly", "projects": ids}).json()
    figures = {row["project"]: row["agreed"] for row in shown}
    sent = [{"project": one, "agreed": figures[one]} for one in ids]
    sent.append({"project": public_id("prj", shop.vendor)})  # there is none such
    told = post(secret, "contracts", {"option": "annual_monthly", "projects": sent}).json()
    assert [one["code"] for one in told] == ["", "", "contract_exists", "not_found"]
    assert models.Contract.objects.filter(status="in_review").count() == 3
    billing = token("read", "billing")
    assert post(billing, "contracts", {"option": "annual_monthly", "projects": sent}).code == "scope_missing"


def test_a_lapsed_project_orders_what_it_lacks(shop: Shop, token: Tokens) -> None:
    secret, project = token(), public_id("prj", shop.covered(day="2026-01-01"))
    shown = ask("GET", f"projects/{project}/lapsed", token=secret).json()
    assert shown["plan"]["derivation"]["steps"]
    sent = {
        "option": "annual_monthly", "payer": shown["payers"][0]["id"], "gross": shown["plan"]["gross"]["amount"],
        "order": shown["order"],
    }  # fmt: skip
    assert post(secret, f"projects/{project}/lapsed", {**sent, "gross": "1.00"}).status in (409, 422)
    done = post(secret, f"projects/{project}/lapsed", sent)
    assert (done.status, done.json()["last"]["state"]) == (201, "open"), done.body
    waits = post(secret, f"projects/{project}/lapsed", {**sent, "order": None})
    assert (waits.status, waits.code) == (422, "lapsed_order_waits")


def test_the_vendor_verifies_first(shop: Shop, new: str, token: Tokens) -> None:
    models.Organisation.objects.filter(pk=shop.alice).update(verified_on=None)
    secret = token()
    assert post(secret, "previews/conclude", {"project": new}).json()["is_verified"] is False
    assert post(secret, f"projects/{new}/contracts", {"option": "annual_monthly"}).code == "customer_not_verified"
