"""Where files are kept, as the environment says: in a folder, or in a bucket of an S3-compatible store."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from autossa.config.reading import given, number

MEGABYTE = 1_000_000
_MOST = 1_000_000


def artifact_limit() -> int:
    """The most bytes of one file. Raises ImproperlyConfigured."""
    return number("AUTOSSA_ARTIFACT_LIMIT_MB", 2048, f"a whole number from 1 to {_MOST}", 1, _MOST) * MEGABYTE


def artifact_storage(folder: Path) -> dict[str, Any]:
    """The storage of files of releases, for STORAGES: `folder`, unless AUTOSSA_ARTIFACTS_URL names a bucket.

    Raises ImproperlyConfigured.
    """
    return _storage(folder, "AUTOSSA_ARTIFACTS_URL", "AUTOSSA_ARTIFACTS_ENDPOINT", "AUTOSSA_ARTIFACTS_REGION")


def document_storage(folder: Path) -> dict[str, Any]:
    """The storage of invoices as files, for STORAGES: `folder`, unless AUTOSSA_DOCUMENTS_URL names a bucket.

    Raises ImproperlyConfigured.
    """
    return _storage(folder, "AUTOSSA_DOCUMENTS_URL", "AUTOSSA_DOCUMENTS_ENDPOINT", "AUTOSSA_DOCUMENTS_REGION")


def _storage(folder: Path, name: str, endpoint: str, region: str) -> dict[str, Any]:
    url = given(name)
    if not url:
        modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder), "base_url": None, **modes},
        }
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise ImproperlyConfigured(f"{name} is like s3://bucket/folder, without keys: AWS_ACCESS_KEY_ID has them")
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ImproperlyConfigured(f"{name} names a bucket: install autossa[s3]")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": parts.path.strip("/"),
            "endpoint_url": given(endpoint) or None,
            "region_name": given(region) or None,
            "default_acl": None,
            "signature_version": "s3v4",
        },
    }
