"""What projects are searched by follows every change of a name: each use case that makes one is here."""

import ast
from typing import Any

import pytest

from autossa.operations.organisations import edit, merging
from autossa.operations.projects.edit import create_project, rename_project
from autossa.operations.projects.names import write_names
from autossa.queries.runs.verify.places.directory import wrong_names
from autossa.store import models
from tests.cast.shop import Shop, on
from tests.house.sources import name, parse, sources

pytestmark = [pytest.mark.store, pytest.mark.django_db]
DAY = "2026-01-20"


def words(project: Any) -> str:
    return models.ProjectName.objects.get(pk=project).words


def test_a_new_project_is_found(shop: Shop) -> None:
    made = create_project(customer=shop.alice, name="Büro Süd", price_list=shop.price_list, ctx=on(DAY))
    assert words(made) == "buro sud alice ltd c1"
    assert list(wrong_names()) == []


def test_a_project_that_is_renamed_is_found_by_its_new_name(shop: Shop) -> None:
    project = shop.project()
    rename_project(project=project, name="Łódź Mueller", ctx=on(DAY))
    assert words(project) == "lodz mueller alice ltd c1 lodz muller alice ltd c1"
    assert list(wrong_names()) == []


def test_all_projects_of_a_customer_are_found_by_its_new_name_and_number(shop: Shop) -> None:
    mine = [shop.project("Office"), shop.project("Branch")]
    other = create_project(customer=shop.charlie, name="His", price_list=shop.price_list, ctx=on(DAY))
    edit.set_terms(organisation=shop.alice, new=edit.Terms("ÉCOLE Straße", "X-1"), ctx=on(DAY))
    assert [words(one) for one in mine] == ["office ecole strasse x-1", "branch ecole strasse x-1"]
    assert words(other) == "his charlie gmbh c2"
    assert list(wrong_names()) == []


def test_projects_of_a_duplicate_are_found_by_who_has_them_then(shop: Shop) -> None:
    shop.project()
    other = create_project(customer=shop.charlie, name="Office", price_list=shop.price_list, ctx=on(DAY))
    merging.merge(duplicate=shop.charlie, into=shop.alice, ctx=on(DAY))
    assert words(other) == "office (c2) alice ltd c1"
    assert list(wrong_names()) == []


def test_nothing_else_writes_a_name() -> None:
    """Whoever writes a project's name or customer, or what its customer is called, is tested above or with imports."""
    writing = {name(path) for path in sources() if "/operations/" in str(path) and _writes_names(parse(path))}
    assert writing == {
        "src/autossa/operations/organisations/create.py",  # an organisation without projects
        "src/autossa/operations/organisations/edit.py",
        "src/autossa/operations/organisations/merging.py",
        "src/autossa/operations/projects/edit.py",
        "src/autossa/operations/vendor/imports/writing.py",
    }


def test_verify_says_what_was_forgotten(shop: Shop) -> None:
    made = models.Project.objects.create(
        customer_id=shop.alice, name="Forgotten", price_list_id=shop.price_list, touched_on=on(DAY).today
    )
    assert [one.key for one in wrong_names()] == [str(made.pk)]
    write_names([made.pk])
    assert list(wrong_names()) == []


def _writes_names(tree: ast.Module) -> bool:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    about = {"models.Project", "models.Organisation"} & {ast.unparse(node) for node in ast.walk(tree)}
    return bool(about) and any(map(_is_such_a_write, calls))


def _is_such_a_write(call: ast.Call) -> bool:
    """`models.Project…create(…)`, or an update of the name, number or customer of projects or organisations."""
    made = ast.unparse(call.func)
    if made in ("models.Project", "models.Organisation"):
        return {word.arg for word in call.keywords} > {"name"}
    written = made.endswith((".create", ".update", ".bulk_create", ".save"))
    if not written or not made.startswith(("models.Project.", "models.Organisation.", "row.save")):
        return False
    names = {word.arg for word in call.keywords} | {
        str(one.value) for word in call.keywords for one in ast.walk(word.value) if isinstance(one, ast.Constant)
    }
    return bool(names & {"name", "number", "customer", "customer_id"})
