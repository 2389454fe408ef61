"""The Licenses tab: a price before it is charged, the very one that is booked; returns, activations, keys."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache

from autossa.domain.settlements import Settlement
from autossa.operations import contracts, credits, licenses
from autossa.operations.errors import Refused
from autossa.operations.licenses import activation_keys
from autossa.operations.projects.edit import create_project
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue
from autossa.portal.licenses import redeem
from autossa.queries.licenses.previews import Addition, preview_addition, preview_confirmation
from autossa.store import models
from autossa.wording.formats import money, ssc
from tests.cast.people import People, address, do, hidden_of, text_of
from tests.cast.shop import ALICE, Shop, d, on, open_shop
from tests.store.looking import rows, stored_balance, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]

OPERATOR = {"license_type": "OPERATOR", "quantity": "7", "license_id": "L2"}


@pytest.fixture
def shop() -> Shop:
    return open_shop()


@pytest.fixture
def people(shop: Shop, settings: Any) -> People:
    found = People(shop, settings)
    found.today("2026-01-20")
    return found


# ---------------------------------------------------------------- what was shown is what is booked


def _new(shop: Shop) -> UUID:
    return shop.project()


def _covered_with_credits(shop: Shop) -> UUID:
    project = shop.covered(months=3)
    credits.top_up(project=project, ssc=500_00, ctx=on("2026-01-16"))
    return project


def _covered_without_credits(shop: Shop) -> UUID:
    return shop.covered(months=3)


def _booked_with_some_credits(shop: Shop) -> UUID:
    project = shop.booked()
    credits.top_up(project=project, ssc=3_21, ctx=on("2026-01-16"))
    return project


def _yearly(shop: Shop) -> UUID:
    return shop.booked(option="annual_yearly")


def _by_hand_then_by_contract(shop: Shop) -> UUID:
    """Two runs with anchors of their own: an addition crosses both."""
    project = shop.covered(day="2026-01-10", months=1)
    contracts.conclude(project=project, option="flex_monthly", ctx=on("2026-01-15", ALICE))
    contracts.approve(project=project, ctx=on("2026-01-16"))
    renewals.run_project(project=project, ctx=on("2026-01-31"))
    return project


def _cancelled(shop: Shop) -> UUID:
    project = shop.booked(option="flex_monthly")
    contracts.cancel(project=project, ctx=on("2026-01-16", ALICE))
    return project


STATES: list[tuple[Callable[[Shop], UUID], list[str]]] = [
    (_new, ["2026-01-20"]),
    (Shop.in_review, ["2026-01-20"]),
    (Shop.under_contract, ["2026-01-15", "2026-01-20", "2026-04-02"]),
    (Shop.booked, ["2026-01-15", "2026-01-31", "2026-02-01", "2026-02-28", "2026-06-17"]),
    (_yearly, ["2026-01-15", "2026-02-28", "2026-12-31", "2027-01-01"]),
    (_booked_with_some_credits, ["2026-01-20", "2026-03-15"]),
    (_covered_with_credits, ["2026-01-20", "2026-04-14", "2026-04-15", "2026-09-09"]),
    (_covered_without_credits, ["2026-01-20", "2026-04-15"]),
    (_by_hand_then_by_contract, ["2026-02-05", "2026-02-10"]),
    (_cancelled, ["2026-02-20", "2026-03-15", "2026-08-01"]),
]
CASES = [(state, day) for state, days in STATES for day in days]
IDS = [f"{state.__name__} {day}" for state, day in CASES]


def figures(settlement: Settlement | None) -> tuple[Any, ...]:
    if settlement is None:
        return ()
    parts = tuple((part.charge.ssc, part.from_balance, part.invoiced, part.net) for part in settlement.parts)
    invoice = settlement.invoice
    return parts, (invoice.net, invoice.tax, invoice.gross) if invoice else ()


def check_against(found: Addition | None, do_it: Callable[[], Any]) -> None:
    """The preview and what is then booked, or refused, are the same."""
    assert found is not None
    if found.refusal is not None:
        with pytest.raises(Refused) as caught:
            do_it()
        assert caught.value.refusal == found.refusal
        assert found.now is not None
        assert found.refusal.missing_ssc == found.now.settlement.ssc - found.free
        return
    outcome = do_it()
    booked = [e for e in outcome.entries if isinstance(e, Settlement) and e.reason.value == "addition"]
    assert len(booked) <= 1
    assert figures(found.now.settlement if found.now else None) == figures(booked[0] if booked else None)


@pytest.mark.parametrize(("state", "day"), CASES, ids=IDS)
@pytest.mark.parametrize(("kind", "quantity"), [("PORT", 13), ("OPERATOR", 101)])
def test_the_price_shown_for_an_addition_is_booked(
    shop: Shop, state: Callable[[Shop], UUID], day: str, kind: str, quantity: int
) -> None:
    project = state(shop)
    new: dict[str, Any] = {"license_id": "L9", "license_type": kind, "quantity": quantity}
    found = preview_addition(project, d(day), **new)
    check_against(found, lambda: licenses.add(project=project, ctx=on(day), **new))


@pytest.mark.parametrize(("state", "day"), CASES, ids=IDS)
def test_the_price_shown_for_a_confirmation_is_booked(shop: Shop, state: Callable[[Shop], UUID], day: str) -> None:
    project = state(shop)
    ctx = on("2026-01-31" if state is _by_hand_then_by_contract else "2026-01-16" if day > "2026-01-16" else day, ALICE)
    licenses.request(project=project, license_id="L9", license_type="PORT", quantity=77, origin="customer", ctx=ctx)
    number = value("SELECT max(number) FROM license_lines")
    check_against(
        preview_confirmation(project, d(day), number),
        lambda: licenses.confirm(project=project, line=number, ctx=on(day)),
    )


def test_a_full_year_is_shown_at_the_price_of_the_contract(shop: Shop) -> None:
    found = preview_addition(shop.booked(), d("2026-01-20"), license_id="L2", license_type="OPERATOR", quantity=7)
    assert found is not None
    assert found.yearly is not None
    assert figures(found.yearly.settlement) == (((84_00, 0, 84_00, 84_00),), (84_00, 15_96, 99_96))


# ---------------------------------------------------------------- requesting and adding on the pages


def test_a_customer_sees_the_price_and_requests(people: People) -> None:
    project = people.shop.booked()
    path = address(project, "licenses/create/")
    owner = people["owner"]
    assert "Request license" in text_of(owner.get(address(project, "licenses/")))
    assert 'value="L2"' in owner.get(path).content.decode()
    check = owner.post(path, OPERATOR)
    found = preview_addition(project, d("2026-01-20"), license_id="L2", license_type="OPERATOR", quantity=7)
    assert found is not None
    assert found.now is not None
    invoice = found.now.settlement.invoice
    assert invoice is not None
    said = text_of(check)
    for part in (
        "Up to 14 February 2026",
        money(invoice.gross, "EUR"),
        money(invoice.net, "EUR"),
        ssc(found.now.settlement.ssc),
        "A full year",
        "how is this calculated?",
        "It is requested now and costs nothing yet",
        "Request 7 × Operator",
    ):
        assert part.replace("\xa0", " ") in said, part
    assert value("SELECT count(*) FROM license_lines") == 1
    done = do(owner, path, check)
    assert "Requested. It becomes active and billable once the vendor confirms it." in text_of(done)
    line = (
        "SELECT i.code, i.origin, l.quantity, l.confirmed FROM license_lines l JOIN licenses i ON i.id = l.license_id"
    )
    assert rows(line + " WHERE i.code = 'L2'") == [("L2", "customer", 7, False)]


def test_a_partner_requests_in_its_own_name(people: People) -> None:
    project = people.shop.booked()
    path = address(project, "licenses/create/")
    do(people["licenses"], path, people["licenses"].post(path, OPERATOR))
    assert value("SELECT origin FROM licenses WHERE code = 'L2'") == "partner"


@pytest.mark.parametrize(
    ("who", "page", "said"),
    [
        ("owner", "create", "Already requested: the form was sent twice, the request was made once."),
        ("reviewer", "add", "Already added: the form was sent twice, the license was added once."),
    ],
)
def test_a_form_sent_twice_enters_once(people: People, who: str, page: str, said: str) -> None:
    project = people.shop.project()
    path = address(project, f"licenses/{page}/")
    check = people[who].post(path, OPERATOR)
    do(people[who], path, check)
    for again in (do(people[who], path, check), people[who].post(path, OPERATOR, follow=True)):
        assert said in text_of(again)
        assert "Please fix the highlighted fields" not in text_of(again)
    assert value("SELECT count(*) FROM license_lines") == 2


@pytest.mark.parametrize("change", [{"quantity": "8"}, {"license_type": "PORT"}])
def test_another_license_with_an_id_that_is_taken_is_no_form_sent_twice(people: People, change: dict[str, str]) -> None:
    path = address(people.shop.project(), "licenses/create/")
    do(people["owner"], path, people["owner"].post(path, OPERATOR))
    again = people["owner"].post(path, {**OPERATOR, **change, "step": "do"})
    assert "already a license with this ID" in text_of(again)


def test_what_another_person_entered_or_was_withdrawn_is_no_form_sent_twice(people: People) -> None:
    path = address(people.shop.project(), "licenses/create/")
    do(people["owner"], path, people["owner"].post(path, OPERATOR))
    sent = {**OPERATOR, "step": "do"}
    assert "already a license with this ID" in text_of(people["manager"].post(path, sent))
    people["owner"].post(path.replace("create/", "2/withdraw/"))
    assert "already a license with this ID" in text_of(people["owner"].post(path, sent))


WRONG = [
    {"quantity": "0"},
    {"quantity": "-3"},
    {"quantity": "1.234"},
    {"quantity": "abc"},
    {"quantity": ""},
    {"quantity": "9" * 40},
    {"quantity": "1000001"},
    {"license_type": "FAX"},
    {"license_type": ""},
    {"license_id": ""},
    {"license_id": "L1"},
    {"license_id": "x" * 101},
    {"license_id": "a\u200bb"},
    {"license_id": "a\x00b"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
@pytest.mark.parametrize(("who", "page"), [("owner", "create"), ("reviewer", "add")])
def test_a_wrong_entry_stays_and_is_explained(people: People, wrong: dict[str, str], who: str, page: str) -> None:
    project = people.shop.booked()
    response = people[who].post(address(project, f"licenses/{page}/"), {**OPERATOR, **wrong, "step": "do"})
    assert "Please fix the highlighted fields." in text_of(response)
    assert 'class="error"' in response.content.decode()
    assert value("SELECT count(*) FROM license_lines") == 1


def test_going_back_to_change_keeps_what_was_entered(people: People) -> None:
    path = address(people.shop.booked(), "licenses/create/")
    response = people["owner"].post(path, {**OPERATOR, "license_id": "Ours <7>", "step": "change"})
    html = response.content.decode()
    assert 'value="Ours &lt;7&gt;"' in html
    assert 'class="error"' not in html
    assert re.findall(r'value="(\w+)"[^>]* checked', html) == ["OPERATOR"]


def test_staff_adds_with_an_order_reference_for_the_price_it_saw(people: People) -> None:
    project = people.shop.booked()
    path = address(project, "licenses/add/")
    check = people["reviewer"].post(path, {**OPERATOR, "order_reference": "PO 4711"})
    assert "PO 4711" in text_of(check)
    do(people["reviewer"], path, check)
    gross = value("SELECT gross FROM invoices WHERE reason = 'addition'")
    assert f"Add 7 × Operator for {money(gross, 'EUR')}".replace("\xa0", " ") in text_of(check)
    assert value("SELECT order_reference FROM licenses WHERE code = 'L2'") == "PO 4711"


def test_a_price_that_changed_since_is_shown_again(people: People) -> None:
    project = people.shop.booked()
    path = address(project, "licenses/add/")
    check = people["reviewer"].post(path, OPERATOR)
    people.today("2026-01-21")  # a day less is to be paid
    again = do(people["reviewer"], path, check)
    assert "Something has changed since this page was shown" in text_of(again)
    assert value("SELECT count(*) FROM license_lines") == 1
    do(people["reviewer"], path, again)
    assert value("SELECT count(*) FROM license_lines") == 2


def test_what_the_balance_must_pay_and_does_not_hold(people: People) -> None:
    project = people.shop.covered(months=2)
    path = address(project, "licenses/create/")
    found = preview_addition(project, d("2026-01-20"), license_id="L2", license_type="OPERATOR", quantity=7)
    assert found is not None
    assert found.refusal is not None
    missing = found.refusal.missing_ssc or 0
    check = people["owner"].post(path, OPERATOR)
    assert f"{ssc(missing)} are missing there".replace("\xa0", " ") in text_of(check)
    assert f"credits/top-up/?ssc={missing // 100}.{missing % 100:02d}" in check.content.decode()
    assert "Requested." in text_of(do(people["owner"], path, check))
    assert "top-up" not in people["licenses"].post(path, {**OPERATOR, "license_id": "L3"}).content.decode()
    refused = people["reviewer"].post(address(project, "licenses/add/"), {**OPERATOR, "license_id": "L4"})
    assert "Not possible yet" in text_of(refused)
    assert 'value="do"' not in refused.content.decode()
    assert "Not possible yet" in text_of(people["reviewer"].get(address(project, "licenses/2/confirm/")))


def test_without_the_right_to_billing_nothing_is_said_of_the_balance(people: People) -> None:
    project = people.shop.booked()
    credits.top_up(project=project, ssc=12_34, ctx=on("2026-01-16"))
    path = address(project, "licenses/create/")
    for who, says in (("owner", True), ("licenses", False)):
        said = text_of(people[who].post(path, {**OPERATOR, "quantity": "700"}))
        assert ("12.34" in said) is says, who
        assert ("From the balance" in said) is says
    assert people["licenses"].get(address(project, "credits/")).status_code == 404


# ---------------------------------------------------------------- confirming


def test_staff_confirms_what_was_requested_for_its_price(people: People) -> None:
    project = people.shop.booked()
    licenses.request(
        project=project, license_id="L2", license_type="OPERATOR", quantity=7, origin="customer", ctx=on("2026-01-16")
    )
    assert "Check and confirm" in text_of(people["reviewer"].get(address(project, "licenses/")))
    assert "Check and confirm" not in text_of(people["owner"].get(address(project, "licenses/")))
    path = address(project, "licenses/2/confirm/")
    check = people["reviewer"].get(path)
    assert "Confirmed." in text_of(do(people["reviewer"], path, check))
    gross = value("SELECT gross FROM invoices WHERE reason = 'addition'")
    assert f"Confirm 7 × Operator for {money(gross, 'EUR')}".replace("\xa0", " ") in text_of(check)
    assert "no longer waiting for a confirmation" in text_of(do(people["reviewer"], path, check))
    assert value("SELECT count(*) FROM invoices WHERE reason = 'addition'") == 1
    assert people["reviewer"].get(path).status_code == 404


# ---------------------------------------------------------------- withdrawing and refusing a request


def _requested(people: People, project: UUID) -> UUID:
    licenses.request(
        project=project, license_id="L2", license_type="OPERATOR", quantity=7, origin="customer", ctx=on("2026-01-16")
    )
    return project


@pytest.mark.parametrize(
    ("who", "page", "given", "asks", "says"),
    [
        ("owner", "withdraw", {}, "Withdraw the request for 7 × Operator", "Withdrawn: it will not be confirmed"),
        ("licenses", "withdraw", {}, "Withdraw this request?", "Withdrawn: it will not be confirmed"),
        ("reviewer", "refuse", {"reason": "Not sold any more"}, "Refuse the request for 7 × Operator", "Refused."),
    ],
)
def test_a_request_is_ended_once_and_counts_nowhere(
    people: People, who: str, page: str, given: dict[str, str], asks: str, says: str
) -> None:
    project = _requested(people, people.shop.project())
    path = address(project, f"licenses/2/{page}/")
    assert asks in text_of(people[who].get(path))
    assert says in text_of(people[who].post(path, given, follow=True))
    assert "This license has changed in the meantime" in text_of(people[who].post(path, given, follow=True))
    assert people[who].get(path).status_code == 404
    assert rows("SELECT number, confirmed, ended_on - added_on FROM license_lines WHERE number = 2") == [(2, False, 0)]
    assert value("SELECT count(*) FROM settlements") == 0

    listed = text_of(people["owner"].get(address(project, "licenses/")))
    assert "Not confirmed withdrawn or refused" in listed
    assert "What is requested counts once" not in listed
    assert "license is requested" not in text_of(people["owner"].get(address(project, "")))
    assert people["reviewer"].get(address(project, "licenses/2/confirm/")).status_code == 404
    options = text_of(people["owner"].get(address(project, "contracts/new/")))
    assert "Operator" not in options


def test_a_project_whose_only_request_was_withdrawn_has_no_licenses(people: People) -> None:
    project = create_project(
        customer=people.shop.alice, name="Empty", price_list=people.shop.price_list, ctx=on("2026-01-15")
    )
    _requested(people, project)
    page = address(project, "")
    assert "1 license requested" in text_of(people["owner"].get(page))
    people["owner"].post(address(project, "licenses/1/withdraw/"))
    said = text_of(people["owner"].get(page))
    assert "No licenses yet" in said
    for wrong in ("license requested", "Conclude before activating"):
        assert wrong not in said


def test_a_refusal_has_a_reason_that_stands_in_the_log(people: People) -> None:
    project = _requested(people, people.shop.project())
    path = address(project, "licenses/2/refuse/")
    for wrong in ("", " ", "a\u200bb"):
        assert 'class="error"' in people["reviewer"].post(path, {"reason": wrong}).content.decode(), wrong
    assert value("SELECT ended_on FROM license_lines WHERE number = 2") is None
    people["reviewer"].post(path, {"reason": "Not sold any more"})
    log = text_of(people["owner"].get(address(project, "activity/")))
    assert "Requested license refused" in log
    assert "L2 · 7 × OPERATOR · Not sold any more" in log


@pytest.mark.parametrize(("who", "page"), [("owner", "withdraw"), ("reviewer", "refuse")])
def test_what_the_contract_in_review_was_concluded_with_stays_requested(people: People, who: str, page: str) -> None:
    project = _requested(people, people.shop.project())
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-17", ALICE))
    path = address(project, f"licenses/2/{page}/")
    said = text_of(people[who].get(path))
    assert "The contract in review was concluded with this license" in said
    assert "Withdraw or reject that contract first" in said
    assert "Reason" not in said
    people[who].post(path, {"reason": "Not sold any more"}, follow=True)
    assert value("SELECT ended_on FROM license_lines WHERE number = 2") is None


# ---------------------------------------------------------------- returning and activating


def test_a_return_shows_its_day_and_what_stays(people: People) -> None:
    project = people.shop.booked()
    path = address(project, "licenses/1/return/")
    check = people["owner"].post(path, {"quantity": "200"})
    said = text_of(check)
    assert "15 February 2026" in said
    assert "paid and usable until 14 February 2026" in said
    assert "1,000 × Port" in said
    assert "Returned: 200 of L1." in text_of(do(people["owner"], path, check))
    assert "changed in the meantime" in text_of(do(people["owner"], path, check))
    assert rows("SELECT quantity, ended_on FROM license_lines ORDER BY number") == [
        (1200, d("2026-02-15")),
        (1000, None),
    ]


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "abc", "", "1201", "9" * 40])
def test_a_wrong_quantity_is_not_returned(people: People, quantity: str) -> None:
    project = people.shop.booked()
    response = people["owner"].post(address(project, "licenses/1/return/"), {"quantity": quantity, "step": "do"})
    assert "Please fix the highlighted fields" in text_of(response)
    assert value("SELECT count(*) FROM license_lines") == 1


def test_the_last_license_under_a_contract_stays(people: People) -> None:
    project = people.shop.booked()
    path = address(project, "licenses/1/return/")
    check = people["owner"].post(path, {"quantity": "1200"})
    assert "last license of a project with a contract" in text_of(check)
    assert 'value="do"' not in check.content.decode()
    do(people["owner"], path, check)
    assert value("SELECT ended_on FROM license_lines") is None


def test_an_activation_warns_before_a_gap_begins_and_happens_once(people: People) -> None:
    project = people.shop.project()
    path = address(project, "licenses/1/activate/")
    assert "every day without coverage is a gap" in text_of(people["owner"].get(path))
    assert "Activated: L1." in text_of(people["owner"].post(path, follow=True))
    assert "already activated" in text_of(people["owner"].post(path, follow=True))
    assert value("SELECT activated_on FROM licenses") == d("2026-01-20")
    assert "licenses/1/activate/" not in people["owner"].get(address(project, "licenses/")).content.decode()


def test_nobody_is_warned_of_a_gap_that_cannot_arise(people: People) -> None:
    said = text_of(people["owner"].get(address(people.shop.in_review(), "licenses/1/activate/")))
    assert "is a gap" not in said


@pytest.mark.parametrize(
    "page",
    [
        "licenses/99/return/",
        "licenses/99/activate/",
        "licenses/1/confirm/",
        "licenses/1/withdraw/",
        "licenses/1/refuse/",
        "licenses/9/refuse/",
    ],
)
def test_a_line_that_is_not_there_is_404(people: People, page: str) -> None:
    who = "reviewer" if "confirm" in page or "refuse" in page else "owner"
    assert people[who].get(address(people.shop.project(), page)).status_code == 404


# ---------------------------------------------------------------- keys


def test_a_key_is_redeemed_once_and_an_unknown_one_looks_the_same(people: People) -> None:
    cache.clear()
    project = people.shop.project()
    path = address(project, "licenses/key/")
    key = activation_keys.make(ssc=50_00, license_type="OPERATOR", quantity=7, ctx=on("2026-01-15"))
    assert "Redeemed: 50.00 SSC, 7 × OPERATOR." in text_of(people["owner"].post(path, {"key": key}, follow=True))
    used = people["owner"].post(path, {"key": key})
    unknown = people["owner"].post(path, {"key": "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA"})
    assert "cannot be redeemed: it is unknown, or it was redeemed already" in text_of(used)
    assert text_of(used) == text_of(unknown)
    assert stored_balance(project) == (50_00, 0)


def test_the_log_says_what_a_key_was_worth(people: People) -> None:
    project = people.shop.project()
    for given in ({"ssc": 25_50, "license_type": "OPERATOR", "quantity": 3}, {"ssc": 7_00}):
        key = activation_keys.make(**given, ctx=on("2026-01-15"))  # type: ignore[arg-type]
        people["owner"].post(address(project, "licenses/key/"), {"key": key})
    log = text_of(people["owner"].get(address(project, "activity/")))
    assert "3 × OPERATOR · 25.50 SSC" in log
    assert "Activation key redeemed 7.00 SSC" in log


@pytest.mark.parametrize("key", ["", "x" * 61, "a\x00b"])
def test_what_is_no_key_is_said_so(people: People, key: str) -> None:
    response = people["owner"].post(address(people.shop.project(), "licenses/key/"), {"key": key})
    assert "Please fix the highlighted fields" in text_of(response)


def test_who_guesses_must_wait_even_with_a_right_one(people: People) -> None:
    cache.clear()
    project = people.shop.project()
    path = address(project, "licenses/key/")
    key = activation_keys.make(ssc=50_00, ctx=on("2026-01-15"))
    for number in range(redeem.WRONG_KEYS):
        people["owner"].post(path, {"key": f"wrong {number}"})
    assert "Too many wrong keys" in text_of(people["owner"].post(path, {"key": key}))
    assert "Redeemed" in text_of(people["manager"].post(path, {"key": key}, follow=True))  # counted for each person
    cache.clear()


def test_a_key_whose_license_cannot_be_paid_is_kept(people: People) -> None:
    cache.clear()
    project = people.shop.covered()
    path = address(project, "licenses/key/")
    key = activation_keys.make(license_type="PORT", quantity=1200, ctx=on("2026-01-15"))
    response = people["owner"].post(path, {"key": key})
    assert "The key was not used up." in text_of(response)
    assert "credits/top-up/?ssc=" in response.content.decode()
    assert value("SELECT redeemed_on FROM activation_keys") is None


# ---------------------------------------------------------------- rights


@pytest.mark.parametrize(
    ("who", "present", "absent"),
    [
        ("owner", ["create/", "key/", "1/return/", "1/activate/", "2/withdraw/"], ["add/", "confirm/", "refuse/"]),
        ("licenses", ["create/", "key/", "1/return/", "2/withdraw/"], ["add/", "confirm/", "refuse/"]),
        ("viewer", [], ["create/", "key/", "return/", "activate/", "withdraw/", "add/", "confirm/", "refuse/"]),
        ("billing", [], ["create/", "key/", "return/", "activate/", "withdraw/", "add/", "confirm/", "refuse/"]),
        ("reviewer", ["add/", "2/confirm/", "2/refuse/"], ["create/", "key/", "return/", "activate/", "withdraw/"]),
        ("finance", [], ["create/", "key/", "return/", "activate/", "withdraw/", "add/", "confirm/", "refuse/"]),
    ],
)
def test_what_one_may_not_is_absent(people: People, who: str, present: list[str], absent: list[str]) -> None:
    project = people.shop.project()
    licenses.request(
        project=project, license_id="L2", license_type="PORT", quantity=1, origin="customer", ctx=on("2026-01-16")
    )
    html = people[who].get(address(project, "licenses/")).content.decode()
    assert [part for part in present if f"licenses/{part}" not in html] == []
    assert [part for part in absent if part in html] == []


def test_a_catalogue_without_rates_says_so(people: People) -> None:
    project = people.shop.project()
    people.today("1999-01-01")
    assert "nothing to select" in text_of(people["owner"].get(address(project, "licenses/create/")))


def test_the_note_and_the_rate_in_force_stand_beside_a_type(people: People) -> None:
    project = people.shop.project()
    catalogue.set_rate(code="PORT", ssc_per_year=Fraction(3, 2), starts_on=d("2026-01-21"), ctx=on("2026-01-18"))
    models.LicenseType.objects.filter(code="PORT").update(note="for each extension")
    path = address(project, "licenses/create/")
    for day, rate in (("2026-01-20", "1.00"), ("2026-01-21", "1.50")):
        people.today(day)
        assert f"Port {rate} SSC per unit and year PORT · for each extension" in text_of(people["owner"].get(path))


def test_hidden_answers_are_escaped(people: People) -> None:
    path = address(people.shop.booked(), "licenses/create/")
    check = people["owner"].post(path, {**OPERATOR, "license_id": '"><b>x'})
    assert hidden_of(check)["license_id"] == '"><b>x'
    assert "<b>x" not in check.content.decode()
