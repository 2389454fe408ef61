"""What tests of staff's pages share: somebody of a role, a form that is sent, what a page holds."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from autossa.domain.rights import Role
from autossa.store import models
from tests.cast.pages import decide
from tests.cast.people import make_person, sign_in, signed_in
from tests.cast.world import World

STAFF = "vera.sand@example.com"


def as_staff(language: str = "en") -> Client:
    """A member of the vendor's staff, in the database that is used at present."""
    vendor = models.Organisation.objects.filter(kind="vendor").first()
    if vendor is None:
        vendor = models.Organisation.objects.create(kind="vendor", name="Example Systems", number="V-1")
    found = models.User.objects.filter(email=STAFF).first()
    user = found.id if found else make_person(STAFF, (vendor.id, Role.ADMIN))
    models.User.objects.filter(pk=user).update(language=language)
    return signed_in(user, language)


def as_role(role: Role) -> Client:
    vendor = models.Organisation.objects.get(kind="vendor")
    return sign_in(Client(), make_person(f"{role.value}@example.com", (vendor.id, role)))


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found.group(1)


def said(client: Client, path: str, data: dict[str, Any] | None = None) -> str:
    """What the page says after its form was sent with what it showed, on whatever page one comes to."""
    response = decide(client, path, data, follow=True)
    assert response.status_code == 200, path
    return response.content.decode()


def status_of(own: World, name: str) -> str:
    return models.Contract.objects.filter(project=own.projects[name]).latest("number").status


def count_queries(path: str) -> int:
    """Of the second visit of somebody of the staff."""
    visitor = as_staff()
    visitor.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert visitor.get(path).status_code == 200
    return len(queries)
