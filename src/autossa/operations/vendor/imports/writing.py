"""A plan without faults, written: organisations and projects first, then what the engine makes of their entries.

Nobody is told by e-mail: what happened, happened elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar
from uuid import UUID

from autossa.domain.billing.documents import Method
from autossa.domain.billing.vat import Treatment
from autossa.domain.devices.hardware_ids import hardware_key, shown
from autossa.domain.imports.book import Row, digest
from autossa.domain.imports.check_customers import STANDARD
from autossa.domain.imports.check_licenses import placed_on
from autossa.domain.imports.plans import CUSTOMER, MANDATE, PROJECT, NewProject, Plan
from autossa.domain.projects import Project, Terms
from autossa.domain.vat_ids import read_vat_id
from autossa.operations.billing.payments.mandates import Account
from autossa.operations.context import ActionContext
from autossa.operations.projects.names import write_names
from autossa.queries.billing.payments.policies import payment_terms
from autossa.store import models
from autossa.store.engine.activity import activity_row
from autossa.store.engine.agreements import Brought, Invoicing
from autossa.store.engine.batch import Batch
from autossa.store.engine.load import Loaded
from autossa.store.engine.terms import Versions
from autossa.store.ids import new_id

T = TypeVar("T")
_AT_ONCE = 1_000
_CONTRACT = "contract"


def write(
    plan: Plan,
    versions: Versions,
    accounts: Mapping[str, Account],
    name: str,
    sha256: str,
    counts: dict[str, int],
    ctx: ActionContext,
) -> str:
    """Everything of a plan, in the present transaction; `accounts` by the mandate's reference. The import's id."""
    book = models.Import.objects.create(
        day=ctx.today, at=ctx.now, made_by=ctx.actor.user, file=name, sha256=sha256, counts=counts
    )
    things = list(_write_customers(plan.customers, ctx))
    numbers = _numbers(plan)
    lists = dict(models.PriceList.objects.values_list("name", "id"))
    for portion in _portions(plan.projects):
        things += _Portion(portion, numbers, lists, versions, ctx).write()
    things += _write_mandates(plan.mandates, accounts, numbers, ctx)
    models.Imported.objects.bulk_create(
        [
            models.Imported(kind=kind, reference=key, thing=thing, digest=said, book=book)
            for kind, key, thing, said in things
        ],
        batch_size=_AT_ONCE,
    )
    return book.public_id


Thing = tuple[str, str, UUID, str]
"""Its kind, what the book calls it, what it is here, and the digest of its rows."""


def _numbers(plan: Plan) -> dict[str, UUID]:
    """Organisations by number: those that were written just now, and those that were there."""
    wanted = {row["number"] for row in plan.customers} | {row["payer"] for row in plan.mandates}
    for new in plan.projects:
        wanted.add(new.rows.project["customer"])
        wanted |= {row["payer"] for row in new.rows.contracts if row["payer"]}
    found = models.Organisation.objects.filter(number__in=wanted, merged_into=None)
    return dict(found.values_list("number", "id"))


def _portions(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while portion := list(islice(rest, _AT_ONCE)):
        yield portion


# ---------------------------------------------------------------- customers


def _write_customers(rows: list[Row], ctx: ActionContext) -> Iterator[Thing]:
    for portion in _portions(rows):
        found = [_organisation(row, ctx) for row in portion]
        models.Organisation.objects.bulk_create(found)
        pairs = list(zip(portion, found, strict=True))
        models.VatTreatment.objects.bulk_create([_treatment(row, made, ctx) for row, made in pairs if row["vat"]])
        models.Contact.objects.bulk_create(
            models.Contact(organisation=made, purpose="billing", email=row["invoice_email"], language=row["language"])
            for row, made in pairs
            if row["invoice_email"]
        )
        batch = Batch(ctx.today, ctx.now)
        batch.log(
            activity_row(ctx.actor, ctx.today, ctx.now, "import_organisation", None, {"name": made.name}, made.id)
            for made in found
        )
        batch.flush()
        yield from ((CUSTOMER, row["number"], made.id, digest([row])) for row, made in pairs)


def _organisation(row: Row, ctx: ActionContext) -> models.Organisation:
    country = row["country"] or ""
    return models.Organisation(
        kind=row["kind"], name=row["name"], number=row["number"], street=row["street"] or "", more=row["more"] or "",
        post_code=row["post_code"] or "", city=row["city"] or "", country=country,
        vat_id=read_vat_id(country, row["vat_id"] or ""), invoice_email=row["invoice_email"] or "",
        language=row["language"], verified_on=ctx.today, changed_at=ctx.now,
    )  # fmt: skip


def _treatment(row: Row, made: models.Organisation, ctx: ActionContext) -> models.VatTreatment:
    treatment = Treatment(row["vat"])
    given = {}
    if treatment is Treatment.DOMESTIC:
        given = {"rate_class": row["vat_rate"] or STANDARD}
    elif treatment is Treatment.REVERSE_CHARGE:
        given = {
            "vat_id": made.vat_id, "confirmation": row["vat_confirmation"], "confirmed_on": row["vat_confirmed_on"],
            "source": row["vat_confirmed_by"],
        }  # fmt: skip
    return models.VatTreatment(
        organisation=made, version=1, starts_on=ctx.today, treatment=treatment.value, set_by=ctx.actor.user,
        set_at=ctx.now, **given,
    )  # fmt: skip


# ---------------------------------------------------------------- projects


class _Portion:
    """Some projects, written together."""

    def __init__(
        self,
        portion: list[NewProject],
        numbers: Mapping[str, UUID],
        lists: Mapping[str, UUID],
        versions: Versions,
        ctx: ActionContext,
    ) -> None:
        self.portion, self.numbers, self.lists, self.versions, self.ctx = portion, numbers, lists, versions, ctx
        self.currencies = dict(models.PriceList.objects.values_list("id", "currency"))

    def write(self) -> Iterator[Thing]:
        """Projects, what their entries make, devices; what each is called in the book."""
        ctx = self.ctx
        keys = [new_id() for _ in self.portion]
        models.Project.objects.bulk_create(
            models.Project(
                id=key, customer_id=self.numbers[new.rows.project["customer"]], name=new.rows.project["name"],
                price_list_id=self.lists[new.price_list], touched_on=ctx.today,
            )
            for key, new in zip(keys, self.portion, strict=True)
        )  # fmt: skip
        write_names(keys)
        batch = Batch(ctx.today, ctx.now, is_silent=True)
        for key, new in zip(keys, self.portion, strict=True):
            batch.add(self._loaded(key, new), new.outcome, ctx.today, self._brought(new))
            details = {"name": new.rows.project["name"], "reference": new.rows.project["reference"]}
            batch.log([activity_row(ctx.actor, ctx.today, ctx.now, "import_project", key, details)])
        batch.flush()
        self._devices(keys)
        contracts = dict(models.Contract.objects.filter(project__in=keys).values_list("project", "id"))
        for key, new in zip(keys, self.portion, strict=True):
            reference, said = new.rows.project["reference"], digest(new.rows.all())
            yield PROJECT, reference, key, said
            if key in contracts:
                yield _CONTRACT, reference, contracts[key], said

    def _loaded(self, key: UUID, new: NewProject) -> Loaded:
        """The project as it is before anything comes to it."""
        outcome, row, price_list = new.outcome, new.rows.project, self.lists[new.price_list]
        terms = outcome.project.terms
        before = Project(Terms(terms.policy, terms.prices, places=terms.places))
        return Loaded(
            id=key, name=row["name"], project=before, policy=self.versions.policy_on(new.policy_day),
            touched_on=self.ctx.today, customer=self.numbers[row["customer"]], price_list=price_list,
            currency=self.currencies[price_list], customers_tax_rates=(), covered_until=None, knows_past=True,
            contract_id=None, payer=None, payer_name="", order_number="", payer_until=None, revision=0, found=(),
            key=str(key),
        )  # fmt: skip

    def _brought(self, new: NewProject) -> Brought:
        contract = new.rows.contracts[0] if new.rows.contracts else None
        if contract is None:
            return Brought({})
        payer = self.numbers[contract["payer"]] if contract["payer"] else None
        return Brought({}, payer, None, Invoicing(contract["order_number"] or "", contract["invoice_contact"] or ""))

    def _devices(self, keys: list[UUID]) -> None:
        licenses = {
            (project, code): key
            for project, code, key in models.License.objects.filter(project__in=keys).values_list(
                "project", "code", "id"
            )
        }
        devices: dict[tuple[UUID, str], models.Device] = {}
        activations = []
        for key, new in zip(keys, self.portion, strict=True):
            for row in new.rows.devices:
                at = key, hardware_key(row["hardware_id"])
                device = devices.setdefault(at, self._device(key, row))
                if row["license"]:
                    activations.append(
                        models.Activation(
                            project_id=key, device=device, license_id=licenses[key, row["license"]],
                            quantity=row["quantity"], since=placed_on(row, new.rows.licenses, self.ctx.today),
                        )
                    )  # fmt: skip
        models.Device.objects.bulk_create(devices.values(), batch_size=_AT_ONCE)
        models.Activation.objects.bulk_create(activations, batch_size=_AT_ONCE)

    def _device(self, project: UUID, row: Row) -> models.Device:
        printed = row["hardware_id"]
        return models.Device(
            project_id=project, name=row["name"], hardware_id=shown(printed), hardware_key=hardware_key(printed),
            registered_on=row["since"] or self.ctx.today,
        )  # fmt: skip


# ---------------------------------------------------------------- mandates


def _write_mandates(
    rows: list[Row], accounts: Mapping[str, Account], numbers: Mapping[str, UUID], ctx: ActionContext
) -> Iterator[Thing]:
    found = []
    for row in rows:
        account = accounts[row["reference"]]
        found.append(
            models.Mandate(
                reference=row["reference"], payer_id=numbers[row["payer"]], scheme=account.scheme.value,
                signed_on=row["signed_on"], signed_by=None, signed_at=ctx.now, iban=account.iban, bic=account.bic,
                holder=account.holder, town=account.town, country=account.country,
                text=f"{row['reference']}, {row['signed_on'].isoformat()}", confirmed_on=row["confirmed_on"],
            )
        )  # fmt: skip
    models.Mandate.objects.bulk_create(found, batch_size=_AT_ONCE)
    if Method.DIRECT_DEBIT in payment_terms(ctx.today).offered:
        _pay_by_debit([mandate.payer_id for mandate in found], ctx)
    yield from ((MANDATE, row["reference"], made.id, digest([row])) for row, made in zip(rows, found, strict=True))


def _pay_by_debit(payers: list[UUID], ctx: ActionContext) -> None:
    """Who has chosen nothing pays by direct debit from now on, as whoever gives a mandate does."""
    chosen = set(models.PaymentChoice.objects.filter(payer__in=payers, contract=None).values_list("payer", flat=True))
    models.PaymentChoice.objects.bulk_create(
        models.PaymentChoice(payer_id=payer, method=Method.DIRECT_DEBIT.value, set_by=ctx.actor.user, set_at=ctx.now)
        for payer in payers
        if payer not in chosen
    )
