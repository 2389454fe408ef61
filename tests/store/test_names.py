"""What projects are searched by follows every change of a name, whoever makes it; verify has nothing to add."""

from typing import Any

import pytest

from tests.store.books import Session, ask

pytestmark = pytest.mark.store


def words(session: Session, *statements: str, project: str = "Office") -> list[Any]:
    """The words of a project after these statements, which are then taken back."""
    try:
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]
        found = session.execute(
            "SELECT n.name, n.customer, n.words FROM project_names n"
            f" WHERE n.project_id = (SELECT id FROM projects WHERE name = '{project}' LIMIT 1)"  # type: ignore[arg-type]
        ).fetchone()
        return list(found.values()) if found else []
    finally:
        session.rollback()


def test_every_project_has_its_words(books: dict[str, Session]) -> None:
    missing = "SELECT count(*) FROM projects p LEFT JOIN project_names n ON n.project_id = p.id WHERE n.name IS NULL"
    assert ask(books["app"], missing) == [0]


@pytest.mark.parametrize(
    ("change", "project", "expected"),
    [
        ("UPDATE projects SET name = 'Büro Süd' WHERE name = 'Office'", "Büro Süd", "buro sud {customer} {number}"),
        ("UPDATE organisations SET name = 'ÉCOLE Straße'", "Office", "office ecole strasse {number}"),
        (
            "UPDATE organisations SET name = 'Łódź Mueller Győr'",
            "Office",
            "office lodz mueller gyor {number} office lodz muller gyor {number}",
        ),
        ("UPDATE organisations SET number = 'X-' || number", "Office", "office {customer} x-{number}"),
    ],
)
def test_a_new_name_is_found_at_once(books: dict[str, Session], change: str, project: str, expected: str) -> None:
    app = books["app"]
    (customer,) = ask(app, "SELECT customer FROM project_names n JOIN projects p ON p.id = n.project_id"
                           " WHERE p.name = 'Office'")  # fmt: skip
    (number,) = ask(app, "SELECT lower(o.number) FROM organisations o JOIN projects p ON p.customer_id = o.id"
                         " WHERE p.name = 'Office'")  # fmt: skip
    assert words(app, change, project=project)[2] == expected.format(customer=customer, number=number)


def test_a_project_of_another_customer_takes_its_name(books: dict[str, Session]) -> None:
    """As when doubles are merged."""
    app = books["app"]
    statement = "UPDATE projects SET customer_id = (SELECT id FROM organisations WHERE kind = 'partner') WHERE name = "
    assert words(app, f"{statement}'Office'")[1:] == ["paul's phones", "office paul's phones p1"]
