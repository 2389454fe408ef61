"""What would change it: only what leads to the release, with what it costs (rules 4, 8, 9)."""

from collections.abc import Callable
from typing import Any

import pytest

from autossa.domain.amounts import show
from autossa.domain.releases.catalogue import Release
from autossa.domain.releases.devices import Scope, may_all_install
from autossa.domain.releases.entitlements import Reason, may_install
from autossa.domain.releases.remedies import Remedies, Remedy, Way
from tests.domain.releases.shelf import TYPES, catalogue, release
from tests.domain.story import Story, code, d

L1 = Scope(("L1",), TYPES)


def ways(story: Story, wanted: Release, *others: Release, asked: Scope = L1) -> dict[Way, Remedy]:
    """What helps on the story's day, by what it is."""
    shelf = catalogue(*others, wanted)
    verdict = may_all_install(story.project, shelf, asked, wanted, story.today)
    helps = Remedies(
        story.project, shelf, asked, story.today, tuple(sorted(shelf.releases, key=lambda r: r.released_on))
    )
    found = helps.help_for(verdict)
    assert len({one.way for one in found}) == len(found)
    return {one.way: one for one in found}


def lapsed(today: str) -> Story:
    """Covered by hand in January 2026 alone, at 100.00 SSC a month."""
    return Story("2026-01-01").covered_by_hand().on(today)


def test_what_is_allowed_needs_nothing() -> None:
    assert ways(lapsed("2026-02-10"), release("2026-01-20")) == {}


# ---------------------------------------------------------------- coverage


def test_within_the_grace_the_gap_counts_once() -> None:
    found = ways(lapsed("2026-02-15"), release("2026-02-05"))
    assert list(found) == [Way.EXTEND, Way.CONCLUDE]
    extend, conclude = found[Way.EXTEND], found[Way.CONCLUDE]
    assert (show(extend.ssc or 0), show(extend.gap), show(extend.missing), extend.late) == (
        "150.00", "50.00", "150.00", False,
    )  # fmt: skip
    assert extend.until == d("2026-03-15")
    assert (show(conclude.ssc or 0), conclude.missing, conclude.late) == ("50.00", 0, False)


def test_after_it_twice_and_from_the_balance() -> None:
    story = lapsed("2026-04-01")
    story.top_up("100.00")
    found = ways(story, release("2026-02-05"))
    extend, conclude = found[Way.EXTEND], found[Way.CONCLUDE]
    assert (show(extend.ssc or 0), show(extend.gap), show(extend.missing), extend.late) == (
        "500.00", "400.00", "400.00", True,
    )  # fmt: skip
    assert (show(conclude.ssc or 0), show(conclude.missing), conclude.late) == ("400.00", "300.00", True)


@pytest.mark.parametrize(
    ("released", "helps"),
    [
        pytest.param("2026-01-31", False, id="covered anyway"),
        pytest.param("2026-02-01", True, id="the first uncovered day"),
        pytest.param("2026-02-15", True, id="today"),
    ],
)
def test_what_a_remedy_promises_comes_true(released: str, helps: bool) -> None:
    story, wanted = lapsed("2026-02-15"), release(released)
    found = ways(story, wanted)
    assert (Way.EXTEND in found) is helps
    if helps:
        story.top_up(show(found[Way.EXTEND].missing))
        assert code(story.extend(1)) == "done"
        verdict = may_all_install(story.project, catalogue(wanted), L1, wanted, story.today)
        assert verdict.reason is Reason.COVERED
        assert story.project.credits.free == 0


def test_days_that_can_no_longer_be_covered_are_not_sold() -> None:
    """The hole before the first coverage lies before E of rule 4: another release is named instead."""
    story = Story("2026-01-01")
    story.add()
    story.on("2026-02-01").top_up("100.00")
    story.extend(1)
    found = ways(story, release("2026-01-15"), release("2025-12-01"))
    assert {way: one.version for way, one in found.items()} == {Way.OTHER_RELEASE: "14 of 2025-12-01"}
    assert ways(story, release("2026-01-15")) == {}


def in_review(story: Story) -> Story:
    story.conclude()
    return story


def asked(story: Story) -> Story:
    story.conclude()
    story.ask()
    return story


def suspended(story: Story) -> Story:
    story.conclude()
    story.approve()
    story.suspend()
    return story.on("2026-05-20")


@pytest.mark.parametrize(
    ("after", "released", "way"),
    [
        pytest.param(in_review, "2026-02-05", Way.APPROVAL, id="a contract in review"),
        pytest.param(asked, "2026-02-05", Way.APPROVAL, id="with a question"),
        pytest.param(suspended, "2026-05-10", Way.RESUME, id="a suspended contract"),
    ],
)
def test_under_a_contract_it_is_the_contract(after: Callable[[Story], Story], released: str, way: Way) -> None:
    assert list(ways(after(lapsed("2026-02-15")), release(released))) == [way]


def test_with_what_the_release_requires_besides() -> None:
    found = ways(lapsed("2026-02-15"), release("2026-02-05", requires=frozenset({"VM"})))
    assert list(found) == [Way.EXTEND, Way.CONCLUDE, Way.ADD_LICENSE]
    assert found[Way.ADD_LICENSE].types == ("VM",)


# ---------------------------------------------------------------- everything else


@pytest.mark.parametrize(
    ("released", "more", "asked", "way", "says"),
    [
        ("2026-02-16", {}, L1, Way.WAIT, {"day": d("2026-02-16"), "then": Reason.NOT_COVERED}),
        (
            "2026-02-16", {"entitled_as_of": d("2026-01-31")}, L1,
            Way.WAIT, {"day": d("2026-02-16"), "then": Reason.COVERED},
        ),
        ("2026-01-15", {"requires": frozenset({"VM", "FAX"})}, L1, Way.ADD_LICENSE, {"types": ("FAX", "VM")}),
        ("2026-01-15", {"withdrawn_on": d("2026-02-01")}, L1, Way.OTHER_RELEASE, {"version": "14 of 2026-01-20"}),
        ("2026-01-15", {}, Scope((), TYPES), Way.ACTIVATE, {"types": ("HEADSET", "PORT", "VM")}),
        ("2026-01-15", {}, Scope((), TYPES, whole_project=True), Way.GET_LICENSE, {"types": ("HEADSET", "PORT", "VM")}),
    ],
)  # fmt: skip
def test_what_helps(released: str, more: dict[str, Any], asked: Scope, way: Way, says: dict[str, Any]) -> None:
    found = ways(lapsed("2026-02-15"), release(released, **more), release("2026-01-20"), asked=asked)
    assert list(found) == [way]
    assert {name: getattr(found[way], name) for name in says} == says


def test_what_was_given_up_has_to_be_bought_anew() -> None:
    story = lapsed("2026-02-10")
    story.give_back()
    found = ways(story.on("2026-02-11"), release("2026-01-15"))
    assert {way: one.types for way, one in found.items()} == {Way.ADD_LICENSE: ("PORT",)}


def test_what_is_no_part_of_ssa_is_not_helped_by_it() -> None:
    story = Story("2026-01-01")
    story.add(ssa="none")
    story.add("L2")
    story.on("2026-02-15")
    wanted, older = release("2026-02-01"), release("2025-12-01")
    shelf = catalogue(older, wanted)
    verdict = may_install(story.project, shelf, "L1", wanted, story.today)
    helps = Remedies(story.project, shelf, Scope(("L2",), TYPES), story.today, shelf.releases).help_for(verdict)
    assert [(one.way, one.version) for one in helps] == [(Way.OTHER_RELEASE, older.version)]
