"""Generate docs/verifier/vectors: license files and manifests that every verifier must judge alike, whatever language.

The keys are published here, so what they sign is worth nothing; a portal makes its own.
"""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from autossa.documents.licenses.claims import ArtifactFacts, Issue, license_claims, release_claims
from autossa.domain.coverage import Period, Source
from autossa.domain.devices.license_files import Machine, file_facts
from autossa.domain.lines import Line, Ssa
from autossa.domain.policies import EntitlementDay, Policy
from autossa.domain.projects import Project, Terms
from autossa.domain.releases.catalogue import Catalogue, Release, ReleaseClass
from autossa.domain.releases.manifests import release_facts
from autossa.gateways.signing.pem import public_half
from autossa.gateways.signing.protocol import jwk_of, kid_of

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "verifier" / "vectors"
LICENSE, RELEASE = "autossa-license+jwt", "autossa-release+jwt"
ISSUER = "https://portal.example.com"
ISSUED = datetime(2026, 6, 1, 12, tzinfo=UTC)
STALE = int((ISSUED + timedelta(days=400)).timestamp())
KEY, FORMER, REVOKED = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2, 3))
PROJECT, MASTER, STANDBY, TRYING, FOREIGN = "prj_office", "dev_main", "dev_standby", "dev_trying", "dev_foreign"
TYPES = {"PBX": frozenset({"PORT", "OPERATOR", "OLD"}), "FAX": frozenset({"FAX"})}


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _line(number: int, code: str, kind: str, added: str, **more: Any) -> Line:
    acquired = more.pop("acquired", added)
    return Line(number, number, code, kind, 10, Fraction(1), _day(acquired), _day(added), **more)


COVERAGE = (Period(_day("2026-03-01"), _day("2026-05-01"), Source.AUTO, _day("2026-03-01")),)
LINES = (
    _line(1, "L1", "PORT", "2026-01-15"),
    _line(2, "L2", "OPERATOR", "2026-05-20"),
    _line(3, "L3", "OLD", "2026-01-15", ended_on=_day("2026-05-10")),
    _line(4, "L4", "FAX", "2026-01-15", included_until=_day("2026-05-15")),
    _line(5, "L5", "HEADSET", "2026-01-15", ssa=Ssa.NONE),
)
BEFORE, COVERED, LATER, AHEAD = "2026-01-10", "2026-04-10", "2026-05-12", "2026-06-20"
RELEASES = {
    one.version: one
    for one in (
        Release("14.0", "PBX", "14", _day(BEFORE), features=frozenset({"VOICEMAIL"})),
        Release("14.1", "PBX", "14", _day(COVERED)),
        Release("14.2", "PBX", "14", _day(LATER)),
        Release("14.3", "PBX", "14", _day(LATER), ReleaseClass.SECURITY),
        Release("14.4", "PBX", "14", _day(COVERED), withdrawn_on=_day("2026-05-30")),
        Release("14.5", "PBX", "14", _day(COVERED), requires=frozenset({"VOICEMAIL"})),
        Release("14.6", "PBX", "14", _day(AHEAD)),
        Release("14.7", "PBX", "14", _day(LATER), ReleaseClass.MAINTENANCE),
        Release("13.9", "PBX", "13", _day(LATER), ReleaseClass.SECURITY),
        Release("13.8", "PBX", "13", _day(BEFORE)),
        Release("2.0", "FAX", "2", _day(LATER)),
        Release("15.0", "PBX", "15", _day(LATER), ReleaseClass.SECURITY),
    )
}
CATALOGUE = Catalogue(tuple(RELEASES.values()), {("PBX", "13"): _day("2026-05-31"), ("PBX", "14"): _day("2026-12-31")})
MACHINES = {
    one.id: one
    for one in (
        Machine(MASTER, "00:1b:21:3c:4d:5e", activations=(("L1", 10), ("L4", 2))),
        Machine(STANDBY, "AABBCCDD", parent=MASTER),
        Machine(TRYING, "SERIAL-77", trials=(("PBX", _day("2026-05-01"), _day("2026-07-30")),)),
    )
}


def signed(claims: Mapping[str, Any], typ: str, key: Ed25519PrivateKey = KEY, **header: Any) -> str:
    """Claims as we sign them; `header` says something else."""
    given = {"alg": "EdDSA", "typ": typ, "kid": kid_of(public_half(key))} | header
    text = ".".join(_base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (given, claims))
    return f"{text}.{_base64url(key.sign(text.encode()))}"


def key_set(*keys: Ed25519PrivateKey) -> dict[str, Any]:
    """The JWKS of these keys."""
    public = [public_half(key) for key in keys]
    return {"keys": [{"alg": "EdDSA", "kid": kid_of(one), "use": "sig", **jwk_of(one)} for one in public]}


