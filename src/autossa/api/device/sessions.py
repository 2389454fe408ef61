"""How a device gets its secret, and another one; what it says is installed."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from autossa.api.device.answers import answer
from autossa.api.device.bodies import read_body
from autossa.api.device.checks import signed
from autossa.api.device.endpoint import address_of, context_of, for_devices, for_strangers
from autossa.operations.context import ActionContext, Actor
from autossa.operations.devices import credentials, reports
from autossa.operations.devices.answers import SignedIn
from autossa.queries.vendor.days import latest_day

REPORT_TYP = "autossa-report+jwt"


@for_strangers("POST")
def activate(request: HttpRequest, moment: datetime) -> HttpResponse:
    """A secret for a code that somebody reads in the portal and types on the device; shown this once."""
    sent = read_body(request, must=("code",))
    ctx = ActionContext(Actor("Device", address=address_of(request)), latest_day(moment), moment)
    found = credentials.redeem(code=sent["code"], ctx=ctx)
    return answer({"device": found.device, "secret": found.secret})


@for_devices("POST")
def rotate(request: HttpRequest, device: SignedIn, moment: datetime) -> HttpResponse:
    """Another secret in place of the present one, which is worth nothing from now on."""
    read_body(request)
    secret = credentials.issue(device=device.id, ctx=context_of(device, request, moment))
    return answer({"device": device.public_id, "secret": secret})


@for_devices("POST")
def report(request: HttpRequest, device: SignedIn, moment: datetime) -> HttpResponse:
    """What is installed there, and what it counts; acknowledged with a signature."""
    sent = read_body(request, must=("product", "version"), may=("counts", "nonce"))
    product, version = sent["product"], sent["version"]
    ctx = context_of(device, request, moment)
    changed = reports.report(device=device.id, product=product, version=version, counts=sent.get("counts"), ctx=ctx)
    said = {"product": product, "version": version, "changed": changed, "nonce": sent.get("nonce")}
    return signed(said, REPORT_TYP, device, moment)
