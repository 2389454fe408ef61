"""What tests of staff's pages share: somebody of a role, a form that is sent, what a page holds."""

import re
from typing import Any

from django.test import Client

from autossa.domain.rights import Role
from autossa.store import models
from tests.cast.world import World
from tests.conftest import make_person, sign_in


def as_role(role: Role) -> Client:
    vendor = models.Organisation.objects.get(kind="vendor")
    return sign_in(Client(), make_person(f"{role.value}@example.com", (vendor.id, role)))


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found.group(1)


def said(client: Client, path: str, data: dict[str, Any] | None = None) -> str:
    """What the page says after the form, on whatever page one comes to."""
    response = client.post(path, data or {}, follow=True)
    assert response.status_code == 200, path
    return response.content.decode()


def status_of(own: World, name: str) -> str:
    return models.Contract.objects.filter(project=own.projects[name]).latest("number").status
