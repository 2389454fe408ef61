"""Whoever decides, decides about what the page showed: what has changed since is shown again, and nothing is done."""

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from autossa.domain.billing.addresses import PostalAddress
from autossa.domain.rights import Action, Right
from autossa.operations import contracts, credits, licenses
from autossa.operations.billing import corrections, payers
from autossa.operations.organisations import access_requests, create, edit, standing
from autossa.operations.organisations import people as people_operations
from autossa.operations.runs import renewals
from autossa.operations.runs.safety import voiding
from autossa.queries.seen import fingerprint
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import address, hidden_of, html
from tests.cast.people import People, make_person
from tests.cast.people import ctx as by
from tests.cast.shop import on
from tests.portal import walking
from tests.portal.credits.ordering import order
from tests.store.looking import contents

pytestmark = [pytest.mark.store, pytest.mark.django_db]

DAY = date(2026, 1, 20)


# ---- what was seen, as a text


class Colour(StrEnum):
    RED = "red"


class Number(Enum):
    ONE = 1


@dataclass(frozen=True)
class Shown:
    a: object
    b: object = None


def test_the_same_facts_have_one_fingerprint_and_others_another() -> None:
    same = Shown({"x": 1, "y": (Fraction(1, 3), None)}, frozenset({"p", "q", "r"}))
    again = Shown({"y": (Fraction(2, 6), None), "x": 1}, frozenset({"r", "q", "p"}))
    assert fingerprint(same) == fingerprint(again)
    different: list[object] = [
        Shown(1), Shown("1"), Shown(True), Shown(None, 1), Shown((1, 2)), Shown((12,)), Shown(("1", "2")),
        Shown(("12",)), Shown((1, (2,))), Shown(((1, 2),)), Shown({1: 2}), Shown({2: 1}), Shown(Colour.RED),
        Shown(UUID(int=1)), Shown(()),
    ]  # fmt: skip
    assert len({fingerprint(one) for one in different}) == len(different)


@pytest.mark.parametrize("wrong", [object(), lambda: 1, Shown, Number.ONE, 1.5])
def test_what_is_no_fact_has_none(wrong: object) -> None:
    """A name in memory would be another in each process, and refuse for ever."""
    with pytest.raises(TypeError):
        fingerprint((wrong,))


# ---- each page on which somebody decides

Case = tuple[str, str, dict[str, str], Callable[[], object]]  # who, where, what is entered, what changes meanwhile


def _new(people: People) -> UUID:
    key = create.create(kind="customer", name="New Ltd", number="N1", verified=False, ctx=on("2026-01-15"))
    models.Organisation.objects.filter(pk=key).update(country="DE", street="A street")
    return key


MOVED = edit.BillingDetails(PostalAddress("Elsewhere", "", "", ""), "DE", "")


def _moves(key: UUID) -> Callable[[], object]:
    return lambda: edit.edit(organisation=key, new=MOVED, ctx=on("2026-01-20"))


def verify(people: People) -> Case:
    key = _new(people)
    return "reviewer", people.organisation(key, "verify/"), {"treatment": "domestic:standard"}, _moves(key)


def verify_with_another_contact(people: People) -> Case:
    key = _new(people)

    def change() -> None:
        models.Contact.objects.create(organisation_id=key, purpose="admin", email="other@example.com")

    return "reviewer", people.organisation(key, "verify/"), {"treatment": "domestic:standard"}, change


def terms(people: People) -> Case:
    key = _new(people)
    given = {"name": "Newer Ltd", "number": "N2"}
    return "reviewer", people.organisation(key, "terms/"), given, _moves(key)


def suspend_organisation(people: People) -> Case:
    key = _new(people)
    return "reviewer", people.organisation(key, "suspend/"), {"reason": "Does not pay"}, _moves(key)


def merge(people: People) -> Case:
    key = _new(people)
    given = {"number": "C2", "step": "merge"}
    new = edit.Terms("Charlie AG", "C2")
    return (
        "reviewer",
        people.organisation(key, "merge/"),
        given,
        lambda: edit.set_terms(organisation=people.shop.charlie, new=new, ctx=on("2026-01-20")),
    )


