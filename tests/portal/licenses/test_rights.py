"""Who sees which way to act on licenses."""

import pytest

from autossa.operations import licenses
from tests.cast.pages import address
from tests.cast.people import People
from tests.cast.shop import on

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("who", "present", "absent"),
    [
        ("owner", ["create/", "key/", "1/return/", "2/withdraw/"], ["add/", "confirm/", "refuse/"]),
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
