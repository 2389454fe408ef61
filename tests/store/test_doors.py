"""The door to several databases is kept open (decision 89): each table is listed, and none closes it."""

from typing import Any

import pytest
from django.db import connections

from autossa.queries.runs.verify.places.directory import POINTING
from tests.store.books import Session
from tests.store.doors import KEYS, breaches

pytestmark = pytest.mark.store


def ask_in(session: Session) -> Any:
    return lambda query: [tuple(row.values()) for row in session.execute(query).fetchall()]


def found_after(session: Session, *statements: str) -> list[str]:
    """The breaches there are after these statements, which are then taken back."""
    try:
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]
        return list(breaches(ask_in(session)))
    finally:
        session.rollback()


def test_nothing_closes_the_door(books: dict[str, Session]) -> None:
    assert found_after(books["owner"]) == []


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["CREATE TABLE favourites (id int)"], "favourites is not listed"),
        (
            ["ALTER TABLE hand_overs ADD CONSTRAINT planted FOREIGN KEY (project_id) REFERENCES projects"],
            "planted: hand_overs is of the directory, projects of a project",
        ),
        (
            ["ALTER TABLE price_lists ADD used_by uuid CONSTRAINT planted REFERENCES contracts"],
            "planted: price_lists is of the reference, contracts of a project",
        ),
        (
            [
                "CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS"
                " 'BEGIN UPDATE project_names SET name = NEW.name; RETURN NULL; END'",
                "CREATE TRIGGER planted AFTER UPDATE ON organisations FOR EACH ROW EXECUTE FUNCTION planted()",
            ],
            "planted on organisations writes names",
        ),
        (["ALTER TABLE waivers ALTER project_id DROP NOT NULL"], "waivers holds rows of no project"),
        (
            ["CREATE TABLE activity_else PARTITION OF activity_of_projects DEFAULT"],
            "activity_else holds rows of no project",
        ),
    ],
)
def test_what_would_close_it_is_found(books: dict[str, Session], statements: list[str], said: str) -> None:
    if "activity_else" in said:
        statements = [
            "ALTER TABLE activity DETACH PARTITION activity_of_projects",
            "ALTER TABLE activity_of_projects RENAME TO activity_gone",
            "CREATE TABLE activity_else PARTITION OF activity DEFAULT",
        ]
    assert said in found_after(books["owner"], *statements)


def test_verify_looks_where_a_foreign_key_would_be(books: dict[str, Session]) -> None:
    """Each relation that Django has from the directory to a project's rows without a foreign key is looked at."""
    from django.apps import apps

    from tests.store.doors import place

    without = {
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in apps.get_app_config("store").get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and not field.db_constraint and place(model._meta.db_table) == "directory"
    }
    assert without == set(POINTING)
    assert ask_in(books["app"])(KEYS)


def test_rows_of_no_project_stand_apart_and_are_read_together(books: dict[str, Session]) -> None:
    ask = ask_in(books["app"])
    for table in ("activity", "outbox"):
        ((apart,),) = ask(f"SELECT count(*) FROM {table}_general")
        ((of_projects,),) = ask(f"SELECT count(*) FROM {table}_of_projects")
        ((mixed,),) = ask(f"SELECT count(*) FROM {table}_general WHERE project IS NOT NULL")
        ((both,),) = ask(f"SELECT count(*) FROM {table}")
        assert apart
        assert of_projects
        assert not mixed
        assert both == apart + of_projects
    connections.close_all()
