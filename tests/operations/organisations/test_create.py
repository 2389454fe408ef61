"""Partners and customers that the vendor enters itself; the first administrator, whom only the operator can invite."""

from dataclasses import replace

import pytest

from autossa.domain.billing.vat import Treatment
from autossa.domain.rights import Kind, Role
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import create, invitations
from autossa.operations.organisations.create import NewOrganisation
from autossa.operations.organisations.vat import NewTreatment
from autossa.store import models
from tests.cast.members import at, ctx, member, partner, user
from tests.cast.shop import SYSTEM, VAT, Shop, d, on
from tests.notify.post import Post
from tests.store.looking import contents

pytestmark = [pytest.mark.store, pytest.mark.django_db]

NEW = NewOrganisation(
    kind=Kind.PARTNER,
    name=" Systemhaus Ost ",
    number=" P-7 ",
    country="DE",
    vat_id="DE 136695976",
    vat=VAT,
    owner="Olga@example.com",
    language="de",
)


def test_who_is_entered_is_verified_and_its_owner_comes_in(shop: Shop) -> None:
    post, rita = Post(), member(shop.vendor, "rita@example.com", "reviewer")
    key = create.enter(new=NEW, ctx=ctx(rita))
    row = models.Organisation.objects.get(pk=key)
    assert (row.kind, row.name, row.number, row.country) == ("partner", "Systemhaus Ost", "P-7", "DE")
    assert (row.vat_id, row.treatment.treatment, row.verified_on) == ("DE136695976", "domestic", d("2026-01-20"))
    purposes = models.Contact.objects.filter(organisation=key).values_list("purpose", "language")
    assert set(purposes) == {("admin", "de"), ("billing", "de"), ("license", "de")}
    (mail,) = post.collect()
    assert (mail.to, mail.language) == ("olga@example.com", "de")
    assert "Rita lädt Sie ein" in mail.text.replace("\n", " ")
    olga = user("olga@example.com")
    secret = mail.text.split("/invitations/")[1].split("/")[0]
    assert invitations.accept(secret=secret, user=olga.id, ctx=ctx(olga)) == key
    assert models.Membership.objects.get(user=olga).role == "owner"


def test_without_a_number_one_is_drawn_and_without_an_address_nobody_is_invited(shop: Shop) -> None:
    key = create.enter(new=replace(NEW, kind=Kind.CUSTOMER, number=" ", owner=""), ctx=on("2026-01-20"))
    row = models.Organisation.objects.get(pk=key)
    assert (row.kind, row.number[:2], len(row.number)) == ("customer", "C-", 11)
    assert not models.Invitation.objects.exists()
    assert not models.Contact.objects.filter(organisation=key).exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": Kind.VENDOR}, "only one vendor"),
        ({"name": "  "}, "the name is missing"),
        ({"name": "x" * 201}, "at most 200"),
        ({"number": "C1"}, "already an organisation with the number C1"),
        ({"country": "Germany", "vat_id": ""}, "not a country"),
        ({"vat_id": "DE136695977"}, "not a VAT ID"),
        ({"vat": NewTreatment(Treatment.DOMESTIC, "unheard-of")}, "no VAT rate"),
        ({"vat": NewTreatment(Treatment.REVERSE_CHARGE)}, "another EU country"),
        ({"owner": "olga"}, "e-mail|address"),
    ],
)
def test_what_is_wrong_leaves_nothing_behind(shop: Shop, wrong: dict[str, object], said: str) -> None:
    partner("Another", "C1x")
    before = contents()
    new = replace(NEW, **wrong)  # type: ignore[arg-type]
    if wrong.get("number") == "C1":
        new = replace(new, kind=Kind.CUSTOMER)
    with pytest.raises(Invalid, match=said):
        create.enter(new=new, ctx=on("2026-01-20"))
    assert contents() == before


def test_the_operator_invites_the_first_administrator(shop: Shop) -> None:
    """Nobody has an account yet: the vendor invites, and the link is given back."""
    post = Post()
    operator = ActionContext(SYSTEM, d("2026-01-20"), at("2026-01-20"))
    secret = invitations.invite(
        organisation=shop.vendor, email="ada@example.com", role=Role.ADMIN, ctx=operator, language="en"
    )
    (mail,) = post.collect()
    assert "Vera's PBX invites you to join Vera's PBX" in mail.text.replace("\n", " ")
    ada = user("ada@example.com")
    invitations.accept(secret=secret, user=ada.id, ctx=ctx(ada))
    assert models.Membership.objects.get(user=ada).role == "admin"
    with pytest.raises(NotFound):
        invitations.accept(secret=secret, user=user("eve@example.com").id, ctx=ctx(ada))
    for email, role in (("ada", Role.ADMIN), ("bob@example.com", Role.OWNER)):
        with pytest.raises(Invalid):
            invitations.invite(organisation=shop.vendor, email=email, role=role, ctx=operator)
