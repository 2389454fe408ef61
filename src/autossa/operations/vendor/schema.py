"""The schema: migrated as the owner, rights given to the application's role, the first policy set."""

from datetime import date

from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from autossa.domain.policies import Policy
from autossa.operations.context import ActionContext
from autossa.operations.vendor import catalogue
from autossa.store import grants, models

FIRST_DAY = date(2000, 1, 1)


def migrate() -> None:
    """Bring the schema up to date as the owner, and give the application's role its rights."""
    call_command("migrate", database="owner", interactive=False, verbosity=0)
    call_command("createcachetable", database="owner", verbosity=0)
    app_role, owner_role = settings.DATABASES["default"]["USER"], settings.DATABASES["owner"]["USER"]
    if app_role and app_role != owner_role:
        grants.grant(app_role)
    connections["owner"].close()


def is_current() -> bool:
    """Every migration is applied."""
    executor = MigrationExecutor(connections["default"])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def set_first_policy(ctx: ActionContext, policy: Policy | None = None) -> None:
    """The policy that holds from the beginning, unless there is one already."""
    with transaction.atomic():
        if not models.PolicyVersion.objects.exists():
            catalogue.set_policy(policy=policy or Policy(), starts_on=FIRST_DAY, ctx=ctx)
