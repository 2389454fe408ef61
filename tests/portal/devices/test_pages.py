"""The pages of devices: what is on them, registered, made standby, removed, written off, looked up."""

import re

import pytest

from autossa.domain.rights import Role
from autossa.operations.devices import lost
from autossa.operations.releases import products
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import address, decide, html, queries, text_of
from tests.cast.people import People, make_person, signed_in
from tests.cast.shop import on
from tests.operations.devices.machines import DAY, activate, machine, two_machines
from tests.operations.releases.shelf import branch, product, published

pytestmark = [pytest.mark.store, pytest.mark.django_db]
PARTNER = "licenses"  # who has this right


def page_of(project: object, device: object, tail: str = "") -> str:
    return address(project, f"devices/{public_id('dev', device)}/{tail}")  # type: ignore[arg-type]


def test_a_project_without_devices_says_what_they_are(people: People) -> None:
    said = text_of(people["owner"].get(address(people.shop.project(), "devices/")))
    assert "Licenses are activated on devices" in said
    assert "Register a device" in said


def test_registered_with_a_standby_below_it(people: People) -> None:
    project = people.shop.project()
    form = address(project, "devices/register/")
    said = text_of(decide(people["owner"], form, {"name": "Zug", "hardware_id": "00-1b-21-3c-4d-5e"}, follow=True))
    assert "Registered: Zug." in said
    assert "00:1B:21:3C:4D:5E" in said
    master = models.Device.objects.get().public_id
    decide(people["owner"], form, {"name": "Aarau", "hardware_id": "SN-1234", "master": master})
    listed = text_of(people["owner"].get(address(project, "devices/")))
    assert listed.index("Zug") < listed.index("Aarau Standby of Zug")
    wrong = text_of(decide(people["owner"], form, {"name": "Zug", "hardware_id": "SN"}))
    assert "not a serial number or MAC address" in wrong
    assert "already a device Zug" in text_of(decide(people["owner"], form, {"name": "Zug", "hardware_id": "SN-9999"}))


def test_renamed_stands_by_and_is_removed(people: People) -> None:
    project, device, other = two_machines(people.shop)
    assert "Saved." in text_of(decide(people["owner"], page_of(project, device, "rename/"), {"name": "A"}, follow=True))
    standby = page_of(project, device, "standby/")
    said = text_of(decide(people["owner"], standby, {"master": public_id("dev", other)}, follow=True))
    assert "Standby of Berlin" in said
    said = text_of(decide(people["owner"], page_of(project, other, "remove/"), follow=True))
    assert "has a standby" in said
    assert "Back to the device" in text_of(people["owner"].get(page_of(project, other, "remove/")))
    assert "Saved." in text_of(decide(people["owner"], standby, {"master": ""}, follow=True))
    said = text_of(people["owner"].get(page_of(project, other, "remove/")))
    assert "No license is given up by this" in said
    said = text_of(decide(people["owner"], page_of(project, other, "remove/"), follow=True))
    assert ("Removed: Berlin." in said, "Former devices" in said) == (True, True)
    assert people["owner"].get(page_of(project, other)).status_code == 200
    assert people["owner"].get(page_of(project, other, "rename/")).status_code == 404


def test_a_lost_device_is_written_off_by_staff_alone(people: People) -> None:
    project, device, _ = two_machines(people.shop)
    activate(project, device, 7)
    path = page_of(project, device, "lost/")
    for who in ("owner", "finance", PARTNER):
        assert people[who].get(path).status_code == 404
    assert "7 × Port" in text_of(people["support"].get(path))
    assert "Please fix the highlighted fields" in text_of(decide(people["support"], path, {"reason": " "}))
    said = text_of(decide(people["support"], path, {"reason": "Stolen in Bonn"}, follow=True))
    assert "Licenses that are available again: 7." in said
    assert "Lost, written off on 20 January 2026 : Stolen in Bonn" in said
    assert "device written off" in said


def test_a_lost_device_shown_with_other_licenses_is_looked_at_again(people: People) -> None:
    project, device, _ = two_machines(people.shop)
    path = page_of(project, device, "lost/")
    page = people["support"].get(path)
    activate(project, device, 7)
    seen = re.findall(r'name="seen" value="([^"]+)"', html(page))[0]
    assert "has changed" in text_of(people["support"].post(path, {"reason": "Stolen", "seen": seen}))
    assert models.Device.objects.get(pk=device).gone_on is None


