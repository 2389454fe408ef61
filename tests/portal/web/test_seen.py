"""Whoever decides, decides about what the page showed: what has changed since is shown again, and nothing is done."""

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from autossa.domain.rights import Action
from autossa.operations import contracts, credits, licenses
from autossa.operations.organisations import contacts, create, edit
from autossa.operations.runs import renewals
from autossa.queries.seen import fingerprint
from autossa.store import models
from tests.cast.pages import address, hidden_of, html
from tests.cast.people import People
from tests.cast.shop import on
from tests.portal import walking
from tests.portal.credits.ordering import order
from tests.store.looking import contents

pytestmark = [pytest.mark.store, pytest.mark.django_db]


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
    models.Organisation.objects.filter(pk=key).update(country="DE", address="A street")
    return key


def _moves(key: UUID) -> Callable[[], object]:
    return lambda: edit.edit(organisation=key, new=edit.Address("Elsewhere", "DE", ""), ctx=on("2026-01-20"))


def verify(people: People) -> Case:
    key = _new(people)
    return "reviewer", people.organisation(key, "verify/"), {"tax_percent": "19"}, _moves(key)


def verify_with_another_contact(people: People) -> Case:
    key = _new(people)
    new = contacts.Contact("admin", "", "other@example.com", "en")
    return (
        "reviewer",
        people.organisation(key, "verify/"),
        {"tax_percent": "19"},
        lambda: contacts.add(organisation=key, new=new, ctx=on("2026-01-20")),
    )


def terms(people: People) -> Case:
    key = _new(people)
    given = {"name": "Newer Ltd", "number": "N2", "tax_percent": "19"}
    return "reviewer", people.organisation(key, "terms/"), given, _moves(key)


def suspend_organisation(people: People) -> Case:
    key = _new(people)
    return "reviewer", people.organisation(key, "suspend/"), {"reason": "Does not pay"}, _moves(key)


def merge(people: People) -> Case:
    key = _new(people)
    given = {"number": "C2", "step": "merge"}
    new = edit.Terms("Charlie AG", "C2", Fraction(0))
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


CASES = [verify, verify_with_another_contact, terms, suspend_organisation, merge, approve, reject, ask, suspend, resume,
         void, confirm]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_has_changed_since_is_shown_again_and_nothing_is_done(people: People, case: Any) -> None:
    who, path, given, change = case(people)
    client = people[who]
    asked = client.post(path, {"number": given["number"]}) if "step" in given else client.get(path)
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
    Action.CORRECT,
    Action.ADD_LICENSES,
    Action.CONFIRM_PAYER,
}
# Nothing is decided about: something new is entered, or a button takes back what it names.
ENTERING = {"enter_organisation", "invite_owner", "restore_organisation", "make_key"}


def test_every_page_on_which_staff_decides_sends_what_it_showed() -> None:
    missing = set()
    for one in walking.addresses():
        view = one.view
        while hasattr(view, "__wrapped__"):
            view = view.__wrapped__
        permission = one.permission
        if permission is None or permission.action not in DECIDING or one.name in ENTERING:
            continue
        code = ast.parse(inspect.getsource(inspect.getmodule(view) or view))
        function = next(node for node in code.body if isinstance(node, ast.FunctionDef) and node.name == view.__name__)
        if "POST" in ast.unparse(function) and "FORM" in ast.unparse(function.decorator_list[0]):
            text = inspect.getsource(inspect.getmodule(view) or view)
            if "seen_of(" not in text:
                missing.add(one.name)
    assert missing == set()
