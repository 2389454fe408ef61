"""The pages of answers: the matrix of a project, one device, one release as staff sees it."""

import pytest

from autossa.domain.rights import Right
from autossa.operations import contracts, licenses
from autossa.operations.devices import devices
from autossa.queries.releases.matrix import newest_of, releases_page
from autossa.queries.releases.standing import PAGE, Wanted, release_standing
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.days import d
from tests.cast.entitlements import LICENSE, ROWS, TODAY, VERSION, Row, Told, tell
from tests.cast.pages import address, html, queries, text_of
from tests.cast.people import People
from tests.cast.shop import ALICE, Shop, on
from tests.operations.releases.shelf import published

pytestmark = [pytest.mark.store, pytest.mark.django_db]
BY_NAME = {row.name: row for row in ROWS}


def here(people: People, name: str) -> Told:
    """The facts of a row, on its day."""
    row: Row = BY_NAME[name]
    people.today(row.today)
    return tell(row, people.shop)


def installed(told: Told, version: str, release: object = None) -> None:
    product = models.Product.objects.get()
    models.Installation.objects.create(
        device_id=told.device, product=product, release=release, version=version, reported_at=on(TODAY).now
    )


# ---------------------------------------------------------------- the matrix


def test_a_refusal_says_why_and_what_would_change_it(people: People) -> None:
    told = here(people, "out on the first uncovered day")
    said = text_of(people["owner"].get(address(told.project, "releases/")))
    assert "Not covered: released on 15 February 2026, your agreement ended on 14 February 2026. License: L1." in said
    assert "Extend by 3.64 SSC: that covers until 9 April 2026. Of these, 1.64 SSC pay for the missed days." in said
    assert "Add a contract: the missed days cost" in said
    assert "As of 10 March 2026" in said
    assert "What is installed may be run for ever." in said


def test_whoever_sees_no_money_is_told_the_way_alone(people: People) -> None:
    told = here(people, "out on the first uncovered day")
    people.hand_over(Right.LICENSES)
    said = text_of(people["licenses"].get(address(told.project, "releases/")))
    assert "Extend coverage manually. Add a contract." in said
    assert "SSC" not in said.partition("What would change it")[2]


@pytest.mark.parametrize(("who", "is_led"), [("owner", True), ("licenses", False)])
def test_what_would_change_it_leads_to_its_page(people: People, who: str, is_led: bool) -> None:
    told = here(people, "out on the first uncovered day")
    people.hand_over(Right.LICENSES)
    said = html(people[who].get(address(told.project, "releases/"))).partition("What would change it")[2]
    for tail in ("credits/extend/", "contracts/new/"):
        assert (f'<a href="{address(told.project, tail)}">' in said) is is_led


def test_a_covered_release_names_its_period(people: People) -> None:
    told = here(people, "out a day later")
    said = text_of(people["owner"].get(address(told.project, "releases/")))
    assert "Covered: released on 16 January 2026, your agreement covers it until 14 February 2026." in said
    assert "It rests on the coverage from 15 January 2026 to 14 February 2026" in said
    assert "Newest release you may install: 14.5, released on 16 January 2026" in said


def test_every_license_has_its_own_answer(people: People) -> None:
    told = here(people, "out on the first uncovered day")
    licenses.add(project=told.project, license_id="L2", license_type="PORT", quantity=1, ctx=on(TODAY))
    licenses.add(project=told.project, license_id="L3", license_type="HEADSET", quantity=1, ctx=on(TODAY))
    page = releases_page(told.project, d(TODAY))
    assert page is not None
    row = page.products[0].rows[0]
    assert [(one.license_id, one.reason.value) for one in row.each] == [
        (LICENSE, "not_covered"), ("L2", "acquired"), ("L3", "acquired"),
    ]  # fmt: skip
    assert (row.verdict.license_id, row.verdict.may_install, row.anyone) == (LICENSE, False, True)


