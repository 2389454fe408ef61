"""Settings, terms and texts of e-mails by the API."""

import pytest

from autossa.domain.rights import Role
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.shop import Shop

pytestmark = pytest.mark.store


def test_the_look_is_set(admin: str) -> None:
    saved = ask("POST", "settings", {"name": "Voice", "how_to_pay": "By transfer."}, token=admin)
    assert (saved.status, saved.json()["own_name"]) == (200, "Voice"), saved.body
    assert ask("GET", "settings", token=admin).json()["how_to_pay"] == "By transfer."
    assert ask("POST", "settings", {"accent": "red"}, token=admin).code == "colour_invalid"
    assert ask("POST", "settings", {"logo": "?"}, token=admin).code == "logo_not_base64"
    assert ask("POST", "settings/logo/remove", {}, token=admin).json()["has_logo"] is False


@pytest.mark.parametrize(("path", "field"), [("settings/seller", "bank"), ("settings/texts", "intro_en")])
def test_what_documents_say_has_versions(admin: str, path: str, field: str) -> None:
    found = ask("GET", path, token=admin)
    new = {**found.json(), field: "Hello"}
    assert ask("PUT", path, new, token=admin).status == 428
    saved = ask("PUT", path, new, token=admin, headers={"If-Match": found.headers["etag"]})
    assert (saved.status, saved.json()[field]) == (200, "Hello"), saved.body
    late = ask("PUT", path, new, token=admin, headers={"If-Match": found.headers["etag"]})
    assert late.status == 412


def test_texts_of_mails(admin: str) -> None:
    path = "mail-texts/contract_approved/en"
    found = ask("GET", path, token=admin).json()
    assert not found["is_own"]
    own = {"subject": f"New: {found['subject']}", "body": found["body"]}
    assert ask("POST", f"{path}/preview", own, token=admin).json()["subject"].startswith("New: ")
    assert ask("POST", path, own, token=admin).json()["is_own"]
    assert ask("POST", path, {"subject": "A", "body": "{nonsense}"}, token=admin).code == "mail_text_invalid"
    assert not ask("POST", f"{path}/reset", {}, token=admin).json()["is_own"]
    assert ask("GET", "mail-texts/nothing/en", token=admin).status == 404
    assert len(ask("GET", "mail-texts?limit=3", token=admin).json()["data"]) == 3


def test_terms_are_published_read_and_withdrawn(shop: Shop, admin: str, token: Tokens) -> None:
    sent = {"kind": "terms", "starts_on": "2026-06-01", "documents": {"en": {"text": "What holds."}}}
    made = ask("POST", "terms/versions", sent, token=admin)
    assert made.status == 201, made.body
    version = made.json()["data"][0]
    assert (version["kind"], version["phase"], version["documents"][0]["language"]) == ("terms", "coming", "en")
    read = ask("GET", "terms", token=token()).json()["data"]
    assert [one["id"] for one in read] == [version["id"]]
    document = ask("GET", f"terms/documents/{version['documents'][0]['id']}", token=token())
    assert document.body == b"What holds."
    assert ask("GET", "terms/lacking/terms", token=admin).status in (200, 404)
    back = ask("POST", f"terms/versions/{version['id']}/withdraw", {"reason": "A slip"}, token=admin)
    assert (back.status, back.json()["withdrawal"]) == (200, "A slip"), back.body
    assert ask("GET", f"terms/versions/{version['id']}", token=admin).json()["phase"] is None
    both = {**sent, "documents": {"en": {"text": "a", "pdf": "b"}}}
    assert ask("POST", "terms/versions", both, token=admin).code == "content_invalid"


@pytest.mark.parametrize("path", ["settings", "settings/seller", "mail-texts", "terms/versions"])
def test_only_administrators_see_them(shop: Shop, token: Tokens, path: str) -> None:
    assert ask("GET", path, token=token()).status == 404
    assert ask("GET", path, token=token(organisation=shop.vendor, role=Role.FINANCE)).status == 404