def _in_review(people: People) -> UUID:
    project = people.shop.project()
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-15"))
    return project


def _review(people: People, act: str, **given: str) -> Case:
    project = _in_review(people)

    def answered() -> None:
        contracts.ask(project=project, question="Which?", ctx=on("2026-01-20"))
        contracts.answer(project=project, text="Both", ctx=on("2026-01-20"))

    return "reviewer", address(project, "review/"), {"act": act, "chosen": "1", **given}, answered


def approve(people: People) -> Case:
    return _review(people, "approve")


def reject(people: People) -> Case:
    return _review(people, "reject", **{"reject-text": "No order"})


def ask(people: People) -> Case:
    return _review(people, "ask", **{"ask-text": "Which?"})


def suspend(people: People) -> Case:
    project = people.shop.booked()
    return (
        "finance",
        address(project, "contracts/suspend/"),
        {"reason": "Does not pay"},
        lambda: contracts.cancel(project=project, ctx=on("2026-01-20")),
    )


def resume(people: People) -> Case:
    project = people.shop.booked()
    contracts.suspend(project=project, reason="Does not pay", ctx=on("2026-01-16"))
    people.today("2026-02-10")
    return (
        "finance",
        address(project, "contracts/resume/"),
        {},
        lambda: people.today("2026-03-10"),
    )


def void(people: People) -> Case:
    project = people.shop.booked()
    people.today("2026-02-03")
    renewals.run(ctx=on("2026-02-03"))
    row = models.Settlement.objects.filter(project=project).latest("start")

    def topped_up() -> None:
        credits.top_up(project=project, ssc=500, ctx=on("2026-02-03"))

    return "finance", address(project, f"credits/void/{row.public_id}/"), {"reason": "Typo"}, topped_up


def _requested(people: People) -> UUID:
    project = people.shop.booked()
    licenses.request(
        project=project, license_id="L2", license_type="PORT", quantity=12, origin="customer", ctx=on("2026-01-16")
    )
    return project


def confirm(people: People) -> Case:
    project = _requested(people)
    return (
        "reviewer",
        address(project, "licenses/2/confirm/"),
        {},
        lambda: people.today("2026-02-20"),
    )


def _tops_up(project: UUID) -> Callable[[], object]:
    return lambda: credits.top_up(project=project, ssc=500, ctx=on("2026-01-20"))


def add_license(people: People) -> Case:
    project = people.shop.booked()
    given = {"license_id": "L2", "license_type": "PORT", "quantity": "12", "order_reference": "PO 1", "step": "do"}
    return "reviewer", address(project, "licenses/add/"), given, _tops_up(project)


def extend(people: People) -> Case:
    project = people.shop.project()
    credits.top_up(project=project, ssc=900_00, ctx=on("2026-01-15"))
    return "owner", address(project, "credits/extend/"), {"months": "2", "step": "do"}, _tops_up(project)


def adjust(people: People) -> Case:
    project = people.shop.project()
    given = {"ssc": "5", "reason": "Goodwill", "step": "do"}
    return "finance", address(project, "credits/adjust/"), given, _tops_up(project)


def block_person(people: People) -> Case:
    page = f"/staff/people/{public_id('usr', people.bob)}/suspend/"
    return "admin", page, {}, lambda: models.User.objects.filter(pk=people.bob).update(name="Somebody Else")


def _member(people: People) -> str:
    return public_id("mem", models.Membership.objects.get(user=people.bob).id)


def _bob_becomes_owner(people: People) -> Callable[[], object]:
    return lambda: models.Membership.objects.filter(user=people.bob).update(role="owner")


def change_role(people: People) -> Case:
    page = people.organisation(people.shop.alice, f"people/{_member(people)}/")
    return "owner", page, {"role": "viewer"}, _bob_becomes_owner(people)


def remove_member(people: People) -> Case:
    page = people.organisation(people.shop.alice, f"people/{_member(people)}/remove/")
    return "owner", page, {}, _bob_becomes_owner(people)


def revoke_access(people: People) -> Case:
    given = public_id("hdo", people.hand_over(*Right))
    project = people.shop.booked()

    def pays() -> None:
        models.Contract.objects.filter(project=project).update(payer=people.partner)

    return "owner", people.organisation(people.shop.alice, f"handovers/{given}/revoke/"), {}, pays


