"""Licenses in use: activated (rule 6)."""

from autossa.domain.entries import LicenseActivated
from tests.domain.story import Story, code, d


def test_the_first_activation_counts_and_each_is_recorded() -> None:
    story = Story("2026-01-01")
    story.add("L1")
    story.add("L2")
    story.on("2026-01-10")
    story.activate("L2")
    story.on("2026-01-12")
    story.activate("L1")
    story.activate("L2")
    activations = [entry for entry in story.entries if isinstance(entry, LicenseActivated)]
    assert [f"{entry.day} {entry.license_id}" for entry in activations] == [
        "2026-01-10 L2",
        "2026-01-12 L1",
        "2026-01-12 L2",
    ]
    assert story.project.first_activation == d("2026-01-10")


def test_only_an_open_license_is_activated() -> None:
    story = Story("2026-01-01").covered_by_hand(1)
    assert code(story.activate("L9")) == "no_such_license"
    story.give_back("L1", 1200)  # takes effect on 1 February
    assert code(story.activate("L1")) == "no_such_license"
