"""Why a release may be installed, or may not, with its days; and what would change it. In the language of the page."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from autossa.domain.releases.entitlements import ALLOWED, Reason, Verdict
from autossa.domain.releases.remedies import Remedy, Way
from autossa.wording import glossary
from autossa.wording.formats import day, ssc, until

Names = Mapping[str, str]
"""The names of license types, by code; a code that has none is said itself."""


# ---------------------------------------------------------------- the answer


def why(verdict: Verdict, names: Names | None = None) -> str:
    """The reason in a sentence with its dates: "Covered: released on 3 March 2026, your agreement …"."""
    said = _WORDS[verdict.reason](verdict, names or {})
    if verdict.entitlement_day != verdict.release.released_on and verdict.reason in _RESTS_ON_DAY:
        counts = _("The day that counts for this release is %(day)s.") % {"day": day(verdict.entitlement_day)}
        said = f"{said} {counts}"
    return said


def may_run() -> str:
    """The other question, never mixed with the first."""
    return _("What is installed may be run for ever.")


def locked(verdict: Verdict, names: Names | None = None) -> str:
    """The features that need a license of their own; empty where none is locked."""
    if not verdict.locked:
        return ""
    given = {"types": types(verdict.locked, names or {})}
    return _("Locked features, until there is a license of the type: %(types)s.") % given


def types(codes: Iterable[str], names: Names) -> str:
    """License types by name, one after the other."""
    return ", ".join(names.get(code, code) for code in codes)


def _released(verdict: Verdict) -> dict[str, str]:
    return {"day": day(verdict.release.released_on)}


def _acquired(verdict: Verdict, _names: Names) -> str:
    bought = day(verdict.acquired_on) if verdict.acquired_on else ""
    given = {**_released(verdict), "acquired": bought}
    return _("Part of the purchase: released on %(day)s, the license was acquired on %(acquired)s.") % given


def _covered(verdict: Verdict, _names: Names) -> str:
    given = {**_released(verdict), "until": until(verdict.covered.end) if verdict.covered else ""}
    return _("Covered: released on %(day)s, your agreement covers it until %(until)s.") % given


def _included(verdict: Verdict, _names: Names) -> str:
    if verdict.included_until is None:
        return _("SSA included: released on %(day)s, updates come with this license.") % _released(verdict)
    given = {**_released(verdict), "until": until(verdict.included_until)}
    return _("SSA included: released on %(day)s, the SSA sold with the license lasts until %(until)s.") % given


def _security_free(verdict: Verdict, _names: Names) -> str:
    given = {"version": verdict.through, "branch": verdict.release.branch}
    return (
        _("Free security update: you may use %(version)s of the branch %(branch)s, so its security updates are free.")
        % given
    )


def _trial(verdict: Verdict, _names: Names) -> str:
    given = {"until": until(verdict.included_until) if verdict.included_until else ""}
    return _("Trial: this device may install what is out until %(until)s.") % given


def _no_such_license(_verdict: Verdict, _names: Names) -> str:
    return _("No license: there is no license of this product here.")


def _given_up(verdict: Verdict, _names: Names) -> str:
    if verdict.ended_on is None:
        return _("License given up: none of it is left today.")
    return _("License given up: it ended on %(day)s.") % {"day": until(verdict.ended_on)}


def _not_released(verdict: Verdict, _names: Names) -> str:
    return _("Not released yet: it comes on %(day)s.") % _released(verdict)


def _withdrawn(verdict: Verdict, _names: Names) -> str:
    gone = verdict.release.withdrawn_on
    given = {"day": day(gone) if gone else ""}
    return _("Withdrawn on %(day)s: it is not installed any more. Whoever has it keeps it.") % given


def _not_part_of_ssa(verdict: Verdict, _names: Names) -> str:
    bought = day(verdict.acquired_on) if verdict.acquired_on else ""
    given = {**_released(verdict), "acquired": bought}
    return _("Not part of SSA: released on %(day)s, after this license was acquired on %(acquired)s.") % given


def _not_covered(verdict: Verdict, _names: Names) -> str:
    before = verdict.covered_before
    if before is None:
        return _("Not covered: released on %(day)s, when no agreement covered it.") % _released(verdict)
    given = {**_released(verdict), "until": until(before.end)}
    return _("Not covered: released on %(day)s, your agreement ended on %(until)s.") % given


def _license_required(verdict: Verdict, names: Names) -> str:
    return _("License required: this release needs a license of the type %(types)s.") % {
        "types": types(verdict.missing, names)
    }


_WORDS: dict[Reason, Callable[[Verdict, Names], str]] = {
    Reason.NO_SUCH_LICENSE: _no_such_license,
    Reason.GIVEN_UP: _given_up,
    Reason.NOT_RELEASED: _not_released,
    Reason.WITHDRAWN: _withdrawn,
    Reason.ACQUIRED: _acquired,
    Reason.COVERED: _covered,
    Reason.INCLUDED: _included,
    Reason.SECURITY_FREE: _security_free,
    Reason.TRIAL: _trial,
    Reason.NOT_PART_OF_SSA: _not_part_of_ssa,
    Reason.NOT_COVERED: _not_covered,
    Reason.LICENSE_REQUIRED: _license_required,
}
_RESTS_ON_DAY = (ALLOWED - {Reason.TRIAL, Reason.SECURITY_FREE}) | {Reason.NOT_COVERED, Reason.NOT_PART_OF_SSA}


# ---------------------------------------------------------------- what would change it


def helps(remedies: Iterable[Remedy], names: Names | None = None, *, with_money: bool = True) -> list[str]:
    """What would change it, a sentence each; `with_money`: the reader may see credits."""
    return [_HELP[remedy.way](remedy, names or {}, with_money) for remedy in remedies]


def _extend(remedy: Remedy, _names: Names, with_money: bool) -> str:
    if not with_money or remedy.ssc is None:
        return _("Extend coverage manually.")
    given = {"ssc": ssc(remedy.ssc), "gap": ssc(remedy.gap), "until": until(remedy.until) if remedy.until else ""}
    said = _("Extend by %(ssc)s: that covers until %(until)s.") % given
    if remedy.gap:
        part = _("Of these, %(gap)s pay for the missed days, at the price after the grace period.")
        once = _("Of these, %(gap)s pay for the missed days.")
        said = f"{said} {(part if remedy.late else once) % given}"
    return f"{said} {_missing(remedy)}".rstrip()


def _conclude(remedy: Remedy, _names: Names, with_money: bool) -> str:
    if not with_money:
        return _("Add a contract.")
    if not remedy.gap:
        return _("Add a contract: it covers from today on.")
    said = _("Add a contract: the missed days cost %(gap)s, once it is approved.") % {"gap": ssc(remedy.gap)}
    return f"{said} {_missing(remedy)}".rstrip()


def _missing(remedy: Remedy) -> str:
    return _("The balance lacks %(ssc)s.") % {"ssc": ssc(remedy.missing)} if remedy.missing else ""


def _approval(_remedy: Remedy, _names: Names, _with_money: bool) -> str:
    return _("The contract in review covers that day, once it is approved.")


def _resume(_remedy: Remedy, _names: Names, _with_money: bool) -> str:
    return _("The contract is suspended: once the open invoice is paid and it is resumed, that day is covered.")


def _wait(remedy: Remedy, _names: Names, _with_money: bool) -> str:
    given = {"day": day(remedy.day) if remedy.day else ""}
    if remedy.then in ALLOWED:
        return _("From %(day)s on it may be installed.") % given
    if remedy.then is Reason.NOT_COVERED:
        return _("It is released on %(day)s; your agreement does not cover that day yet.") % given
    return _("It is released on %(day)s.") % given


def _add_license(remedy: Remedy, names: Names, _with_money: bool) -> str:
    return ngettext(
        "Add a license of the type %(types)s.", "Add a license of each of these types: %(types)s.", len(remedy.types)
    ) % {"types": types(remedy.types, names)}


def _get_license(remedy: Remedy, names: Names, _with_money: bool) -> str:
    return ngettext(
        "Add a license of this type: %(types)s.", "Add a license of one of these types: %(types)s.", len(remedy.types)
    ) % {"types": types(remedy.types, names)}


def _activate(remedy: Remedy, names: Names, _with_money: bool) -> str:
    return ngettext(
        "Activate a license of the type %(types)s on the device.",
        "Activate a license of one of these types on the device: %(types)s.",
        len(remedy.types),
    ) % {"types": types(remedy.types, names)}


def _other_release(remedy: Remedy, _names: Names, _with_money: bool) -> str:
    return _("Install %(version)s instead: it is the newest that may be installed.") % {"version": remedy.version}


_HELP: dict[Way, Callable[[Remedy, Names, bool], str]] = {
    Way.WAIT: _wait,
    Way.EXTEND: _extend,
    Way.CONCLUDE: _conclude,
    Way.APPROVAL: _approval,
    Way.RESUME: _resume,
    Way.ADD_LICENSE: _add_license,
    Way.GET_LICENSE: _get_license,
    Way.ACTIVATE: _activate,
    Way.OTHER_RELEASE: _other_release,
}


def word(verdict: Verdict) -> str:
    """The reason in a word or two."""
    return str(glossary.ENTITLEMENT[verdict.reason])
