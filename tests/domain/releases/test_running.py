"""What was ever allowed to be installed may be run for ever (rule 9)."""

from dataclasses import replace

import pytest

from autossa.domain.lines import Line
from autossa.domain.releases.running import may_run
from tests.domain.releases.shelf import PORT, SECURITY, TODAY, catalogue, license_line, project, release
from tests.domain.story import d

VM = license_line("L2", "2026-04-01", ended="2026-06-01")._replace(license_type="VM")


@pytest.mark.parametrize(
    ("lines", "released", "more", "runs"),
    [
        pytest.param((PORT,), "2026-05-05", {}, True, id="covered"),
        pytest.param((PORT,), "2026-09-05", {}, False, id="never covered"),
        pytest.param((PORT,), "2026-05-05", {"withdrawn_on": d("2026-05-06")}, True, id="withdrawn a day later"),
        pytest.param((PORT,), "2026-05-05", {"withdrawn_on": d("2026-05-05")}, False, id="withdrawn at once"),
        pytest.param((PORT,), "2027-01-02", {}, False, id="not out"),
        pytest.param((PORT._replace(ended_on=d("2026-06-01")),), "2026-05-31", {}, True, id="given up a day later"),
        pytest.param(
            (PORT._replace(ended_on=d("2026-06-01")),), "2026-06-01", {}, True, id="given up that day, in the morning"
        ),
        pytest.param((PORT._replace(ended_on=d("2026-06-01")),), "2026-06-02", {}, False, id="given up before"),
        pytest.param((PORT, VM), "2026-05-05", {"requires": frozenset({"VM"})}, True, id="what it requires was there"),
        pytest.param((PORT, VM), "2026-06-02", {"requires": frozenset({"VM"})}, False, id="and was not"),
        pytest.param((), "2026-05-05", {}, False, id="no license"),
    ],
)
def test_what_was_ever_allowed_runs(
    lines: tuple[Line, ...], released: str, more: dict[str, object], runs: bool
) -> None:
    wanted = release(released, **more)  # type: ignore[arg-type]
    facts = replace(project(), lines=lines)
    assert may_run(facts, catalogue(wanted), "L1", wanted, d(TODAY)) is runs


@pytest.mark.parametrize(("last", "runs"), [("2026-12-01", True), ("2026-11-30", False)])
def test_a_security_update_that_was_free_runs_after_support_ended(last: str, runs: bool) -> None:
    fix, base = release("2026-12-01", SECURITY), release("2026-05-05")
    assert may_run(project(), catalogue(base, fix, supported_until=last), "L1", fix, d(TODAY)) is runs
