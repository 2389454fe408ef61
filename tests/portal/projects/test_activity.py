"""The activity log: every action has a word, the export opens nothing, and lists take as many queries as ever."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from autossa.documents.projects.activity import describe
from autossa.domain.rights import Right, Role
from autossa.domain.texts import neutral
from autossa.operations import contracts
from autossa.operations.organisations import create, delegations
from autossa.operations.projects.edit import create_project
from autossa.queries.projects.activity import ActivityRow
from autossa.store import models
from autossa.wording import glossary
from tests.cast.pages import decide, queries
from tests.cast.people import People, ctx, make_person, signed_in
from tests.cast.shop import on
from tests.portal.recorded import recorded_actions

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def sheet(response: Any) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_every_action_that_is_recorded_has_a_word() -> None:
    found = recorded_actions()
    assert {"conclude_contract", "top_up", "leave", "refuse_payer", "payer_fell_back", "retry_project"} <= found
    assert found - set(glossary.ACTION) == set()


# ---- devices and releases

BOX, RELEASE = {"device": "Frankfurt", "hardware_id": "SN-1000"}, {"product": "PBX", "version": "14.2"}
FILE = {"file": "pbx.bin", "size": 4, "sha256": "ab"}
SAID: dict[str, tuple[dict[str, Any], str]] = {
    "register_device": ({**BOX, "master": "Berlin"}, "Frankfurt (SN-1000) · standby of Berlin"),
    "rename_device": ({**BOX, "before": "Mainz"}, "Frankfurt (SN-1000) · formerly Mainz"),
    "make_standby": ({**BOX, "master": "Berlin"}, "Frankfurt (SN-1000) · standby of Berlin"),
    "end_standby": ({**BOX, "master": "Berlin"}, "Frankfurt (SN-1000) · standby of Berlin"),
    "remove_device": (BOX, "Frankfurt (SN-1000)"),
    "write_off_device": (
        {**BOX, "licenses": {"L1": 1400, "L2": 2}, "reason": "Stolen"},
        "Frankfurt (SN-1000) · 1,400 × L1 · 2 × L2 · Stolen",
    ),
    "issue_device_secret": (BOX, "Frankfurt (SN-1000)"),
    "revoke_device_secret": (BOX, "Frankfurt (SN-1000)"),
    "make_device_code": (BOX, "Frankfurt (SN-1000)"),
    "activate_on_device": ({**BOX, "license": "L1", "quantity": 420}, "Frankfurt (SN-1000) · 420 × L1"),
    "release_license": ({**BOX, "license": "L1", "quantity": 420}, "Frankfurt (SN-1000) · 420 × L1"),
    "move_license": (
        {**BOX, "license": "L1", "quantity": 420, "to": "Berlin"},
        "Frankfurt (SN-1000) · 420 × L1 · to Berlin",
    ),
    "start_trial": ({**BOX, "product": "PBX", "ends_on": "2026-05-11"}, "Frankfurt (SN-1000) · PBX · 10 May 2026"),
    "report_installation": ({**BOX, **RELEASE}, "Frankfurt (SN-1000) · PBX 14.2"),
    "issue_license_file": ({"serial": 4, "product": "PBX", "major": "15"}, "PBX 15 · serial 4"),
    "confirm_license_file": ({"serial": 4, **BOX}, "Frankfurt (SN-1000) · serial 4"),
    "make_signing_key": ({"kid": "abc"}, "abc"),
    "rotate_signing_key": ({"kid": "abc", "former": "old"}, "abc"),
    "revoke_signing_key": ({"kid": "abc", "reason": "Stolen"}, "abc · Stolen"),
    "add_product": ({"code": "PBX", "name": "The PBX"}, "The PBX · PBX"),
    "set_product_types": ({"product": "PBX", "types": ["OPERATOR", "PORT"]}, "PBX · OPERATOR · PORT"),
    "add_branch": ({"product": "PBX", "branch": "14", "supported_until": None}, "PBX · branch 14"),
    "set_support": (
        {"product": "PBX", "branch": "14", "supported_until": "2027-12-31"},
        "PBX · branch 14 · 31 December 2027",
    ),
    "draft_release": (RELEASE, "PBX 14.2"),
    "edit_release": (RELEASE, "PBX 14.2"),
    "delete_release": (RELEASE, "PBX 14.2"),
    "publish_release": (RELEASE, "PBX 14.2"),
    "entitle_release": (
        {**RELEASE, "as_of": "2026-01-10", "reason": "Promised"},
        "PBX 14.2 · 10 January 2026 · Promised",
    ),
    "withdraw_release": ({**RELEASE, "day": "2026-06-01", "reason": "Broken"}, "PBX 14.2 · 1 June 2026 · Broken"),
    "add_artifact": ({**RELEASE, **FILE}, "PBX 14.2 · pbx.bin"),
    "remove_artifact": ({**RELEASE, **FILE}, "PBX 14.2 · pbx.bin"),
    "download_artifact": ({**RELEASE, "file": "pbx.bin", "link": "nonce"}, "PBX 14.2 · pbx.bin"),
}


def test_of_each_act_on_devices_and_releases_the_log_has_a_description() -> None:
    assert recorded_actions("operations/devices", "operations/releases") == set(SAID)


@pytest.mark.parametrize("action", SAID)
def test_what_is_said_of_devices_and_releases(action: str) -> None:
    details, said = SAID[action]
    moment = on("2026-02-02")
    row = ActivityRow("act_1", moment.now, moment.today, "Ann", "", "", action, None, None, details)
    assert describe(row) == said


# ---- the export


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0"])
def test_no_cell_begins_a_formula(text: str) -> None:
    assert neutral(text).startswith("'")
    assert neutral(text).replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize("text", ["", "Alice", "1 - 1", "a=b", "'=1"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


def test_what_people_wrote_is_neutral_in_every_export(team: People) -> None:
    """Names of people, projects and organisations, and their own words."""
    models.User.objects.filter(pk=team.alice).update(name="@Alice")
    models.Organisation.objects.filter(pk=team.shop.alice).update(name="+Alice")
    project = team.shop.project("=HYPERLINK(1)", "2026-01-20")
    contracts.conclude(project=project, option="annual_monthly", ctx=ctx(team.alice))
    contracts.ask(project=project, question="=1+1", ctx=ctx(team.vera))
    row = models.Project.objects.get(pk=project)
    pages = (
        signed_in(team.alice).get(f"/projects/{row.public_id}/activity.csv"),
        signed_in(team.alice).get(team.organisation(team.shop.alice, "activity.csv")),
        signed_in(team.vera).get("/staff/activity.csv"),
    )
    for page in pages:
        rows = sheet(page)
        cells = {cell for line in rows for cell in line.values()}
        assert {"'=HYPERLINK(1)", "'=1+1", "'@Alice"} <= cells
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
        assert "attachment" in page["content-disposition"]


def test_an_export_is_narrowed_as_the_page_and_holds_everything(team: People) -> None:
    for _ in range(60):
        delegations.give(customer=team.shop.alice, partner=team.partner, rights=[Right.LICENSES], ctx=ctx(team.alice))
    client, page = signed_in(team.alice), team.organisation(team.shop.alice, "activity")
    assert len(sheet(client.get(f"{page}.csv?action=hand_over"))) == 60
    assert sheet(client.get(f"{page}.csv?action=hand_over&since=2027-01-06")) == []
    html = client.get(f"{page}/?action=hand_over").content.decode()
    assert html.count("Partner access given") >= 50
    assert "after=act_" in html


def test_addresses_are_shown_to_whom_they_concern(team: People) -> None:
    """A customer sees from where its own people worked, not from where staff or partners did."""
    for user, address in ((team.bob, "198.51.100.7"), (team.vera, "203.0.113.9")):
        client = signed_in(user)
        client.defaults["REMOTE_ADDR"] = address
        if user == team.vera:
            client.post(team.organisation(team.shop.alice, "act/"), {"reason": "Asked by phone"})
        else:
            form = {"street": "A street", "city": "Kiel", "country": "DE", "vat_id": "", "language": "de"}
            assert decide(client, team.organisation(team.shop.alice, "edit/"), form).status_code == 302
    models.Acting.objects.update(stopped_at=ctx().now)
    log = signed_in(team.alice).get(team.organisation(team.shop.alice, "activity/")).content.decode()
    assert "198.51.100.7" in log
    assert "203.0.113.9" not in log
    carl = make_person("carl@alice.example", (team.shop.alice, Role.VIEWER))
    mia = make_person("mia@alice.example", (team.shop.alice, Role.MANAGER))
    for user in (carl, mia):  # who manages nobody sees no colleague's
        for path in ("activity/", "activity.csv"):
            answer = signed_in(user).get(team.organisation(team.shop.alice, path))
            assert b"198.51.100.7" not in (b"".join(answer) if answer.streaming else answer.content)
    own = signed_in(team.bob).get(team.organisation(team.shop.alice, "activity/")).content.decode()
    assert "198.51.100.7" in own
    staff = signed_in(team.vera).get("/staff/activity/").content.decode()
    assert "203.0.113.9" in staff


# ---- as many queries as ever


def grow(team: People, start: int) -> None:
    """Ten more of everything that the lists show."""
    for number in range(start, start + 10):
        key = create.create(kind="customer", name=f"Customer {number}", number=f"G{number}", ctx=ctx())
        project = create_project(
            customer=key, name=f"Project {number}", price_list=team.shop.price_list, ctx=on("2026-01-20")
        )
        delegations.give(customer=key, partner=team.partner, project=project, rights=[Right.LICENSES], ctx=ctx())
        delegations.give(customer=team.shop.alice, partner=team.partner, rights=[Right.BILLING], ctx=ctx(team.alice))
        member = make_person(f"member{number}@alice.example", (team.shop.alice, Role.VIEWER))
        models.Invitation.objects.create(
            organisation_id=team.shop.alice, email=f"i{number}@alice.example", role="viewer", invited_by_id=member,
            digest=str(number).encode(), created_at=ctx().now, expires_at=ctx().now + timedelta(days=7),
        )  # fmt: skip
        models.ApiToken.objects.create(
            organisation_id=team.shop.alice, user_id=member, name=f"T{number}", digest=f"t{number}".encode(),
            hint="abcd", scopes=["read"], created_at=ctx().now, expires_at=ctx().now + timedelta(days=7),
        )  # fmt: skip


def test_lists_take_as_many_queries_however_long_they_are(team: People) -> None:
    alice, paul, vera = signed_in(team.alice), signed_in(team.paul), signed_in(team.vera)
    own = team.organisation(team.shop.alice)
    pages = [
        (alice, f"{own}people/"), (alice, f"{own}handovers/"), (alice, f"{own}tokens/"), (alice, f"{own}activity/"),
        (alice, f"{own}activity.csv"), (alice, team.of_project("activity/")),
        (paul, team.organisation(team.partner, "customers/")), (vera, "/staff/organisations/"),
        (vera, "/staff/people/"), (vera, "/staff/activity/"), (vera, "/staff/activity.csv"),
    ]  # fmt: skip
    for client in (alice, paul, vera):
        client.get("/account/")  # notes once that the session is used
    grow(team, 0)
    few = [queries(*page) for page in pages]
    grow(team, 10)
    assert [(page, count) for (_, page), count in zip(pages, [queries(*page) for page in pages], strict=True)] == [
        (page, count) for (_, page), count in zip(pages, few, strict=True)
    ]
    assert max(few) < 20
