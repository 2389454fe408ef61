"""Which addresses a webhook may call, as they are written and as they are resolved."""

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.domain.accounts.targets import Listed, TargetWrong, check_address, read_listed, read_target

NOTHING = Listed()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/", "not_https"), ("https://example.com:8443/", "port"), 
        ("ftp://example.com/", "unreadable"),
        ("https://", "unreadable"), ("https://exa mple.com/", "unreadable"), ("https://example.com/\\x", "unreadable"),
        ("https://u:p@example.com/", "with_password"), ("https://example.com/#x", "with_password"),
        ("https://example.com:99999/", "unreadable"), ("https://exämple.com/", "unreadable"),
        ("https://[::1/", "unreadable"), ("https://[fe80::1%25eth0]/", "unreadable"), ("//example.com/", "unreadable"),
        ("https://example.com/" + "x" * 500, "unreadable"), ("https://localhost/", "not_public"),
        ("https://printer.local/", "not_public"), ("https://db.internal/", "not_public"), 
        ("file:///etc/passwd", "unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_public_address_is_refused_as_it_is_written(url: str, code: str) -> None:
    with pytest.raises(TargetWrong) as error:
        read_target(url, NOTHING)
    assert error.value.code == code


def test_the_parts_of_an_address() -> None:
    found = read_target("https://Example.COM/a?b=c", NOTHING)
    assert (found.host, found.port, found.path, found.host_header) == ("example.com", 443, "/a?b=c", "example.com")
    listed = read_listed(["http://erp.example:8080", "10.1.0.0/16"])
    assert read_target("http://erp.example:8080/x", listed).host_header == "erp.example:8080"
    for wrong in ("http://erp.example/", "http://erp.example:8081/", "https://erp.example:8080/"):
        with pytest.raises(TargetWrong):
            read_target(wrong, listed)
    read_target("https://10.1.2.3/", listed)
    with pytest.raises(TargetWrong):
        read_target("https://10.2.0.1/", listed)


@pytest.mark.parametrize("text", ["nonsense", "10.0.0.0/33", "ftp://x", "http://u:p@x"])
def test_what_an_operator_lists_is_checked(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|network"):
        read_listed([text])


@given(st.ip_addresses())
def test_what_is_let_pass_is_global(address: object) -> None:
    found = ip_address(str(address))
    try:
        check_address(found, NOTHING)
    except TargetWrong:
        return
    assert found.is_global
    assert not found.is_multicast
    assert getattr(found, "ipv4_mapped", None) is None
    assert getattr(found, "sixtofour", None) is None
    assert getattr(found, "teredo", None) is None
