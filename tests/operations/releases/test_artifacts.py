"""Files of releases: hashed on the way, whole or not at all, in agreement with their rows."""

import hashlib
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.storage import FileSystemStorage

from autossa.operations.errors import OperationError
from autossa.operations.releases import artifacts, files, releases
from autossa.operations.releases.artifacts import ArtifactNotFound, FileNameNotAllowed, FileNameTaken
from autossa.operations.releases.files import ArtifactEmpty, ArtifactNotStored, ArtifactTooLarge
from autossa.operations.releases.releases import NotADraft, ReleaseNotFound, WithdrawnAlready
from autossa.operations.validation import CharacterNotAllowed, TextTooLong
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.days import d
from tests.cast.shop import Shop, on
from tests.operations.releases.shelf import MONDAY, branch, drafted, product, with_file

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def draft(shop: Shop, files_folder: Path) -> UUID:
    return drafted(branch(product()))


def stored(files_folder: Path) -> list[str]:
    return sorted(path.name for path in files_folder.iterdir()) if files_folder.exists() else []


def test_a_file_is_stored_with_its_size_and_digest(draft: UUID, files_folder: Path) -> None:
    content = os.urandom(700_000)
    with_file(draft, content, platform="linux-x86_64", edition="core")
    row = models.Artifact.objects.get()
    assert (row.size, row.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (row.platform, row.edition, row.file_name) == ("linux-x86_64", "core", "pbx.bin")
    assert (files_folder / row.stored).read_bytes() == content
    assert b"".join(files.read_part(row.stored, 300_000, 300_000)) == content[300_000:600_000]
    assert "pbx" not in row.stored  # nothing that somebody typed is part of a path
    assert models.Activity.objects.get(action="add_artifact").details["sha256"] == row.sha256


class Watched(BytesIO):
    """How much of it is asked for at once."""

    most = 0

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert size > 0, "all of it at once"
        self.most = max(self.most, size)
        return super().read(size)


def test_a_file_is_never_read_whole(draft: UUID) -> None:
    content = Watched(b"x" * 900_000)
    artifacts.add(release=draft, content=content, file_name="a.bin", ctx=on(MONDAY))
    assert content.most <= files.PIECE


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"x" * 1_000_001, "a.bin", ArtifactTooLarge),
        (b"", "a.bin", ArtifactEmpty),
        (b"x", "../a.bin", FileNameNotAllowed),
        (b"x", "a/b.bin", FileNameNotAllowed),
        (b"x", "a\\b.bin", FileNameNotAllowed),
        (b"x", "..", FileNameNotAllowed),
        (b"x", ".hidden", FileNameNotAllowed),
        (b"x", "a\u202egnp.exe", CharacterNotAllowed),
        (b"x", "a\nb", CharacterNotAllowed),
        (b"x", "a" * 201, TextTooLong),
        (b"x", "there.bin", FileNameTaken),
    ],
)
def test_what_cannot_be_kept_leaves_nothing(
    draft: UUID, files_folder: Path, content: bytes, name: str, error: type[OperationError]
) -> None:
    with_file(draft, name="there.bin")
    before = stored(files_folder)
    with pytest.raises(error):
        with_file(draft, content, name)
    assert stored(files_folder) == before
    assert models.Artifact.objects.count() == 1


class Broken(BytesIO):
    """A visitor who goes away in the middle."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 500_000:
            raise ConnectionResetError("gone")
        return super().read(size)


def test_an_upload_that_breaks_off_leaves_nothing(draft: UUID, files_folder: Path) -> None:
    with pytest.raises(ArtifactNotStored):
        artifacts.add(release=draft, content=Broken(b"x" * 900_000), file_name="a.bin", ctx=on(MONDAY))
    assert stored(files_folder) == []


def test_a_full_disk_leaves_nothing(draft: UUID, files_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(storage: FileSystemStorage, name: str, _content: object) -> str:
        Path(storage.path(name)).parent.mkdir()
        Path(storage.path(name)).write_bytes(b"half")
        return _full()

    monkeypatch.setattr(FileSystemStorage, "_save", half)
    with pytest.raises(ArtifactNotStored):
        with_file(draft)
    monkeypatch.undo()
    assert stored(files_folder) == []
    assert not models.Artifact.objects.exists()


def _full() -> Any:
    raise OSError(28, "No space left on device")


def test_a_row_that_fails_takes_its_file_along(
    draft: UUID, files_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(artifacts, "record_activity", lambda *_args, **_more: _full())
    with pytest.raises(OSError, match="No space"):
        with_file(draft)
    assert stored(files_folder) == []


def test_a_release_that_was_published_meanwhile_takes_files_a_withdrawn_one_none(
    draft: UUID, files_folder: Path
) -> None:
    releases.publish(release=draft, ctx=on(MONDAY))
    artifact = with_file(draft)
    with pytest.raises(NotADraft):
        artifacts.remove(artifact=artifact, ctx=on(MONDAY))
    releases.withdraw(release=draft, day=d(MONDAY), reason="Broken", ctx=on(MONDAY))
    with pytest.raises(WithdrawnAlready):
        with_file(draft, name="more.bin")
    with pytest.raises(ReleaseNotFound):
        with_file(new_id())
    assert len(stored(files_folder)) == 1


def test_a_file_of_a_draft_goes_with_its_row(
    draft: UUID, files_folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    artifact = with_file(draft)
    with django_capture_on_commit_callbacks(execute=True):
        artifacts.remove(artifact=artifact, ctx=on(MONDAY))
    assert stored(files_folder) == []
    with pytest.raises(ArtifactNotFound):
        artifacts.remove(artifact=artifact, ctx=on(MONDAY))


def test_files_of_a_draft_go_with_it(draft: UUID, files_folder: Path, django_capture_on_commit_callbacks: Any) -> None:
    with_file(draft)
    with_file(draft, name="other.bin")
    with django_capture_on_commit_callbacks(execute=True):
        releases.delete_draft(release=draft, ctx=on(MONDAY))
    assert stored(files_folder) == []
    assert not models.Release.objects.exists()


def test_the_sweep_takes_old_files_without_a_row_alone(draft: UUID, files_folder: Path) -> None:
    with_file(draft)
    lost, young = (files.put(BytesIO(b"x")).name for _ in range(2))
    modified = FileSystemStorage(files_folder).get_modified_time(lost)
    for name in (lost, models.Artifact.objects.get().stored):
        old = modified.timestamp() - 25 * 3600
        os.utime(files_folder / name, (old, old))
    assert artifacts.sweep(now=modified) == 1
    assert stored(files_folder) == sorted([models.Artifact.objects.get().stored, young])
    assert artifacts.sweep(now=modified + timedelta(days=2)) == 1


def test_a_storage_that_has_nothing_yet_is_swept(shop: Shop, files_folder: Path) -> None:
    assert artifacts.sweep(now=on(MONDAY).now) == 0


def test_a_storage_may_ask_for_the_beginning_and_no_more() -> None:
    hashed = files._Hashed(BytesIO(b"abc"), 10)
    assert hashed.seek(0) == 0
    assert hashed.read(2) == b"ab"
    with pytest.raises(OSError, match="read once"):
        hashed.seek(0)
    assert not hashed.seekable()
