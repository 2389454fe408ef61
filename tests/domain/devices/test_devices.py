"""What of a license is free, what may be bound to a device, and what keeps it off one (rules 6 and 9)."""

from dataclasses import replace

import pytest

from autossa.domain.devices.devices import bind, stock_of, stocks_of
from autossa.domain.lines import Line, Ssa
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Refusal
from autossa.domain.releases.catalogue import Catalogue, Release
from autossa.domain.releases.devices import Scope, forbidding
from autossa.domain.releases.entitlements import Reason
from tests.cast.days import d
from tests.domain.story import line

TODAY = d("2026-02-01")


@pytest.mark.parametrize(
    ("on_devices", "free", "exceeded"),
    [(0, 10, False), (7, 3, False), (10, 0, False), (11, 0, True)],
)
def test_what_is_free_is_licensed_and_not_on_devices(on_devices: int, free: int, exceeded: bool) -> None:
    project, used = Project(lines=(line(10),)), {"L1": on_devices}
    found = stocks_of(project, used, TODAY)["L1"]
    assert found == stock_of(project, "L1", on_devices, TODAY)
    assert (found.licensed, found.on_devices) == (10, on_devices)
    assert (found.free, found.is_exceeded) == (free, exceeded)


@pytest.mark.parametrize(
    ("own", "licensed"),
    [
        (line(10, ended="2026-02-02"), 10),
        (line(10, ended="2026-02-01"), None),  # nothing of it is there: it is not listed
        (line(10, added="2026-02-02"), None),
        (line(10, confirmed=False), None),
    ],
)
def test_only_what_is_confirmed_and_alive_is_licensed(own: Line, licensed: int | None) -> None:
    project = Project(lines=(own,))
    found = stocks_of(project, {}, TODAY).get("L1")
    assert (found and found.licensed) == licensed
    still_on_devices = stocks_of(project, {"L1": 2}, TODAY).get("L1")
    if own.confirmed:
        assert still_on_devices is not None
        assert still_on_devices.is_exceeded is (licensed is None)
    else:
        assert still_on_devices is None


@pytest.mark.parametrize(
    ("own", "result"),
    [
        (line(), "2026-02-01"),
        (line(ended="2026-03-01"), "2026-02-01"),
        (line(ended="2026-03-01")._replace(ssa=Ssa.INCLUDED), None),
        (line(ended="2026-02-01"), "no_such_license"),
        (line(confirmed=False), "no_such_license"),
    ],
)
def test_the_first_activation_of_what_is_charged_fixes_b(own: Line, result: str | None) -> None:
    bound = bind(Project(lines=(own,)), TODAY, "L1")
    if isinstance(bound, Refusal):
        assert bound.code == result
    else:
        assert isinstance(bound, Outcome)
        assert bound.project.first_activation == (d(result) if result else None)


OLD = Release("13.0", "PBX", "13", d("2025-12-01"))
NEW = Release("14.0", "PBX", "14", d("2026-01-15"))


@pytest.mark.parametrize(
    ("release", "own", "of_product", "reason"),
    [
        (OLD, line(), "PORT", None),
        (NEW, line(), "PORT", Reason.NOT_COVERED),
        (replace(OLD, withdrawn_on=TODAY), line(), "PORT", None),
        (NEW, line(), "OPERATOR", None),  # of another product: no say
        (NEW, line()._replace(ssa=Ssa.NONE), "PORT", None),  # no part of SSA: aside
        (replace(NEW, released_on=d("2026-03-01")), line(), "PORT", Reason.NOT_COVERED),
    ],
)
def test_what_keeps_a_license_off_a_device(release: Release, own: Line, of_product: str, reason: Reason | None) -> None:
    scope = Scope(("L1",), frozenset({of_product}))
    verdict = forbidding(Project(lines=(own,)), Catalogue((OLD, NEW, release)), scope, release, TODAY)
    assert (verdict and verdict.reason) == reason
