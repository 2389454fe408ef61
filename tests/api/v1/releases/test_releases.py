"""Products and releases by programs of the vendor; what projects and devices may install."""

from io import BytesIO

import pytest

from autossa.operations.releases import artifacts
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask, post
from tests.cast.machines import pbx
from tests.cast.shop import Shop, on

pytestmark = pytest.mark.store
MATCH = {"If-Match": "*"}


def test_a_product_gets_types_and_branches(admin: str, token: Tokens) -> None:
    made = post(admin, "products", {"code": "PBX", "name": "The PBX"})
    assert made.status == 201, made.body
    assert post(admin, "products", {"code": "PBX", "name": "Again"}).code == "product_exists"
    path = f"products/{made.json()['id']}"
    tag = ask("GET", path, token=admin).headers["etag"]
    typed = ask("PUT", f"{path}/types", {"types": {"PORT": "14"}}, token=admin, headers={"If-Match": tag})
    assert typed.json()["types"] == {"PORT": "14"}
    for types, code in (({"": "14"}, "type_unknown"), ({"P\0": ""}, "type_unknown")):
        odd = ask("PUT", f"{path}/types", {"types": types}, token=admin, headers={"If-Match": "*"})
        assert odd.code == code, odd.body
    late = ask("PUT", f"{path}/types", {"types": {}}, token=admin, headers={"If-Match": tag})
    assert (late.status, late.code) == (412, "changed_since_shown")
    (branch,) = post(admin, f"{path}/branches", {"name": "14", "supported_until": "2028-01-01"}).json()["branches"]
    assert branch["supported_until"] == "2028-01-01"
    support = post(admin, f"branches/{branch['id']}/support", {"supported_until": None})
    assert support.json()["supported_until"] is None
    (row,) = ask("GET", "products", token=admin).json()["data"]
    assert (row["code"], len(row["branches"])) == ("PBX", 1)
    assert post(token(), "products", {"code": "X", "name": "X"}).status == 404


def test_a_release_is_drafted_published_entitled_and_withdrawn(admin: str, token: Tokens) -> None:
    pbx()
    branch = models.Branch.objects.get().public_id
    sent = {"branch": branch, "version": "14", "released_on": "2026-03-01", "requires": ["PORT"]}
    made = post(admin, "releases", sent)
    assert (made.status, made.json()["state"], made.json()["requires"]) == (201, "draft", ["PORT"])
    path = f"releases/{made.json()['id']}"
    text = {name: value for name, value in sent.items() if name != "branch"}
    edited = ask("PUT", path, {**text, "notes": "New"}, token=admin, headers=MATCH)
    assert edited.json()["notes"] == "New", edited.body
    artifacts.add(
        release=models.Release.objects.get().id, content=BytesIO(b"image"), file_name="pbx.bin", ctx=on("2026-03-20")
    )
    (file,) = ask("GET", path, token=admin).json()["artifacts"]
    assert ask("DELETE", f"{path}/artifacts/{file['id']}", token=admin, headers=MATCH).status == 204
    assert ask("DELETE", f"{path}/artifacts/{file['id']}", token=admin, headers=MATCH).status == 404
    assert post(admin, f"{path}/publish").json()["state"] == "out"
    assert post(admin, f"{path}/publish").code == "not_a_draft"
    assert ask("DELETE", path, token=admin, headers=MATCH).code == "not_a_draft"
    day = {"day": "2026-02-01", "reason": "Promised"}
    assert post(admin, f"{path}/entitle", day).json()["entitled_as_of"] == "2026-02-01"
    gone = post(admin, f"{path}/withdraw", {"day": "2026-03-20", "reason": "Broken"})
    assert (gone.json()["state"], gone.json()["withdrawal"]) == ("withdrawn", "Broken")
    assert ask("GET", "releases?state=withdrawn", token=admin).json()["data"][0]["version"] == "14"
    (product,) = ask("GET", "published-releases", token=token()).json()
    assert product["releases"][0]["withdrawal"] == "Broken"


def test_a_draft_is_deleted(admin: str) -> None:
    pbx()
    sent = {"branch": models.Branch.objects.get().public_id, "version": "14", "released_on": "2026-03-01"}
    path = f"releases/{post(admin, 'releases', sent).json()['id']}"
    assert ask("DELETE", path, token=admin, headers=MATCH).status == 204
    assert ask("GET", path, token=admin).status == 404


def test_a_list_is_imported_after_a_look(admin: str) -> None:
    pbx()
    text = "product,branch,version,released_on\nPBX,14,14.1,2026-03-01\n"
    shown = post(admin, "releases/import", {"list": text, "only_preview": True})
    assert shown.status == 200, shown.body
    assert not models.Release.objects.exists()
    done = post(admin, "releases/import", {"list": text})
    assert (done.json(), models.Release.objects.get().version) == (shown.json(), "14.1")
    assert post(admin, "releases/import", {"list": "product\nX\n"}).status == 422


def test_who_may_install_what(shop: Shop, admin: str, token: Tokens) -> None:
    release = pbx(("14", "2026-01-20"), ("15", "2026-03-01"))
    project, secret = public_id("prj", shop.covered()), token()
    (product,) = ask("GET", f"projects/{project}/releases", token=secret).json()
    assert (product["newest"], [one["version"] for one in product["releases"]]) == ("14", ["15", "14"])
    verdict = product["releases"][0]["verdict"]
    assert (verdict["may_install"], verdict["reason"]) == (False, "not_covered")
    assert product["releases"][0]["helps"]
    device = post(secret, f"projects/{project}/devices", {"name": "PBX", "hardware_id": "SN-100001"}).json()["id"]
    assert ask("GET", f"projects/{project}/devices/{device}/releases", token=secret).status == 200
    who = ask("GET", f"releases/{public_id('rel', release)}/who?show=may_not", token=admin).json()
    assert [row["project"] for row in who["projects"]] == [project]


def test_a_file_is_linked_for_who_may_install_it(shop: Shop, token: Tokens) -> None:
    release = pbx(("14", "2026-01-20"))
    key = artifacts.add(release=release, content=BytesIO(b"image"), file_name="pbx.bin", ctx=on("2026-03-20"))
    covered = public_id("prj", shop.covered())
    secret, file = token("read"), public_id("art", key)
    linked = post(secret, f"projects/{covered}/artifacts/{file}/link")
    assert linked.status == 200, linked.body
    assert "/downloads/" in linked.json()["url"]

    assert post(secret, f"projects/{covered}/artifacts/{public_id('art', release)}/link").code == "nothing_to_download"
