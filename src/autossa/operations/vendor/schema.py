"""The schema: migrated as the owner, rights given to the application's role, the first policy set.

An update is one transaction: at no moment do others see a table that is half changed, or the application's role without
its rights. A migration that PostgreSQL does in no transaction (`atomic = False`) makes each of them one; so does a new
database, which nobody uses yet: one transaction with all tables in it takes twice as long.

What comes from elsewhere (the queues) is written to be applied one by one beside older code, and goes first:
PostgreSQL uses a new value of an enum only after the transaction that added it.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import lru_cache
from time import sleep
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from autossa.domain.policies import Policy
from autossa.operations.context import ActionContext
from autossa.operations.errors import SchemaInUse, SchemaIsNewer
from autossa.operations.vendor import catalogue
from autossa.store import grants, models

FIRST_DAY = date(2000, 1, 1)
_OURS = "store"
_ONE_AT_A_TIME = 0x5CE3A  # the key of an advisory lock
_TRIES = 6
_PAUSE = 5.0  # seconds
_LOCK_NOT_AVAILABLE = "55P03"


class Standing(StrEnum):
    """How the schema stands to this program: as it must be, older (`init` helps), or of a newer version."""

    CURRENT = "current"
    BEHIND = "behind"
    AHEAD = "ahead"


def migrate(pause: Callable[[float], None] = sleep) -> None:
    """Bring the schema up to date as the owner, and give the application's role its rights.

    Waits for a table no longer than the owner's `lock_timeout`, so that nobody stands behind it in a queue, and tries
    again some times. Raises SchemaIsNewer, SchemaInUse.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            _migrate_once()
            return
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
            if attempt == _TRIES:
                raise SchemaInUse from error
            pause(_PAUSE)
        finally:
            connections["owner"].close()


def standing() -> Standing:
    """How the schema stands: two queries."""
    applied = MigrationRecorder(connection).applied_migrations().keys()
    leaves, ours = _known()
    if any(app == _OURS and name not in ours for app, name in applied):
        return Standing.AHEAD
    return Standing.CURRENT if leaves <= applied else Standing.BEHIND


def is_current() -> bool:
    """Every migration is applied, and none that this program does not know."""
    return standing() is Standing.CURRENT


def check_not_newer() -> None:
    """What books asks this before each portion: a worker that was forgotten must not write by rules of yesterday.

    Raises SchemaIsNewer.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = %s", [_OURS])
        if any(name not in _known()[1] for (name,) in cursor):
            raise SchemaIsNewer


def set_first_policy(ctx: ActionContext, policy: Policy | None = None) -> None:
    """The policy that holds from the beginning, unless there is one already."""
    with transaction.atomic():
        if not models.PolicyVersion.objects.exists():
            catalogue.set_policy(policy=policy or Policy(), starts_on=FIRST_DAY, ctx=ctx)


@lru_cache(maxsize=1)
def _known() -> tuple[frozenset[tuple[str, str]], frozenset[str]]:
    """The last migrations of each app, and the names of all of ours, as this program was installed with."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = frozenset(name for app, name in loader.disk_migrations if app == _OURS)
    return frozenset(loader.graph.leaf_nodes()), ours


def _migrate_once() -> None:
    owner = connections["owner"]
    executor = _InOneTransaction(owner)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    ours = {name for app, name in executor.loader.disk_migrations if app == _OURS}
    if any(app == _OURS and name not in ours for app, name in executor.loader.applied_migrations):
        raise SchemaIsNewer
    if executor.loader.applied_migrations and all(migration.atomic for migration, _ in plan):
        others = [target for target in targets if target[0] != _OURS]
        if executor.migration_plan(others):
            _apply(executor, others)
        with transaction.atomic(using="owner"):
            _take_turns(owner)
            _apply(_InOneTransaction(owner), targets)
            _give_rights()
    else:
        _apply(MigrationExecutor(owner), targets)
        with transaction.atomic(using="owner"):
            _give_rights()


def _take_turns(owner: Any) -> None:
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _apply(executor: MigrationExecutor, targets: list[tuple[str, str]]) -> None:
    """What `migrate` of Django does, without its words."""
    plan = executor.migration_plan(targets)
    graph = executor.loader.graph
    before = executor.loader.project_state([key for key in executor.loader.applied_migrations if key in graph.nodes])
    emit_pre_migrate_signal(0, False, "owner", apps=before.apps, plan=plan)
    after = executor.migrate(targets, plan=plan, state=before.clone())
    after.clear_delayed_apps_cache()
    emit_post_migrate_signal(0, False, "owner", apps=after.apps, plan=plan)


def _give_rights() -> None:
    call_command("createcachetable", database="owner", verbosity=0)
    app_role, owner_role = settings.DATABASES["default"]["USER"], settings.DATABASES["owner"]["USER"]
    if app_role and app_role != owner_role:
        grants.grant(app_role)


class _InOneTransaction(MigrationExecutor):
    """After each migration what it left to the end of its transaction is looked at: a table is not changed before."""

    def apply_migration(self, state: Any, migration: Any, *args: Any, **more: Any) -> Any:
        """As Django's."""
        after = super().apply_migration(state, migration, *args, **more)
        with self.connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        return after
