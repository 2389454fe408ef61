"""What several use cases of organisations and their people refuse."""

from autossa.operations.errors import Invalid, NotFound


class OrganisationNotFound(NotFound):
    """There is no such organisation, or it is suspended."""


class NotVerified(Invalid):
    """The vendor has not verified {name} yet. That comes first."""


class NotAMember(NotFound):
    """You are not a member of this organisation."""


class AlreadyMember(Invalid):
    """{email} is already a member."""

    field = "email"


class NumberTaken(Invalid):
    """There is already an organisation with the number {number}."""

    field = "number"


class UnknownCountry(Invalid):
    """{country} is not a country. Give its two letters, such as DE."""

    field = "country"


class InvalidVatId(Invalid):
    """This is not a VAT ID of the country {country}."""

    field = "vat_id"


class VatIdNeeded(Invalid):
    """{name} is invoiced by reverse charge, which takes a VAT ID."""

    field = "vat_id"


class LeitwegIdInvalid(Invalid):
    """The check digits of this Leitweg-ID are wrong. Check it digit by digit."""

    field = "buyer_reference"