def test_secrets_and_codes_are_shown_once(people: People) -> None:
    project, device, _ = two_machines(people.shop)
    page = page_of(project, device)
    made = html(decide(people["owner"], f"{page}secret/"))
    secret = re.findall(r'<code class="secret">([^<]+)</code>', made)[0]
    assert secret.startswith("autossa_device_")
    shown = text_of(people["owner"].get(page))
    assert secret not in shown
    assert f"Secret ending in {secret[-4:]}" in shown
    asked = text_of(people["owner"].get(f"{page}secret/"))
    assert ("Replace the secret of" in asked, "stops working at once" in asked) == (True, True)
    code = html(decide(people["owner"], f"{page}code/"))
    assert re.search(r'<code class="secret">[A-Z0-9]{5}-[A-Z0-9]{5}</code>', code)
    assert "Secret revoked" in text_of(decide(people["owner"], f"{page}secret/revoke/", follow=True))
    assert "no secret yet" in text_of(people["owner"].get(page))


def test_what_is_installed_is_said_by_a_person_and_a_trial_started(people: People) -> None:
    project, device, _ = two_machines(people.shop)
    line = branch(product())
    published(line, "14.0")
    page = page_of(project, device)
    given = {"product": "PBX", "version": "14.0"}
    assert "Pbx 14.0" in text_of(decide(people["owner"], f"{page}installed/", given, follow=True))
    said = text_of(decide(people["owner"], f"{page}trial/", {"product": "PBX"}, follow=True))
    assert "The trial runs until 19 April 2026." in said
    assert "90 days left" in said
    assert "nothing to try out" in text_of(people["owner"].get(f"{page}trial/"))


def test_a_trial_is_not_offered_where_it_cannot_begin(people: People) -> None:
    project, device, other = two_machines(people.shop)
    pbx = product()
    published(branch(pbx), "14.0", DAY, requires=("OPERATOR",))
    assert "Try a product out" not in text_of(people["owner"].get(page_of(project, device)))
    said = text_of(people["owner"].get(page_of(project, device, "trial/")))
    assert "Pbx cannot be tried out here" in said
    assert "a license of this type: Operator" in said
    assert "Start the trial" not in said
    product("CENTER")
    assert "Try a product out" in text_of(people["owner"].get(page_of(project, device)))
    said = text_of(decide(people["owner"], page_of(project, device, "trial/"), {"product": "PBX"}, follow=True))
    assert "Pbx cannot be tried out here" in said
    assert not models.Trial.objects.exists()
    products.set_product_types(product=pbx, majors={"PORT": ""}, ctx=on(DAY))
    assert "Pbx" not in text_of(people["owner"].get(page_of(project, other, "trial/")))


@pytest.mark.parametrize(
    ("who", "sees"),
    [("owner", True), ("viewer", True), (PARTNER, True), ("support", True), ("outsider", False)],
)
def test_look_up_finds_what_one_may_see(people: People, who: str, sees: bool) -> None:
    project, device, _ = two_machines(people.shop)
    activate(project, device, 7)
    outsider = signed_in(make_person("charlie@charlie.example", (people.shop.charlie, Role.OWNER)))
    client = people[who] if who != "outsider" else outsider
    for words in ("001b.213c.4d5e", "00:1B:21", "frankf"):
        said = text_of(client.get("/devices/", {"q": words}))
        assert ("7 × Port" in said) is sees
        assert ("No device found" in said) is not sees
    nothing = text_of(client.get("/devices/", {"q": "SN-99999"}))
    assert "No device found" in nothing
    if not sees:
        assert said.replace("frankf", "SN-99999") == nothing  # what is not theirs is not there


def test_one_who_only_reads_is_offered_nothing(people: People) -> None:
    project, device, _ = two_machines(people.shop)
    activate(project, device, 7)
    for page in (address(project, "devices/"), page_of(project, device)):
        said = html(people["viewer"].get(page)).partition("<main")[2]
        assert all(word not in said for word in ("Activate", "Release from", "Move", "Register", "Create a"))


def test_whoever_may_read_license_files_finds_them(people: People) -> None:
    project, _, _ = two_machines(people.shop)
    path = address(project, "license-files/")
    for who in ("owner", "viewer", "support"):
        assert f'href="{path}"' in html(people[who].get(address(project, "devices/")))
        assert people[who].get(path).status_code == 200


def test_devices_of_others_are_not_there(people: People) -> None:
    _, device, _ = two_machines(people.shop)
    other = people.shop.project("Other")
    for tail in ("", "rename/", "remove/", "secret/", "lost/"):
        assert people["admin"].get(page_of(other, device, tail)).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_devices(people: People) -> None:
    project, device, _ = two_machines(people.shop)
    activate(project, device)
    pages = (address(project, "devices/"), page_of(project, device), "/devices/?q=SN", address(project, "licenses/"))
    before = [queries(people["owner"], page) for page in pages]
    for number in range(5):
        activate(project, machine(project, f"More {number}", f"SN-500{number}"))
    lost.write_off(project=project, device=device, reason="Stolen", ctx=on(DAY))
    assert [queries(people["owner"], page) for page in pages] <= before
