"""Licenses are requested or added on the pages: selected, checked at their price, done once."""

import re
from fractions import Fraction

import pytest

from autossa.domain.lines import Ssa
from autossa.operations import credits
from autossa.operations.vendor import catalogue
from autossa.queries.licenses.previews import RequestedLicense, preview_additions
from autossa.store import models
from autossa.wording.formats import money, ssc
from tests.cast.pages import address, decide, do, hidden_of, text_of
from tests.cast.people import People
from tests.cast.shop import d, on
from tests.store.looking import rows, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]
OPERATOR = {"license_type": "OPERATOR", "quantity": "7", "license_id": "L2"}


def test_a_customer_sees_the_price_and_requests(people: People) -> None:
    project = people.shop.booked()
    path = address(project, "licenses/create/")
    owner = people["owner"]
    assert "Request licenses" in text_of(owner.get(address(project, "licenses/")))
    assert 'value="L2"' in owner.get(path).content.decode()
    check = owner.post(path, OPERATOR)
    found = preview_additions(project, d("2026-01-20"), [RequestedLicense("L2", "OPERATOR", 7)])
    assert found is not None
    assert found.now is not None
    said = text_of(check)
    for part in (
        "Up to 14 February 2026",
        money(found.now.gross, "EUR"),
        money(found.now.net, "EUR"),
        ssc(found.now.ssc),
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
    decide(people["owner"], path.replace("create/", "2/withdraw/"))
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
    assert re.findall(r'value="(\w+)"[^>]* selected', html) == ["OPERATOR"]


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
    found = preview_additions(project, d("2026-01-20"), [RequestedLicense("L2", "OPERATOR", 7)])
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


def test_a_catalogue_without_rates_says_so(people: People) -> None:
    project = people.shop.project()
    people.today("1999-01-01")
    assert "nothing to select" in text_of(people["owner"].get(address(project, "licenses/create/")))


def test_the_note_and_the_rate_in_force_stand_beside_a_type(people: People) -> None:
    project = people.shop.project()
    catalogue.set_rate(code="PORT", ssc_per_year=Fraction(3, 2), starts_on=d("2026-01-21"), ctx=on("2026-01-02"))
    models.LicenseType.objects.filter(code="PORT").update(note="for each extension")
    path = address(project, "licenses/create/")
    for day, rate in (("2026-01-20", "1.00"), ("2026-01-21", "1.50")):
        people.today(day)
        said = text_of(people["owner"].get(path))
        assert f"Port: {rate} SSC per unit and year" in said
        assert f"Port {rate} SSC per unit and year PORT · for each extension" in said


def test_hidden_answers_are_escaped(people: People) -> None:
    path = address(people.shop.booked(), "licenses/create/")
    check = people["owner"].post(path, {**OPERATOR, "license_id": '"><b>x'})
    assert hidden_of(check)["license_id"] == '"><b>x'
    assert "<b>x" not in check.content.decode()


INCLUDED = {**OPERATOR, "included_last": "2026-12-31"}


def test_ssa_that_was_sold_with_a_license_is_included_until_its_day(people: People) -> None:
    project = people.shop.booked()
    path = address(project, "licenses/create/")
    check = people["owner"].post(path, INCLUDED)
    said = text_of(check)
    assert "SSA included until 31 December 2026" in said
    assert "Nothing now" in said
    do(people["owner"], path, check)
    confirm = address(project, "licenses/2/confirm/")
    page = people["reviewer"].get(confirm)
    assert "SSA included until 31 December 2026" in text_of(page)
    do(people["reviewer"], confirm, page)
    assert rows("SELECT code, included_until FROM licenses ORDER BY code") == [("L1", None), ("L2", d("2027-01-01"))]
    assert "SSA included until 31 December 2026" in text_of(people["owner"].get(address(project, "licenses/")))
    assert value("SELECT count(*) FROM settlements") == 1


def test_staff_enters_until_when_ssa_is_included(people: People) -> None:
    project = people.shop.booked()
    path = address(project, "licenses/add/")
    given = {**INCLUDED, "order_reference": "PO 17"}
    do(people["reviewer"], path, people["reviewer"].post(path, given))
    found = rows("SELECT included_until, order_reference FROM licenses WHERE code = 'L2'")
    assert found == [(d("2027-01-01"), "PO 17")]
    wrong = people["reviewer"].post(path, {**given, "license_id": "L3", "included_last": "31.02.2026"})
    assert "Please fix the highlighted fields" in text_of(wrong)
    assert "Enter a date between" in text_of(wrong)


def test_a_type_that_is_never_charged_says_so_instead_of_a_rate(people: People) -> None:
    catalogue.add_license_type(
        code="HEADSET", name="Headset", ssc_per_year=Fraction(3), starts_on=d("2026-01-01"), ssa=Ssa.NONE,
        ctx=on("2026-01-15"),
    )  # fmt: skip
    project = people.shop.booked()
    assert "Not part of SSA" in text_of(people["owner"].get(address(project, "licenses/create/")))
    check = people["owner"].post(address(project, "licenses/create/"), {**OPERATOR, "license_type": "HEADSET"})
    assert "3 SSC per unit" not in text_of(check)
    assert "Nothing now" in text_of(check)
