"""What mails about a contract are made of."""

from collections.abc import Collection

from autossa.domain.cancellations import reachable_end
from autossa.domain.contracts import Status, option_on
from autossa.domain.plans import Option
from autossa.notify import links
from autossa.notify.drafts import Event, MailDraft, Values, about_project, names, project_of
from autossa.queries.organisations import recipients
from autossa.queries.organisations.recipients import Purpose
from autossa.store import models
from autossa.store.engine.load import Loaded, load_projects
from autossa.store.exact import fraction
from autossa.store.options import contract_of, option_of
from autossa.wording import formats as f
from autossa.wording import glossary as words

UNDER_REVIEW = {Status.IN_REVIEW.value, Status.QUESTION.value}
TO_ADMIN = (Purpose.ADMIN,)
TO_BILLING = (Purpose.ADMIN, Purpose.BILLING)
TO_LICENSE = (Purpose.ADMIN, Purpose.LICENSE)


class ContractFacts:
    """What mails about a contract are made of."""

    def __init__(self, event: Event) -> None:
        found = models.Contract.objects.select_related("plan__policy", "payer")
        self.event = event
        self.contract = found.get(pk=event.key("contract"))
        self.project = project_of(event)
        self.terms = contract_of(self.contract)
        self.option = option_on(self.terms, event.today)
        self.policy = self.contract.plan.policy

    def mail(self, key: str, values: Values, purposes: Collection[Purpose] = TO_ADMIN, done_as: str = "") -> MailDraft:
        """To the customer, the partners with a right to it, the payer; and to who did it by that action, once."""
        payer, project, today = self.contract.payer_id, self.project, self.event.today
        did = self.message(done_as) if done_as else None
        to = recipients.of_contract(project.id, payer, did.actor if did else None, purposes, today)
        return about_project(key, project, to, values, links.contracts(project.public_id))

    def option_named(self, name: str) -> Option:
        """An option of the contract's policy, by its name."""
        return option_of(models.PlanVersion.objects.get(policy=self.policy, name=name))

    def message(self, kind: str) -> models.ContractMessage | None:
        """What was said or done about the contract together with the event: who did it, and their words."""
        found = models.ContractMessage.objects.filter(contract=self.contract, kind=kind)
        return found.filter(pk__gt=self.event.id).order_by("pk").first() or found.order_by("-pk").first()

    def to_reviewers(self, key: str, values: Values) -> MailDraft:
        """To the vendor's staff that decides."""
        project, to = self.project, recipients.reviewers()
        return MailDraft(key, to, lambda language: names(project) | values(language), links.review(project.public_id))

    def loaded(self) -> Loaded:
        """The project as the rules see it today."""
        return load_projects([self.project.id], self.event.today, lock=False)[self.project.id]

    def times(self, language: str) -> str:
        """What a late gap is multiplied by."""
        return words.times(fraction(self.policy.late_multiplier), language)

    def last_cancel(self, language: str) -> str:
        """The last day to cancel for the next term end; empty when an end is set."""
        if self.contract.ends_on is not None:
            return ""
        return f.day(reachable_end(self.terms, self.event.today).last_day, language)

    def fixed_end(self, language: str) -> str:
        """The end agreed at conclusion, the last day included."""
        return f.until(self.contract.fixed_end, language) if self.contract.fixed_end else ""

    def goes_on(self, language: str) -> dict[str, str]:
        """How long it goes on: to its fixed end, or until it is cancelled by that day."""
        return {"fixed_end": self.fixed_end(language), "last_cancel": self.last_cancel(language)}
