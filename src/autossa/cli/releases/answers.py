"""`autossa releases may-install`: the verdict of a day, and what it rests on."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

import typer

from autossa.cli import terminal
from autossa.cli.answers import Json, ProjectName, answering
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import BAD_INPUT, fail, print_json
from autossa.cli.releases.products import ProductCode
from autossa.cli.releases.releases import Version
from autossa.domain.dates import DAY
from autossa.domain.facts import entitlement_fact
from autossa.domain.releases.entitlements import Verdict
from autossa.domain.scenarios import Answered
from autossa.wording.timeline import entry_lines


def may_install(
    project: ProjectName,
    license_id: str,
    product: ProductCode,
    version: Version,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="As of this day; default: today.")] = None,
    as_json: Json = False,
) -> None:
    """Say whether a license may install a release, and why."""
    boot_ready()
    from autossa.operations.days import check_day
    from autossa.queries.identifiers import find_project
    from autossa.queries.releases import entitlements
    from autossa.queries.releases.names import find_release

    with answering("releases may-install"):
        ctx = action_context(on)
        check_day(ctx)
        key, day = find_project(project), ctx.today
        find_release(product, version)
        verdict = entitlements.may_install(key, license_id, product, version, day)
    if verdict is None:
        fail(f"{product} {version} is a draft: nobody may install it yet", BAD_INPUT)
    if as_json:
        print_json(entitlement_fact(verdict) | {"as_of": _shown(day), **dict(_grounds(verdict))})
        return
    for kind, text in entry_lines(Answered(day, verdict)):
        terminal.row(day.isoformat(), kind, text)
    for name, value in _grounds(verdict):
        terminal.note(f"{name.replace('_', ' ')}: {' '.join(value) if isinstance(value, list) else value}")


def _grounds(verdict: Verdict) -> Iterator[tuple[str, Any]]:
    """What the answer rests on; days are inclusive."""
    yield "entitlement_day", _shown(verdict.entitlement_day)
    if verdict.acquired_on is not None:
        yield "acquired_on", _shown(verdict.acquired_on)
    if verdict.covered is not None:
        yield "covered_from", _shown(verdict.covered.start)
        yield "covered_until", _shown(verdict.covered.end - DAY)
    if verdict.included_until is not None:
        yield "included_until", _shown(verdict.included_until - DAY)
    if verdict.through:
        yield "through", verdict.through
    if verdict.missing:
        yield "missing", list(verdict.missing)


def _shown(day: date) -> str:
    return day.isoformat()
