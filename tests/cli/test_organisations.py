"""`autossa organisations`: what is entered, who is invited, and what is refused in one sentence."""

from typing import Any

import pytest

from autossa.cli import organisations as command
from autossa.operations.organisations import invitations
from autossa.store import models
from tests.cast.commands import runner
from tests.cast.members import user
from tests.cast.shop import Shop

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("shop_of_the_command")]
run = runner(command.app)


@pytest.fixture(autouse=True)
def _links_lead_to_a_portal(settings: Any) -> None:
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://portal.example.com", ["portal.example.com"]


def test_a_partner_is_entered_and_its_owner_invited() -> None:
    arguments = ("--kind", "partner", "--vat", "domestic", "--country", "de", "--owner", "olga@example.com")
    assert run("add", "P-7", "Systemhaus Ost", *arguments).stdout == "P-7\n"
    row = models.Organisation.objects.get(number="P-7")
    assert (row.kind, row.country, row.treatment.treatment, row.verified_on is None) == (
        "partner", "DE", "domestic", False,
    )  # fmt: skip
    assert models.Invitation.objects.get().email == "olga@example.com"


def test_the_first_administrator_comes_in_by_the_link(shop: Shop) -> None:
    link = run("invite", "ada@example.com", "--role", "admin").stdout.strip()
    secret = link.rstrip("/").rpartition("/")[2]
    ada = user("ada@example.com")
    action_context = command.action_context()
    assert invitations.accept(secret=secret, user=ada.id, ctx=action_context) == shop.vendor
    assert models.Membership.objects.get(user=ada).role == "admin"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["add", "C1", "Double", "--kind", "customer", "--vat", "domestic"],
            "an organisation with the number C1",
        ),
        (["add", "C9", "New", "--kind", "customer", "--vat", "much"], "much"),
        (["add", "C9", "New", "--kind", "customer", "--vat", "domestic", "--rate", "odd"], "no VAT rate"),
        (["add", "C9", "New", "--kind", "vendor", "--vat", "domestic"], "vendor"),
        (["add", "C9", "New", "--kind", "customer", "--vat", "domestic", "--country", "Germany"], "two letters"),
        (["add", "C9", "New", "--kind", "customer", "--vat", "domestic", "--owner", "nobody"], "no e-mail address"),
        (["invite", "ada", "--role", "admin"], "no e-mail address"),
        (["invite", "ada@example.com", "--role", "owner"], "owner"),
        (["invite", "ada@example.com", "--role", "viewer", "--organisation", "C77"], "C77"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert models.Organisation.objects.count() == 3
    assert not models.Invitation.objects.exists()


DEAD = [
    ("https://127.0.0.1", ["127.0.0.1"]),
    ("https://localhost", ["localhost"]),
    ("https://localhost:8443/portal", ["localhost"]),
    ("https://portal.localhost", [".localhost"]),
    ("https://[::1]", ["[::1]"]),
    ("https://0.0.0.0", ["*"]),
    ("https://127.8.8.8:8000", ["*"]),
    ("https://portal.example.com", ["other.example.com"]),
    ("https://portal.example.com.", ["127.0.0.1", "localhost"]),
]


@pytest.mark.parametrize(("base", "hosts"), DEAD)
def test_no_dead_link_is_printed(settings: Any, base: str, hosts: list[str]) -> None:
    settings.BASE_URL, settings.ALLOWED_HOSTS, settings.HTTPS = base, hosts, True
    done = run("invite", "ada@example.com", "--role", "admin")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "nobody was invited: links would lead to" in done.stderr
    assert not models.Invitation.objects.exists()


@pytest.mark.parametrize("base", ["http://127.0.0.1:8000", "http://localhost:8000"])
def test_on_one_machine_without_tls_a_link_to_it_is_right(settings: Any, base: str) -> None:
    settings.BASE_URL, settings.ALLOWED_HOSTS, settings.HTTPS = base, ["127.0.0.1", "localhost"], False
    assert run("invite", "ada@example.com", "--role", "admin").stdout.startswith(f"{base}/invitations/")
