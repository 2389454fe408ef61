"""Who is named on a document: seller and buyer, as they were when it was issued (billing 1, 2)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Party:
    """A version of an organisation; "" for what is not known.

    `country` has two letters, `number` is the one that the vendor gave it. `buyer_reference` is what the buyer wants to
    read as such: a Leitweg-ID, where authorities are invoiced. `language` is that of its documents, such as "de".
    """

    name: str
    number: str = ""
    street: str = ""
    more: str = ""
    post_code: str = ""
    city: str = ""
    country: str = ""
    vat_id: str = ""
    email: str = ""
    buyer_reference: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Seller:
    """The vendor: its party, and what an invoice says beyond: where to pay to, whom to ask, what the law wants said."""

    party: Party
    tax_number: str = ""
    iban: str = ""
    bic: str = ""
    bank: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    register: str = ""