def a_file(
    subject: str = MASTER,
    day: str = "2026-06-01",
    *,
    own: tuple[str, ...] = ("L1",),
    policy: EntitlementDay = EntitlementDay.RELEASE,
    **more: Any,
) -> dict[str, Any]:
    """The claims of a file about these licenses; `more` are claims that are otherwise than they would be."""
    project = Project(Terms(Policy(entitlement_day=policy)), LINES, COVERAGE)
    machine = MACHINES.get(subject)
    machines = (
        tuple(MACHINES.values())
        if machine is None
        else tuple(MACHINES[one] for one in (machine.id, machine.parent) if one)
    )
    facts = file_facts(project, CATALOGUE, TYPES, own, machines, _day(day))
    return license_claims(facts, Issue(ISSUER, subject, "lfi_vector", 7, ISSUED, 400)) | more


def a_manifest(version: str = "14.1", day: str = "2026-06-01") -> dict[str, Any]:
    """The claims of the manifest of a release."""
    artifact = ArtifactFacts(f"{version}.iso", "x86-64", "", 734003200, "ab" * 32)
    return release_claims(release_facts(CATALOGUE, RELEASES[version], _day(day)), [artifact], ISSUER)


def case(name: str, file: str, manifest: str, **asked: Any) -> dict[str, Any]:
    """What a verifier is given."""
    return {"name": name, "license_file": file, "manifest": manifest, **asked}


def _plain(name: str, version: str, reason: str, license_id: str = "L1", **more: Any) -> dict[str, Any]:
    asked = {key: more.pop(key) for key in ("device", "serial", "now") if key in more}
    of_manifest = more.pop("manifest_day", "2026-06-01")
    key = more.pop("key", KEY)
    file, manifest = a_file(**more), a_manifest(version, of_manifest)
    allowed = reason in ("acquired", "covered", "included", "security_free", "trial")
    return case(name, signed(file, LICENSE, key), signed(manifest, RELEASE), **asked) | {
        "expected": {
            "may_install": allowed,
            "reason": reason,
            "license": license_id,
            "as_of": max(file["as_of"], manifest["as_of"]),
            "stale": asked.get("now", 0) >= STALE,
        }
    }


def valid() -> list[dict[str, Any]]:
    """One of every reason, and of each way to ask."""
    none: Any = {"own": (), "subject": TRYING, "license_id": ""}
    both: Any = {"own": ("L1", "L2", "L3", "L4", "L5"), "subject": PROJECT}
    ended: Any = {"own": ("L3",), "subject": PROJECT}
    last: Any = ended | {"day": "2026-05-09", "manifest_day": "2026-05-09"}
    supported: Any = {"day": "2026-05-31", "manifest_day": "2026-05-31"}
    by_branch: Any = {"policy": EntitlementDay.BRANCH}
    newer: Any = {"manifest_day": "2026-06-05"}
    return [
        _plain("acquired: out before the license was acquired", "14.0", "acquired"),
        _plain("covered: out on a covered day", "14.1", "covered"),
        _plain("included: its own SSA includes the day", "2.0", "included", "L4", own=("L4",)),
        _plain("security_free: a security update of a branch rightly run", "14.3", "security_free"),
        _plain("trial: a device that tries the product out", "14.2", "trial", **none),
        _plain("license_required: a trial of what requires another type", "14.5", "license_required", **none),
        _plain("trial over on the day after it", "14.2", "no_such_license", **none, manifest_day="2026-07-30"),
        _plain("no_such_license: nothing of that product", "2.0", "no_such_license", ""),
        _plain("given_up: the license has ended", "14.1", "given_up", "L3", **ended),
        _plain("given_up: not before its last day is over", "14.1", "covered", "L3", **last),
        _plain("not_released: out on a day to come", "14.6", "not_released"),
        _plain("released: its day has come with a newer manifest", "14.6", "not_covered", manifest_day=AHEAD),
        _plain("withdrawn", "14.4", "withdrawn"),
        _plain("withdrawn: not yet", "14.4", "covered", day="2026-05-29", manifest_day="2026-05-29"),
        _plain("not_covered: out on a day without coverage", "14.2", "not_covered"),
        _plain("not_covered: a security update is no way to a new branch", "15.0", "not_covered"),
        _plain("security_free: on the last supported day", "13.9", "security_free", **supported),
        _plain("not_covered: a security update of a branch no longer supported", "13.9", "not_covered"),
        _plain("license_required: the release cannot be installed without another type", "14.5", "license_required"),
        _plain("policy `branch`: maintenance counts from the first day of its branch", "14.7", "acquired", **by_branch),
        _plain("policy `release`: it counts from its own day", "14.7", "not_covered"),
        _plain("a newer manifest knows of which branch security updates are free", "14.3", "security_free", **newer),
        _plain("a newer file knows it too", "14.3", "security_free", day="2026-06-05"),
        _plain("the weakest license of a project decides, and is named", "14.2", "not_covered", **both),
        _plain("of a whole project, what was given up stands aside while another lives", "14.1", "covered", **both),
        _plain("the file of a project, asked for a device", "14.1", "covered", device=MASTER, **both),
        _plain("a standby has what is on its master", "14.1", "covered", device=STANDBY, **both),
        _plain("the file of a standby", "14.1", "covered", subject=STANDBY),
        _plain("a serial that was seen before", "14.1", "covered", serial=7),
        _plain("signed by a former key", "14.1", "covered", key=FORMER),
        _plain("stale: past its exp, which stops nothing", "14.1", "covered", now=STALE),
        _plain("not stale in the last second", "14.1", "covered", now=STALE - 1),
    ]  # fmt: skip


