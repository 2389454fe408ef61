"""Licenses have prices; and whatever was done, everything adds up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autossa.queries.runs.verify import check_all
from tests.cast.shop import Shop
from tests.cast.sold import sell


@pytest.fixture
def storage_of_the_test(settings: Any, tmp_path: Path) -> None:
    """Where the files of documents are kept."""
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "documents": storage}


@pytest.fixture(autouse=True)
def _prices(shop: Shop, storage_of_the_test: None) -> Iterator[None]:
    sell(shop)
    yield
    assert list(check_all()) == []
