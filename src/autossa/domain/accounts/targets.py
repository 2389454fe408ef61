"""Which addresses a webhook may call: https to the public internet, and what the operator of the portal lists.

A name says nothing; what is connected to is the address that it was resolved to, and that is what is judged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias
from urllib.parse import urlsplit

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network
LONGEST = 500
_HTTPS, _HTTP = 443, 80

# What `is_global` lets pass, or what carries another address in it.
_NEVER = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15",
            "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32", "::/8", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64",
            "2001::/23", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8",
        ),
    )
)  # fmt: skip


class TargetWrong(Exception):
    """The address of an endpoint is none that may be called: `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Listed:
    """What the operator allows besides: origins such as http://erp.internal:8080, networks such as 10.1.0.0/16."""

    origins: frozenset[tuple[str, str, int]] = frozenset()
    networks: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where to call: scheme, host as it is written, port, path with its query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_tls(self) -> bool:
        """Over TLS."""
        return self.scheme == "https"

    @property
    def host_header(self) -> str:
        """The host, and the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (_HTTPS if self.is_tls else _HTTP) else f"{host}:{self.port}"


def read_listed(texts: Iterable[str]) -> Listed:
    """What the operator wrote. Raises ValueError."""
    origins, networks = set(), []
    for text in filter(None, map(str.strip, texts)):
        if "://" not in text:
            networks.append(ip_network(text))
            continue
        try:
            target = _read(text)
        except TargetWrong as error:
            raise ValueError(f'"{text}" is no address such as http://erp.example:8080 ({error.code})') from None
        origins.add((target.scheme, target.host, target.port))
    return Listed(frozenset(origins), tuple(networks))


def read_target(url: str, listed: Listed) -> Target:
    """The parts of an address that may be called, as far as it says itself. Raises TargetWrong."""
    target = _read(url)
    if (target.scheme, target.host, target.port) not in listed.origins:
        if not target.is_tls:
            raise TargetWrong("not_https")
        if target.port != _HTTPS:
            raise TargetWrong("port")
    try:
        literal = ip_address(target.host)
    except ValueError:
        is_inside = target.host == "localhost" or target.host.endswith((".localhost", ".local", ".internal"))
        if is_inside and not listed.networks:
            raise TargetWrong("not_public") from None
        return target
    check_address(literal, listed)
    return target


def check_address(address: Address, listed: Listed) -> None:
    """It may be connected to. Raises TargetWrong."""
    if any(address.version == network.version and address in network for network in listed.networks):
        return
    in_never = any(address.version == network.version and address in network for network in _NEVER)
    if in_never or not address.is_global or address.is_multicast or address.is_reserved:
        raise TargetWrong("not_public")


def _read(url: str) -> Target:
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise TargetWrong("unreadable")
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError:
        raise TargetWrong("unreadable") from None
    if parts.scheme not in ("https", "http") or not host or "%" in host:
        raise TargetWrong("unreadable")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise TargetWrong("with_password")
    if port is None:
        port = _HTTPS if parts.scheme == "https" else _HTTP
    query = f"?{parts.query}" if parts.query else ""
    return Target(parts.scheme, host, port, (parts.path or "/") + query)
