"""Links to files: for those who may install, for a quarter of an hour, counted once, and nothing else."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from autossa.operations.context import ActionContext, Actor
from autossa.operations.devices import credentials
from autossa.operations.releases import downloads, products, releases
from autossa.operations.releases.downloads import LinkExpired, NothingToDownload, make_link, make_links, open_link
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.days import d
from tests.cast.members import member
from tests.cast.shop import Shop, on
from tests.operations.releases.shelf import MONDAY, branch, drafted, product, with_file

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("files_folder")]
VISITOR = Actor("Visitor", address="192.0.2.9")


@pytest.fixture
def project(shop: Shop) -> UUID:
    return shop.covered()  # up to 14 February


@pytest.fixture
def release(shop: Shop) -> UUID:
    of = product()
    products.set_product_types(product=of, majors={"PORT": ""}, ctx=on(MONDAY))
    return drafted(branch(of))


@pytest.fixture
def artifact(release: UUID) -> UUID:
    key = with_file(release, b"0123456789")
    releases.publish(release=release, ctx=on(MONDAY))
    return key


def by_ann(day: str = MONDAY) -> ActionContext:
    ann = models.User.objects.filter(email="ann@example.com").first()
    if ann is None:
        ann = member(models.Organisation.objects.get(name="Alice Ltd").pk, "ann@example.com", "owner")
    return on(day, Actor("Ann", ann.pk))


def link(artifact: UUID, project: UUID, day: str = MONDAY, device: UUID | None = None) -> str:
    return make_link(artifact=artifact, project=project, device=device, ctx=by_ann(day))


def opened(token: str, day: str = MONDAY, later: timedelta = timedelta()) -> downloads.Download:
    ctx = on(day, VISITOR)
    return open_link(token=token, ctx=replace(ctx, now=ctx.now + later))


def test_a_link_gives_the_file_and_is_counted_once(project: UUID, artifact: UUID) -> None:
    token = link(artifact, project)
    for start in (0, 4):
        found = opened(token)
        assert b"".join(found.part(start, 3)) == b"0123456789"[start : start + 3]
    assert found.sha256 == hashlib.sha256(b"0123456789").hexdigest()
    row = models.Activity.objects.get(action="download_artifact", project=project)
    assert (row.actor_name, row.address, row.details["file"]) == ("Ann", "192.0.2.9", "pbx.bin")
    opened(link(artifact, project))
    assert models.Activity.objects.filter(action="download_artifact").count() == 2


def test_asking_alone_counts_nothing(project: UUID, artifact: UUID) -> None:
    open_link(token=link(artifact, project), ctx=on(MONDAY, VISITOR), is_counted=False)
    assert not models.Activity.objects.filter(action="download_artifact").exists()


@pytest.mark.parametrize(
    ("later", "expired"),
    [
        (timedelta(), False),
        (timedelta(minutes=14, seconds=59), False),
        (timedelta(minutes=15), True),
        (timedelta(days=300), True),
        (timedelta(minutes=-16), True),
    ],
)
def test_a_link_lasts_a_quarter_of_an_hour(project: UUID, artifact: UUID, later: timedelta, expired: bool) -> None:
    token = link(artifact, project)
    if expired:
        with pytest.raises(LinkExpired):
            opened(token, later=later)
    else:
        assert opened(token, later=later).size == 10


def test_any_letter_that_is_changed_is_refused(project: UUID, artifact: UUID) -> None:
    token = link(artifact, project)
    for place, letter in enumerate(token):
        other = "A" if letter != "A" else "B"
        with pytest.raises(NothingToDownload):
            opened(token[:place] + other + token[place + 1 :])
    for wrong in ("", ":", "a:b", token[:-1], token + "A", "\0", "ü" * 40):
        with pytest.raises(NothingToDownload):
            opened(wrong)


def test_a_signature_for_something_else_is_none(project: UUID, artifact: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "_SALT", "another purpose")
    token = link(artifact, project)
    monkeypatch.undo()
    with pytest.raises(NothingToDownload):
        opened(token)


def test_who_may_not_install_gets_no_link(shop: Shop, project: UUID, release: UUID, artifact: UUID) -> None:
    other = shop.project("Other", "2026-01-15")  # never covered
    assert link(artifact, project)
    for key, of, device in (
        (artifact, other, None),
        (artifact, new_id(), None),
        (new_id(), project, None),
        (artifact, project, new_id()),
    ):
        with pytest.raises(NothingToDownload):
            link(key, of, device=device)


def test_a_draft_is_nobodys(project: UUID, release: UUID) -> None:
    key = with_file(release)
    with pytest.raises(NothingToDownload):
        link(key, project)


def test_it_is_asked_again_when_a_link_is_opened(project: UUID, release: UUID, artifact: UUID) -> None:
    token = link(artifact, project)
    releases.withdraw(release=release, day=d(MONDAY), reason="Broken", ctx=on(MONDAY))
    with pytest.raises(NothingToDownload):
        opened(token)


def test_whoever_is_blocked_has_no_links_left(project: UUID, artifact: UUID) -> None:
    token = link(artifact, project)
    models.User.objects.filter(email="ann@example.com").update(is_active=False, suspended_at=on(MONDAY).now)
    with pytest.raises(NothingToDownload):
        opened(token)


def test_whoever_lost_the_right_to_see_the_project_has_no_links_left(project: UUID, artifact: UUID) -> None:
    """Also in the middle of a download that was begun, and counted, before."""
    token = link(artifact, project)
    assert opened(token).size == 10
    models.Membership.objects.filter(user__email="ann@example.com").delete()
    with pytest.raises(NothingToDownload):
        opened(token)


def test_a_file_that_is_lost_is_not_there(project: UUID, artifact: UUID, files_folder: Path) -> None:
    token = link(artifact, project)
    for path in files_folder.iterdir():
        path.unlink()
    with pytest.raises(NothingToDownload):
        opened(token)


# ---------------------------------------------------------------- devices


def device(project: UUID, key: str = "aa", **given: Any) -> models.Device:
    return models.Device.objects.create(
        project_id=project, name=key, hardware_id=key, hardware_key=key, registered_on=d(MONDAY), **given
    )


def test_a_link_for_a_device_asks_for_its_licenses(project: UUID, artifact: UUID) -> None:
    box = device(project)
    with pytest.raises(NothingToDownload):
        link(artifact, project, device=box.id)
    license = models.License.objects.get(project=project)
    box.activations.create(project_id=project, license=license, quantity=1, since=d(MONDAY))
    assert opened(link(artifact, project, device=box.id)).size == 10
    machine = on(MONDAY, Actor("Device"))
    credentials.issue(device=box.id, ctx=machine)
    ((row, token),) = make_links(product="PBX", version="14.0", project=project, device=box.id, ctx=machine)
    assert (row.pk, opened(token).size) == (artifact, 10)
    assert (
        models.Activity.objects.filter(action="download_artifact", actor=None).get().actor_name
        == f"Device {box.public_id}"
    )
    credentials.revoke(device=box.id, ctx=machine)
    with pytest.raises(NothingToDownload):
        opened(token)


def test_a_device_of_another_project_is_none_of_this_one(shop: Shop, project: UUID, artifact: UUID) -> None:
    box = device(shop.covered("Other"))
    license = models.License.objects.get(project=box.project_id)
    box.activations.create(project_id=box.project_id, license=license, quantity=1, since=d(MONDAY))
    with pytest.raises(NothingToDownload):
        link(artifact, project, device=box.id)


def test_a_trial_is_enough_for_the_project(shop: Shop, artifact: UUID) -> None:
    other = shop.project("Other", "2026-01-15")
    box = device(other)
    models.Trial.objects.create(
        device=box,
        hardware_key="aa",
        product=models.Product.objects.get(),
        starts_on=d(MONDAY),
        ends_on=d("2026-05-03"),
    )
    assert not models.Activation.objects.exists()
    assert opened(link(artifact, other)).size == 10
    with pytest.raises(NothingToDownload):
        link(artifact, other, day="2026-05-03")
    elsewhere = shop.project("Elsewhere", "2026-01-15")
    for of_its_copy in (None, device(elsewhere).id):
        with pytest.raises(NothingToDownload):
            link(artifact, elsewhere, device=of_its_copy)
