"""Facts become claims: what license files and release manifests say, as JSON. In a list, what is empty is left out.

The format is described claim by claim in docs/verifier/README.md; a change of it is a change of what devices read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from autossa.domain.devices.license_files import FileFacts, Machine
from autossa.domain.lines import Line
from autossa.domain.releases.manifests import ReleaseFacts

LICENSE_TYP, RELEASE_TYP = "autossa-license+jwt", "autossa-release+jwt"
"""What a signed text is, by the header of its JWS."""

Claims = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Issue:
    """How a file is issued: by whom (an address), about whom (a public id), its id and serial, when, for how many days.

    `nonce` is that of the request that it answers.
    """

    issuer: str
    subject: str
    id: str
    serial: int
    at: datetime
    days: int
    nonce: str = ""

    @property
    def expires_at(self) -> datetime:
        """When the file is stale."""
        return self.at + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class ArtifactFacts:
    """A file of a release: bytes, and SHA-256 in hex."""

    name: str
    platform: str
    edition: str
    size: int
    sha256: str


def license_claims(facts: FileFacts, issue: Issue) -> Claims:
    """The claims of a license file."""
    return {
        "iss": issue.issuer,
        "sub": issue.subject,
        "jti": issue.id,
        "iat": int(issue.at.timestamp()),
        "exp": int(issue.expires_at.timestamp()),
        "serial": issue.serial,
        **({"nonce": issue.nonce} if issue.nonce else {}),
        **said(facts),
    }


def said(facts: FileFacts) -> Claims:
    """What a file says of its subject, however and whenever it is issued, but for the day."""
    return {
        "as_of": facts.as_of.isoformat(),
        "entitlement_day": facts.policy.value,
        "lines": [_line(line) for line in facts.lines],
        "types": [[code, *_span(*span)] for code, spans in facts.types.items() for span in spans],
        "coverage": [_span(*span) for span in facts.coverage],
        "products": {code: list(types) for code, types in facts.products.items()},
        "security_free": {code: [_branch(*one) for one in free] for code, free in facts.security_free.items()},
        "devices": [_machine(machine) for machine in facts.machines],
    }


def release_claims(facts: ReleaseFacts, artifacts: Iterable[ArtifactFacts], issuer: str) -> Claims:
    """The claims of a release manifest."""
    release = facts.release
    days = {"supported_until": _day(facts.supported_until), "withdrawn_on": _day(release.withdrawn_on)}
    return {
        "iss": issuer,
        "as_of": facts.as_of.isoformat(),
        "product": release.product,
        "version": release.version,
        "branch": release.branch,
        "released_on": release.released_on.isoformat(),
        "class": release.release_class.value,
        "channel": release.channel.value,
        "entitlement_days": {policy.value: day.isoformat() for policy, day in facts.entitlement_days.items()},
        "branch_days": {policy.value: [_day(one) for one in days] for policy, days in facts.branch_days.items()},
        **_filled(days),
        "features": sorted(release.features),
        "requires": sorted(release.requires),
        "artifacts": [_artifact(one) for one in artifacts],
    }


def _artifact(one: ArtifactFacts) -> Claims:
    named = {"name": one.name, "platform": one.platform, "edition": one.edition}
    return _filled({**named, "size": one.size, "sha256": one.sha256})


def _line(line: Line) -> Claims:
    return _filled(
        {
            "license": line.license_id,
            "type": line.license_type,
            "ssa": line.ssa.value,
            "quantity": line.quantity,
            "acquired_on": line.acquired_on.isoformat(),
            "added_on": line.added_on.isoformat(),
            "ended_on": _day(line.ended_on),
            "included_until": _day(line.included_until),
        }
    )


def _machine(machine: Machine) -> Claims:
    return _filled(
        {
            "id": machine.id,
            "hardware_id": machine.hardware_id,
            "parent": machine.parent,
            "activations": [list(one) for one in machine.activations],
            "trials": {product: _span(start, end) for product, start, end in machine.trials},
        }
    )


def _branch(product: str, branch: str, supported_until: date | None) -> list[str | None]:
    return [product, branch, _day(supported_until)]


def _span(start: date, end: date | None) -> list[str | None]:
    return [start.isoformat(), _day(end)]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _filled(claims: Mapping[str, Any]) -> Claims:
    return {name: value for name, value in claims.items() if value not in (None, "", [], {})}
