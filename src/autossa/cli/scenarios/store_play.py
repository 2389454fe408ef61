"""`simulate --store`: a scenario through use cases and a database of its own, made from a template."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.apps import apps
from django.db import connections

from autossa.cli.boot import boot
from autossa.cli.output import fail
from autossa.domain.facts import Fact
from autossa.domain.scenarios import Scenario
from autossa.workbench import scratch_databases, servers
from autossa.workbench.quiet import unaudited


def store_facts(scenario: Scenario, *, keep: bool) -> tuple[list[Fact], str | None]:
    """The facts of the scenario as the database tells them, and the database's address when it is kept.

    Terms that no vendor could enter (a release withdrawn before its day) end the command with a sentence.
    """
    with _database(keep=keep) as addresses, unaudited():
        from autossa.operations.errors import Invalid
        from autossa.queries.projects.facts import facts_of_project
        from autossa.workbench import scenario_player

        now = datetime.now(UTC)
        try:
            project = scenario_player.set_up(scenario, now)
        except Invalid as error:
            fail(f"{scenario.name}: the database does not take this: {error}")
        played = scenario_player.play(scenario, project, now)
        facts = facts_of_project(project) + played.facts()
        connections.close_all()
    return sorted(facts, key=lambda fact: str(fact["date"])), addresses.owner if keep else None


@contextmanager
def _database(*, keep: bool) -> Iterator[servers.Addresses]:
    name = f"scenario_{secrets.token_hex(6)}"
    try:
        addresses = scratch_databases.fresh_database(name)
    except servers.PostgresUnavailable as error:
        fail(f"{error.message} {error.hint}", 1)
    try:
        if apps.ready:
            _use(name)
        boot(addresses)
        yield addresses
    finally:
        connections.close_all()
        if not keep:
            scratch_databases.drop(addresses, name)


def _use(name: str) -> None:
    """Django is set up once: for the second file on, its connections are pointed to the new database."""
    for connection in connections.all():
        connection.close()
        connection.settings_dict["NAME"] = name
