"""How a device gets its secret: by a code that is typed once; how it changes it; what it says is installed."""

from datetime import timedelta

import pytest
import time_machine

from autossa.operations.devices import credentials, devices, lost, reports
from autossa.operations.devices.found import DeviceNotFound
from autossa.store import models
from tests.api.device.conftest import TODAY, Site
from tests.cast.device_calls import Reply, call
from tests.cast.shop import ALICE, on
from tests.store.looking import everything_as_text

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def check(secret: str) -> int:
    return call("POST", "check", {"product": "PBX"}, secret=secret).status


def type_in(code: str, address: str = "192.0.2.50") -> Reply:
    return call("POST", "activate", {"code": code}, address=address)


def test_a_code_that_is_typed_gives_a_secret_once(site: Site) -> None:
    shown = credentials.make_code(device=site.device, ctx=on(TODAY, ALICE))
    typed = shown.code.lower().replace("-", " ")
    reply = type_in(typed)
    assert reply.status == 200
    assert check(reply.json()["secret"]) == 200
    assert check(site.secret) == 401, "a new secret takes the place of the former one"
    again = type_in(typed)
    assert (again.status, again.code) == (404, "code_not_usable")
    assert "secret" not in again.json()


def test_neither_secret_nor_code_stands_anywhere(site: Site) -> None:
    shown = credentials.make_code(device=site.device, ctx=on(TODAY, ALICE))
    text = everything_as_text()
    assert site.secret not in text
    assert shown.code not in text
    assert shown.code.replace("-", "") not in text


@pytest.mark.parametrize("why", ["wrong", "used", "too old", "another was made", "revoked", "device gone"])
def test_whatever_is_wrong_with_a_code_the_answer_is_the_same(site: Site, why: str) -> None:
    ctx = on(TODAY, ALICE)
    spare = devices.register(project=site.project, name="Spare", hardware_id="SN-2222", ctx=ctx)
    code = credentials.make_code(device=spare, ctx=ctx).code
    credentials.issue(device=site.device, ctx=ctx)
    later = timedelta(0)
    match why:
        case "wrong":
            code = "AAAAA-AAAAA"
        case "used":
            type_in(code)
        case "too old":
            later = credentials.CODE_LASTS
        case "another was made":
            credentials.make_code(device=spare, ctx=ctx)
        case "revoked":
            credentials.issue(device=spare, ctx=ctx)
        case "device gone":
            lost.write_off(project=site.project, device=spare, reason="Stolen", ctx=on(TODAY))
    with time_machine.travel(ctx.now + later, tick=False):
        reply = type_in(code)
    problem = reply.json() | {"request_id": ""}
    assert problem == {
        "type": "about:blank", "title": "Not Found", "status": 404, "code": "code_not_usable", "field": "code",
        "detail": "This code cannot be used: it is unknown, was used already, or is too old. Create another one.",
        "request_id": "",
    }  # fmt: skip


def test_wrong_codes_are_counted_by_address(site: Site) -> None:
    code = credentials.make_code(device=site.device, ctx=on(TODAY, ALICE)).code
    said = [type_in(f"AAAAA-AAAA{letter}").status for letter in "ABCDEFGHJKLM"]
    assert said == [404] * 10 + [429] * 2
    assert 1 <= int(type_in("AAAAA-AAAAZ").headers["retry-after"]) <= 24 * 3600
    assert type_in(code).status == 429, "the right one does not help any more"
    assert type_in(code, "192.0.2.51").status == 200


def test_a_device_changes_its_secret_itself(site: Site) -> None:
    reply = call("POST", "credential", secret=site.secret)  # nothing is sent
    fresh = reply.json()["secret"]
    assert (check(site.secret), check(fresh)) == (401, 200)


@pytest.mark.parametrize("how", ["revoked", "removed", "lost"])
def test_whoever_is_shut_out_is_so_at_once(site: Site, how: str) -> None:
    assert check(site.secret) == 200
    if how == "revoked":
        credentials.revoke(device=site.device, ctx=on(TODAY, ALICE))
    elif how == "lost":
        lost.write_off(project=site.project, device=site.device, reason="Stolen", ctx=on(TODAY))
    else:
        models.Activation.objects.standing().update(ended_on=TODAY, ending="released")
        devices.remove(project=site.project, device=site.device, ctx=on(TODAY, ALICE))
    assert check(site.secret) == 401


def test_what_is_installed_is_remembered_and_acknowledged(site: Site) -> None:
    sent = {"product": "PBX", "version": "14.1", "counts": {"ports": 80}, "nonce": "n"}
    first, second = (call("POST", "report", sent, secret=site.secret).json()["answer"] for _ in range(2))
    assert (first["changed"], second["changed"], first["nonce"]) == (True, False, "n")
    row = models.Installation.objects.get()
    assert (row.version, str(row.release), row.counts) == ("14.1", "14.1", {"ports": 80})
    call("POST", "report", sent | {"version": "13.9-custom"}, secret=site.secret)
    row.refresh_from_db()
    assert (row.version, row.release) == ("13.9-custom", None)
    assert models.Activity.objects.filter(action="report_installation").count() == 2, "only what changes is logged"


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"product": "PBX"}, 422, "value_missing"),
        ({"product": "NONE", "version": "1"}, 404, "product_not_known"),
        ({"product": "PBX", "version": "14\u202e1"}, 422, "character_not_allowed"),
        ({"product": "PBX", "version": "1" * 61}, 422, "text_too_long"),
        ({"product": "PBX", "version": "1", "counts": {"ports": -1}}, 422, "counts_unclear"),
        ({"product": "PBX", "version": "1", "counts": {"ports": 1.5}}, 400, "body_unclear"),
        ({"product": "PBX", "version": "1", "counts": {"ports": True}}, 422, "value_unclear"),
        ({"product": "PBX", "version": "1", "counts": {str(n): n for n in range(21)}}, 422, "counts_unclear"),
        ({"product": "PBX", "version": "1", "count": {}}, 422, "name_unknown"),
        ({"product": "PBX", "version": "1", "": ""}, 400, "name_unknown"),
        ({"product": "PBX", "version": 1}, 422, "value_unclear"),
    ],
)
def test_a_report_that_is_wrong_says_what_is(site: Site, sent: object, status: int, code: str) -> None:
    reply = call("POST", "report", sent, secret=site.secret)
    assert (reply.status, reply.code) == (status, code)
    assert not models.Installation.objects.exists()


def test_a_report_for_a_device_that_went_meanwhile_is_none(site: Site) -> None:
    lost.write_off(project=site.project, device=site.device, reason="Stolen", ctx=on(TODAY))
    with pytest.raises(DeviceNotFound):
        reports.report(device=site.device, product="PBX", version="14.1", ctx=on(TODAY, ALICE))
