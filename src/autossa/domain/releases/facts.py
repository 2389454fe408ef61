"""A verdict for programs: its reason, and all that it rests on; days as YYYY-MM-DD, `until` exclusive (rule 9)."""

from typing import Any

from autossa.domain.releases.entitlements import Reason, Verdict


def verdict_facts(verdict: Verdict) -> dict[str, Any]:
    """The same keys for every verdict; what it does not rest on is null. A trial's end stands by itself."""
    covered, until = verdict.covered, _day(verdict.included_until)
    is_trial = verdict.reason is Reason.TRIAL
    release = verdict.release
    return {
        "release": release.version,
        "branch": release.branch,
        "class": release.release_class.value,
        "released_on": _day(release.released_on),
        "may_install": verdict.may_install,
        "reason": verdict.reason.value,
        "license": verdict.license_id or None,
        "as_of": _day(verdict.as_of),
        "entitlement_day": _day(verdict.entitlement_day),
        "acquired_on": _day(verdict.acquired_on),
        "covered": {"from": _day(covered.start), "until": _day(covered.end)} if covered else None,
        "included_until": None if is_trial else until,
        "trial_until": until if is_trial else None,
        "through": verdict.through or None,
        "locked": list(verdict.locked),
        "missing": list(verdict.missing),
    }


def _day(day: Any) -> str | None:
    return day.isoformat() if day is not None else None
