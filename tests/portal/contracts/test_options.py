"""Another option on the pages: the three outcomes of a term's end, the choice, the contract afterwards, and back."""

import pytest

from autossa.domain.rights import Role
from autossa.store import models
from tests.cast.world import World
from tests.portal.contracts.test_views import acts, newest, path
from tests.portal.contracts.test_wizard import of_customer, read

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("own")]

RUNS, REVIEWED = "Control room", "Two school sites with one shared exchange"


def changes() -> list[tuple[str, str, bool]]:
    found = models.OptionChange.objects.order_by("id").values_list("plan__name", "starts_on", "undone")
    return [(name, day.isoformat(), undone) for name, day, undone in found]


def test_the_cancel_page_names_the_three_outcomes_with_the_last_day_for_each(world: World) -> None:
    text = read(of_customer(world, RUNS).get(path(world, RUNS, "cancel/")))
    for said in (
        "What can come after 14 February 2028",
        "It goes on You do nothing. It goes on for another term until 14 February 2029",
        "Last day to decide otherwise: 14 November 2027",
        "It goes on month by month From 15 February 2028 it goes on as Full flex, billed monthly",
        "Last day to choose it: 14 November 2027",
        "It ends 14 February 2028 is the last day with coverage.",
        "Last day to cancel: 14 November 2027",
        "Cancel, effective 14 February 2028",
    ):
        assert said in text, (said, text)


def test_chosen_shown_and_undone(world: World) -> None:
    client = of_customer(world, RUNS)
    page = client.get(path(world, RUNS, "option/"), {"option": "flex_monthly"})
    assert 'value="flex_monthly" id="id_option_3" checked' in " ".join(page.content.decode().split())
    text = read(page)
    assert "Possible from 15 February 2028" in text
    assert "The contract has this option already." in text
    sent = {"option": "flex_monthly", "seen": page.context["seen"]}
    after = client.post(path(world, RUNS, "option/"), sent, follow=True)
    assert "From 15 February 2028 the contract goes on as Full flex, billed monthly" in read(after)
    assert "Goes on as Full flex, billed monthly" in read(after)
    assert "Option from 15 February 2028: Full flex" in read(after)
    assert changes() == [("flex_monthly", "2028-02-15", False)]
    assert {"option", "cancel"} <= set(acts(client, world, RUNS))
    told = read(client.get(path(world, RUNS, "cancel/")))
    assert "You do nothing. From 15 February 2028 it goes on month by month, as Full flex, billed monthly" in told
    assert "Last day to choose it" not in told
    asked = read(client.get(path(world, RUNS, "option/undo/")))
    assert "The contract would not change to Full flex" in asked
    undone = read(client.post(path(world, RUNS, "option/undo/"), follow=True))
    assert "Change of the option undone." in undone
    assert changes()[-1][1:] == ("2028-02-15", True)
    again = read(client.get(path(world, RUNS, "option/undo/"), follow=True))
    assert "No change of the option lies ahead" in again


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("", "Choose one of the options."),
        ("weekly", "Select a valid choice"),
        ("annual_monthly", "Select a valid choice"),
    ],
)
def test_nothing_happens_without_a_choice_that_there_is(world: World, option: str, said: str) -> None:
    plan = newest(world, RUNS).plan.name
    option = plan if option == "annual_monthly" else option
    answer = of_customer(world, RUNS).post(path(world, RUNS, "option/"), {"option": option})
    assert answer.status_code == 200
    assert said in read(answer)
    assert changes() == []


def test_what_was_shown_is_what_is_chosen(world: World) -> None:
    client = of_customer(world, RUNS)
    page = client.get(path(world, RUNS, "option/"))
    assert "seen" in page.context
    answer = client.post(path(world, RUNS, "option/"), {"option": "flex_monthly", "seen": "another page"}, follow=True)
    assert changes() == []
    assert answer.status_code == 200


def test_in_review_it_is_replaced(world: World) -> None:
    client, before = of_customer(world, REVIEWED), newest(world, REVIEWED)
    page = client.get(path(world, REVIEWED, "option/"))
    assert "another option takes the place of the present one at once" in read(page)
    other = "annual_yearly" if before.plan.name != "annual_yearly" else "annual_quarterly"
    sent = {"option": other, "seen": page.context["seen"]}
    assert "The review goes on." in read(client.post(path(world, REVIEWED, "option/"), sent, follow=True))
    after = newest(world, REVIEWED)
    assert (after.plan.name, after.status, after.concluded_on, after.start) == (
        other,
        before.status,
        before.concluded_on,
        before.start,
    )


@pytest.mark.parametrize("act", ["option", "option/undo"])
def test_a_viewer_may_not(world: World, act: str) -> None:
    viewer = of_customer(world, RUNS, role=Role.VIEWER)
    assert viewer.get(path(world, RUNS, f"{act}/")).status_code == 404
    assert viewer.post(path(world, RUNS, f"{act}/"), {"option": "flex_monthly"}).status_code == 404


@pytest.mark.parametrize("name", ["Quarter West", "Front desks", "Branches"])
def test_where_it_cannot_be_the_page_says_why(world: World, name: str) -> None:
    answer = of_customer(world, name).get(path(world, name, "option/"), follow=True)
    assert answer.redirect_chain
    assert "The contract" in read(answer)
