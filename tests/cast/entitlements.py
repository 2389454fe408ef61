"""Rule 9 as a table: facts, and the reason that follows from them whichever door is asked.

One license L1 of the product PBX (type by `ssa`), bought on 15 January 2026; the project is covered from that day to 14
February by another license, of no product. Every row changes what matters to it. Days are as people are shown them.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from autossa.domain.lines import Ssa
from autossa.domain.policies import EntitlementDay, Policy
from autossa.domain.releases.catalogue import ReleaseClass
from autossa.domain.releases.entitlements import Reason
from autossa.operations import credits, licenses
from autossa.operations.devices import activations, devices, trials
from autossa.operations.projects.edit import create_project
from autossa.operations.releases import products, releases
from autossa.operations.releases.releases import ReleaseText
from autossa.operations.vendor import catalogue
from autossa.operations.vendor.schema import FIRST_DAY
from tests.cast.shop import ALICE, Shop, d, on

PRODUCT, VERSION, LICENSE = "PBX", "14.5", "L1"
BOUGHT, LAST_COVERED, FIRST_UNCOVERED, TODAY = "2026-01-15", "2026-02-14", "2026-02-15", "2026-03-10"
TYPES = {Ssa.CHARGED: "PORT", Ssa.INCLUDED: "RENTAL", Ssa.NONE: "HEADSET"}
SECURITY, MAINTENANCE = ReleaseClass.SECURITY, ReleaseClass.MAINTENANCE
R = Reason


@dataclass(frozen=True)
class Row:
    """Facts and what follows: `reason` for the license; for project and device too, where `whole` says nothing else."""

    name: str
    reason: Reason
    released: str = "2026-01-20"
    today: str = TODAY
    ssa: Ssa = Ssa.CHARGED
    has_license: bool = True
    included_until: str | None = None
    given_up_on: str | None = None
    trial_from: str | None = None
    kind: ReleaseClass = ReleaseClass.FEATURE
    others: tuple[tuple[str, str], ...] = ()
    supported_until: str | None = None
    withdrawn_on: str | None = None
    entitled_as_of: str | None = None
    features: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    policy: EntitlementDay = EntitlementDay.RELEASE
    whole: Reason | None = None
    on_device: Reason | None = None
    locked: tuple[str, ...] = ()
    grounds: dict[str, str] = field(default_factory=dict)

    @property
    def of_project(self) -> Reason:
        """What is answered for the project."""
        return self.whole or self.reason

    @property
    def of_device(self) -> Reason:
        """What is answered for the device with all of it."""
        return self.on_device or self.of_project


_FREE = {"released": "2026-03-01", "kind": SECURITY}
_OUTSIDE: dict[str, Any] = {"ssa": Ssa.NONE, "whole": R.NO_SUCH_LICENSE}
_BRANCH = {"released": "2026-03-01", "policy": EntitlementDay.BRANCH, "others": (("14", LAST_COVERED),)}

ROWS = [
    # ---- the day of the release
    Row("out on the day it was bought", R.ACQUIRED, BOUGHT, grounds={"acquired_on": BOUGHT}),
    Row("out a day later", R.COVERED, "2026-01-16", grounds={"covered_from": BOUGHT, "covered_until": LAST_COVERED}),
    Row("out on the last covered day", R.COVERED, LAST_COVERED),
    Row("out on the first uncovered day", R.NOT_COVERED, FIRST_UNCOVERED, grounds={"coverage_ended_on": LAST_COVERED}),
    Row("out today", R.NOT_COVERED, TODAY),
    Row("out tomorrow", R.NOT_RELEASED, "2026-03-11"),
    Row("out today, on the last covered day", R.COVERED, LAST_COVERED, LAST_COVERED),
    Row("out tomorrow, on the last covered day", R.NOT_RELEASED, LAST_COVERED, "2026-02-13"),
    # ---- withdrawn
    Row("withdrawn tomorrow", R.COVERED, withdrawn_on="2026-03-11"),
    Row("withdrawn today", R.WITHDRAWN, withdrawn_on=TODAY),
    # ---- given up while covered: it ends with the coverage
    Row("given up, its last day", R.COVERED, today=LAST_COVERED, given_up_on="2026-02-01"),
    Row("given up, the day after", R.GIVEN_UP, today=FIRST_UNCOVERED, given_up_on="2026-02-01"),
    Row("given up comes before withdrawn", R.GIVEN_UP, given_up_on="2026-02-01", withdrawn_on="2026-03-01"),
    # ---- no license
    Row("no license at all", R.NO_SUCH_LICENSE, has_license=False),
    Row("a trial, its first day", R.NO_SUCH_LICENSE, has_license=False, trial_from=TODAY, on_device=R.TRIAL),
    Row("a trial, its last day", R.NO_SUCH_LICENSE, has_license=False, trial_from="2025-12-11", on_device=R.TRIAL),
    Row("a trial that is over", R.NO_SUCH_LICENSE, has_license=False, trial_from="2025-12-10"),
    # ---- how the type stands to SSA
    Row("rented", R.INCLUDED, TODAY, ssa=Ssa.INCLUDED),
    Row("SSA sold with it, its last day", R.INCLUDED, "2026-02-28", included_until="2026-03-01"),
    Row("SSA sold with it, the day after", R.NOT_COVERED, "2026-03-01", included_until="2026-03-01"),
    Row("covered comes before included", R.COVERED, LAST_COVERED, included_until="2026-03-01"),
    Row("no part of SSA, as bought", R.ACQUIRED, BOUGHT, **_OUTSIDE),
    Row("no part of SSA, a day later", R.NOT_PART_OF_SSA, "2026-01-16", **_OUTSIDE),
    Row("no part of SSA, with SSA sold", R.INCLUDED, "2026-02-28", included_until="2026-03-01", **_OUTSIDE),
    # ---- the entitlement day
    Row("an earlier day was set", R.COVERED, "2026-03-01", entitled_as_of=LAST_COVERED),
    Row("an earlier day, too late", R.NOT_COVERED, "2026-03-01", entitled_as_of=FIRST_UNCOVERED),
    Row("maintenance counts from its branch", R.COVERED, kind=MAINTENANCE, **_BRANCH),
    Row("a feature release does not", R.NOT_COVERED, **_BRANCH),
    Row("nor under the other policy", R.NOT_COVERED, "2026-03-01", kind=MAINTENANCE, others=(("14", LAST_COVERED),)),
    # ---- security updates
    Row("of a branch rightly run", R.SECURITY_FREE, others=(("14", LAST_COVERED),), **_FREE),
    Row("on the last supported day", R.SECURITY_FREE, others=(("14", BOUGHT),), supported_until=TODAY, **_FREE),
    Row("the day after it", R.NOT_COVERED, others=(("14", BOUGHT),), supported_until="2026-03-09", **_FREE),
    Row("of a branch never covered", R.NOT_COVERED, others=(("14", FIRST_UNCOVERED),), **_FREE),
    Row("no way to a new branch", R.NOT_COVERED, others=(("13", BOUGHT),), **_FREE),
    Row("no part of SSA, of what it came with", R.SECURITY_FREE, others=(("14", BOUGHT),), **_FREE, **_OUTSIDE),
    # ---- what it needs
    Row("a feature that is locked", R.COVERED, features=("HEADSET", "PORT"), locked=("HEADSET",)),
    Row("what it requires is there", R.COVERED, requires=("OPERATOR",)),
    Row("what it requires is missing", R.LICENSE_REQUIRED, requires=("OPERATOR", "RENTAL")),
    Row("what is refused anyway says why first", R.NOT_COVERED, FIRST_UNCOVERED, requires=("RENTAL",)),
]  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What was made of a row."""

    row: Row
    project: UUID
    device: UUID
    release: UUID


