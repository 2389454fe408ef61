"""What a device takes along: a license file, manifests, links to the files of releases; with them it needs nobody."""

import json
from urllib.parse import urlsplit

import pytest

from autossa.operations import credits
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.devices import activations, files, keys
from autossa.operations.releases import downloads
from autossa.queries.devices.signing_keys import jwks
from autossa.store import models
from tests.api.device.conftest import TODAY, Site
from tests.cast.days import d
from tests.cast.device_calls import Reply, call
from tests.cast.shop import ALICE, noon, on
from tests.cast.verifier import verifier
from tests.operations.releases.shelf import drafted, published, with_file

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def signing(site: Site) -> None:
    keys.new(ctx=on(TODAY))


def license_file(site: Site, held: str = "") -> Reply:
    return call("GET", "license-file", secret=site.secret, headers={"If-None-Match": held} if held else {})


def test_without_a_key_nothing_is_signed_and_it_is_said_so(site: Site) -> None:
    reply = license_file(site)
    assert (reply.status, reply.code) == (400, "no_signing_key")


def test_the_file_is_given_again_until_something_of_it_changes(site: Site, signing: None) -> None:
    first = license_file(site)
    assert (first.status, first.json()["serial"]) == (200, 1)
    assert license_file(site).json() == first.json()
    assert license_file(site, first.headers["etag"]).status == 304
    activations.release(project=site.project, device=site.device, license_id="L1", quantity=1, ctx=on(TODAY, ALICE))
    second = license_file(site, first.headers["etag"])
    assert (second.status, second.json()["serial"]) == (200, 2)


def test_a_device_confirms_what_it_has(site: Site, signing: None) -> None:
    license_file(site)
    wrong = call("POST", "license-file/confirm", {"serial": 1, "counts": {"L1": 99}}, secret=site.secret)
    assert wrong.code == "confirmed_otherwise"
    assert models.LicenseFile.objects.get().confirmed_at is None
    right = call("POST", "license-file/confirm", {"serial": 1, "counts": {"L1": 100}}, secret=site.secret)
    assert right.json() == {"serial": 1, "confirmed": True}
    assert models.LicenseFile.objects.get().confirmed_at is not None


@pytest.mark.parametrize("serial", [0, -1, 2**53, "1", True, 1.0, [1]])
def test_a_serial_that_is_none(site: Site, signing: None, serial: object) -> None:
    license_file(site)
    reply = call("POST", "license-file/confirm", {"serial": serial}, secret=site.secret)
    assert reply.status in (400, 422)


def test_a_serial_of_another_device_is_as_one_that_is_not_there(site: Site, signing: None) -> None:
    files.issue(project=site.project, ctx=on(TODAY))
    found = {call("POST", "license-file/confirm", {"serial": n}, secret=site.secret).status: n for n in (1, 77)}
    assert list(found) == [404]


@pytest.mark.parametrize(
    ("version", "day", "reason"),
    [
        ("14.0", TODAY, "acquired"),
        ("14.1", TODAY, "covered"),
        ("14.2", TODAY, "not_covered"),
    ],
)
def test_file_and_manifest_say_the_same_as_the_answer(
    site: Site, signing: None, version: str, day: str, reason: str
) -> None:
    online = call("POST", "check", {"product": "PBX", "release": version}, secret=site.secret).json()["answer"]
    file = license_file(site).json()["license_file"]
    reply = call("GET", f"manifest?product=PBX&version={version}", secret=site.secret)
    public = json.loads(json.dumps(jwks()))
    found = verifier.verdict(file, reply.json()["manifest"], public)
    assert (found["reason"], online["verdict"]["reason"]) == (reason, reason)
    assert (found["may_install"], found["as_of"]) == (online["verdict"]["may_install"], day)


def test_no_manifest_of_a_draft(site: Site, signing: None) -> None:
    drafted(site.branch, "14.9", TODAY)
    said = {call("GET", f"manifest?product=PBX&version={v}", secret=site.secret).code for v in ("14.9", "99", "x%20y")}
    assert said == {"release_not_published"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "value_missing"),
        ("product=PBX", "value_missing"),
        ("product=PBX&version=", "value_missing"),
        ("product=PBX&version=%00", "value_unclear"),
        ("product=PBX&version=" + "1" * 201, "value_unclear"),
        ("product=PBX&version=14.1&device=dev_1", "name_unknown"),
        ("product=PBX&version=14.1&%00=1", "name_unknown"),
        ("product=PBX&version=14.1&=1", "name_unknown"),
    ],
)
@pytest.mark.parametrize("path", ["manifest", "artifacts"])
def test_a_query_that_cannot_be_read_is_said_to_be_so(site: Site, path: str, query: str, code: str) -> None:
    assert call("GET", f"{path}?{query}", secret=site.secret).code == code


def test_files_of_a_release_are_downloaded_by_links_that_end(site: Site) -> None:
    key = models.Release.objects.get(version="14.1").id
    with_file(key, b"installs itself")
    with_file(models.Release.objects.get(version="14.2").id, b"not covered")
    (one,) = call("GET", "artifacts?product=PBX&version=14.1", secret=site.secret).json()["artifacts"]
    assert one["size"] == len(b"installs itself")
    token = urlsplit(one["url"]).path.removeprefix("/downloads/").rstrip("/")
    found = downloads.open_link(token=token, ctx=on(TODAY))
    assert b"".join(found.part(9, 6)) == b"itself"
    late = ActionContext(SYSTEM, d(TODAY), noon(TODAY) + downloads.LASTS)
    with pytest.raises(downloads.LinkExpired):
        downloads.open_link(token=token, ctx=late)
    said = {
        call("GET", f"artifacts?product=PBX&version={version}", secret=site.secret).code
        for version in ("14.2", "14.0", "77")
    }
    assert said == {"nothing_to_download"}
    credits.top_up(project=site.project, ssc=1000_00, ctx=on(TODAY))
    credits.extend(project=site.project, months=2, ctx=on(TODAY, ALICE))
    assert call("GET", "artifacts?product=PBX&version=14.2", secret=site.secret).status == 200


def test_a_device_that_is_gone_takes_nothing_along(site: Site, signing: None) -> None:
    published(site.branch, "14.3", "2026-03-02")
    models.DeviceCredential.objects.update(revoked_at="2026-03-20T12:00:00Z")
    for path in ("license-file", "manifest?product=PBX&version=14.1", "artifacts?product=PBX&version=14.1"):
        assert call("GET", path, secret=site.secret).status == 401
