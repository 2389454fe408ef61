"""The page on which a license is activated on a device: what is free, where it can go, what to know before."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.derivations import Derivation, why_gap
from autossa.domain.devices.advice import Advice, before_first_activation
from autossa.queries.as_of import project_as_of
from autossa.queries.billing.settlements import Explained, explain_gap
from autossa.queries.devices.page import DevicesPage, devices_page


@dataclass(frozen=True, slots=True)
class ActivationAdvice:
    """What is said before the first activation of a project, with the charges of its two gaps explained."""

    advice: Advice
    once: tuple[Explained, ...]
    late: tuple[Explained, ...]
    why_once: Derivation | None
    why_late: Derivation | None


@dataclass(frozen=True, slots=True)
class ActivationPage:
    """The devices and free licenses of a project, and the advice for the license that was chosen."""

    page: DevicesPage
    advice: ActivationAdvice | None

    @property
    def licenses(self) -> list[tuple[str, str, int, int]]:
        """What can be activated: id, name of its type, free, licensed."""
        return [(one.license_id, one.type_name, one.free, one.licensed) for one in self.page.stocks if one.free]

    @property
    def devices(self) -> list[tuple[str, str, str]]:
        """Where it can be: no standbys. Id, name, hardware id."""
        return [(one.id, one.name, one.hardware_id) for one in self.page.devices if one.master is None]


def activation_page(project: UUID, license_id: str, day: date) -> ActivationPage | None:
    """What is free and where; None for a project that is not there (any more)."""
    page = devices_page(project, day)
    return None if page is None else ActivationPage(page, activation_advice(project, license_id, day))


def activation_advice(project: UUID, license_id: str, day: date) -> ActivationAdvice | None:
    """What waiting for a contract would cost; None where the activation fixes nothing (rules 4 and 6)."""
    found = project_as_of(project, day)
    advice = before_first_activation(found.project, day, license_id) if found else None
    if advice is None:
        return None
    once, late, days = advice.once, advice.late, advice.grace_days
    return ActivationAdvice(
        advice,
        once=explain_gap(once) if once else (),
        late=explain_gap(late) if late else (),
        why_once=why_gap(once, days) if once else None,
        why_late=why_gap(late, days) if late else None,
    )
