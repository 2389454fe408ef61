"""What the demo's vendor has released, in days before today, with small files that can be downloaded."""

import io
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from autossa.domain.releases.catalogue import Channel, ReleaseClass
from autossa.operations.context import ActionContext
from autossa.operations.releases import artifacts, products, releases
from autossa.operations.releases.releases import ReleaseText

PBX, CENTER = "PBX", "CENTER"
NAMES = {PBX: "Brightline PBX", CENTER: "Brightline Contact Center"}
# The license types of each product, with the major version that one names.
TYPES: Mapping[str, Mapping[str, str]] = {
    PBX: {"PORT": "", "VOICEMAIL": "", "OPERATOR": "", "MOBILITY": "", "STANDBY": "", "FAX": ""},
    CENTER: {"CALLCENTER": ""},
}
# Until how many days before today each branch is supported; below 0 it is still, None without an end.
BRANCHES: Mapping[tuple[str, str], int | None] = {
    (PBX, "13"): 120,
    (PBX, "14"): -420,
    (PBX, "15"): None,
    (CENTER, "3"): -300,
}
_BEFORE = 6  # days before its own that a release is entered; the evening before it is published
_LINUX, _WINDOWS = "linux-x86_64", "windows-x86_64"


@dataclass(frozen=True, slots=True)
class DemoRelease:
    """A release so many days before today; `withdrawn`: how many days before today, and why."""

    ago: int
    product: str
    branch: str
    version: str
    notes: str
    release_class: ReleaseClass = ReleaseClass.FEATURE
    channel: Channel = Channel.STABLE
    features: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    platforms: tuple[str, ...] = (_LINUX,)
    withdrawn: tuple[int, str] | None = None
    published: int | None = None
    """How many days before today; a day before it comes where nothing is said."""


_REPAIR, _SECURITY, _BETA = ReleaseClass.MAINTENANCE, ReleaseClass.SECURITY, Channel.BETA
DRAFT = DemoRelease(-75, PBX, "15", "15.2", "Presence of mobile users.", features=("MOBILITY",))
RELEASES = (
    DemoRelease(705, PBX, "13", "13.0", "New administration in the browser.\nUp to 2000 ports a system."),
    DemoRelease(610, PBX, "13", "13.1", "Announcements are no longer cut off.\nFaster start.", _REPAIR),
    DemoRelease(
        520, PBX, "14", "14.0-beta1", "Try mobile users before they come.", channel=_BETA, features=("MOBILITY",)
    ),
    DemoRelease(
        480, PBX, "14", "14.0", "Mobile users: one number on the desk and on the road.\nVideo calls.",
        features=("MOBILITY",), platforms=(_LINUX, _WINDOWS),
    ),
    DemoRelease(400, PBX, "13", "13.2", "Fixes a vulnerability in the login of the administration.", _SECURITY),
    DemoRelease(330, PBX, "14", "14.1", "Fax to e-mail, in both directions.\nA standby takes over within a second.",
                features=("FAX", "STANDBY"), platforms=(_LINUX, _WINDOWS)),
    DemoRelease(
        240, PBX, "14", "14.1.1", "Smaller repairs.", _REPAIR,
        withdrawn=(226, "Calls on hold were dropped after an hour. Install 14.1.2 instead."),
    ),
    DemoRelease(220, PBX, "14", "14.1.2", "Calls stay on hold for as long as they should.", _REPAIR),
    DemoRelease(150, PBX, "15", "15.0-beta1", "Try the new operator console.", channel=_BETA, features=("OPERATOR",)),
    DemoRelease(
        95, PBX, "15", "15.0", "New operator console.\nEncrypted voicemail.", features=("OPERATOR", "VOICEMAIL"),
        platforms=(_LINUX, _WINDOWS),
    ),
    DemoRelease(40, PBX, "14", "14.1.3", "Fixes a vulnerability in the handling of SIP messages.", _SECURITY),
    DemoRelease(40, PBX, "15", "15.0.1", "Fixes a vulnerability in the handling of SIP messages.", _SECURITY),
    DemoRelease(-30, PBX, "15", "15.1", "Conferences with up to 100 participants.", published=8),
    DemoRelease(500, CENTER, "3", "3.0", "Agents work in the browser.", requires=("CALLCENTER",)),
    DemoRelease(260, CENTER, "3", "3.1", "Waiting callers are called back.", requires=("CALLCENTER",)),
    DemoRelease(60, CENTER, "3", "3.1.1", "Fixes a leak in the statistics.", _SECURITY, requires=("CALLCENTER",)),
)  # fmt: skip


def enter(today: date, ctx: ActionContext) -> dict[tuple[str, str], UUID]:
    """Products, their license types, and their branches, which are given by product and name."""
    keys = {code: products.add_product(code=code, name=name, ctx=ctx) for code, name in NAMES.items()}
    for code, majors in TYPES.items():
        products.set_product_types(product=keys[code], majors=majors, ctx=ctx)
    found = {}
    for (code, name), ago in BRANCHES.items():
        until = None if ago is None else today - timedelta(days=ago)
        found[code, name] = products.add_branch(product=keys[code], name=name, supported_until=until, ctx=ctx)
    return found


def deeds(today: date, branches: Mapping[tuple[str, str], UUID]) -> Iterator[tuple[int, Callable[..., object]]]:
    """What was done about each release, each so many days before today; all of a release in this order."""
    for one in (*RELEASES, DRAFT):
        there: dict[str, UUID] = {}
        given = ReleaseText(
            one.version, today - timedelta(days=one.ago), one.release_class, one.channel, one.notes,
            one.features, one.requires,
        )  # fmt: skip
        published = one.ago + 1 if one.published is None else one.published
        yield max(1, published + _BEFORE), partial(_draft, there, one, branches[one.product, one.branch], given)
        if one is not DRAFT:
            yield published, partial(_publish, there)
        if one.withdrawn is not None:
            ago, reason = one.withdrawn
            yield ago, partial(_withdraw, there, today - timedelta(days=ago), reason)


def _draft(there: dict[str, UUID], one: DemoRelease, branch: UUID, given: ReleaseText, ctx: ActionContext) -> None:
    there["key"] = releases.draft(branch=branch, given=given, ctx=ctx)
    for platform in one.platforms:
        name = f"{one.product.lower()}-{one.version}-{platform}.tar.gz"
        artifacts.add(release=there["key"], content=_file(one), file_name=name, platform=platform, ctx=ctx)


def _publish(there: dict[str, UUID], ctx: ActionContext) -> None:
    releases.publish(release=there["key"], ctx=ctx)


def _withdraw(there: dict[str, UUID], day: date, reason: str, ctx: ActionContext) -> None:
    releases.withdraw(release=there["key"], day=day, reason=reason, ctx=ctx)


def _file(one: DemoRelease) -> io.BytesIO:
    """An archive with the notes: real, and small."""
    text = f"{NAMES[one.product]} {one.version} (demo)\n\n{one.notes}\n".encode()
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        entry = tarfile.TarInfo(f"{one.product.lower()}-{one.version}/NOTES.txt")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
    held.seek(0)
    return held
