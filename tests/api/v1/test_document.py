"""The document of the API is the committed one, and what would break programs is found."""

import copy
import json
from typing import Any

import pytest

from tools import openapi

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(openapi.FILE.read_text("utf-8"))
    return found


def test_the_committed_document_is_the_present_one(document: dict[str, Any]) -> None:
    assert json.loads(openapi.generated()) == document, openapi.FIX


def test_it_says_which_version_it_is(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")


def test_every_operation_has_words_and_a_name_of_its_own(document: dict[str, Any]) -> None:
    found = [one for path in document["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in found}) == len(found)
    assert [one["operationId"] for one in found if not one.get("summary") or not one.get("description")] == []


def test_no_amount_is_a_float(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    assert '"type": "number"' not in text


def _without(document: dict[str, Any], *keys: str) -> None:
    inner = document
    for key in keys[:-1]:
        inner = inner[key]
    del inner[keys[-1]]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (("paths", "/api/v1/projects/{project_id}"), "GET /api/v1/projects/{project_id} is gone"),
        (("paths", "/api/v1/projects/{project_id}", "patch"), "PATCH /api/v1/projects/{project_id} is gone"),
        (("components", "schemas", "ProjectOut", "properties", "name"), "ProjectOut.name is gone"),
        (("paths", "/api/v1/projects/{project_id}", "get", "responses", "404"), "no longer answers 404"),
    ],
)
def test_what_is_gone_is_found(document: dict[str, Any], keys: tuple[str, ...], words: str) -> None:
    after = copy.deepcopy(document)
    _without(after, *keys)
    assert any(words in line for line in openapi.breaking(document, after))
    assert openapi.breaking(after, document) == []


def test_what_must_be_sent_now_and_other_types_are_found(document: dict[str, Any]) -> None:
    after = copy.deepcopy(document)
    after["components"]["schemas"]["ProjectIn"]["required"].append("colour")
    after["components"]["schemas"]["ProjectOut"]["properties"]["name"]["type"] = "integer"
    assert set(openapi.breaking(document, after)) == {
        "ProjectIn.colour must be sent now",
        "ProjectOut.name has another type",
    }
