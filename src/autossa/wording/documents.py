"""The words of invoices, credit notes and quotes, each in the language of its document."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from babel import Locale

from autossa.domain.billing.documents import Document, DocumentLine, Kind, Method, VatTotal
from autossa.domain.billing.einvoices import Lack
from autossa.domain.billing.vat import Category
from autossa.domain.invoices import Reason
from autossa.wording import formats
from autossa.wording.glossary.billing import reason
from autossa.wording.languages import gettext_noop, translate

_KIND = {
    Kind.INVOICE: gettext_noop("Invoice"),
    Kind.CREDIT_NOTE: gettext_noop("Credit note"),
    Kind.QUOTE: gettext_noop("Quote"),
}
_NUMBER = {
    Kind.INVOICE: gettext_noop("Invoice number"),
    Kind.CREDIT_NOTE: gettext_noop("Credit note number"),
    Kind.QUOTE: gettext_noop("Quote number"),
}
_LABELS = {
    "date": gettext_noop("Date"),
    "customer": gettext_noop("Customer number"),
    "order": gettext_noop("Your order number"),
    "buyer_reference": gettext_noop("Your reference"),
    "contract": gettext_noop("Contract"),
    "supply": gettext_noop("Period of supply"),
    "corrects": gettext_noop("Corrects invoice"),
    "due": gettext_noop("Due date"),
    "valid": gettext_noop("Valid until"),
    "vat_id_buyer": gettext_noop("Your VAT ID"),
    "position": gettext_noop("No."),
    "item": gettext_noop("Item"),
    "project": gettext_noop("Project"),
    "type": gettext_noop("License type"),
    "licenses": gettext_noop("Licenses"),
    "needed": gettext_noop("SSC needed"),
    "from_balance": gettext_noop("SSC from balance"),
    "invoiced": gettext_noop("SSC invoiced"),
    "units": gettext_noop("Quantity"),
    "price": gettext_noop("Unit price"),
    "factor": gettext_noop("Discount or surcharge"),
    "net": gettext_noop("Net"),
    "subtotal": gettext_noop("Subtotal"),
    "carried": gettext_noop("Carried forward"),
    "total_net": gettext_noop("Net total"),
    "total": gettext_noop("Total"),
    "to_pay": gettext_noop("Amount due"),
    "credited": gettext_noop("Amount credited"),
    "paid": gettext_noop("Amount paid"),
    "payment": gettext_noop("Payment"),
    "settlement": gettext_noop("Settlement"),
    "offer": gettext_noop("Acceptance"),
    "payee": gettext_noop("Account holder"),
    "bank": gettext_noop("Bank"),
    "reference": gettext_noop("Payment reference"),
    "girocode": gettext_noop("Scan with your banking app"),
    "vat_id": gettext_noop("VAT ID"),
    "tax_number": gettext_noop("Tax number"),
}
_TAX_REASON = {
    Category.REVERSE_CHARGE: gettext_noop(
        "Reverse charge: VAT is payable by the recipient (Article 196 of Directive 2006/112/EC)."
    ),
    Category.OUTSIDE: gettext_noop("Not subject to VAT: the place of supply is outside the European Union."),
}
_LACK = {
    Lack.NOT_AN_INVOICE: gettext_noop("a quote is no invoice"),
    Lack.LINES: gettext_noop("it has no lines"),
    Lack.SELLER_COUNTRY: gettext_noop("the vendor's country is missing"),
    Lack.BUYER_COUNTRY: gettext_noop("the payer's country is missing"),
    Lack.SELLER_TAX_ID: gettext_noop("the vendor's VAT ID or tax number is missing"),
    Lack.BUYER_VAT_ID: gettext_noop("the payer's VAT ID is missing"),
    Lack.ONE_CATEGORY: gettext_noop("what is not subject to VAT cannot be invoiced together with what is"),
    Lack.PLACES: gettext_noop("its currency has more than two decimals"),
    Lack.CONTACT: gettext_noop("the vendor's phone number or e-mail address for questions is missing"),
    Lack.ADDRESSES: gettext_noop("a postcode or a town is missing"),
    Lack.EMAILS: gettext_noop("an e-mail address of the vendor or the payer is missing"),
    Lack.DEBIT: gettext_noop("a direct debit would have to name its mandate"),
}
_LOCALES = {"en": Locale("en"), "de": Locale("de")}


def label(name: str, language: str) -> str:
    """What stands before a value or above a column."""
    return translate(_LABELS[name], language)


def kind(document: Document) -> str:
    """What it is: Invoice."""
    return translate(_KIND[document.kind], document.language)


def number_label(document: Document) -> str:
    """What stands before its number."""
    return translate(_NUMBER[document.kind], document.language)


def subject(document: Document) -> str:
    """What it is for, where that is one of the reasons of a booking, else empty."""
    known = document.reason in {found.value for found in Reason}
    return reason(Reason(document.reason), document.language) if known else ""


def credits_name(language: str = "") -> str:
    """What a line of credits is called."""
    return translate("Software service credits (SSC)", language)


def page_of(language: str) -> str:
    """Page 1 of 3; the numbers are filled in where the pages are made."""
    return translate("Page {page} of {pages}", language)


def country(code: str, language: str) -> str:
    """The name of a country, its code where there is none."""
    return str(_LOCALES[language].territories.get(code.upper(), code))


def last(end: date | None) -> date | None:
    """The last day of what ends before `end`."""
    return formats.last_day(end) if end else None


def tax_reason(document: Document, category: Category) -> str:
    """Why no VAT is charged, in the vendor's words of its day, else in ours; empty where it is."""
    if category not in _TAX_REASON:
        return ""
    return document.vat_reason or translate(_TAX_REASON[category], document.language)


