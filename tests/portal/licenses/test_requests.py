"""Requested licenses on the pages: confirmed at the price that was seen, withdrawn, refused."""

from uuid import UUID

import pytest

from autossa.operations import contracts, licenses
from autossa.operations.organisations import create
from autossa.operations.projects.edit import create_project
from autossa.wording.formats import money
from tests.cast.members import member
from tests.cast.pages import address, decide, do, text_of
from tests.cast.people import People, signed_in
from tests.cast.shop import ALICE, on
from tests.store.looking import rows, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]


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


def test_before_the_customer_is_verified_no_vat_is_no_promise(people: People) -> None:
    given, said = {"license_type": "OPERATOR", "quantity": "7", "license_id": "L2"}, "has not verified"
    assert said not in text_of(people["owner"].post(address(people.shop.project(), "licenses/create/"), given))
    new = create.create(kind="customer", name="New Ltd", number="N1", verified=False, ctx=on("2026-01-15"))
    project = create_project(customer=new, name="Site", price_list=people.shop.price_list, ctx=on("2026-01-15"))
    owner = signed_in(member(new, "nina@new.example", "owner").pk)
    check = text_of(owner.post(address(project, "licenses/create/"), given))
    assert "only then is the VAT rate known" in check
    assert "VAT 0 %" in check


def test_the_log_groups_a_quantity_as_all_other_numbers(people: People) -> None:
    project = people.shop.project()
    licenses.request(
        project=project, license_id="L2", license_type="OPERATOR", quantity=12345, origin="customer",
        ctx=on("2026-01-16"),
    )  # fmt: skip
    for path in ("", "activity/"):
        assert "12,345 × OPERATOR" in text_of(people["owner"].get(address(project, path)))


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
    assert says in text_of(decide(people[who], path, given, follow=True))
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
    decide(people["owner"], address(project, "licenses/1/withdraw/"))
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
    decide(people["reviewer"], path, {"reason": "Not sold any more"})
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
    decide(people[who], path, {"reason": "Not sold any more"}, follow=True)
    assert value("SELECT ended_on FROM license_lines WHERE number = 2") is None