def test_a_project_without_releases_says_what_the_page_is_for(people: People) -> None:
    people.today(TODAY)
    said = text_of(people["owner"].get(people.of_project("releases/")))
    assert "no license of this project belongs to a product with releases" in said


def test_older_releases_are_a_click_away(people: People) -> None:
    told = here(people, "out a day later")
    branch = models.Branch.objects.get(name="14").id
    for number in range(30):
        published(branch, f"14.0.{number}", "2026-01-03")
    path = address(told.project, "releases/")
    assert "Show 7 older releases" in text_of(people["owner"].get(path))
    said = text_of(people["owner"].get(path + "?show=all"))
    assert "Show" not in said.partition("14.0.0")[2]
    assert "14.0.29" in said


def test_it_takes_the_same_number_of_queries_however_many_there_are(people: People) -> None:
    told = here(people, "out a day later")
    installed(told, VERSION)
    paths = [
        address(told.project, tail) for tail in ("releases/", f"devices/{public_id('dev', told.device)}/releases/")
    ]
    for path in paths:  # the first look asks who it is
        queries(people["owner"], path)
    before = [queries(people["owner"], path) for path in paths]
    branch = models.Branch.objects.get(name="14").id
    for number in range(20):
        published(branch, f"14.1.{number}", "2026-02-20")
        licenses.add(project=told.project, license_id=f"M{number}", license_type="PORT", quantity=1, ctx=on(TODAY))
    assert [queries(people["owner"], path) for path in paths] == before


def test_the_overview_names_the_newest(people: People) -> None:
    told = here(people, "out a day later")
    said = text_of(people["owner"].get(address(told.project, "")))
    assert "Newest release you may install The PBX 14.5" in said


def test_more_in_use_than_licensed_is_said(people: People) -> None:
    told = here(people, "out a day later")
    licenses.return_license(project=told.project, license_id=LICENSE, quantity=12, ctx=on(TODAY, ALICE))
    said = text_of(people["owner"].get(address(told.project, "releases/")))
    assert "Of L1, 1 are on devices and 0 are licensed. Nothing stops running." in said


# ---------------------------------------------------------------- a device


def test_a_device_says_what_is_installed_and_what_is_newest(people: People) -> None:
    told = here(people, "out a day later")
    installed(told, "13.9")
    path = address(told.project, f"devices/{public_id('dev', told.device)}/releases/")
    said = text_of(people["owner"].get(path))
    assert "What can be installed on Frankfurt" in said
    assert "Newest you may install 14.5 released on 16 January 2026" in said
    assert "Installed 13.9 not in the catalogue Update available" in said
    assert "Licenses L1" in said


def test_a_standby_has_what_its_master_has(people: People) -> None:
    told = here(people, "out a day later")
    standby = devices.register(
        project=told.project, name="Berlin", hardware_id="SN-2000", standby_of=told.device, ctx=on(TODAY, ALICE)
    )
    said = text_of(people["owner"].get(address(told.project, f"devices/{public_id('dev', standby)}/releases/")))
    assert "standby: it takes the licenses of Frankfurt" in said
    assert "Newest you may install 14.5" in said


def test_a_trial_says_until_when(people: People) -> None:
    told = here(people, "a trial, its last day")
    said = text_of(people["owner"].get(address(told.project, f"devices/{public_id('dev', told.device)}/releases/")))
    assert "Trial until 10 March 2026" in said
    assert "Trial: this device may install what is out until 10 March 2026." in said


def test_what_was_never_allowed_is_said_to_whoever_runs_it(people: People) -> None:
    told = here(people, "out on the first uncovered day")
    installed(told, VERSION, models.Release.objects.get(version=VERSION))
    said = text_of(people["owner"].get(address(told.project, f"devices/{public_id('dev', told.device)}/releases/")))
    assert "no license on this device has ever been entitled to it" in said


