"""`autossa releases may-install`: the verdict of a day for a license, a device or a project, and what it rests on."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

import typer

from autossa.cli import terminal
from autossa.cli.answers import Json, ProjectName, answering, print_rows
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import BAD_INPUT, fail, print_json
from autossa.domain.amounts import show
from autossa.domain.dates import DAY
from autossa.domain.facts import entitlement_fact
from autossa.domain.releases.entitlements import Verdict
from autossa.domain.releases.remedies import Remedy
from autossa.domain.scenarios import Answered
from autossa.wording.timeline import entry_lines

LicenseId = Annotated[
    str | None, typer.Argument(metavar="[LICENSE", help="ID of a license; without one all of the project is asked.")
]
OfProduct = Annotated[str | None, typer.Argument(metavar="PRODUCT", help="Code of a product.")]
OfVersion = Annotated[str | None, typer.Argument(metavar="VERSION]", help="Version of a release.")]


def may_install(
    project: ProjectName,
    license_id: LicenseId = None,
    product: OfProduct = None,
    version: OfVersion = None,
    device: Annotated[
        str | None,
        typer.Option("--device", metavar="DEVICE", help="Ask for a device: its ID (dev_…), hardware ID, or name."),
    ] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="As of this day; default: today.")] = None,
    as_json: Json = False,
) -> None:
    """Say whether a license may install a release, and why.

    Without a license: what the project, or a device of it, may install of all releases.
    """
    if license_id is None:
        _all_releases(project, device, on, as_json)
    elif device is not None:
        fail("give a license, or --device: a device is asked for all that is on it", BAD_INPUT)
    elif product is None or version is None:
        fail("name the license, the product and the version; or none of them", BAD_INPUT)
    else:
        _one_license(project, license_id, product, version, on, as_json)


def _one_license(project: str, license_id: str, product: str, version: str, on: str | None, as_json: bool) -> None:
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
        answer = entitlements.may_install_helped(key, license_id, product, version, day)
    if answer is None:
        fail(f"{product} {version} is a draft: nobody may install it yet", BAD_INPUT)
    verdict, helps = answer
    if as_json:
        print_json(entitlement_fact(verdict) | dict(_grounds(verdict)) | {"what_helps": [*map(_help, helps)]})
        return
    for kind, text in entry_lines(Answered(day, verdict)):
        terminal.row(day.isoformat(), kind, text)
    for name, value in _grounds(verdict):
        terminal.note(f"{name.replace('_', ' ')}: {' '.join(value) if isinstance(value, list) else value}")
    for remedy in helps:
        terminal.note(f"what helps: {_said(remedy)}")


def _all_releases(project: str, device: str | None, on: str | None, as_json: bool) -> None:
    """Every release of every product, one row each."""
    boot_ready()
    from autossa.operations.days import check_day
    from autossa.queries.devices.names import find_device
    from autossa.queries.devices.page import device_id
    from autossa.queries.identifiers import find_project
    from autossa.queries.releases.device import device_releases
    from autossa.queries.releases.matrix import releases_page

    with answering("releases may-install"):
        ctx = action_context(on)
        check_day(ctx)
        key = find_project(project)
        if device is None:
            page = releases_page(key, ctx.today, everything=True)
            products = page.products if page else ()
        else:
            asked = device_releases(key, device_id(find_device(key, device)), ctx.today)
            products = tuple(one.releases for one in asked.products) if asked else ()
    rows = [(product, row) for product in products for row in product.rows]
    if not as_json:
        print_rows([_line(product.code, row.verdict, row.helps) for product, row in rows], as_json=False)
        return
    for product, row in rows:
        each = [entitlement_fact(one) | dict(_grounds(one)) for one in row.each]
        fact = entitlement_fact(row.verdict) | dict(_grounds(row.verdict))
        print_json({"product": product.code} | fact | {"what_helps": [*map(_help, row.helps)], "each": each})


def _line(product: str, verdict: Verdict, helps: tuple[Remedy, ...]) -> dict[str, Any]:
    return {
        "product": product,
        "release": verdict.release.version,
        "released_on": _shown(verdict.release.released_on),
        "may_install": "yes" if verdict.may_install else "no",
        "reason": verdict.reason.value,
        "license": verdict.license_id,
        "locked": " ".join(verdict.locked),
        "what_helps": "; ".join(_said(one) for one in helps),
    }


def _grounds(verdict: Verdict) -> Iterator[tuple[str, Any]]:
    """What the answer rests on, and the day it was given; days are inclusive."""
    yield "as_of", _shown(verdict.as_of)
    yield "entitlement_day", _shown(verdict.entitlement_day)
    if verdict.acquired_on is not None:
        yield "acquired_on", _shown(verdict.acquired_on)
    if verdict.covered is not None:
        yield "covered_from", _shown(verdict.covered.start)
        yield "covered_until", _shown(verdict.covered.end - DAY)
    if verdict.covered_before is not None:
        yield "coverage_ended_on", _shown(verdict.covered_before.end - DAY)
    if verdict.included_until is not None:
        yield "included_until", _shown(verdict.included_until - DAY)
    if verdict.ended_on is not None:
        yield "license_until", _shown(verdict.ended_on - DAY)
    if verdict.through:
        yield "through", verdict.through
    if verdict.missing:
        yield "missing", list(verdict.missing)


def _help(remedy: Remedy) -> dict[str, Any]:
    """What would change it, for programs; what does not belong to that way is left out."""
    fact: dict[str, Any] = {"help": remedy.way.value}
    if remedy.ssc is not None:
        fact |= {"ssc": show(remedy.ssc), "gap_ssc": show(remedy.gap), "missing_ssc": show(remedy.missing)}
        fact["counted_more_than_once"] = remedy.late
    if remedy.until is not None:
        fact["covered_until"] = _shown(remedy.until - DAY)
    if remedy.day is not None:
        fact["day"] = _shown(remedy.day)
    if remedy.then is not None:
        fact["then"] = remedy.then.value
    if remedy.types:
        fact["types"] = list(remedy.types)
    if remedy.version:
        fact["release"] = remedy.version
    return fact


def _said(remedy: Remedy) -> str:
    """The same in a line: extend by 150.00 SSC; add license VM."""
    said = remedy.way.value.replace("_", " ")
    if remedy.ssc is not None:
        said += f" by {show(remedy.ssc)} SSC"
    if remedy.day is not None:
        said += f" until {_shown(remedy.day)}"
    return " ".join([said, *remedy.types, remedy.version]).rstrip()


def _shown(day: date) -> str:
    return day.isoformat()