def withdraw_request(people: People) -> Case:
    project = people.shop.project()
    licenses.request(
        project=project, license_id="L2", license_type="PORT", quantity=12, origin="customer", ctx=on("2026-01-16")
    )
    return (
        "manager",
        address(project, "licenses/2/withdraw/"),
        {},
        lambda: models.LicenseLine.objects.filter(project=project, number=2).update(added_on="2026-01-17"),
    )


def edit_details(people: People) -> Case:
    given = {"street": "Graben 1", "city": "Bonn", "country": "DE", "vat_id": "", "language": "de"}
    return "manager", people.organisation(people.shop.alice, "edit/"), given, _moves(people.shop.alice)


CASES = [change_role, remove_member, revoke_access, withdraw_request, edit_details, verify,
         verify_with_another_contact, terms, suspend_organisation, merge, approve, reject, ask, suspend, resume, void,
         confirm, add_license, extend, adjust, block_person]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_has_changed_since_is_shown_again_and_nothing_is_done(people: People, case: Any) -> None:
    who, path, given, change = case(people)
    client = people[who]
    entered = {name: value for name, value in given.items() if name != "step"}
    asked = client.post(path, entered) if "step" in given else client.get(path)
    seen = hidden_of(asked)["seen"]
    change()
    before = contents()
    for sent in ({**given, "seen": seen}, {**given, "seen": "made up"}, given):
        page = client.post(path, sent)
        assert page.status_code == 200
        assert "Something has changed since this page was shown; nothing was done." in html(page)
        assert contents() == before
    again = hidden_of(page)["seen"]
    assert again != seen
    assert client.post(path, {**given, "seen": again}).status_code == 302
    assert contents() != before


# ---- buttons in lists


def admit(people: People) -> tuple[str, str, str, dict[str, str], Callable[[], object]]:
    merged = create.create(kind="customer", name="Old Ltd", number="N9", ctx=on("2026-01-15"))
    nina = make_person("nina@old.example")
    row = models.Admission.objects.create(
        organisation_id=people.shop.alice, user_id=nina, merged_id=merged, named_at=on("2026-01-16").now
    )
    page = people.organisation(people.shop.alice, "people/")
    return (
        "owner", page, f"{page}admissions/{row.public_id}/", {"answer": "yes"},
        lambda: models.User.objects.filter(pk=nina).update(name="Mallory"),
    )  # fmt: skip


def restore_organisation(people: People) -> tuple[str, str, str, dict[str, str], Callable[[], object]]:
    key = _new(people)
    standing.suspend(organisation=key, reason="Does not pay", ctx=on("2026-01-16"))
    page = people.organisation(key)
    return "reviewer", page, f"{page}restore/", {}, _moves(key)


def restore_person(people: People) -> tuple[str, str, str, dict[str, str], Callable[[], object]]:
    people_operations.suspend(user=people.bob, ctx=on("2026-01-16"))
    link = f"/staff/people/{public_id('usr', people.bob)}/restore/"
    return (
        "admin", "/staff/people/?q=bob", link, {},
        lambda: models.Membership.objects.filter(user=people.bob).update(role="owner"),
    )  # fmt: skip


def answer_access(people: People) -> tuple[str, str, str, dict[str, str], Callable[[], object]]:
    asker = people.user("licenses")
    partner = people.partners["licenses"]
    asked = access_requests.ask(partner=partner, customer=people.shop.alice, rights=[Right.BILLING], ctx=by(asker, DAY))
    page = people.organisation(people.shop.alice, "handovers/")
    return (
        "owner", page, f"{page}requests/{public_id('acr', asked)}/", {"answer": "yes"},
        lambda: models.Organisation.objects.filter(pk=partner).update(name="Mallory's Phones"),
    )  # fmt: skip


def withdraw_payer(people: People) -> tuple[str, str, str, dict[str, str], Callable[[], object]]:
    project, ctx = people.project, by(people.alice, DAY)
    for right in ("billing", "contracts"):
        people.user(right)

    def ask_for(right: str) -> None:
        payers.ask(project=project, payer=people.partners[right], ctx=ctx)

    def another() -> None:
        payers.withdraw(project=project, ctx=ctx)
        ask_for("contracts")

    ask_for("billing")
    return "owner", address(project, "payer/"), address(project, "payer/withdraw/"), {}, another


