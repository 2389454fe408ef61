"""What a request says of itself is read only where the vendor's own proxy said it; what is too large is not read."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from autossa.portal.web.middleware import body_limit, read_address, visitor_address

PROXY = "10.0.0.1"


def arrived(settings: Any, *, behind: bool, **headers: str) -> HttpRequest:
    settings.BEHIND_PROXY = behind
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind else None
    seen: list[HttpRequest] = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    visitor_address(page)(RequestFactory().get("/", REMOTE_ADDR=PROXY, **headers))  # type: ignore[arg-type]
    return seen[0]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:51234", "192.0.2.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("2001:DB8:0:0::7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ('"[2001:db8::7]:443"', "2001:db8::7"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        (" 192.0.2.7 ", "192.0.2.7"),
        ("unknown", ""),
        ("_hidden", ""),
        ("192.0.2.256", ""),
        ("192.0.2.7:1:2", ""),
        ("", ""),
        ("<script>", ""),
    ],
)
def test_an_address_is_read_as_proxies_write_it(settings: Any, written: str, read: str) -> None:
    assert read_address(written) == read
    request = arrived(settings, behind=True, HTTP_X_FORWARDED_FOR=f"203.0.113.9, {written}")
    assert request.META["REMOTE_ADDR"] == (read or PROXY)


FORGED = {
    "HTTP_X_FORWARDED_FOR": "203.0.113.9",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_X_FORWARDED_PORT": "1",
    "HTTP_FORWARDED": "for=203.0.113.9;proto=https",
    "HTTP_X_REAL_IP": "203.0.113.9",
}


def test_without_a_proxy_nobody_s_word_is_read(settings: Any) -> None:
    request = arrived(settings, behind=False, **FORGED)
    assert request.META["REMOTE_ADDR"] == PROXY
    assert not request.is_secure()
    assert not set(FORGED) & set(request.META)


def test_behind_a_proxy_only_what_it_sets_is_read(settings: Any) -> None:
    request = arrived(settings, behind=True, **FORGED)
    assert request.META["REMOTE_ADDR"] == "203.0.113.9"
    assert request.is_secure()
    assert set(FORGED) & set(request.META) == {"HTTP_X_FORWARDED_PROTO"}


@pytest.mark.parametrize(
    ("said", "secure"), [("https, http", False), ("http, https", True), ("HTTPS", True), ("", False)]
)
def test_of_several_schemes_the_proxy_s_own_counts(settings: Any, said: str, secure: bool) -> None:
    assert arrived(settings, behind=True, HTTP_X_FORWARDED_PROTO=said).is_secure() == secure


@pytest.mark.parametrize("length", ["1000001", "99999999999999999999", "-1", "1e3", "²", "0x10"])
def test_what_is_too_large_is_refused_before_it_is_read(settings: Any, length: str) -> None:
    class Unread:
        def read(self, *_: Any) -> bytes:
            raise AssertionError("it was read")

    settings.BODY_LIMIT = 1_000_000
    request = RequestFactory().post("/")
    request.META |= {"CONTENT_LENGTH": length, "wsgi.input": Unread()}
    request.without_database = True  # type: ignore[attr-defined]
    assert body_limit(lambda _: HttpResponse())(request).status_code == 413


def test_what_fits_passes(settings: Any) -> None:
    settings.BODY_LIMIT = 10
    for length in ("", "0", "10"):
        request = RequestFactory().post("/")
        request.META["CONTENT_LENGTH"] = length
        assert body_limit(lambda _: HttpResponse())(request).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/account/login/", "/signup/", "/no/such/page/"])
def test_every_page_has_the_limit(path: str, settings: Any) -> None:
    response = Client().post(path, {"login": "x" * 1_100_000})
    assert response.status_code == 413
    assert "too large" in response.content.decode()
