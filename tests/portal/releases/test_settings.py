"""Where files of releases are kept, and how large they may be, as the environment says."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from autossa.config import files


def test_a_folder_for_its_account_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AUTOSSA_ARTIFACTS_URL", raising=False)
    options = files.artifact_storage(tmp_path)["OPTIONS"]
    assert (options["location"], options["base_url"]) == (str(tmp_path), None)
    assert (options["file_permissions_mode"], options["directory_permissions_mode"]) == (0o600, 0o700)


@pytest.mark.parametrize(
    "url", ["bucket", "https://bucket/x", "s3://", "s3://key:secret@bucket/x", "s3://bucket/x?y=1"]
)
def test_what_is_no_bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    monkeypatch.setenv("AUTOSSA_ARTIFACTS_URL", url)
    with pytest.raises(ImproperlyConfigured, match="is like s3://bucket/folder"):
        files.artifact_storage(tmp_path)


@pytest.mark.parametrize(("has", "said"), [(False, r"install autossa\[s3\]"), (True, "")])
def test_a_bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, has: bool, said: str) -> None:
    monkeypatch.setenv("AUTOSSA_ARTIFACTS_URL", "s3://bucket/some/folder/")
    monkeypatch.setenv("AUTOSSA_ARTIFACTS_ENDPOINT", "https://s3.example")
    monkeypatch.setattr(files, "find_spec", lambda _: object() if has else None)
    if said:
        with pytest.raises(ImproperlyConfigured, match=said):
            files.artifact_storage(tmp_path)
        return
    options = files.artifact_storage(tmp_path)["OPTIONS"]
    assert (options["bucket_name"], options["location"]) == ("bucket", "some/folder")
    assert (options["endpoint_url"], options["region_name"], options["default_acl"]) == (
        "https://s3.example",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("text", "bytes_"), [(None, 2_048_000_000), ("", 2_048_000_000), ("1", 1_000_000), ("1000000", 10**12)]
)
def test_the_most_of_a_file(monkeypatch: pytest.MonkeyPatch, text: str | None, bytes_: int) -> None:
    monkeypatch.delenv("AUTOSSA_ARTIFACT_LIMIT_MB", raising=False)
    if text is not None:
        monkeypatch.setenv("AUTOSSA_ARTIFACT_LIMIT_MB", text)
    assert files.artifact_limit() == bytes_


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "2 GB", "1000001", "9" * 30, "٣"])
def test_what_is_no_number_of_megabytes(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("AUTOSSA_ARTIFACT_LIMIT_MB", text)
    with pytest.raises(ImproperlyConfigured, match="a whole number from 1 to 1000000"):
        files.artifact_limit()
