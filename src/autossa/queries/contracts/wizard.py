"""What the wizard shows at any of its steps: the options, who can pay, and what was said about an open contract."""

from dataclasses import dataclass
from datetime import date

from autossa.domain.billing.cycles import Setting, collective_day, cycle_on
from autossa.domain.settlements import Settlement
from autossa.queries.access import Account, Project
from autossa.queries.billing.issued.cycles import settings_of
from autossa.queries.billing.methods.ways import Ways, ways_to_pay
from autossa.queries.billing.possible_payers import Payer, payers_of
from autossa.queries.contracts.offers import OfferPage, offer_page
from autossa.queries.contracts.thread import ThreadEntry, load_latest_thread
from autossa.queries.snapshot import snapshot


@dataclass(frozen=True, slots=True)
class WizardPage:
    """The options with the VAT of `payer`, who was chosen; `payers` are all that can be. `said` starts with who
    concluded the latest contract, empty without one. `settings` say how `payer` is invoiced, `ways` how all can pay."""

    offer: OfferPage
    payers: tuple[Payer, ...]
    payer: Payer | None
    said: tuple[ThreadEntry, ...]
    ways: Ways
    settings: tuple[Setting, ...] = ()

    def collective_on(self, planned: Settlement) -> date | None:
        """The day of the collective invoice that a booking will stand on, if it is approved today (billing 5)."""
        if planned.invoice is None:
            return None
        booked_on = max(planned.day, self.offer.today)
        return collective_day(cycle_on(self.settings, booked_on), booked_on)


def wizard_page(
    account: Account, project: Project, today: date, *, fixed_end: date | None = None, payer: str = ""
) -> WizardPage | None:
    """The options as they stand with a wished end and a payer (public id); None when the project is gone."""
    with snapshot():
        payers = payers_of(account, project, today)
        chosen = next((one for one in payers if one.id == payer), None)
        offer = offer_page(project.id, today, fixed_end, chosen)
        if offer is None:
            return None
        ways = ways_to_pay(account, project, [one.key for one in payers], today)
        settings = settings_of([chosen.key]).get(chosen.key, ()) if chosen else ()
        return WizardPage(offer, payers, chosen, load_latest_thread(project.id), ways, settings)
