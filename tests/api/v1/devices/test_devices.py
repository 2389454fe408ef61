"""Devices by programs: registered, licensed, released, moved, tried out, written off; license files; look-ups."""

import pytest

from autossa.domain.rights import Role
from autossa.operations.devices import keys
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask, post
from tests.cast.machines import pbx
from tests.cast.shop import Shop, on

pytestmark = pytest.mark.store


@pytest.fixture
def project(shop: Shop) -> str:
    pbx(("14", "2026-01-20"))
    keys.new(ctx=on("2026-01-02"))
    return public_id("prj", shop.booked(day="2026-03-01"))


def register(secret: str, project: str, name: str = "PBX 1", hardware: str = "SN-100001", **more: object) -> str:
    made = post(secret, f"projects/{project}/devices", {"name": name, "hardware_id": hardware, **more})
    assert made.status == 201, made.body
    return str(made.json()["id"])


def test_a_device_is_registered_renamed_and_removed(project: str, token: Tokens) -> None:
    secret = token()
    device = register(secret, project)
    taken = post(secret, f"projects/{project}/devices", {"name": "Other", "hardware_id": "SN-100001"})
    assert (taken.status, taken.code) == (422, "hardware_id_taken")
    path = f"projects/{project}/devices/{device}"
    tag = ask("GET", path, token=secret).headers["etag"]
    named = ask("PATCH", path, {"name": "Main"}, token=secret, headers={"If-Match": tag})
    assert (named.status, named.json()["name"]) == (200, "Main")
    late = ask("DELETE", path, token=secret, headers={"If-Match": tag})
    assert (late.status, late.code) == (412, "changed_since_shown")
    gone = ask("DELETE", path, token=secret, headers={"If-Match": named.headers["etag"]})
    assert gone.status == 204, gone.body
    (row,) = ask("GET", f"projects/{project}/devices", token=secret).json()["data"]
    assert (row["name"], row["departure"]) == ("Main", "removed")
    assert post(secret, f"{path}/secret").status == 404


def test_licenses_go_on_a_device_and_off_it(project: str, token: Tokens) -> None:
    secret = token()
    one, two = register(secret, project), register(secret, project, "PBX 2", "SN-100002")
    path = f"projects/{project}/devices"
    on_it = post(secret, f"{path}/{one}/licenses", {"license": "L1", "quantity": 10}).json()
    assert on_it["stock"]["L1"] == {"licensed": 1200, "on_devices": 10, "free": 1190}
    much = post(secret, f"{path}/{one}/licenses", {"license": "L1", "quantity": 1191})
    assert (much.status, much.code) == (422, "quantity_exceeded")
    moved = post(secret, f"{path}/{one}/licenses/{on_it['licenses'][0]['id']}/move", {"to": two, "quantity": 4})
    assert [row["quantity"] for row in moved.json()["licenses"]] == [6]
    activation = moved.json()["licenses"][0]["id"]
    off = post(secret, f"{path}/{one}/licenses/{activation}/release")
    assert off.json()["licenses"] == []
    again = post(secret, f"{path}/{one}/licenses/{activation}/release")
    assert again.status == 404
    full = ask("DELETE", f"{path}/{two}", token=secret, headers={"If-Match": "*"})
    assert (full.status, full.code) == (422, "device_in_use")


def test_a_standby_takes_what_its_master_has(project: str, token: Tokens) -> None:
    secret = token()
    master = register(secret, project)
    standby = register(secret, project, "PBX 2", "SN-100002", standby_of=master)
    path = f"projects/{project}/devices/{standby}"
    assert ask("GET", path, token=secret).json()["standby_of"] == "PBX 1"
    assert post(secret, f"{path}/standby", {"master": None}).json()["standby_of"] == ""
    assert post(secret, f"{path}/standby", {"master": standby}).code == "standby_of_itself"


def test_a_device_signs_in_tries_out_and_reports(project: str, token: Tokens) -> None:
    secret = token()
    path = f"projects/{project}/devices/{register(secret, project)}"
    assert post(secret, f"{path}/secret").json()["secret"]
    assert ask("GET", path, token=secret).json()["secret_hint"]
    assert post(secret, f"{path}/secret/revoke").status == 204
    assert post(secret, f"{path}/secret/revoke").code == "no_credential"
    assert post(secret, f"{path}/code").json()["code"]
    assert post(secret, f"{path}/installed", {"product": "PBX", "version": "14"}).status == 204
    assert ask("GET", path, token=secret).json()["installed"][0]["version"] == "14"
    tried = post(secret, f"{path}/trial", {"product": "PBX"})
    assert (tried.status, tried.code) == (422, "trial_of_known_product")


def test_staff_writes_a_lost_device_off(shop: Shop, project: str, token: Tokens) -> None:
    owner, support = token(), token(organisation=shop.vendor, role=Role.SUPPORT)
    path = f"projects/{project}/devices/{register(owner, project)}"
    post(owner, f"{path}/licenses", {"license": "L1", "quantity": 10})
    assert post(owner, f"{path}/lost", {"reason": "Stolen"}).status == 404
    assert post(support, f"{path}/lost", {"reason": " "}).status == 422
    assert post(support, f"{path}/lost", {"reason": "Stolen"}).json() == {"came_back": 10}


def test_devices_are_looked_up(shop: Shop, project: str, token: Tokens) -> None:
    secret = token()
    device = register(secret, project)
    (found,) = ask("GET", "devices?search=SN-100001", token=secret).json()
    assert (found["id"], found["project"]) == (device, project)
    assert ask("GET", "devices?search=SN-100001", token=token(organisation=shop.charlie)).json() == []


def test_license_files(shop: Shop, project: str, token: Tokens) -> None:
    secret, support = token(), token(organisation=shop.vendor, role=Role.SUPPORT)
    device = register(secret, project)
    path = f"projects/{project}/license-files"
    made = post(secret, path, {"device": device})
    assert (made.status, made.json()["is_newest"]) == (201, True), made.body
    assert post(secret, path, {"device": device}).json()["id"] == made.json()["id"]
    (row,) = ask("GET", path, token=secret).json()["data"]
    assert row == made.json() == ask("GET", f"{path}/{row['id']}", token=secret).json()
    file = ask("GET", f"{path}/{row['id']}/download", token=secret)
    assert (file.body.decode(), file.headers["content-type"]) == (row["body"], "application/jose")
    checked = post(support, "license-files/check", {"text": row["body"]}).json()
    assert (checked["is_genuine"], checked["project"], checked["kind"]) == (True, project, "license")
    assert post(secret, f"{path}/exchange", {"text": "nothing"}).code == "request_unreadable"
    assert ask("GET", f"{path}/overdue", token=secret).json() == []
    assert ask("GET", "license-files/overdue", token=support).json() == []
    assert models.LicenseFile.objects.count() == 1
