"""A database as life fills it: projects a year into their contracts, with devices that licenses are activated on."""

import hashlib
import json
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from uuid import UUID

from autossa.domain.billing.vat import Treatment
from autossa.domain.dates import add_months
from autossa.domain.releases.catalogue import ReleaseClass
from autossa.domain.rights import Role
from autossa.operations import contracts, licenses
from autossa.operations.accounts import tokens
from autossa.operations.accounts.create import create_account
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.devices import keys
from autossa.operations.organisations import create, people
from autossa.operations.organisations.vat import NewTreatment
from autossa.operations.projects.edit import create_project
from autossa.operations.releases import products, releases
from autossa.operations.releases.releases import ReleaseText
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue, schema
from autossa.store import models
from autossa.store.ids import public_id
from autossa.workbench.checks_bench.requests import PRODUCTS, secret_of

DEVICES_A_PROJECT = 40
TOKENS = 100  # each may ask ten times a second
_TYPES = {"PORT": 2, "OPERATOR": 12, "SOFTPHONE": 4}  # by product, with SSC per unit and year
_RELEASES = 12
_PER_DEVICE = 10
_AT_ONCE = 5_000


def fill(devices: int, today: date, now: datetime) -> None:
    """So many devices, in the database that Django is set up for; a year ago everything began. `now` is aware."""
    projects, _customer = _begun(-(-devices // DEVICES_A_PROJECT), today, now)
    for number, project in enumerate(projects):
        first = number * DEVICES_A_PROJECT
        _devices(project, range(first, min(first + DEVICES_A_PROJECT, devices)), add_months(today, -12), now)
    keys.new(ctx=_on(today, now))


def fill_for_reads(projects: int, today: date, now: datetime) -> str:
    """So many projects of one customer, and tokens of its owner: the ids and the tokens, as JSON."""
    found, customer = _begun(projects, today, now)
    user = create_account(email="bench@example.com", name="Bench", ctx=_on(today, now))
    people.join(user=user, organisation=customer, role=Role.OWNER, ctx=_on(today, now))
    secrets = [
        tokens.create(
            user=user, organisation=customer, name=f"Program {number}", scopes=("read",), lasts=timedelta(days=1),
            ctx=_on(today, now),
        )
        for number in range(TOKENS)
    ]  # fmt: skip
    return json.dumps([[public_id("prj", key) for key in found], secrets])


def _begun(projects: int, today: date, now: datetime) -> tuple[list[UUID], UUID]:
    """So many projects a year into their contracts, and their customer."""
    begin = add_months(today, -12)
    ctx = _on(begin, now)
    schema.set_first_policy(ctx)
    price_list = catalogue.add_price_list(name="Bench", currency="EUR", ctx=ctx)
    catalogue.set_price(price_list=price_list, price=Fraction(1), starts_on=schema.FIRST_DAY, ctx=ctx)
    for code, rate in _TYPES.items():
        catalogue.add_license_type(
            code=code, name=code, ssc_per_year=Fraction(rate), starts_on=schema.FIRST_DAY, ctx=ctx
        )
    _release(begin, now)
    customer = create.create(kind="customer", name="Bench", number="B1", vat=NewTreatment(Treatment.DOMESTIC), ctx=ctx)
    found = [_project(customer, price_list, number, ctx) for number in range(projects)]
    renewals.run(ctx=_on(today, now))
    return found, customer


def _on(day: date, now: datetime) -> ActionContext:
    return ActionContext(SYSTEM, day, min(now, datetime.combine(day, time(12), now.tzinfo)))


def _project(customer: UUID, price_list: UUID, number: int, ctx: ActionContext) -> UUID:
    project = create_project(customer=customer, name=f"Project {number}", price_list=price_list, ctx=ctx)
    for code in _TYPES:
        licenses.add(project=project, license_id=code, license_type=code, quantity=1000, ctx=ctx)
    contracts.conclude(project=project, option="annual_monthly", ctx=ctx)
    contracts.approve(project=project, ctx=ctx)
    return project


def _release(begin: date, now: datetime) -> None:
    """Three products with a dozen releases each, over the year."""
    for code, kind in zip(PRODUCTS, _TYPES, strict=True):
        product = products.add_product(code=code, name=code, ctx=_on(begin, now))
        products.set_product_types(product=product, majors={kind: ""}, ctx=_on(begin, now))
        branch = products.add_branch(product=product, name="14", ctx=_on(begin, now))
        for number in range(_RELEASES):
            day = add_months(begin, number)
            what = list(ReleaseClass)[number % len(ReleaseClass)]
            release = releases.draft(branch=branch, given=ReleaseText(f"14.{number}", day, what), ctx=_on(day, now))
            releases.publish(release=release, ctx=_on(day, now))


def _devices(project: UUID, numbers: range, day: date, now: datetime) -> None:
    """As rows: through the use cases it would take longer than all the rest, and none of them is measured here."""
    rows = [
        models.Device(
            project_id=project, name=f"Device {n}", hardware_id=f"SN-{n:07d}", hardware_key=f"SN{n:07d}",
            registered_on=day,
        )
        for n in numbers
    ]  # fmt: skip
    models.Device.objects.bulk_create(rows)
    ids = dict(models.License.objects.filter(project=project).values_list("code", "id"))
    models.Activation.objects.bulk_create(
        models.Activation(project_id=project, device=row, license_id=ids[kind], quantity=_PER_DEVICE, since=day)
        for row in rows
        for kind in _TYPES
    )
    models.DeviceCredential.objects.bulk_create(
        models.DeviceCredential(
            device=row, digest=hashlib.sha256(secret_of(n).encode()).digest(), hint="0000",
            created_at=now - timedelta(days=1),
        )
        for row, n in zip(rows, numbers, strict=True)
    )  # fmt: skip