def test_a_device_of_another_project_or_gone_is_not_there(people: People, shop: Shop) -> None:
    told = here(people, "no license at all")
    other = shop.project("Elsewhere", TODAY)
    tail = f"devices/{public_id('dev', told.device)}/releases/"
    assert people["owner"].get(address(other, tail)).status_code == 404
    assert people["owner"].get(address(told.project, "devices/dev_x/releases/")).status_code == 404
    devices.remove(project=told.project, device=told.device, ctx=on(TODAY, ALICE))
    assert people["owner"].get(address(told.project, tail)).status_code == 404


# ---------------------------------------------------------------- as staff sees it


def test_staff_sees_who_may_who_may_not_and_who_runs_an_older_one(people: People) -> None:
    told = here(people, "out on the first uncovered day")
    rented = people.shop.project("Rented", "2026-03-01")
    contracts.conclude(project=rented, option="annual_monthly", ctx=on("2026-03-01", ALICE))
    path = f"/catalogue/releases/{public_id('rel', told.release)}/who/"
    installed(told, "13.9")
    said = text_of(people["admin"].get(path))
    assert "May install it 1 May not install it 1" in said
    assert "Devices that run an older one 1" in said
    assert "Part of the purchase 1" in said
    assert "Office" in said
    assert "Rented" in said
    only = text_of(people["admin"].get(path + "?show=may"))
    assert "Office Alice" not in only
    older = text_of(people["admin"].get(path + "?show=older"))
    assert "Frankfurt Office Alice Ltd 13.9 not in the catalogue" in older
    for odd in ("?show=nothing&page=-1", "?page=999999999999", "?page=x"):
        assert people["admin"].get(path + odd).status_code == 200


def test_it_is_paged(people: People) -> None:
    told = here(people, "out on the first uncovered day")
    for number in range(3):
        people.shop.project(f"More {number}", "2026-03-01")
    first = release_standing(told.release, d(TODAY), Wanted(), 3)
    assert first is not None
    assert (len(first.projects), first.next_page, first.may) == (3, 1, 3)
    second = release_standing(told.release, d(TODAY), Wanted(page=1), 3)
    assert second is not None
    assert (len(second.projects), second.next_page) == (1, None)
    assert PAGE == 50
    names = [one.name for one in (*first.projects, *second.projects)]
    assert names == ["More 0", "More 1", "More 2", "Office"]


def test_a_draft_is_installed_by_nobody(people: People) -> None:
    told = here(people, "out a day later")
    models.Release.objects.filter(pk=told.release)
    product = models.Product.objects.get()
    draft = product.releases.create(
        branch=product.branches.get(name="14"), version="15.0", released_on=d(TODAY), release_class="feature"
    )
    said = html(people["admin"].get(f"/catalogue/releases/{draft.public_id}/who/"))
    assert "No project matches." in said


def test_newest_of_names_each_product(people: People) -> None:
    told = here(people, "out on the first uncovered day")
    page = releases_page(told.project, d(TODAY))
    assert page is not None
    from autossa.queries.as_of import project_as_of

    found = project_as_of(told.project, d(TODAY))
    assert found is not None
    assert newest_of(told.project, found.project, d(TODAY)) == (("The PBX", None),)


# ---------------------------------------------------------------- files


def file_of(told: Told) -> models.Artifact:
    return models.Artifact.objects.create(
        release_id=told.release, file_name="pbx-14.5.bin", platform="amd64", size=2_000_000, sha256="0" * 64,
        stored="not/there", uploaded_at=on(TODAY).now,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "there"), [("out a day later", True), ("out on the first uncovered day", False)])
def test_files_are_offered_with_what_may_be_installed(people: People, name: str, there: bool) -> None:
    told = here(people, name)
    file = file_of(told)
    pages = ("releases/", f"devices/{public_id('dev', told.device)}/releases/")
    for page in pages:
        path = address(told.project, page)
        said = html(people["owner"].get(path))
        assert (f"{page}files/{file.public_id}/" in said) is there
        sent = people["owner"].post(f"{path}files/{file.public_id}/")
        assert sent.status_code == 302
        assert sent["Location"].startswith("/downloads/") is there
        assert (sent["Location"] == path) is not there
