"""Links in e-mails: to the portal's own host, and for one person, once."""

from datetime import UTC, datetime
from typing import Any

import pytest

from autossa.domain.rights import Role
from autossa.gateways.mail.memory import MemoryGateway
from autossa.operations.organisations import invitations
from autossa.operations.runs.delivery import deliver
from autossa.store import models
from tests.cast.pages import html
from tests.cast.people import People, ctx, signed_in

pytestmark = [pytest.mark.store, pytest.mark.django_db]


# ---- links and hosts


@pytest.mark.parametrize("host", ["elsewhere.example", "testserver.elsewhere.example", "testserver@elsewhere.example"])
def test_another_host_gets_no_page_and_no_mail(team: People, host: str) -> None:
    alice = signed_in(team.alice)
    alice.defaults["HTTP_HOST"] = host
    for page in ("", "people/", "people/invite/"):
        assert alice.get(team.organisation(team.shop.alice, page)).status_code == 400
    invite = team.organisation(team.shop.alice, "people/invite/")
    assert alice.post(invite, {"email": "new@alice.example", "role": "viewer"}).status_code == 400
    assert not models.Invitation.objects.exists()


def test_a_link_in_a_mail_begins_with_the_setting(team: People, settings: Any) -> None:
    """Whatever host the request named that asked for it."""
    settings.ALLOWED_HOSTS, settings.BASE_URL = ["*"], "https://portal.example"
    models.OutboxMessage.objects.update(delivered_at=ctx().now)
    alice = signed_in(team.alice)
    alice.defaults["HTTP_HOST"] = alice.defaults["HTTP_X_FORWARDED_HOST"] = "elsewhere.example"
    invite = team.organisation(team.shop.alice, "people/invite/")
    assert alice.post(invite, {"email": "new@alice.example", "role": "viewer"}).status_code == 302
    gateway = MemoryGateway()
    while deliver(gateway=gateway, now=datetime.now(UTC)).did_something:
        pass
    (mail,) = gateway.sent
    assert "https://portal.example/invitations/" in mail.text
    assert "elsewhere" not in mail.text + mail.html


def test_an_invitation_is_good_once_and_by_nobody_else(team: People) -> None:
    def invite(email: str) -> str:
        secret = invitations.invite(organisation=team.shop.charlie, email=email, role=Role.VIEWER, ctx=ctx(team.vera))
        return f"/invitations/{secret}/"

    path = invite("bob@alice.example")
    alice, bob = signed_in(team.alice), signed_in(team.bob)
    assert "Charlie" not in html(alice.get(path))
    assert alice.post(path).status_code == 404
    assert bob.post(path).status_code == 302
    assert (bob.get(path).status_code, bob.post(path).status_code) == (404, 404)
    roles = models.Membership.objects.filter(organisation=team.shop.charlie)
    assert list(roles.values_list("user", "role")) == [(team.bob, "viewer")]
