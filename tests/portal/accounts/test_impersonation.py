"""Staff acts on behalf of an organisation: what it cannot do meanwhile, and until when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from autossa.operations import contracts
from autossa.operations.errors import Invalid
from autossa.portal.accounts import urls
from autossa.portal.web.permissions import Scope
from autossa.queries.access import load_account
from autossa.store import models
from tests.cast.pages import html
from tests.cast.people import People, ctx, signed_in

pytestmark = [pytest.mark.store, pytest.mark.django_db]


# ---- acting on behalf, four eyes


def test_credentials_are_not_changed_while_acting(team: People) -> None:
    """Each page on which that is done, named here: what a gate says alone could be the wrong gate."""
    vera = signed_in(team.vera)
    act = team.organisation(team.shop.alice, "act/")
    pages = {
        "/account/email/", "/account/password/", "/account/password/set/", "/account/reauthenticate/",
        "/account/factors/", "/account/factors/app/", "/account/factors/app/remove/", "/account/factors/codes/",
        "/account/factors/codes/new/", "/account/factors/passkeys/", "/account/factors/passkeys/add/",
        "/account/factors/passkeys/1/", "/account/factors/passkeys/1/remove/", "/account/factors/reauthenticate/",
        "/account/factors/passkeys/reauthenticate/", "/account/tokens/", "/account/tokens/new/",
    }  # fmt: skip
    assert html(vera.get("/account/")).count("/account/password/") == 1
    assert vera.post(act, {"reason": " "}).status_code == 200
    assert vera.post(act, {"reason": "Asked by phone"})["location"] == "/"
    assert {page for page in pages if vera.get(page).status_code != 404} == set()
    assert {page for page in pages if vera.post(page).status_code != 404} == set()
    overview = html(vera.get("/account/"))
    assert "Stop that first." in overview
    assert [page for page in pages if f'"{page}"' in overview] == []
    assert vera.get("/account/sessions/").status_code == 200
    vera.post("/account/acting/stop/")
    assert vera.get("/account/password/").status_code in (200, 302)


def test_the_librarys_pages_of_credentials_are_all_behind_that_gate() -> None:
    open_ones = {
        "account_login", "account_logout", "account_inactive", "account_email_verification_sent",
        "account_confirm_email", "account_reset_password", "account_reset_password_done",
        "account_reset_password_from_key", "account_reset_password_from_key_done", "mfa_authenticate",
        "mfa_login_webauthn",
    }  # fmt: skip
    for one in urls.urlpatterns:
        if one.name.startswith(("account_", "mfa_")) and one.name != "account_signup":
            assert one.callback.permission.scope is (Scope.PUBLIC if one.name in open_ones else Scope.CREDENTIALS), (
                one.name
            )


def test_acting_sees_what_the_customer_sees_and_no_more(team: People) -> None:
    vera = signed_in(team.vera)
    own = team.organisation(team.shop.alice)
    vera.post(f"{own}act/", {"reason": "Asked by phone"})
    assert vera.get(team.of_project()).status_code == 200
    for page in (
        f"{own}people/invite/", f"{own}handovers/new/", f"{own}edit/", f"{own}verify/", f"{own}payers/",
        team.of_project("payer/"), team.organisation(team.shop.charlie), "/staff/organisations/", "/staff/activity/",
    ):  # fmt: skip
        assert vera.get(page).status_code == 404, page
    log = html(signed_in(team.alice).get(f"{own}activity/"))
    assert "Began to act on behalf" in log
    assert "Asked by phone" in log


def test_acting_ends_after_half_an_hour(team: People) -> None:
    vera = signed_in(team.vera)
    vera.post(team.organisation(team.shop.alice, "act/"), {"reason": "Asked by phone"})
    assert vera.get("/staff/organisations/").status_code == 404
    begun, acted_for = models.Acting.objects.get().started_at, []
    for minutes in (0, 29, 30):
        account = load_account(team.vera, ctx().today, begun + timedelta(minutes=minutes))
        assert account is not None
        acted_for.append(account.person.acting_for)
    assert acted_for == [team.shop.alice, team.shop.alice, None]


def test_who_concluded_on_behalf_does_not_approve(team: People) -> None:
    project = team.shop.project("Branch", "2026-01-20")
    on_behalf = ctx(team.vera)
    on_behalf = replace(on_behalf, actor=replace(on_behalf.actor, acting_for=team.shop.alice))
    contracts.conclude(project=project, option="annual_monthly", ctx=on_behalf)
    with pytest.raises(Invalid, match="somebody else must approve"):
        contracts.approve(project=project, ctx=ctx(team.vera))
    contracts.approve(project=project, ctx=ctx(team.rita))
    assert models.Contract.objects.get(project=project).status == "active"