def invalid() -> list[dict[str, Any]]:
    """Each kind of what must be refused."""
    file, manifest = signed(a_file(), LICENSE), signed(a_manifest(), RELEASE)
    header, payload, signature = file.split(".")
    other = signed(a_file(serial=8), LICENSE)
    project = signed(a_file(PROJECT, own=("L1", "L2")), LICENSE)
    changed = _base64url(base64.urlsafe_b64decode(payload + "==").replace(b'"quantity":10', b'"quantity":99'))
    kid = kid_of(public_half(KEY))
    return [
        case("a file changed after it was signed", f"{header}.{changed}.{signature}", manifest),
        case("the signature of another file", f"{header}.{payload}.{other.rpartition('.')[2]}", manifest),
        case("the manifest of one release with the signature of another", file, _swapped()),
        case("no signature", f"{header}.{payload}.", manifest),
        case("cut off", file[:-10], manifest),
        case("a fourth part", f"{file}.", manifest),
        case("base64url with padding", f"{file}==", manifest),
        case("base64url whose last letter has bits to spare", _not_canonical(file), manifest),
        case("base64 instead of base64url", file.replace("-", "+").replace("_", "/"), manifest),
        case("a blank inside", f"{header}. {payload}.{signature}", manifest),
        case("alg none", f"{_header(alg='none', typ=LICENSE, kid=kid)}.{payload}.", manifest),
        case("alg HS256 with the public key as its secret", _hs256(payload, kid), manifest),
        case("another alg than EdDSA", signed(a_file(), LICENSE, alg="ES256"), manifest),
        case("another typ", signed(a_file(), "JWT"), manifest),
        case("no typ", f"{_header(alg='EdDSA', kid=kid)}.{payload}.{signature}", manifest),
        case("a header that asks for more", signed(a_file(), LICENSE, crit=["b64"], b64=True), manifest),
        case("swapped: the manifest as license file, the license file as manifest", manifest, file),
        case("a license file as manifest", file, other),
        case("a key that is not published", signed(a_file(), LICENSE, kid="A" * 43), manifest),
        case("a key that was revoked", signed(a_file(), LICENSE, REVOKED), manifest),
        case("signed by another key than it says", signed(a_file(), LICENSE, FORMER, kid=kid), manifest),
        case("a manifest signed by a key that was revoked", file, signed(a_manifest(), RELEASE, REVOKED)),
        case("an older serial than one seen before", file, manifest, serial=8),
        case("the file of another device", file, manifest, device=STANDBY),
        case("a device that the project does not have", project, manifest, device=FOREIGN),
        case("of another vendor", signed(a_file(iss="https://other.example.com"), LICENSE), manifest),
        case("nothing at all", "", manifest),
    ]


def _swapped() -> str:
    one, another = (signed(a_manifest(version), RELEASE) for version in ("14.1", "14.2"))
    return one.rpartition(".")[0] + "." + another.rpartition(".")[2]


def _header(**said: str) -> str:
    return _base64url(json.dumps(said, separators=(",", ":")).encode())


def _hs256(payload: str, kid: str) -> str:
    text = f"{_header(alg='HS256', typ=LICENSE, kid=kid)}.{payload}"
    return f"{text}.{_base64url(hmac.digest(public_half(KEY), text.encode(), 'sha256'))}"


def _not_canonical(token: str) -> str:
    """A signature of 64 bytes leaves four bits of its last letter unused: another letter reads as the same bytes."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + letters[letters.index(token[-1]) + 1]


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def files() -> dict[str, str]:
    """Each file of the folder, by name."""
    return {
        name: json.dumps({"jwks": key_set(KEY, FORMER), "cases": cases}, indent=1, ensure_ascii=False) + "\n"
        for name, cases in (("valid.json", valid()), ("invalid.json", invalid()))
    }


def main() -> None:
    """Write the folder."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
