"""Activating on pages, with the advice before the first time; releasing and moving."""

import re

import pytest
from django.urls import reverse

from autossa.operations import contracts
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import address, decide, do, hidden_of, html, text_of
from tests.cast.people import People
from tests.cast.shop import ALICE, on
from tests.operations.devices.machines import DAY, activate, on_devices, two_machines

pytestmark = [pytest.mark.store, pytest.mark.django_db]
PATH = "devices/activate/"


def given(device: object, quantity: object = 4) -> dict[str, str]:
    return {"license": "L1", "device": public_id("dev", device), "quantity": str(quantity)}  # type: ignore[arg-type]


def test_the_first_activation_comes_with_advice(people: People) -> None:
    project, device, _ = two_machines(people.shop, 1200)
    path = address(project, PATH)
    check = people["owner"].post(path, given(device, 1200))
    said = text_of(check)
    assert "Add a contract before the first activation." in said
    assert "every day without coverage from 21 January 2026 on has to be paid for later" in said
    assert "Up to 19 February 2026 the missed days cost the normal price." in said
    assert "From 20 February 2026 it will be calculated twice" in said
    assert "cost 93.55 SSC if you add a contract on 19 February 2026 , and 193.54 SSC one day later" in said
    assert "Activate anyway" in said
    assert f'href="{reverse("conclude", args=[public_id("prj", project)])}"' in html(check)
    done = text_of(do(people["owner"], path, check))
    assert "Activated: 1200 of L1." in done
    assert models.Project.objects.get(pk=project).first_activation == on(DAY).today
    activate_more = people["owner"].get(path)
    assert "No license is free" in text_of(activate_more)


def test_whoever_must_not_see_money_is_told_of_days_alone(people: People) -> None:
    project, device, _ = two_machines(people.shop, 1200)
    said = text_of(people["licenses"].post(address(project, PATH), given(device)))
    assert ("calculated twice" in said, "SSC" in said) == (True, False)
    assert "Ask whoever looks after the contracts" in said


@pytest.mark.parametrize("after", ["contract", "first activation", "coverage"])
def test_nobody_is_advised_once_it_is_fixed(people: People, after: str) -> None:
    project, device, other = two_machines(people.shop)
    if after == "contract":
        contracts.conclude(project=project, option="annual_monthly", ctx=on(DAY, ALICE))
    elif after == "first activation":
        activate(project, other)
    else:
        contracts.conclude(project=project, option="annual_monthly", ctx=on(DAY, ALICE))
        contracts.approve(project=project, ctx=on(DAY))
    said = text_of(people["owner"].post(address(project, PATH), given(device)))
    assert ("Add a contract before" in said, "Nothing changes." in said) == (False, True)
    assert "Activate 4 × Port" in said


def test_more_than_is_free_is_said_with_both_numbers(people: People) -> None:
    project, device, other = two_machines(people.shop)
    activate(project, other, 7)
    for step in ("", "do"):
        asked = people["owner"].post(address(project, PATH), {**given(device, 4), "step": step})
        assert "Of L1 7 are on devices, and 10 are licensed. So 3 can be activated, not 4." in text_of(asked)
        assert "Activate 4 × Port" not in text_of(asked)
        assert 'id="id_quantity-error"' in html(asked)  # beside the field
    assert on_devices(project) == {"Berlin": 7}


def test_what_has_changed_since_it_was_shown_is_shown_again(people: People) -> None:
    project, device, other = two_machines(people.shop)
    check = people["owner"].post(address(project, PATH), given(device, 4))
    activate(project, other, 1)
    said = text_of(do(people["owner"], address(project, PATH), check))
    assert "has changed" in said
    assert on_devices(project) == {"Berlin": 1}


def test_the_link_of_a_license_fills_in_what_is_free(people: People) -> None:
    project, device, _ = two_machines(people.shop)
    link = re.findall(r'href="([^"]*activate/\?license=L1)"', html(people["owner"].get(address(project, "licenses/"))))
    form = html(people["owner"].get(link[0]))
    assert 'value="10"' in form
    edited = people["owner"].post(address(project, PATH), {**given(device, 4), "step": "change"})
    assert 'value="4"' in html(edited)


def test_released_goes_back_and_says_that_it_lives_on(people: People) -> None:
    project, device, _ = two_machines(people.shop)
    activate(project, device, 7)
    page = people["owner"].get(address(project, f"devices/{public_id('dev', device)}/"))
    link = re.findall(r'href="([^"]+/release/)"', html(page))[0]
    said = text_of(people["owner"].get(link))
    assert "the license lives on, and counts for SSA as before" in said
    assert "give it up" in said
    assert "The number must be at most 7." in text_of(decide(people["owner"], link, {"quantity": "8"}))
    done = text_of(decide(people["owner"], link, {"quantity": "3"}, follow=True))
    assert "Released from Frankfurt: 3 of L1." in done
    assert on_devices(project) == {"Frankfurt": 4}
    again = text_of(people["owner"].post(link, {"quantity": "3"}, follow=True))  # sent twice
    assert "have changed in the meantime" in again
    assert on_devices(project) == {"Frankfurt": 4}
    assert people["owner"].get(link).status_code == 404


def test_moved(people: People) -> None:
    project, device, other = two_machines(people.shop)
    activate(project, device, 7)
    page = people["owner"].get(address(project, f"devices/{public_id('dev', device)}/"))
    link = re.findall(r'href="([^"]+/move/)"', html(page))[0]
    done = text_of(decide(people["owner"], link, {"quantity": "3", "to": public_id("dev", other)}, follow=True))
    assert "Moved to Berlin: 3 of L1." in done
    assert on_devices(project) == {"Frankfurt": 4, "Berlin": 3}
    wrong = people["owner"].post(link, {"quantity": "3", "to": "dev_x"}, follow=True)
    assert "have changed in the meantime" in text_of(wrong)


def test_the_last_answer_is_kept_when_something_is_wrong(people: People) -> None:
    project, device, _ = two_machines(people.shop)
    path = address(project, PATH)
    said = people["owner"].post(path, {**given(device), "quantity": "x"})
    assert 'value="x"' in html(said)
    check = people["owner"].post(path, given(device))
    assert hidden_of(check)["quantity"] == "4"