def tell(row: Row, shop: Shop) -> Told:
    """The facts of a row, by the use cases that make them."""
    for ssa in (Ssa.INCLUDED, Ssa.NONE):
        code, given = TYPES[ssa], {"starts_on": FIRST_DAY, "ctx": on("2026-01-01")}
        catalogue.add_license_type(code=code, name=code.capitalize(), ssc_per_year=0, ssa=ssa, **given)  # type: ignore[arg-type]
    if row.policy is not EntitlementDay.RELEASE:
        policy = Policy(entitlement_day=row.policy)
        catalogue.set_policy(policy=policy, starts_on=d("2026-02-20"), ctx=on("2026-01-02"))
    release = _release(row)
    project = create_project(customer=shop.alice, name="Office", price_list=shop.price_list, ctx=on("2025-12-01"))
    device = devices.register(
        project=project, name="Frankfurt", hardware_id="00:1b:21:3c:4d:5e", ctx=on("2025-12-01", ALICE)
    )
    if row.trial_from:
        trials.start(project=project, device=device, product=PRODUCT, ctx=on(row.trial_from, ALICE))
    else:
        _bought(row, project, device)
    return Told(row, project, device, release)


def _bought(row: Row, project: UUID, device: UUID) -> None:
    until = d(row.included_until) if row.included_until else None
    credits.top_up(project=project, ssc=1_000_000, ctx=on(BOUGHT))
    licenses.add(project=project, license_id="L0", license_type="OPERATOR", quantity=1, ctx=on(BOUGHT))
    if row.has_license:
        licenses.add(
            project=project, license_id=LICENSE, license_type=TYPES[row.ssa], quantity=12, included_until=until,
            ctx=on(BOUGHT),
        )  # fmt: skip
    credits.extend(project=project, months=1, ctx=on(BOUGHT, ALICE))
    if row.has_license and not row.given_up_on:
        activations.activate(project=project, device=device, license_id=LICENSE, quantity=1, ctx=on(BOUGHT, ALICE))
    if row.given_up_on:
        licenses.return_license(project=project, license_id=LICENSE, quantity=12, ctx=on(row.given_up_on, ALICE))


def _release(row: Row) -> UUID:
    ctx = on("2026-01-02")
    product = products.add_product(code=PRODUCT, name="The PBX", ctx=ctx)
    products.set_product_types(product=product, majors=dict.fromkeys(TYPES.values(), ""), ctx=ctx)
    until = d(row.supported_until) if row.supported_until else None
    branches = {name: products.add_branch(product=product, name=name, ctx=ctx) for name in ("13", "14")}
    products.set_support(branch=branches["14"], supported_until=until, ctx=ctx)
    wanted = ReleaseText(
        version=VERSION, released_on=d(row.released), release_class=row.kind, features=row.features,
        requires=row.requires,
    )  # fmt: skip
    made = [(branches["14"], wanted)]
    made += [(branches[branch], ReleaseText(version=f"{branch}.0", released_on=d(day))) for branch, day in row.others]
    keys = [releases.draft(branch=branch, given=text, ctx=ctx) for branch, text in made]
    for key in keys:
        releases.publish(release=key, ctx=ctx)
    if row.entitled_as_of:
        releases.entitle_as_of(release=keys[0], day=d(row.entitled_as_of), reason="Promised for then.", ctx=ctx)
    if row.withdrawn_on:
        releases.withdraw(release=keys[0], day=d(row.withdrawn_on), reason="It loses calls.", ctx=ctx)
    return keys[0]
