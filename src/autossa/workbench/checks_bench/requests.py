"""What the devices of the bench send: one request of each, in the order in which life scatters them."""

from collections.abc import Iterator
from itertools import islice

PRODUCTS = ("PBX", "DESK", "PHONE")
_STEP = 7919  # a prime: devices that ask after each other are far from each other


def secret_of(number: int) -> str:
    """The secret of a device of the bench; it lives as long as its throwaway database."""
    return f"autossa_device_of_the_bench_{number:07d}"


def scattered(devices: int) -> Iterator[int]:
    """Each of so many once, scattered as life does it, again and again."""
    number = 0
    while True:
        yield number
        number = (number + _STEP) % devices


def requests(devices: int, path: str, sent: bytes) -> list[bytes]:
    """The bytes of a request of each device, in a scattered order."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(sent)}\r\nAuthorization: Bearer "
    )
    return [f"{head}{secret_of(n)}\r\n\r\n".encode() + sent for n in islice(scattered(devices), devices)]
