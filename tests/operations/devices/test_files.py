"""License files and manifests: what is issued, again or anew, and what the verifier makes of it."""

import base64
import json
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from autossa.operations import licenses
from autossa.operations.devices import files, keys
from autossa.operations.releases import releases
from autossa.operations.releases.releases import ReleaseText
from autossa.queries.devices.license_files import claims_of
from autossa.queries.devices.signing_keys import jwks
from autossa.queries.releases.entitlements import ask_for_device, ask_for_project
from autossa.store import models
from tests.cast.days import d
from tests.cast.machines import days_between, machine, pbx, published, put_on, take_off
from tests.cast.shop import ALICE, Shop, on
from tests.cast.verifier import verifier

pytestmark = [pytest.mark.store, pytest.mark.django_db]
FEB = "2026-02-02"
VERIFY = "openssl pkeyutl -verify -rawin -pubin -keyform DER"


@pytest.fixture
def office(shop: Shop) -> UUID:
    """Covered from 15 January to 14 February."""
    keys.ensure(ctx=on("2026-01-01"))
    return shop.covered()


def test_a_file_of_a_device_says_what_is_on_it(office: UUID) -> None:
    pbx(("14.0", "2026-01-10"))
    device = machine(office)
    put_on(device, 5)
    issued = files.issue(project=office, device=device, ctx=on(FEB, ALICE))
    row = models.LicenseFile.objects.get()
    said = claims_of(issued.body)
    assert (issued.serial, issued.is_new, row.body, row.serial) == (1, True, issued.body, 1)
    assert {name: said[name] for name in ("iss", "sub", "jti", "serial", "as_of", "entitlement_day")} == {
        "iss": settings.BASE_URL,
        "sub": models.Device.objects.get().public_id,
        "jti": row.public_id,
        "serial": 1,
        "as_of": FEB,
        "entitlement_day": "release",
    }
    assert said["exp"] - said["iat"] == 400 * 24 * 3600
    assert said["lines"] == [
        {
            "license": "L1",
            "type": "PORT",
            "ssa": "charged",
            "quantity": 1200,
            "acquired_on": "2026-01-15",
            "added_on": "2026-01-15",
        }
    ]
    assert said["coverage"] == [["2026-01-15", "2026-02-15"]]
    assert said["products"] == {"PBX": ["PORT"]}
    assert said["devices"] == [
        {"id": said["sub"], "hardware_id": "00:1b:21:3c:4d:5e", "activations": [["L1", 5]]},
    ]
    told = {"serial": 1, "device": "Main site", "hardware_id": "00:1b:21:3c:4d:5e"}
    assert models.Activity.objects.latest("pk").details == told


def test_the_verifier_agrees_with_the_portal(office: UUID) -> None:
    """Portal and file + verifier: every day from before the coverage to after it, for project, device and standby."""
    pbx()
    branch = models.Branch.objects.get().pk
    for version, day in (("14.0", "2026-01-10"), ("14.1", "2026-02-14"), ("14.2", "2026-02-15"), ("14.3", FEB)):
        published(branch, version, day)
    licenses.add(project=office, license_id="L2", license_type="OPERATOR", quantity=1, ctx=on("2026-02-20"))
    master = machine(office)
    standby = machine(office, "Standby", "AABB-CCDD", parent_id=master)
    put_on(master, 1200)
    put_on(master, 1, "L2", "2026-02-20")
    for day in days_between("2026-02-20", "2026-02-24"):
        ctx = on(day.isoformat())
        for row in models.Release.objects.all():
            manifest = files.manifest(release=row.pk, ctx=ctx)
            for device in (None, master, standby):
                body = files.issue(project=office, device=device, ctx=ctx).body
                asked = ask_for_device(device, "PBX", day) if device else ask_for_project(office, "PBX", day)
                assert asked is not None
                release = asked.release(row.version)
                assert release is not None
                ours, said = asked.answers(release).verdict, verifier.verdict(body, manifest, jwks())
                assert (said["reason"], said["license"]) == (ours.reason.value, ours.license_id)


def test_serials_grow_in_the_project_and_no_file_is_issued_twice_for_nothing(office: UUID) -> None:
    device = machine(office)
    on_it = put_on(device, 5)
    first = files.issue(project=office, ctx=on(FEB))
    second = files.refresh(project=office, device=device, ctx=on(FEB))
    assert (first.serial, second.serial, second.is_new) == (1, 2, True)
    again = files.refresh(project=office, device=device, ctx=on("2026-02-10"))
    assert (again.serial, again.is_new, again.body) == (2, False, second.body)
    for change, day in (
        (lambda: take_off(on_it, "2026-02-11", left=3), "2026-02-11"),
        (lambda: None, "2026-02-15"),  # coverage has ended, a day that the file names has come
        (lambda: keys.rotate(ctx=on("2026-02-16")), "2026-02-16"),
        (lambda: None, "2026-04-01"),  # long ago
    ):
        change()
        assert files.refresh(project=office, device=device, ctx=on(day)).is_new
        assert not files.refresh(project=office, device=device, ctx=on(day)).is_new
    assert files.refresh(project=office, device=device, nonce="n1", ctx=on("2026-04-01")).is_new
    asked = files.refresh(project=office, device=device, nonce="n1", ctx=on("2026-04-01"))
    assert (asked.is_new, claims_of(asked.body)["nonce"]) == (False, "n1")


