"""Projects in every state with ten license lines each, and people who look at them: for measuring the portal."""

from datetime import date
from fractions import Fraction
from uuid import UUID

import psycopg

from autossa.workbench.postgres.server import Server
from autossa.workbench.runs_bench import databases, fill
from autossa.workbench.runs_bench.fill import BLOCK, NOW
from autossa.workbench.servers import Addresses
from bench import pointing

LINES = 10
DAY = date(2026, 8, 24)
"""The day that the portal shows: everything was played up to it."""

STAFF, PARTNER, OWNER = "staff@example.com", "partner@example.com", "owner@example.com"
_CUSTOMERS_OF_PARTNER = 100
_OPTIONS = ("annual_yearly", "annual_quarterly", "annual_monthly", "flex_monthly")

# The copies differ: names of their own; contracts that began and renew on other days, as far as their plan allows.
_VARY = """
CREATE TEMPORARY TABLE moved ON COMMIT DROP AS
SELECT p.id, k.id AS contract, n, v.billed_months * (n %% 5) AS months,
    n %% greatest(coalesce(k.booked_until, p.covered_until) - %(day)s::date - 14, 1)
    + CASE WHEN k.id IS NULL THEN n %% 45 ELSE 0 END AS days
FROM (SELECT *, (row_number() OVER (ORDER BY id) / {block})::int AS n FROM projects) p
LEFT JOIN contracts k ON k.project_id = p.id LEFT JOIN plan_versions v ON v.id = k.plan_id;
UPDATE contracts k SET start = start - m.days - make_interval(months => m.months),
    concluded_on = concluded_on - m.days - make_interval(months => m.months),
    booked_until = booked_until - m.days, ends_on = ends_on - m.days
FROM moved m WHERE m.contract = k.id AND k.booked_until > k.start;
CREATE TEMPORARY TABLE days ON COMMIT DROP AS SELECT * FROM coverage;
TRUNCATE coverage;
INSERT INTO coverage ("grant", project_id, days, source, anchor, contract)
SELECT d.grant, d.project_id, daterange(lower(d.days) - m.days, upper(d.days) - m.days), d.source, d.anchor - m.days,
    d.contract FROM days d JOIN moved m ON m.id = d.project_id;
UPDATE projects p SET covered_until = covered_until - m.days,
    next_run_on = CASE WHEN next_run_on - m.days > %(day)s THEN next_run_on - m.days
        ELSE %(day)s::date + 1 + n %% 30 END,
    name = (ARRAY['Hauptsitz', 'Lager', 'Büro', 'Werk', 'Filiale', 'Empfang'])[1 + m.n %% 6] || ' ' || p.name
FROM moved m WHERE m.id = p.id;
UPDATE organisations o SET name = (ARRAY['Klinik', 'Logistik', 'Hotels', 'Stadtwerke', 'Kanzlei', 'Reisen', 'Schule',
    'Automobile', 'Werft', 'Verlag', 'Gärtnerei'])[1 + x.n %% 11] || ' ' || (ARRAY['Kiel', 'Köln', 'Rostock',
    'Augsburg', 'Bremen', 'Gießen', 'Linz', 'Zürich', 'Aarhus', 'Triest', 'Görlitz', 'Husum', 'Passau'])[1 + x.n %% 13]
    || ' ' || x.n, number = 'C-' || 100000 + x.n
FROM (SELECT id, row_number() OVER (ORDER BY id)::int AS n FROM organisations WHERE kind = 'customer') x
WHERE x.id = o.id;
TRUNCATE project_names;
"""


def fill_database(server: Server, name: str, addresses: Addresses, projects: int) -> None:
    """A block played through the use cases, copied until there are so many projects, moved apart; and people."""
    pointing.use(addresses)
    _play_block()
    pointing.leave()
    with databases.superuser(server, name) as connection:
        fill.multiply(connection, projects)
        _vary(connection)
    databases.settle_disk(server, name)
    pointing.use(addresses)
    _add_people()
    pointing.leave()


def _vary(connection: psycopg.Connection) -> None:
    connection.execute("SET session_replication_role = replica")
    statements = _VARY.format(block=BLOCK).split(";\n")
    for statement in filter(None, statements):
        connection.execute(statement, {"day": DAY})
    connection.execute(fill.NAMES)
    connection.execute("SET session_replication_role = origin")
    connection.commit()


def _play_block() -> None:
    from autossa.operations.context import SYSTEM, ActionContext
    from autossa.operations.projects.edit import create_project
    from autossa.operations.vendor import catalogue, schema

    ctx = ActionContext(SYSTEM, date(2025, 1, 1), NOW)
    schema.set_first_policy(ctx)
    price_list = catalogue.add_price_list(name="Bench", currency="EUR", ctx=ctx)
    catalogue.set_price(price_list=price_list, price=Fraction(21, 20), starts_on=schema.FIRST_DAY, ctx=ctx)
    types = fill.add_license_types(ctx)
    customers = [fill.add_customer(index) for index in range(BLOCK // 4)]
    for index in range(BLOCK):
        project = create_project(customer=customers[index // 4], name=f"{index}", price_list=price_list, ctx=ctx)
        _play_project(project, index, types)


def _play_project(project: UUID, index: int, types: list[str]) -> None:
    """By index: most are active; some cancelled, suspended, asked, in review, extended by hand, lapsed, new."""
    from autossa.operations import contracts, credits, licenses
    from autossa.operations.context import SYSTEM, ActionContext
    from autossa.operations.runs import renewals

    ctx, today = ActionContext(SYSTEM, date(2026, 6, 24), NOW), ActionContext(SYSTEM, DAY, NOW)
    for line in range(LINES):
        code = types[(index + line) % len(types)]
        licenses.add(project=project, license_id=f"L{line}", license_type=code, quantity=1 + line, ctx=ctx)
    if index in (35, 36):  # new
        return
    if index in (37, 38, 39):  # extended by hand: for one, two or three months
        credits.top_up(project=project, ssc=5_000_00, ctx=ctx)
        credits.extend(project=project, months=index - 36, ctx=ctx)
        return
    contracts.conclude(project=project, option=_OPTIONS[index % 4], ctx=today if index in (33, 34) else ctx)
    if index == 34:
        contracts.ask(project=project, question="Is the old exchange included?", ctx=today)
    if index in (33, 34):
        return
    contracts.approve(project=project, ctx=ctx)
    renewals.run_project(project=project, ctx=today)
    if index in (30, 31):
        contracts.cancel(project=project, ctx=today)
    if index == 32:
        contracts.suspend(project=project, reason="Unpaid", ctx=today)


def _add_people() -> None:
    from allauth.mfa.models import Authenticator

    from autossa.domain.rights import Role
    from autossa.operations.accounts.create import create_account
    from autossa.operations.context import SYSTEM, ActionContext
    from autossa.operations.organisations import create, people
    from autossa.store import models

    ctx = ActionContext(SYSTEM, date(2026, 1, 1), NOW)
    customers = list(models.Organisation.objects.filter(kind="customer").order_by("id")[:_CUSTOMERS_OF_PARTNER])
    vendor = create.create(kind="vendor", name="Bench Systems", number="V-1", ctx=ctx)
    partner = create.create(kind="partner", name="Bench Partner", number="P-1", ctx=ctx)
    roles = ((STAFF, vendor, Role.ADMIN), (PARTNER, partner, Role.MANAGER), (OWNER, customers[0].id, Role.OWNER))
    for email, organisation, role in roles:
        user = create_account(email=email, name=email.partition("@")[0], password=None, language="en", ctx=ctx)
        people.join(user=user, organisation=organisation, role=role, ctx=ctx)
        Authenticator.objects.create(user_id=user, type="totp", data={"secret": "unused"})
    models.HandOver.objects.bulk_create(
        models.HandOver(
            customer=customer, partner_id=partner, rights=["licenses", "contracts", "billing"], starts_on=ctx.today,
            created_at=NOW,
        )
        for customer in customers
    )  # fmt: skip
