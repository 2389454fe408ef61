"""The series of a document is chosen in one place."""

import ast

import pytest

from autossa.domain.billing.series import series_of
from tests.house.sources import PACKAGE, name, parse, sources


@pytest.mark.parametrize(("is_note", "series"), [(False, "INV"), (True, "CN")])
def test_invoices_and_notes_have_a_series_each(is_note: bool, series: str) -> None:
    assert series_of("a project", is_note=is_note) == series_of(None, is_note=is_note) == series


def test_no_document_is_written_in_a_series_that_somebody_else_chose() -> None:
    """Whoever makes the row of a document asks `series_of`, at that place."""
    made = {name(path) for path in sources(PACKAGE / "store") if _makes_rows(parse(path))}
    assert made == {
        "src/autossa/store/engine/billing/collected.py",
        "src/autossa/store/engine/billing/noted.py",
        "src/autossa/store/engine/bookings.py",
        "src/autossa/store/engine/journal.py",
    }
    for path in sources():
        assert not list(_chosen_elsewhere(parse(path))), name(path)


def test_a_series_that_is_written_out_is_found() -> None:
    assert list(_chosen_elsewhere(ast.parse('InvoiceRow(id=1, series="INV")'))) == ["InvoiceRow(id=1, series='INV')"]
    assert list(_chosen_elsewhere(ast.parse('invoice_row(invoice, project, settlement, "CN")')))
    assert not list(_chosen_elsewhere(ast.parse("InvoiceRow(id=1, series=series_of(None))")))


def _makes_rows(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.Call) and ast.unparse(node.func) == "series_of" for node in ast.walk(tree))


def _chosen_elsewhere(tree: ast.Module) -> list[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = [call for call in calls if ast.unparse(call.func) in ("InvoiceRow", "invoice_row")]
    given = {"'INV'", "'CN'"}
    return [
        ast.unparse(call)
        for call in made
        if given & {ast.unparse(one) for one in [*call.args, *(word.value for word in call.keywords)]}
    ]
