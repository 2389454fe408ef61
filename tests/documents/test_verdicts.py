"""The law of rule 9: the stand-alone verifier says of a file and a manifest what the portal says, on every day."""

import itertools
from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autossa.domain.releases.entitlements import Reason
from tests.cast.verifier import KEY, key_set, verifier
from tests.documents.drawn import MASTER, PROJECT, STANDBY, Drawn, drawn
from tests.trials import a_few_of, whatever_the_seed

JWKS = key_set(KEY)
# Types that are no part of SSA are aside where all licenses of a device or a project are asked about.
REACHED = {reason.value for reason in Reason} - {"not_part_of_ssa"}
CHUNKS = [range(first, first + 20) for first in range(0, 1000, 20)]


@settings(deadline=None, derandomize=True, database=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_verifier_says_what_the_portal_says(data: st.DataObject) -> None:
    agree(drawn(lambda least, most: data.draw(st.integers(least, most))))


@pytest.mark.slow
@pytest.mark.parametrize("seeds", a_few_of(CHUNKS, 3), ids=lambda seeds: f"{seeds.start}-{seeds.stop - 1}")
def test_it_does_so_for_many_histories(seeds: range) -> None:
    whatever_the_seed(seeds, lambda seed: agree(drawn(Random(seed).randint), step=3))


def test_every_reason_is_reached() -> None:
    found: Counter[str] = Counter()
    for seed in range(25):
        found += agree(drawn(Random(seed).randint), step=9)
    assert found.keys() == REACHED
    assert sum(found.values()) > 1000


def agree(world: Drawn, step: int = 1) -> Counter[str]:
    """As of the later day of both texts: for the same day, an older file, an older manifest."""
    days = world.boundaries()[::step]
    found: Counter[str] = Counter()
    older = list(itertools.pairwise(days))
    signed = {release: {day: world.manifest(release, day) for day in days} for release in world.catalogue.releases}
    for subject in (PROJECT, MASTER, STANDBY):
        files = {day: world.file(subject, day) for day in days}
        for release, manifests in signed.items():
            for of_file, of_manifest in [(day, day) for day in days] + older + [pair[::-1] for pair in older]:
                said = verifier.verdict(files[of_file], manifests[of_manifest], JWKS)
                day = max(of_file, of_manifest)
                assert answer(said) == world.ours(subject, release, day), (subject, release, of_file, of_manifest)
                assert said["as_of"] == day.isoformat()
                found[said["reason"]] += 1
            through_project(world, subject, manifests, days)
    return found


def through_project(world: Drawn, subject: str, manifests: dict[Any, str], days: list[Any]) -> None:
    """The file of the project says the same of each of its devices."""
    for day in days[::7]:
        by_project = verifier.verdict(world.file(PROJECT, day), manifests[day], JWKS, device=subject)
        assert answer(by_project) == answer(verifier.verdict(world.file(subject, day), manifests[day], JWKS))


def answer(said: dict[str, Any]) -> tuple[bool, str, str]:
    return said["may_install"], said["reason"], said["license"]
