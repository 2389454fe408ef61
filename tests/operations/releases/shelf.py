"""Products on a shelf: what the tests of releases begin with."""

from io import BytesIO
from typing import Any
from uuid import UUID

from autossa.domain.releases.catalogue import ReleaseClass
from autossa.operations.releases import artifacts, products, releases
from autossa.operations.releases.releases import ReleaseText
from tests.cast.days import d
from tests.cast.shop import on

MONDAY = "2026-02-02"


def product(code: str = "PBX") -> UUID:
    return products.add_product(code=code, name=code.capitalize(), ctx=on(MONDAY))


def branch(of: UUID, name: str = "14") -> UUID:
    return products.add_branch(product=of, name=name, ctx=on(MONDAY))


def drafted(on_branch: UUID, version: str = "14.0", day: str = MONDAY, **given: object) -> UUID:
    return releases.draft(branch=on_branch, given=text(version, day, **given), ctx=on(MONDAY))


def published(on_branch: UUID, version: str = "14.0", day: str = MONDAY, **given: object) -> UUID:
    key = drafted(on_branch, version, day, **given)
    releases.publish(release=key, ctx=on(MONDAY))
    return key


def text(version: str = "14.0", day: str = MONDAY, **given: object) -> ReleaseText:
    return ReleaseText(version=version, released_on=d(day), **given)  # type: ignore[arg-type]


SECURITY = ReleaseClass.SECURITY


def with_file(release: UUID, content: bytes = b"code", name: str = "pbx.bin", **given: Any) -> UUID:
    return artifacts.add(release=release, content=BytesIO(content), file_name=name, ctx=on(MONDAY), **given)
