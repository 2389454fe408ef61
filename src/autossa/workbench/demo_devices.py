"""The demo's devices: what is activated on them, a standby, a trial, a lost one; in days before today."""

from collections.abc import Callable, Mapping
from uuid import UUID

from autossa.operations.context import ActionContext
from autossa.operations.devices import activations, devices, lost, reports, trials
from autossa.store import models
from autossa.workbench.demo_data import TOM, Step


def _register(ago: int, name: str, hardware_id: str, standby_of: str = "", by: str = "") -> Step:
    return Step(ago, "register_device", {"device": name, "hardware_id": hardware_id, "standby_of": standby_of}, by)


def _activate(ago: int, device: str, license_id: str, quantity: int, by: str = "") -> Step:
    return Step(ago, "activate_on_device", {"device": device, "id": license_id, "quantity": quantity}, by)


def _installed(ago: int, device: str) -> Step:
    return Step(ago, "report_installed", {"device": device})


STEPS: Mapping[tuple[str, str], tuple[Step, ...]] = {
    ("C101", "Zentrale Hamburg"): (
        _register(692, "Hamburg A", "00:1B:21:3C:4D:5E"),
        _register(692, "Hamburg B", "00:1B:21:3C:4D:5F", standby_of="Hamburg A"),
        _activate(690, "Hamburg A", "HQ-PORT", 420),
        _activate(690, "Hamburg A", "HQ-OPERATOR", 2),
        _activate(515, "Hamburg A", "HQ-VOICEMAIL", 200),
        _activate(299, "Hamburg A", "HQ-MOBILITY", 60, by=TOM),
        _installed(90, "Hamburg A"),
        _installed(90, "Hamburg B"),
    ),
    ("C101", "Lager Kiel"): (
        _register(405, "Kiel", "BT-4471-0091"),
        _activate(404, "Kiel", "KI-PORT", 80),
        Step(151, "write_off", {"device": "Kiel", "reason": "Wasserschaden, Meldung der Versicherung liegt vor."}),
        _register(149, "Kiel neu", "BT-4471-0218", by=TOM),
        _activate(149, "Kiel neu", "KI-PORT", 80, by=TOM),
        _installed(148, "Kiel neu"),
    ),
    ("C102", "Hauptanlage Marburg"): (
        _register(632, "Marburg Haus 1", "00:1B:21:70:00:01"),
        _register(632, "Marburg Haus 2", "00:1B:21:70:00:02"),
        _activate(630, "Marburg Haus 1", "BS-PORT", 800),
        _activate(630, "Marburg Haus 2", "BS-PORT", 300),
        _installed(200, "Marburg Haus 1"),
        Step(
            120, "move_license", {"device": "Marburg Haus 1", "id": "BS-PORT", "quantity": 150, "to": "Marburg Haus 2"}
        ),
        Step(60, "release_license", {"device": "Marburg Haus 2", "id": "BS-PORT", "quantity": 50}),
    ),
    ("C104", "Studio Bristol"): (
        _register(218, "Bristol", "FH-77120", by="oliver.finch@finchharper.example"),
        _activate(217, "Bristol", "FH-PORT", 12, by="oliver.finch@finchharper.example"),
        _installed(30, "Bristol"),
    ),
    ("C106", "Rezeption"): (
        _register(375, "Empfang", "BT-4471-0150"),
        _activate(374, "Empfang", "HS-PORT", 120),
        _installed(100, "Empfang"),
    ),
    ("C107", "Druckhaus"): (
        _register(562, "Druckhaus", "BT-4471-0033"),
        _activate(561, "Druckhaus", "DF-PORT", 90),
        _installed(230, "Druckhaus"),
    ),
    ("C109", "Kanzlei Düsseldorf"): (
        _register(23, "Kanzlei", "00:1B:21:AA:10:44"),
        Step(23, "start_trial", {"device": "Kanzlei"}),
    ),
    ("C111", "Plant 1"): (
        _register(609, "Plant 1 main", "AT-00017"),
        _activate(608, "Plant 1 main", "AT-PORT", 200),
    ),
    ("C113", "Library"): (
        _register(169, "Library rack 2", "00:1B:21:5D:90:3A"),
        _activate(168, "Library rack 2", "ML-PORT", 140),
    ),
}
"""By customer and project."""


def perform(project: UUID, step: Step, ctx: ActionContext) -> None:
    """Do one of these steps. Raises whatever the use case refuses, KeyError for a step that is none of them."""
    _DO[step.action](project, step, ctx)


def _device(project: UUID, name: str) -> UUID:
    return models.Device.objects.present().values_list("id", flat=True).get(project=project, name=name)


def _do_register(project: UUID, step: Step, ctx: ActionContext) -> None:
    given = step.arguments
    master = _device(project, given["standby_of"]) if given["standby_of"] else None
    devices.register(
        project=project, name=given["device"], hardware_id=given["hardware_id"], standby_of=master, ctx=ctx
    )


def _do_activate(project: UUID, step: Step, ctx: ActionContext) -> None:
    given = step.arguments
    device = _device(project, given["device"])
    activations.activate(project=project, device=device, license_id=given["id"], quantity=given["quantity"], ctx=ctx)


def _do_release(project: UUID, step: Step, ctx: ActionContext) -> None:
    given = step.arguments
    device = _device(project, given["device"])
    activations.release(project=project, device=device, license_id=given["id"], quantity=given["quantity"], ctx=ctx)


def _do_move(project: UUID, step: Step, ctx: ActionContext) -> None:
    given = step.arguments
    source, target = (_device(project, given[which]) for which in ("device", "to"))
    activations.move(
        project=project, device=source, license_id=given["id"], to=target, quantity=given["quantity"], ctx=ctx
    )


def _do_write_off(project: UUID, step: Step, ctx: ActionContext) -> None:
    device = _device(project, step.arguments["device"])
    lost.write_off(project=project, device=device, reason=step.arguments["reason"], ctx=ctx)


def _do_trial(project: UUID, step: Step, ctx: ActionContext) -> None:
    """Of the first product, where there is one; before the project has licenses of it."""
    product = models.Product.objects.order_by("id").values_list("code", flat=True).first()
    if product is not None:
        trials.start(project=project, device=_device(project, step.arguments["device"]), product=product, ctx=ctx)


def _do_report(project: UUID, step: Step, ctx: ActionContext) -> None:
    """The newest stable release of the first product that is out by then, where there is one."""
    out = models.Release.objects.published().filter(released_on__lte=ctx.today, channel="stable", withdrawn_on=None)
    newest = out.order_by("product_id", "-released_on").select_related("product").first()
    if newest is not None:
        device = _device(project, step.arguments["device"])
        reports.report(device=device, product=newest.product.code, version=newest.version, ctx=ctx)


_DO: dict[str, Callable[[UUID, Step, ActionContext], None]] = {
    "register_device": _do_register,
    "activate_on_device": _do_activate,
    "release_license": _do_release,
    "move_license": _do_move,
    "write_off": _do_write_off,
    "start_trial": _do_trial,
    "report_installed": _do_report,
}
ACTIONS = frozenset(_DO)