def void_run(people: People) -> tuple[str, str, str, dict[str, str], Callable[[], object]]:
    people.shop.under_contract()
    key = renewals.run(ctx=on("2026-01-20")).run
    asked = voiding.propose(run=key, reason="A wrong day", ctx=by(people.rita, DAY))
    first = models.Settlement.objects.filter(run=key).latest("start")
    return (
        "finance", f"/runs/{public_id('run', key)}/", f"/runs/voidings/{public_id('rvo', asked)}/",
        {"answer": "approve"},
        lambda: corrections.void(settlement=first.id, reason="Typo", ctx=on("2026-01-20")),
    )  # fmt: skip


def _done() -> dict[str, str]:
    """All there is but sessions, which keep what the next page will say."""
    return {table: rows for table, rows in contents().items() if table != "django_session"}


@pytest.mark.parametrize("case", [admit, restore_organisation, restore_person, answer_access, withdraw_payer, void_run])
def test_a_button_is_about_what_stood_beside_it(people: People, case: Any) -> None:
    who, page, link, given, change = case(people)
    client = people[who]
    seen = hidden_of(client.get(page))["seen"]
    change()
    before = _done()
    for sent in ({**given, "seen": seen}, {**given, "seen": "made up"}, given):
        said = html(client.post(link, sent, follow=True))
        assert "Something has changed since this page was shown; nothing was done." in said
        assert _done() == before
    again = hidden_of(client.get(page))["seen"]
    said = html(client.post(link, {**given, "seen": again}, follow=True))
    assert "Something has changed" not in said
    assert _done() != before


def test_what_was_entered_stays(people: People) -> None:
    key = _new(people)
    path = people.organisation(key, "suspend/")
    page = html(people["reviewer"].post(path, {"reason": "They asked for it", "seen": ""}))
    assert "They asked for it" in page


def test_an_order_is_booked_as_it_was_shown(people: People) -> None:
    placed = order(people, people.shop.project())
    row = models.CreditOrder.objects.get()
    path = f"/staff/orders/{placed}/book/"
    seen = hidden_of(people["finance"].get(path))["seen"]
    models.Organisation.objects.filter(pk=row.payer_id).update(name="Somebody Else Ltd")
    assert "Something has changed" in html(people["finance"].post(path, {"seen": seen}))
    models.CreditOrder.objects.get(state="open")


# ---- no page is left out

DECIDING = {
    Action.VERIFY_ORGANISATIONS,
    Action.REVIEW_CONTRACTS,
    Action.SUSPEND_CONTRACTS,
    Action.WAIVE,
    Action.CORRECT,
    Action.ADD_LICENSES,
    Action.CONFIRM_PAYER,
}
# Nothing is decided about: something new is entered, or a button takes back what it names.
ENTERING = {
    "assign_payment", "assign_to_payer", "enter_organisation", "invite_owner", "make_key", "match_again",
    "return_payment", "set_aside_payment",
}  # fmt: skip
"""Pages on which something new is said, and all of it stands in the form."""
FROZEN = {"decide_refund", "decide_write_off"}
"""Proposals, of which nothing can change: what was shown is what is decided."""


def test_every_page_on_which_staff_decides_sends_what_it_showed() -> None:
    missing = set()
    for one in walking.addresses():
        view = one.view
        while hasattr(view, "__wrapped__"):
            view = view.__wrapped__
        permission = one.permission
        if permission is None or permission.action not in DECIDING or one.name in ENTERING | FROZEN:
            continue
        code = ast.parse(inspect.getsource(inspect.getmodule(view) or view))
        function = next(node for node in code.body if isinstance(node, ast.FunctionDef) and node.name == view.__name__)
        decorator = ast.unparse(function.decorator_list[0])
        if ("FORM" in decorator and "POST" in ast.unparse(function)) or "methods=POST" in decorator:
            text = inspect.getsource(inspect.getmodule(view) or view)
            if "seen_of(" not in text:
                missing.add(one.name)
    assert missing == set()
