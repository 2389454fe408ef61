"""A machine of Alice's with a license on it, a shelf of releases, and the day that both are on."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
import time_machine

from autossa.operations.devices import credentials
from autossa.operations.releases import products
from tests.cast.shop import ALICE, Shop, on
from tests.operations.devices.machines import activate, machine
from tests.operations.releases.shelf import SECURITY, branch, product, published

TODAY = "2026-03-20"


@dataclass(frozen=True)
class Site:
    """Alice's project, covered from 15 January to 14 February 2026, with a device; what the vendor released."""

    project: UUID
    device: UUID
    secret: str
    branch: UUID


@pytest.fixture
def site(shop: Shop) -> Iterator[Site]:
    """PBX 14.0 of January, 14.1 of the covered time, 14.2 after it, 14.3 a security update after it."""
    project = shop.covered()
    pbx = product()
    products.set_product_types(product=pbx, majors={"PORT": "14"}, ctx=on("2026-02-02"))
    fourteen = branch(pbx)
    published(fourteen, "14.0", "2026-01-10")
    published(fourteen, "14.1", "2026-02-01")
    with time_machine.travel(f"{TODAY}T12:00:00+00:00", tick=False):
        device = machine(project, day=TODAY)
        activate(project, device, 100, TODAY)
        published(fourteen, "14.2", "2026-03-01")
        yield Site(project, device, credentials.issue(device=device, ctx=on(TODAY, ALICE)), fourteen)


__all__ = ["SECURITY", "Site"]
