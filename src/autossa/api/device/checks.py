"""May it be installed: the newest release that may, and any that is asked for; all releases at once."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from autossa.api.device.answers import answer_of, as_json, tagged
from autossa.api.device.bodies import ValueUnclear, read_body, read_query
from autossa.api.device.endpoint import for_devices
from autossa.domain.devices.devices import Stock
from autossa.domain.releases.catalogue import Channel
from autossa.domain.releases.facts import verdict_facts
from autossa.operations.devices import answers
from autossa.operations.devices.answers import SignedIn
from autossa.operations.devices.signing import sign_text

CHECK_TYP = "autossa-check+jwt"


@for_devices("POST")
def check(request: HttpRequest, device: SignedIn, moment: datetime) -> HttpResponse:
    """The newest release of a product that the device may install, and the verdict of the one it asks for; signed.

    What is installed may be run for ever: no answer stops it.
    """
    sent = read_body(request, must=("product",), may=("installed", "release", "channel", "nonce"))
    channel = _channel(sent.get("channel"))
    product, version = sent["product"], sent.get("release")
    found = answers.check(device=device, product=product, version=version, channel=channel)
    newest = verdict_facts(found.newest) if found.newest else None
    said = {
        "product": product,
        "channel": channel.value,
        "installed": sent.get("installed"),
        "newest": newest,
        "release": version,
        "verdict": newest if found.asked is found.newest else verdict_facts(found.asked) if found.asked else None,
        "may_run": True,
        "exceeded": [_stock(stock) for stock in device.exceeded()],
        "nonce": sent.get("nonce"),
    }
    return signed(said, CHECK_TYP, device, moment)


@for_devices("GET")
def releases(request: HttpRequest, device: SignedIn, moment: datetime) -> HttpResponse:
    """Every release of a product that a channel offers, by day, with its verdict; 304 for who has the same."""
    given = read_query(request, must=("product",), may=("channel",))
    product, channel = given["product"], _channel(given.get("channel"))
    verdicts = answers.check_all(device=device, product=product, channel=channel)
    content = {
        "as_of": device.day.isoformat(),
        "product": product,
        "channel": channel.value,
        "releases": [verdict_facts(verdict) for verdict in verdicts],
    }
    return tagged(request, content)


def _channel(given: str | None) -> Channel:
    try:
        return Channel(given or Channel.STABLE)
    except ValueError:
        raise ValueUnclear(name="channel", expected=f"one of {', '.join(Channel)}") from None


def _stock(stock: Stock) -> dict[str, Any]:
    return {"license": stock.license_id, "licensed": stock.licensed, "on_devices": stock.on_devices}


def signed(said: dict[str, Any], typ: str, device: SignedIn, moment: datetime) -> HttpResponse:
    """What is said to a device, and the same signed: by whom, to whom, when. Unsigned until the vendor has a key."""
    claims = {
        "iss": settings.BASE_URL,
        "sub": device.public_id,
        "iat": int(moment.timestamp()),
        "as_of": device.day.isoformat(),
        **said,
    }
    text, kid = as_json(claims), device.vendor.kid
    signed_text = f'"{sign_text(text, typ=typ, kid=kid)}"' if kid else "null"
    return answer_of(f'{{"answer":{text},"signed":{signed_text}}}')
