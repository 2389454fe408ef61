"""Names are found however somebody writes their letters, over an index; organisations and people too."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from autossa.domain.devices.hardware_ids import hardware_key
from autossa.domain.rights import Role
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.organisations import create
from autossa.operations.projects.edit import create_project
from autossa.operations.vendor.schema import set_first_policy
from autossa.queries.organisations.duplicates import find_duplicates
from autossa.queries.organisations.listing import OrganisationFilter, list_organisations
from autossa.queries.organisations.people import list_people
from autossa.queries.projects.activity import ActivityFilter, Whose, read_activity
from autossa.queries.projects.search import ProjectFilter, find_heads
from autossa.queries.projects.tables import list_projects
from autossa.queries.releases.look_up import look_up_all
from autossa.queries.words import rows_with
from autossa.store import models
from tests.cast.people import make_person

pytestmark = [pytest.mark.store, pytest.mark.django_db]

BY = ActionContext(SYSTEM, date(2026, 1, 1), datetime(2026, 1, 1, 12, tzinfo=UTC))
NAMES = {
    "Müller Straßenbau": [
        "müller",
        "muller",
        "mueller",
        "MÜLLER",
        "mu\u0308ller",
        "straßenbau",
        "STRASSEN",
        "bau müll",
    ],
    "Mueller & Soehne": ["müller", "muller", "söhne", "sohne"],
    "Łódź Győr Zürich": ["lodz", "łódź", "gyor", "győr", "zuerich", "ZÜRICH"],
    "Århus Møbler Œuvre": ["aarhus", "arhus", "moebler", "mobler", "oeuvre", "œuvre"],
    "Bauelemente Neuerlangen": ["elemente", "erlangen", "baue", "neu"],
    "Ждан ΩMEGA": ["ЖДАН", "ждан", "ωmega"],
    "100 % a_b\\c": ["100 %", "a_b", "b\\c"],
}
OTHERS = ["100%x", "a.b", "müllex", "strase", "lodx"]


@pytest.fixture
def organisations() -> dict[str, models.Organisation]:
    price_list = models.PriceList.objects.create(name="List", currency="EUR")
    for number, name in enumerate(NAMES):
        key = create.create(kind="customer", name=name, number=f"K-{number}", ctx=BY)
        create_project(customer=key, name=f"Site {number}", price_list=price_list.pk, ctx=BY)
    return {row.name: row for row in models.Organisation.objects.all()}


@pytest.mark.parametrize(("name", "words"), [(name, word) for name, words in NAMES.items() for word in words])
def test_a_name_is_found_in_every_list(organisations: dict[str, models.Organisation], name: str, words: str) -> None:
    assert name in [row.name for row in list_organisations(OrganisationFilter(words)).rows]
    assert name in [head.customer for head in find_heads(ProjectFilter(words), BY.today, 30, 50)]
    assert name in [row["customer"] for row in list_projects(words)]
    for found in read_activity(Whose(), ActivityFilter(project=words)).rows:
        assert found.project is not None


@pytest.mark.parametrize("words", OTHERS)
def test_what_is_not_there_is_not_found(organisations: dict[str, models.Organisation], words: str) -> None:
    assert list_organisations(OrganisationFilter(words)).rows == ()
    assert find_heads(ProjectFilter(words), BY.today, 30, 50) == []


def test_people_are_found_by_name_and_by_their_domain_as_it_is_written(
    organisations: dict[str, models.Organisation],
) -> None:
    make_person("info@xn--mller-bau-q9a.example", (organisations["Müller Straßenbau"].id, Role.OWNER))
    models.User.objects.update(name="Jürgen Groß")
    for words in ("jurgen", "Juergen gross", "müller-bau.example", "info@MÜLLER-BAU.example", "xn--mller"):
        assert len(list_people(words).rows) == 1, words


def test_the_log_is_searched_by_name_alike(organisations: dict[str, models.Organisation]) -> None:
    models.Activity.objects.create(at=BY.now, day=BY.today, actor_name="Jürgen Groß", action="invite")
    assert [row.actor for row in read_activity(Whose(), ActivityFilter(actor="juergen")).rows] == ["Jürgen Groß"]


def test_the_same_company_is_noticed_with_and_without_umlauts() -> None:
    first = create.create(kind="customer", name="Müller-Bau GmbH", number="A", ctx=BY)
    create.create(kind="customer", name="Mueller Bau GmbH", number="B", ctx=BY)
    assert [(row.number, row.same_name) for row in find_duplicates(first)] == [("B", True)]


@pytest.mark.parametrize(("table", "index"), [("organisations", "organisations_words"), ("users", "users_words"),
                                              ("project_names", "project_names_words"),
                                              ("devices", "devices_words")])  # fmt: skip
def test_an_index_finds_them(organisations: dict[str, models.Organisation], table: str, index: str) -> None:
    asked = rows_with(table, "mueller")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked.sql}", asked.params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert plan.count(f"Bitmap Index Scan on {index}") == 2, plan


def test_devices_are_found_by_name_and_by_the_beginning_of_their_hardware_id(
    organisations: dict[str, models.Organisation],
) -> None:
    set_first_policy(BY)
    project = models.Project.objects.get(name="Site 0")
    for number, name in enumerate(("Zentrale Süd, Müller", "Empfang", "HQ")):
        given = {
            "hardware_id": f"SN-{number}00",
            "hardware_key": hardware_key(f"SN-{number}00"),
            "registered_on": BY.today,
        }
        models.Device.objects.create(project=project, name=name, **given)
    for words, found in (
        ("mueller sued", ["Zentrale Süd, Müller"]), ("trale", ["Zentrale Süd, Müller"]), ("fang e", ["Empfang"]),
        ("sn-10", ["Empfang"]), ("SN:1:0:0", ["Empfang"]), ("sn", []), ("HQ", []), ("100", []),
        ("sued empfang", []), ("%%%", []), ("_ _", []),
    ):  # fmt: skip
        assert [one.row.name for one in look_up_all(words, BY.today).found] == found, words
