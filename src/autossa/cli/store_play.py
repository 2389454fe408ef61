"""`simulate --store`: a scenario through use cases and a database of its own, made from a template."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.apps import apps
from django.db import connections

from autossa.cli.boot import boot
from autossa.cli.talk import fail
from autossa.domain.facts import Fact, refusal_fact
from autossa.domain.scenarios import Scenario
from autossa.operations import servers, templates


def store_facts(scenario: Scenario, *, keep: bool) -> tuple[list[Fact], str | None]:
    """The facts of the scenario as the database tells them, and the database's address when it is kept."""
    with _database(keep=keep) as addresses:
        from autossa.operations import scenarios
        from autossa.queries.facts import facts_of_project

        now = datetime.now(UTC)
        project = scenarios.set_up(scenario, now)
        refusals = scenarios.play(scenario, project, now)
        facts = facts_of_project(project)
        facts += [{"date": r.day.isoformat(), **refusal_fact(r.action, r.refusal)} for r in refusals]
        connections.close_all()
    return sorted(facts, key=lambda fact: str(fact["date"])), addresses.owner if keep else None


@contextmanager
def _database(*, keep: bool) -> Iterator[servers.Addresses]:
    name = f"scenario_{secrets.token_hex(6)}"
    try:
        addresses = templates.fresh_database(name)
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
            templates.drop(addresses, name)


def _use(name: str) -> None:
    """Django is set up once: for the second file on, its connections are pointed to the new database."""
    for connection in connections.all():
        connection.close()
        connection.settings_dict["NAME"] = name
