"""`autossa import`: take over an existing book, all of it or nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autossa.cli import terminal
from autossa.cli.answers import Day, Json, answering
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import BAD_INPUT, NOT_DONE, fail, print_json, say

if TYPE_CHECKING:
    from autossa.operations.vendor.imports.importing import Compared, Report

MOST_SHOWN = 20


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="XLSX, or CSV whose first column names the sheet.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Import customers, projects, licenses, coverage, balances, contracts and mandates; all or nothing."""
    boot_ready()
    from autossa.operations.days import check_day
    from autossa.operations.vendor.imports.importing import import_book

    with answering("import", as_json=as_json):
        ctx = action_context(on)
        check_day(ctx)
        report = import_book(content=_content(file), name=file.name, dry_run=dry_run, ctx=ctx)
    _faults(report, as_json=as_json)
    _comparison(report, as_json=as_json)
    if as_json:
        print_json(_summary(report))
    if report.faults:
        fail(f"{len(report.faults)} faults; nothing was imported", NOT_DONE)
    if not as_json:
        counts = ", ".join(f"{count} {kind}s" for kind, count in report.new.items())
        before = sum(report.known_before.values())
        say(f"{'imported' if report.is_done else 'would import'} {counts}; {before} were imported before")


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"{file}: {error.strerror}", BAD_INPUT)


def _faults(report: "Report", *, as_json: bool) -> None:
    from autossa.wording.imports import fault_text

    for fault in report.faults:
        sheet, row, column = fault.place
        if as_json:
            found: dict[str, Any] = {"sheet": sheet, "row": row, "column": column, "code": fault.wrong.value}
            print_json({"fault": found | {"given": fault.given, "detail": fault_text(fault)}})
        else:
            terminal.row(f"{sheet} {row}", column or "row", f"{fault_text(fault)} {fault.given}".rstrip())


def _comparison(report: "Report", *, as_json: bool) -> None:
    if as_json:
        for one in report.compared:
            print_json({"next_charge": compared(one)})
        return
    if report.faults or not report.expected:
        return
    for one in report.differing[:MOST_SHOWN]:
        found = compared(one)
        print(f"{one.customer}/{one.project}: next {found['next'] or 'none'}, expected {found['expected']}")
    print(f"next charges: {report.expected - len(report.differing)} as expected, {len(report.differing)} differ")


def compared(one: "Compared") -> dict[str, Any]:
    """A next charge and what was expected, as facts."""
    from autossa.domain.amounts import show

    found = one.next
    facts = None
    if found is not None:
        net = None if found.net is None else show(found.net, one.places)
        facts = {"on": found.day.isoformat(), "ssc": show(found.ssc), "net": net, "currency": one.currency}
    day, ssc, net = one.expected
    expected = None if one.is_right is None else {"on": day or None, "ssc": ssc or None, "net": net or None}
    return {
        "project": one.project, "customer": one.customer, "next": facts, "expected": expected, "is_right": one.is_right,
    }  # fmt: skip


def _summary(report: "Report") -> dict[str, Any]:
    return {
        "done": report.is_done, "faults": len(report.faults), "new": report.new, "known_before": report.known_before,
        "differing": len(report.differing), "expected": report.expected,
    }  # fmt: skip
