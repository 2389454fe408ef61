"""The measurement of imports brings what it counts."""

from typing import Any

import pytest

from autossa.workbench.bank.imports_bench import measure_import
from tests.cast.databases import own_database

pytestmark = pytest.mark.store


def test_two_of_three_are_matched(django_db_blocker: Any) -> None:
    with own_database(django_db_blocker):
        found = measure_import(30, payers=5, months=3).as_facts()
    assert (found["entries"], found["matched"], found["waiting"]) == (30, 20, 10)
