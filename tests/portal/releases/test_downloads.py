"""The address of a download: whole, in parts, or nothing, and never to be shown or kept by a browser."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from autossa.operations.context import ActionContext, Actor
from autossa.operations.releases import products, releases
from autossa.operations.releases.downloads import make_link
from autossa.portal.ui.tags.portal import about
from autossa.portal.web.clock import now
from autossa.queries.projects.page import ActivityRow
from autossa.store import models
from tests.cast.days import d
from tests.cast.members import member
from tests.cast.shop import Shop, on
from tests.operations.releases.shelf import branch, drafted, product, with_file

pytestmark = [pytest.mark.store, pytest.mark.django_db]
DAY = "2026-02-02"
CONTENT = bytes(range(256)) * 4000


@pytest.fixture
def token(shop: Shop, settings: Any, files_folder: Path) -> str:
    """A link to a file, made a moment ago by Ann."""
    settings.TODAY, settings.ARTIFACT_LIMIT = DAY, 2_000_000
    project, of = shop.covered(), product()
    products.set_product_types(product=of, majors={"PORT": ""}, ctx=on(DAY))
    release = drafted(branch(of))
    artifact = with_file(release, CONTENT, 'größe "1".bin')
    releases.publish(release=release, ctx=on(DAY))
    return link(artifact, project)


def link(artifact: UUID, project: UUID, age: timedelta = timedelta()) -> str:
    customer = models.Project.objects.get(pk=project).customer_id
    ann = Actor("Ann", member(customer, f"ann-{age.seconds}@example.com", "owner").pk)
    ctx = ActionContext(ann, d(DAY), now() - age)
    return make_link(artifact=artifact, project=project, device=None, ctx=ctx)


def fetched(token: str, **headers: str) -> tuple[Any, bytes]:
    answer = Client().get(f"/downloads/{token}/", headers=headers)
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_whole_file(token: str) -> None:
    answer, body = fetched(token)
    row = models.Artifact.objects.get()
    assert (answer.status_code, body) == (200, CONTENT)
    assert answer["Content-Length"] == str(len(CONTENT))
    assert answer["ETag"] == f'"{row.sha256}"'
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''gr%C3%B6%C3%9Fe")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("headers", "status", "start", "end"),
    [
        ({"range": "bytes=0-99"}, 206, 0, 100),
        ({"range": "bytes=1023000-"}, 206, 1_023_000, 1_024_000),
        ({"range": "bytes=-7"}, 206, 1_023_993, 1_024_000),
        ({"range": "bytes=0-1,5-6"}, 200, 0, 1_024_000),
        ({"range": "bytes=0-99", "if-range": '"other"'}, 200, 0, 1_024_000),
        ({"range": "bytes=1024000-"}, 416, 0, 0),
    ],
)
def test_a_part_of_it(token: str, headers: dict[str, str], status: int, start: int, end: int) -> None:
    answer, body = fetched(token, **headers)
    assert (answer.status_code, body) == (status, CONTENT[start:end])
    if status == 206:
        assert answer["Content-Range"] == f"bytes {start}-{end - 1}/1024000"
        assert answer["Content-Length"] == str(end - start)
    if status == 416:
        assert answer["Content-Range"] == "bytes */1024000"


def test_a_part_of_the_same_file(token: str) -> None:
    etag = f'"{models.Artifact.objects.get().sha256}"'
    answer, body = fetched(token, **{"range": "bytes=10-19", "if-range": etag})
    assert (answer.status_code, body) == (206, CONTENT[10:20])


def test_parts_of_one_download_are_counted_once_and_asking_not_at_all(token: str) -> None:
    answer = Client().head(f"/downloads/{token}/")
    assert (answer.status_code, answer["Content-Length"], answer.content if not answer.streaming else b"") == (
        200,
        str(len(CONTENT)),
        b"",
    )
    assert not models.Activity.objects.filter(action="download_artifact").exists()
    for start in range(3):
        fetched(token, range=f"bytes={start}-")
    assert models.Activity.objects.filter(action="download_artifact").count() == 1


@pytest.mark.parametrize("token_of", ["x", "a:b", "a" * 5000, "..%2F..", "%00"])
def test_what_is_no_link_is_not_there(db: None, token_of: str) -> None:
    assert Client().get(f"/downloads/{token_of}/").status_code == 404


def test_an_old_link_says_how_to_get_a_new_one(token: str) -> None:
    old = link(models.Artifact.objects.get().id, models.Project.objects.get().id, timedelta(minutes=16))
    answer, body = fetched(old)
    assert answer.status_code == 410
    assert b"This link was valid for 15 minutes." in body


def test_a_withdrawn_release_is_not_there(token: str) -> None:
    releases.withdraw(release=models.Release.objects.get().id, day=d(DAY), reason="Broken", ctx=on(DAY))
    assert fetched(token)[0].status_code == 404


def test_nothing_but_reading_is_possible(token: str) -> None:
    assert Client().post(f"/downloads/{token}/").status_code == 405


def test_the_log_says_what_was_downloaded(token: str) -> None:
    fetched(token)
    row = models.Activity.objects.get(action="download_artifact")
    shown = ActivityRow(row.at, row.day, row.actor_name, row.action, row.details)
    assert about(shown) == 'PBX 14.0 · größe "1".bin'
