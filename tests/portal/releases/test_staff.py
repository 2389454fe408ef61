"""The catalogue of releases as staff keeps it: entered, shown, published, withdrawn, imported."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from autossa.domain.rights import Role
from autossa.store import models
from autossa.wording.formats import day
from tests.cast.pages import hidden_of
from tests.cast.world import TODAY, World
from tests.portal.staff import as_role, as_staff, said
from tests.portal.test_pages import Inline
from tests.portal.vendor.test_pages import page

pytestmark = [pytest.mark.store, pytest.mark.usefixtures("files_folder")]

LIST = f"product,branch,version,released_on\nPBX,14,14.1,{TODAY}\nPBX,15,15.0,{TODAY}\n"


@pytest.fixture
def branch(own: World) -> models.Branch:
    return models.Product.objects.create(code="PBX", name="The PBX").branches.create(name="14")


def drafted(client: Client, branch: models.Branch, **more: Any) -> models.Release:
    given = {
        "branch": branch.public_id, "version": "14.0", "released_on": TODAY.isoformat(), "release_class": "feature",
        "channel": "stable", "notes": "Line one\nLine two", "features": ["PORT"],
    }  # fmt: skip
    assert "Draft saved." in said(client, "/catalogue/releases/new/", {**given, **more})
    return models.Release.objects.latest("id")


def at(release: models.Release, rest: str = "") -> str:
    return f"/catalogue/releases/{release.public_id}/{rest}"


def test_from_the_product_to_the_release_that_is_out(staff: Client, own: World) -> None:
    assert "No product yet" in page(staff, "/catalogue/releases/")
    assert "Product PBX added" in said(staff, "/catalogue/products/new/", {"code": "PBX", "name": "The PBX"})
    product = models.Product.objects.get()
    assert "There is already a product with the code PBX" in said(
        staff, "/catalogue/products/new/", {"code": "PBX", "name": "Again"}
    )
    path = f"/catalogue/products/{product.public_id}/"
    assert "Branch 14 added" in said(staff, f"{path}branches/new/", {"name": "14", "supported_until": ""})
    branch = product.branches.get()
    end = f"/catalogue/branches/{branch.public_id}/support/"
    assert "Saved." in said(staff, end, {"supported_until": "2027-12-31"})
    assert "31 December 2027" in page(staff, "/catalogue/products/")
    place = [code for code, _ in types_in_order()].index("PORT")
    given = {"sent": "True", f"type_{place}": "on", f"major_{place}": "14"}
    assert "major version 14" in said(staff, f"{path}types/", given)
    assert list(product.types.values_list("license_type__code", "major")) == [("PORT", "14")]
    release = drafted(staff, branch)
    html = page(staff, at(release))
    assert "<p>Line one<br>Line two</p>" in html
    assert "Delete draft" in html
    assert "PBX 14.0" not in page(Client(), "/releases/")
    assert "14.0 is published." in said(staff, at(release, "publish/"), {})
    html = page(staff, at(release))
    assert "Delete draft" not in html
    assert "Set an earlier entitlement day" in html
    assert "has changed in the meantime" in said(staff, at(release, "publish/"), {})


def types_in_order() -> list[tuple[str, str]]:
    return list(models.LicenseType.objects.order_by("code").values_list("code", "name"))


def test_no_box_ticked_takes_all_license_types_away(staff: Client, branch: models.Branch) -> None:
    port = models.LicenseType.objects.get(code="PORT")
    branch.product.types.create(license_type=port)
    path = f"/catalogue/products/{branch.product.public_id}/types/"
    assert page(staff, path).count(" checked") == 1
    assert "Saved." in said(staff, path, {"sent": "True"})
    assert not branch.product.types.exists()


def test_a_draft_is_edited_and_deleted(staff: Client, branch: models.Branch) -> None:
    release = drafted(staff, branch)
    html = page(staff, at(release, "edit/"))
    assert 'value="14.0"' in html
    assert 'name="branch"' not in html
    given = {"version": "14.0.1", "released_on": "2026-02-30", "release_class": "security", "channel": "beta"}
    assert "Enter a date between" in said(staff, at(release, "edit/"), given)
    assert "Draft saved." in said(staff, at(release, "edit/"), {**given, "released_on": "2026-02-28"})
    release.refresh_from_db()
    assert (release.version, release.release_class, release.channel) == ("14.0.1", "security", "beta")
    assert not release.needs.exists()
    assert "Draft 14.0.1 deleted." in said(staff, at(release, "delete/"), {})
    assert staff.get(at(release)).status_code == 404


def test_what_changed_since_it_was_shown_is_not_published(staff: Client, branch: models.Branch) -> None:
    release = drafted(staff, branch)
    shown = hidden_of(staff.get(at(release, "publish/")))
    models.Release.objects.filter(pk=release.pk).update(notes="Something else")
    answer = staff.post(at(release, "publish/"), shown, follow=True).content.decode()
    assert "14.0 is published." not in answer
    assert models.Release.objects.get(pk=release.pk).published_at is None


@pytest.mark.parametrize("act", ["entitle", "withdraw"])
def test_what_changed_since_it_was_shown_is_neither_entitled_nor_withdrawn(
    staff: Client, branch: models.Branch, act: str
) -> None:
    release = drafted(staff, branch)
    said(staff, at(release, "publish/"), {})
    shown = hidden_of(staff.get(at(release, f"{act}/")))
    models.Release.objects.filter(pk=release.pk).update(withdrawn_on="2199-01-01", withdrawal="Replaced")
    staff.post(at(release, f"{act}/"), {**shown, "day": "2026-02-28", "reason": "Of another page"}, follow=True)
    release.refresh_from_db()
    assert (release.withdrawal, release.entitled_as_of) == ("Replaced", None)


def test_an_earlier_day_and_a_withdrawal_with_reasons(staff: Client, branch: models.Branch) -> None:
    release = drafted(staff, branch)
    said(staff, at(release, "publish/"), {})
    earlier, reason = "2026-01-10", "Promised for January"
    assert "This field is required." in said(staff, at(release, "entitle/"), {"day": earlier, "reason": ""})
    assert "must not be after" in said(staff, at(release, "entitle/"), {"day": "2199-01-01", "reason": reason})
    assert "The earlier entitlement day of" in said(staff, at(release, "entitle/"), {"day": earlier, "reason": reason})
    assert reason in page(staff, at(release))
    planned = {"day": "2199-12-31", "reason": "Replaced"}
    assert "14.0 will be withdrawn on 31 December 2199." in said(staff, at(release, "withdraw/"), planned)
    assert "can only be brought forward" in said(staff, at(release, "withdraw/"), planned)
    given = {"day": TODAY.isoformat(), "reason": "Calls drop"}
    assert "14.0 is withdrawn." in said(staff, at(release, "withdraw/"), given)
    html = page(staff, at(release))
    assert "Calls drop" in html
    assert "/withdraw/" not in html
    assert "has changed in the meantime" in said(staff, at(release, "withdraw/"), given)


def test_the_list_is_filtered(staff: Client, branch: models.Branch) -> None:
    drafted(staff, branch)
    other = models.Product.objects.create(code="CC", name="Contact Center")
    out = other.releases.create(
        branch=other.branches.create(name="3"), version="3.0", released_on=TODAY, release_class="security",
        published_at="2026-01-01T12:00:00Z",
    )  # fmt: skip
    everything = page(staff, "/catalogue/releases/")
    assert "PBX 14.0" in everything
    assert "CC 3.0" in everything
    assert "CC 3.0" not in page(staff, "/catalogue/releases/?state=draft")
    assert "PBX 14.0" not in page(staff, "/catalogue/releases/?product=CC")
    assert "No release found" in page(staff, "/catalogue/releases/?product=CC&state=draft")
    assert "PBX 14.0" in page(staff, "/catalogue/releases/?state=nonsense")
    assert out.public_id in everything


# ---------------------------------------------------------------- files


def upload(client: Client, release: models.Release, content: bytes = b"code", name: str = "pbx.bin") -> str:
    given = {"platform": "linux", "edition": "", "file": SimpleUploadedFile(name, content)}
    return str(client.post(at(release, "files/add/"), given, follow=True).content.decode())


def test_files_are_added_and_removed(staff: Client, branch: models.Branch, files_folder: Path) -> None:
    release = drafted(staff, branch)
    assert "The submitted file is empty." in upload(staff, release, b"")
    assert "The file is larger than 1 MB." in upload(staff, release, bytes(1_000_001))
    assert "pbx.bin added." in upload(staff, release)
    assert "has a file pbx.bin already" in upload(staff, release)
    artifact = models.Artifact.objects.get()
    assert artifact.sha256 in page(staff, at(release))
    assert "pbx.bin removed." in said(staff, at(release, f"files/{artifact.public_id}/remove/"), {})
    assert not models.Artifact.objects.exists()
    assert staff.get(at(release, f"files/{artifact.public_id}/remove/")).status_code == 404


def test_a_file_is_not_added_without_the_token_of_the_form(branch: models.Branch, own: World) -> None:
    staff = as_staff()
    release = drafted(staff, branch)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(staff.cookies)
    answer = strict.post(at(release, "files/add/"), {"file": SimpleUploadedFile("a.bin", b"x")})
    assert answer.status_code == 403
    assert not models.Artifact.objects.exists()


def test_files_of_what_is_out_stay(staff: Client, branch: models.Branch) -> None:
    release = drafted(staff, branch)
    upload(staff, release)
    said(staff, at(release, "publish/"), {})
    artifact = models.Artifact.objects.get()
    assert "/remove/" not in page(staff, at(release))
    assert "What is out stays as it is." in said(staff, at(release, f"files/{artifact.public_id}/remove/"), {})
    assert "pbx.bin" in page(staff, at(release))


def test_the_address_of_uploads_is_the_one_that_the_server_lets_through(settings: Any, branch: models.Branch) -> None:
    release = drafted(as_staff(), branch)
    assert settings.UPLOAD_ADDRESS.fullmatch(at(release, "files/add/"))
    for other in (at(release), at(release, "files/add/x/"), "/catalogue/releases/rel_x/files/add/", "/catalogue/"):
        assert not settings.UPLOAD_ADDRESS.fullmatch(other)


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize("as_file", [True, False])
@pytest.mark.parametrize("publish", [True, False])
def test_a_list_is_shown_then_imported(staff: Client, branch: models.Branch, as_file: bool, publish: bool) -> None:
    text = LIST.replace("\n", "\r\n")
    given: dict[str, Any] = {"step": "check", **({"publish": "on"} if publish else {})}
    given |= {"file": SimpleUploadedFile("l.csv", text.encode())} if as_file else {"pasted": text}
    shown = staff.post("/catalogue/releases/import/", given)
    html = shown.content.decode()
    assert html.count("Add as a draft") == 2
    assert "Add branch" in html
    assert ("Import and publish these releases" in html) is publish
    assert not models.Release.objects.exists()
    answer = staff.post("/catalogue/releases/import/", {**hidden_of(shown), "step": "do"}, follow=True)
    assert "2 releases imported." in answer.content.decode()
    assert models.Release.objects.published().count() == (2 if publish else 0)
    again = staff.post(
        "/catalogue/releases/import/", {"step": "check", "pasted": LIST, "publish": given.get("publish", "")}
    )
    assert "There is nothing to do" in again.content.decode()


def test_another_text_or_another_catalogue_than_was_shown_is_not_imported(staff: Client, branch: models.Branch) -> None:
    shown = hidden_of(staff.post("/catalogue/releases/import/", {"step": "check", "pasted": LIST}))
    other = {**shown, "pasted": LIST.replace("15.0", "15.9"), "step": "do"}
    assert "imported" not in staff.post("/catalogue/releases/import/", other, follow=True).content.decode()
    branch.product.branches.create(name="15")
    late = staff.post("/catalogue/releases/import/", {**shown, "step": "do"}, follow=True).content.decode()
    assert "imported." not in late
    assert not models.Release.objects.exists()


def test_every_problem_of_a_list_is_told_by_its_line(staff: Client, branch: models.Branch) -> None:
    wrong = LIST + "PBX,14,14.2,soon\nNONE,1,1.0,2026-01-01\n"
    html = staff.post("/catalogue/releases/import/", {"step": "check", "pasted": wrong}).content.decode()
    assert "2 problems" in html
    assert re.search(r'class="num">4</th>\s*<td><code>released_on</code>: soon is not a date', html)
    assert re.search(r'class="num">5</th>\s*<td>There is no product NONE', html)
    assert "Import these" not in html
    assert "14.2,soon" in html  # what was pasted stays


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Select a file or paste its text."),
        ({"pasted": "a,b\n1,2"}, "has no column product"),
        ({"file": SimpleUploadedFile("l.csv", b"\xff\xfe")}, "not UTF-8"),
        ({"pasted": LIST, "file": SimpleUploadedFile("l.csv", b"x")}, "Select a file or paste its text."),
        ({"file": SimpleUploadedFile("l.csv", bytes(500_001))}, "too large"),
    ],
)
def test_what_is_no_list(staff: Client, branch: models.Branch, given: dict[str, Any], words: str) -> None:
    assert words in staff.post("/catalogue/releases/import/", {"step": "check", **given}).content.decode()


# ---------------------------------------------------------------- who, and in which language


def test_every_page_answers_in_both_languages(own: World, branch: models.Branch, language: str) -> None:
    client = as_staff(language)
    release = branch.product.releases.create(
        branch=branch, version="14.0", released_on=TODAY, release_class="security", channel="beta"
    )
    for rest in ("", "edit/", "publish/", "delete/", "files/add/", "entitle/"):
        inline = Inline()
        html = page(client, at(release, rest))
        inline.feed(html)
        assert not inline.found, rest
        assert f'lang="{language}"' in html
    assert day(TODAY, language) in page(client, at(release))


def test_support_reads_and_changes_nothing(own: World, branch: models.Branch) -> None:
    release = drafted(as_staff(), branch)
    support = as_role(Role.SUPPORT)
    html = page(support, at(release))
    for word in ("Publish", "Edit draft", "Add file"):
        assert word not in html
    for path in (at(release, "publish/"), at(release, "files/add/"), "/catalogue/releases/import/"):
        assert support.get(path).status_code == 404
    assert "New release" not in page(support, "/catalogue/releases/")
