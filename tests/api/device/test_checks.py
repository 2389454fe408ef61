"""What a device is told: the newest release that it may install, any other that it asks for, all of them (rule 9)."""

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from autossa.domain.releases.catalogue import Channel
from autossa.operations import contracts, credits, licenses
from autossa.operations.devices import activations, keys
from autossa.operations.releases import releases
from autossa.store import models
from tests.api.device.conftest import TODAY, Site
from tests.cast.days import d
from tests.cast.device_calls import call
from tests.cast.shop import ALICE, Shop, on
from tests.operations.releases.shelf import SECURITY, published

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def asked(site: Site, **sent: str) -> dict[str, object]:
    reply = call("POST", "check", {"product": "PBX", **sent}, secret=site.secret)
    assert reply.status == 200, reply.body
    answer: dict[str, object] = reply.json()["answer"]
    return answer


def newest(site: Site, **sent: str) -> str | None:
    found = asked(site, **sent)["newest"]
    return found["release"] if isinstance(found, dict) else None


def reason(site: Site, version: str) -> str | None:
    found = asked(site, release=version)["verdict"]
    return found["reason"] if isinstance(found, dict) else None


def test_the_newest_that_may_be_installed_is_named_with_all_that_it_rests_on(site: Site) -> None:
    found = asked(site, installed="14.0", release="14.2", nonce="n-1")
    assert found["newest"] == {
        "release": "14.1", "branch": "14", "class": "feature", "released_on": "2026-02-01", "may_install": True,
        "reason": "covered", "license": "L1", "as_of": TODAY, "entitlement_day": "2026-02-01",
        "acquired_on": "2026-01-15", "covered": {"from": "2026-01-15", "until": "2026-02-15"},
        "included_until": None, "trial_until": None, "through": None, "locked": [], "missing": [],
    }  # fmt: skip
    assert found["verdict"]["reason"] == "not_covered"  # type: ignore[index]
    assert (found["nonce"], found["as_of"], found["may_run"], found["exceeded"]) == ("n-1", TODAY, True, [])
    assert str(found["sub"]).startswith("dev_")


@pytest.mark.parametrize(
    ("version", "said"),
    [("14.0", "acquired"), ("14.1", "covered"), ("14.2", "not_covered"), ("15.0", None), ("", None)],
)
def test_any_release_can_be_asked_for(site: Site, version: str, said: str | None) -> None:
    if version:
        assert reason(site, version) == said
    else:
        assert asked(site)["verdict"] is None


def test_what_is_not_published_is_as_if_it_were_not_there(site: Site) -> None:
    releases.draft(branch=site.branch, given=releases.ReleaseText("14.9", d("2026-01-20")), ctx=on(TODAY))
    there, nowhere = asked(site, release="14.9"), asked(site, release="14.10")
    assert there | {"release": ""} == nowhere | {"release": ""}


def test_an_unknown_product_has_nothing_to_install(site: Site) -> None:
    known = asked(site)
    unknown = call("POST", "check", {"product": "NONE"}, secret=site.secret).json()["answer"]
    assert unknown == known | {"product": "NONE", "newest": None}


def test_a_change_of_coverage_and_of_the_catalogue_is_seen_by_the_next_answer(site: Site) -> None:
    assert newest(site) == "14.1"
    published(site.branch, "14.3", "2026-03-02", release_class=SECURITY)
    assert (newest(site), reason(site, "14.3")) == ("14.3", "security_free")
    credits.top_up(project=site.project, ssc=1000_00, ctx=on(TODAY))
    credits.extend(project=site.project, months=2, ctx=on(TODAY, ALICE))
    assert reason(site, "14.3") == "covered"
    key = models.Release.objects.get(version="14.3").id
    releases.withdraw(release=key, day=d(TODAY), reason="It loses calls", ctx=on(TODAY))
    assert (newest(site), reason(site, "14.3")) == ("14.2", "withdrawn")


def test_what_the_nightly_run_has_still_to_book_counts_as_booked(shop: Shop, site: Site) -> None:
    """As on the pages: a late run takes nothing from who has a contract."""
    credits.top_up(project=site.project, ssc=1000_00, ctx=on(TODAY))
    contracts.conclude(project=site.project, option="annual_monthly", ctx=on(TODAY, ALICE))
    contracts.approve(project=site.project, ctx=on(TODAY))
    with time_machine.travel("2026-06-10T12:00:00+02:00", tick=False):
        published(site.branch, "14.4", "2026-06-01")
        assert models.Project.objects.get(pk=site.project).next_run_on < d("2026-06-10")
        assert reason(site, "14.4") == "covered"


def test_more_in_use_than_licensed_is_said_and_stops_nothing(shop: Shop, site: Site) -> None:
    licenses.return_license(project=site.project, license_id="L1", quantity=1150, ctx=on(TODAY, ALICE))
    with time_machine.travel("2026-03-21T12:00:00+01:00", tick=False):
        found = asked(site)
    assert found["exceeded"] == [{"license": "L1", "licensed": 50, "on_devices": 100}]
    assert found["newest"]["release"] == "14.1"  # type: ignore[index]


def test_without_a_license_of_the_product_there_is_nothing_to_install(site: Site) -> None:
    activations.release(project=site.project, device=site.device, license_id="L1", ctx=on(TODAY, ALICE))
    found = asked(site, release="14.0")
    assert (found["newest"], found["verdict"]["reason"]) == (None, "no_such_license")  # type: ignore[index]


def test_all_releases_come_with_their_verdicts_and_a_tag(site: Site) -> None:
    reply = call("GET", "releases?product=PBX", secret=site.secret)
    said = [(one["release"], one["reason"]) for one in reply.json()["releases"]]
    assert said == [("14.0", "acquired"), ("14.1", "covered"), ("14.2", "not_covered")]
    same = call("GET", "releases?product=PBX", secret=site.secret, headers={"If-None-Match": reply.headers["etag"]})
    assert (same.status, same.body) == (304, b"")
    published(site.branch, "14.3", "2026-03-02")
    newer = call("GET", "releases?product=PBX", secret=site.secret, headers={"If-None-Match": reply.headers["etag"]})
    assert newer.status == 200


def test_beta_is_offered_to_who_asks_for_it(site: Site) -> None:
    published(site.branch, "14.2b", "2026-02-10", channel=Channel.BETA)
    assert (newest(site), newest(site, channel="beta")) == ("14.1", "14.2b")


def test_the_answer_is_signed_for_this_device_and_this_question(site: Site) -> None:
    assert call("POST", "check", {"product": "PBX"}, secret=site.secret).json()["signed"] is None
    keys.new(ctx=on(TODAY))
    reply = call("POST", "check", {"product": "PBX", "nonce": "once"}, secret=site.secret).json()
    key = models.SigningKey.objects.get()
    public = Ed25519PublicKey.from_public_bytes(bytes(key.public))
    header = jwt.get_unverified_header(reply["signed"])
    assert (header["typ"], header["kid"]) == ("autossa-check+jwt", key.kid)
    said = jwt.decode(reply["signed"], public, algorithms=["EdDSA"], options={"verify_iat": False})
    assert said == reply["answer"]