def tax_label(total: VatTotal, document: Document) -> str:
    """What a total of VAT is of: VAT 19 % on 100.00 EUR."""
    given = {
        "rate": formats.percent(total.rate, document.language),
        "net": formats.money(total.net, document.currency, document.language),
    }
    return translate("VAT %(rate)s on %(net)s", document.language) % given


def adjustment(line: DocumentLine, language: str) -> str:
    """What was changed on the list price: Price adjustment −10 %."""
    if line.factor == 1:
        return translate("Rounding", language)
    return f"{translate('Price adjustment', language)} {factor(line.factor, language)}"


def factor(value: Fraction, language: str) -> str:
    """−10 %, exactly, of 9/10; empty where nothing is changed."""
    if value == 1:
        return ""
    return f"{'+' if value > 1 else '−'}{formats.percent(abs(value - 1), language)}"


def settled_how(document: Document) -> str:
    """One sentence on what is to be done, or happens by itself."""
    language = document.language
    due = formats.day(document.due_on, language) if document.due_on else ""
    if document.kind is Kind.QUOTE:
        if document.valid_until is None:
            return translate("No payment is due before you accept this quote.", language)
        text = translate(
            "You can accept this quote at these prices until %(day)s. No payment is due before then.", language
        )
        return text % {"day": formats.day(document.valid_until, language)}
    if document.paid_on is not None:
        text = translate("Paid on %(day)s, thank you. Nothing is left to be paid.", language)
        return text % {"day": formats.day(document.paid_on, language)}
    if document.kind is Kind.CREDIT_NOTE:
        text = translate(
            "This amount is set off against invoice %(number)s. What you have already paid is credited to you.",
            language,
        )
        otherwise = translate("This amount is credited to you.", language)
        return text % {"number": document.corrects[0]} if document.corrects else otherwise
    if document.method is Method.DIRECT_DEBIT and document.debited is not None:
        text = translate(
            "We will collect the amount due on %(day)s by direct debit from your account %(account)s,"
            " mandate %(mandate)s. You do not have to do anything.",
            language,
        )
        return text % {"day": due, "account": document.debited.account, "mandate": document.debited.mandate}
    if document.method is Method.DIRECT_DEBIT:
        text = translate("We will collect the amount due from your account by SEPA direct debit on %(day)s.", language)
        return (
            text % {"day": due}
            if due
            else translate("We will collect the amount due from your account by SEPA direct debit.", language)
        )
    if document.method is Method.CARD:
        return translate("The amount due is charged to your card. You do not have to do anything.", language)
    if due:
        return translate("Please transfer the amount due by %(day)s, stating the payment reference.", language) % {
            "day": due
        }
    return translate("Please transfer the amount due on receipt, stating the payment reference.", language)


def lacks(found: tuple[Lack, ...], language: str = "") -> str:
    """What is missing for an electronic invoice, one after the other."""
    return "; ".join(_lacks(found, language))


def _lacks(found: tuple[Lack, ...], language: str) -> Iterator[str]:
    for lack in found:
        yield translate(_LACK[lack], language)
