"""What of the findings of `verify` can be made anew from other rows, and what to do about the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from autossa.queries.runs.verify import Finding
from autossa.store import models

# Tables whose rows, or parts of them, follow from others; all but sums of money are made anew a project at a time.
_OF_PROJECTS = ("projects", "project_names", "lots", "coverage", "contracts", "licenses")
SUMS = ("claims", "payments")
_BOOKED = (
    "it was booked so, and nothing else says what it was: compare it with a backup (docs/operating.md, restoring), and"
    " restore, or correct it by a booking"
)
_ADVICE = {
    "document_files": "`autossa invoices render --missing` makes files that are gone; restore changed ones",
    "bank_orders": "restore the file from a backup: it is never made again",
    "terms_documents": "restore the file from a backup: it is what was accepted",
    "contract_events": "compare the journal with a backup; the contract follows from it",
    "coverage_entries": "compare the journal and its settlement with a backup; coverage follows from it",
    "activations": "release it on the page of the device",
    "devices": "remove the device, or revoke its secret, on its page",
    "contracts": "what its rows say contradicts itself: compare the contract and its journal with a backup",
    "projects": "what its rows say contradicts itself; mend what is named before it first, then repair again",
}


@dataclass(frozen=True, slots=True)
class Target:
    """What is repaired at once: a project, or the sums of a claim or payment."""

    kind: str
    key: UUID


def chosen(findings: Iterable[Finding], wanted: Iterable[str]) -> Iterator[Finding]:
    """Those of the named tables or keys; all of them where nothing is named."""
    names = frozenset(wanted)
    for found in findings:
        if not names or names & {found.table, found.key, f"{found.table} {found.key}", f"{found.table}:{found.key}"}:
            yield found


def target_of(found: Finding) -> Target | None:
    """What is to be repaired for a finding; None where no other row says what is right."""
    try:
        if found.table in SUMS:
            return Target(found.table, UUID(found.key))
        project = _project_of(found) if found.table in _OF_PROJECTS else None
    except ValueError:
        return None
    return None if project is None else Target("projects", project)


def advice_for(found: Finding) -> str:
    """What to do where nothing can be made anew."""
    return _ADVICE.get(found.table, _BOOKED)


def _project_of(found: Finding) -> UUID | None:
    key = UUID(found.key.partition("/")[0])
    if found.table in ("projects", "project_names", "lots"):
        return key
    if found.table == "coverage":
        return _first(models.CoverageEntry.objects.filter(pk=key)) or _first(models.Coverage.objects.filter(pk=key))
    model = models.Contract if found.table == "contracts" else models.License
    return _first(model.objects.filter(pk=key))


def _first(rows: Any) -> UUID | None:
    found: UUID | None = rows.values_list("project", flat=True).first()
    return found
