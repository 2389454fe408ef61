"""Mails about license files."""

import pytest

from autossa.operations.devices import keys
from autossa.operations.devices.license_files import majors
from tests.cast.machines import pbx
from tests.cast.shop import Shop, on
from tests.notify.post import Post, check

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_a_new_major_version_is_told_to_who_looks_after_licenses(shop: Shop, post: Post) -> None:
    keys.ensure(ctx=on("2026-01-01"))
    shop.covered()
    pbx(("15.0", "2026-02-02"))
    post.forget()
    assert majors.run(ctx=on("2026-02-02")) == 1
    found = post.collect("2026-02-02")
    assert all("license" in mail.to for mail in found)
    check(
        found,
        "license_file_issued",
        ["License file for PBX 15.0: your project Office", "Covered until: 14 February 2026", "It costs nothing."],
        ["Lizenzdatei für PBX 15.0: Ihr Projekt Office", "SSA gültig bis: 14. Februar 2026"],
    )
