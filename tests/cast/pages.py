"""Reading pages as people do, pressing their buttons, and counting what they cost."""

import re
from html import unescape
from typing import Any
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from autossa.store.ids import public_id


def address(project: UUID, tail: str) -> str:
    """A page of a project."""
    return f"/projects/{public_id('prj', project)}/{tail}"


def html(response: Any) -> str:
    """The page as it was sent."""
    return str(response.content.decode())


def text_of(response: Any) -> str:
    """What a page says, without its tags."""
    assert response.status_code == 200, (response.status_code, response.get("Location"))
    main = html(response).partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split()).replace("\xa0", " ")


def hidden_of(response: Any) -> dict[str, str]:
    """The answers that a check page sends along."""
    main = html(response).partition("<main")[2]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def do(client: Client, path: str, check: Any) -> Any:
    """Press the button of a check page."""
    return client.post(path, {**hidden_of(check), "step": "do"}, follow=True)


def decide(
    client: Client, path: str, given: dict[str, Any] | None = None, *, to: str = "", follow: bool = False
) -> Any:
    """Look at a page, fill in its form, and send it (to the page, or elsewhere) with what the page showed."""
    seen = hidden_of(client.get(path)).get("seen", "")
    return client.post(to or path, {"seen": seen, **(given or {})}, follow=follow)


def queries(client: Client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as found:
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200, (address, body)
    return len(found)