def test_a_file_is_not_given_again_shortly_before_it_is_stale(office: UUID) -> None:
    models.VendorSettings.objects.create(file_days=6, changed_at=on(FEB).now)
    assert files.refresh(project=office, ctx=on(FEB)).is_new
    assert not files.refresh(project=office, ctx=on("2026-02-05")).is_new
    assert files.refresh(project=office, ctx=on("2026-02-06")).is_new


def test_a_device_that_has_seen_more_than_we_know_gets_a_higher_serial(office: UUID) -> None:
    device = machine(office)
    assert files.issue(project=office, device=device, seen=41, ctx=on(FEB)).serial == 42
    assert files.refresh(project=office, device=device, seen=50, ctx=on(FEB)).serial == 51
    with pytest.raises(files.SerialTooFarAhead):
        files.issue(project=office, device=device, seen=51 + files.FURTHEST_AHEAD + 1, ctx=on(FEB))


def test_whose_device_it_is_matters(office: UUID, shop: Shop) -> None:
    device = machine(shop.project("Elsewhere"))
    with pytest.raises(files.DeviceNotInProject):
        files.issue(project=office, device=device, ctx=on(FEB))
    models.Device.objects.update(gone_on=d(FEB), departure="removed")
    with pytest.raises(files.DeviceNotInProject):
        files.issue(project=models.Device.objects.get().project_id, device=device, ctx=on(FEB))


def test_a_device_confirms_what_it_has(office: UUID) -> None:
    device = machine(office)
    put_on(device, 5)
    serial = files.issue(project=office, device=device, ctx=on(FEB)).serial
    with pytest.raises(files.ConfirmedOtherwise, match="6 × L1, not 5 × L1"):
        files.confirm(project=office, device=device, serial=serial, quantities={"L1": 6}, ctx=on(FEB))
    with pytest.raises(files.LicenseFileNotFound):
        files.confirm(project=office, device=device, serial=9, quantities=None, ctx=on(FEB))
    for counted in ({"L1": 5}, {"L1": 5, "L2": 0}):  # none of a license is as good as not to name it
        files.confirm(project=office, device=device, serial=serial, quantities=counted, ctx=on(FEB))
    assert models.LicenseFile.objects.get().confirmed_at == on(FEB).now
    assert models.Activity.objects.filter(action="confirm_license_file").count() == 1


def test_drafts_have_no_manifest(shop: Shop) -> None:
    keys.ensure(ctx=on("2026-01-01"))
    pbx()
    branch = models.Branch.objects.get().pk
    key = releases.draft(branch=branch, given=ReleaseText(version="14.0", released_on=d(FEB)), ctx=on(FEB))
    with pytest.raises(files.ReleaseNotPublished):
        files.manifest(release=key, ctx=on(FEB))


def test_a_manifest_names_the_files_of_a_release(shop: Shop) -> None:
    keys.ensure(ctx=on("2026-01-01"))
    key = pbx()
    branch = models.Branch.objects.get()
    row = models.Release.objects.create(
        product_id=key, branch=branch, version="14.0", released_on=d(FEB), release_class="feature"
    )
    given = {"size": 10, "sha256": "ab" * 32, "uploaded_at": on(FEB).now}
    models.Artifact.objects.create(release=row, file_name="pbx.iso", platform="arm64", stored="x", **given)
    models.Release.objects.update(published_at=on(FEB).now)
    said = claims_of(files.manifest(release=row.pk, ctx=on(FEB)))
    assert said["artifacts"] == [{"name": "pbx.iso", "platform": "arm64", "size": 10, "sha256": "ab" * 32}]


def test_openssl_confirms_what_is_signed(office: UUID, tmp_path: Path) -> None:
    body = files.issue(project=office, ctx=on(FEB)).body
    assert "Verified Successfully" in openssl_says(body, jwks(), tmp_path)
    forged = body[:-2] + ("A" if body[-2] != "A" else "B") + body[-1]
    assert "Verification Failure" in openssl_says(forged, jwks(), tmp_path)


def openssl_says(body: str, published: dict[str, Any], folder: Path) -> str:
    """What `openssl pkeyutl` thinks of a signature; OpenSSL 3 has to be there, as on every machine we support."""
    signed, _, signature = body.rpartition(".")
    kid = json.loads(base64.urlsafe_b64decode(signed.split(".")[0] + "=="))["kid"]
    public = next(base64.urlsafe_b64decode(one["x"] + "=") for one in published["keys"] if one["kid"] == kid)
    (folder / "signed").write_bytes(signed.encode())
    (folder / "signature").write_bytes(base64.urlsafe_b64decode(signature + "=="))
    (folder / "public.der").write_bytes(bytes.fromhex("302a300506032b6570032100") + public)
    version = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout
    assert version.startswith("OpenSSL 3"), version
    done = subprocess.run(
        [*VERIFY.split(), "-inkey", "public.der", "-in", "signed", "-sigfile", "signature"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr
