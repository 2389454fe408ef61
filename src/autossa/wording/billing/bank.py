"""The bank in words: why money went back, why a file was refused, what is wrong with a debit or a refund."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from autossa.domain.billing.bank.faults import FileFault, FileRefused
from autossa.domain.billing.bank.order_checks import OrderFault
from autossa.domain.billing.bank.returns import ReturnCode
from autossa.domain.billing.bank.statements import ReturnReason
from autossa.domain.billing.payments.mandates import MandateState, Scheme
from autossa.queries.billing.bank.collections import Left, Why
from autossa.queries.billing.bank.order_files import FileState
from autossa.wording.languages import gettext_noop, say, translate

RETURN_REASON: dict[ReturnCode, Promise] = {
    ReturnCode.AC01: gettext_lazy("The account number is wrong"),
    ReturnCode.AC04: gettext_lazy("The account is closed"),
    ReturnCode.AC06: gettext_lazy("The account is blocked"),
    ReturnCode.AC13: gettext_lazy("A consumer’s account cannot be charged by business direct debit"),
    ReturnCode.AG01: gettext_lazy("The account does not allow direct debits"),
    ReturnCode.AG02: gettext_lazy("The bank did not accept this kind of direct debit"),
    ReturnCode.AM04: gettext_lazy("There is not enough money on the account"),
    ReturnCode.AM05: gettext_lazy("The bank took it for a duplicate"),
    ReturnCode.BE05: gettext_lazy("The creditor identifier is wrong"),
    ReturnCode.CNOR: gettext_lazy("The creditor’s bank cannot be reached under this BIC"),
    ReturnCode.DNOR: gettext_lazy("The payer’s bank cannot be reached under this BIC"),
    ReturnCode.FF05: gettext_lazy("The direct debit scheme was wrong"),
    ReturnCode.FOCR: gettext_lazy("The bank sent it back after a recall"),
    ReturnCode.MD01: gettext_lazy("The bank knows of no valid mandate"),
    ReturnCode.MD02: gettext_lazy("Data of the mandate were missing or wrong"),
    ReturnCode.MD06: gettext_lazy("The account holder objected to the direct debit"),
    ReturnCode.MD07: gettext_lazy("The account holder has died"),
    ReturnCode.MS02: gettext_lazy("The account holder refused the payment"),
    ReturnCode.MS03: gettext_lazy("The bank gave no reason"),
    ReturnCode.RC01: gettext_lazy("The BIC is wrong"),
    ReturnCode.RR01: gettext_lazy("The payer’s account or identification was missing"),
    ReturnCode.RR02: gettext_lazy("The payer’s name or address was missing"),
    ReturnCode.RR03: gettext_lazy("The recipient’s name or address was missing"),
    ReturnCode.RR04: gettext_lazy("The bank refused it for legal reasons"),
    ReturnCode.SL01: gettext_lazy("The account holder’s settings at the bank do not allow it"),
}

FILE_FAULT: dict[FileFault, Promise] = {
    FileFault.TOO_LARGE: gettext_lazy("This file is too large: up to 20 MB are read."),
    FileFault.UNPACKS_TOO_LARGE: gettext_lazy(
        "This archive is too large: up to 5,000 statements of 20 MB each, 600 MB together, are read."
    ),
    FileFault.DAMAGED: gettext_lazy("This file is damaged or incomplete; download it from the bank again."),
    FileFault.HAS_DTD: gettext_lazy("This file has a document type definition, which no bank sends; it is not read."),
    FileFault.NO_STATEMENT: gettext_lazy("There is no account statement in this file."),
    FileFault.OTHER_FORMAT: gettext_lazy(
        "This is not an account statement; download it from the bank in the format camt.053."
    ),
    FileFault.OTHER_VERSION: gettext_lazy(
        "This version of camt.053 is not supported; download the statement as camt.053.001.02 or camt.053.001.08."
    ),
    FileFault.WRONG_ACCOUNT: gettext_lazy("This statement is of another account; nothing of it was imported."),
    FileFault.OTHER_CURRENCY: gettext_lazy("This statement has an entry in another currency than its account."),
    FileFault.INCOMPLETE: gettext_lazy("An entry of this statement has no valid amount, direction or day."),
    FileFault.AMOUNT_UNCLEAR: gettext_lazy("An amount in this statement cannot be read to the cent."),
    FileFault.DAY_TO_COME: gettext_lazy("This statement has an entry of a day that is still to come."),
}

ORDER_FAULT: dict[OrderFault, Promise] = {
    OrderFault.NOTHING_TO_WRITE: gettext_lazy("There is nothing to collect or to pay out."),
    OrderFault.NOT_A_TARGET_DAY: gettext_lazy("Banks do not move money on this day. Choose a TARGET day."),
    OrderFault.CREDITOR_ID_INVALID: gettext_lazy("Your creditor identifier is missing or wrong. Check the settings."),
    OrderFault.REFERENCE_INVALID: gettext_lazy("A reference has characters that banks do not accept, or is too long."),
    OrderFault.REFERENCE_TWICE: gettext_lazy("This reference is in the file twice."),
    OrderFault.NAME_MISSING: gettext_lazy("The name of the account holder is missing."),
    OrderFault.IBAN_INVALID: gettext_lazy("This is not an IBAN. Check it digit by digit."),
    OrderFault.NOT_SEPA: gettext_lazy("The country of this account is not part of SEPA."),
    OrderFault.BIC_INVALID: gettext_lazy("This is not a BIC: it has 8 or 11 letters and digits."),
    OrderFault.BIC_NEEDED: gettext_lazy("For accounts outside the European Economic Area, enter the BIC as well."),
    OrderFault.ADDRESS_NEEDED: gettext_lazy(
        "For accounts outside the European Economic Area, enter the town and the country as well."
    ),
    OrderFault.AMOUNT_OUT_OF_BOUNDS: gettext_lazy("The amount must be from 0.01 to 999,999,999.99 EUR."),
    OrderFault.MANDATE_EXPIRED: gettext_lazy("This mandate has not been used for 36 months and has expired."),
    OrderFault.MANDATE_USED_UP: gettext_lazy("This mandate was given for a single payment."),
    OrderFault.SIGNED_LATER: gettext_lazy("This mandate was signed after the collection day."),
}

SCHEME: dict[Scheme, Promise] = {
    Scheme.CORE: gettext_lazy("Core direct debit"),
    Scheme.B2B: gettext_lazy("Business direct debit (B2B)"),
}
MANDATE_STATE: dict[MandateState, Promise] = {
    MandateState.UNCONFIRMED: gettext_lazy("Waits for the confirmation that its bank knows it"),
    MandateState.ACTIVE: pgettext_lazy("mandate", "In force"),
    MandateState.STOPPED: pgettext_lazy("mandate", "Stopped"),
    MandateState.REVOKED: pgettext_lazy("mandate", "Revoked"),
    MandateState.USED_UP: pgettext_lazy("mandate", "Used"),
    MandateState.EXPIRED: pgettext_lazy("mandate", "Expired"),
}
MANDATE_TONE: dict[MandateState, str] = {
    MandateState.UNCONFIRMED: "warn",
    MandateState.ACTIVE: "ok",
    MandateState.STOPPED: "danger",
    MandateState.REVOKED: "muted",
    MandateState.USED_UP: "muted",
    MandateState.EXPIRED: "muted",
}
LEFT_OUT: dict[Left, Promise] = {
    Left.RETURNED: gettext_lazy("It was returned by the bank. It is collected again once you say so."),
    Left.DISPUTED: gettext_lazy("It is disputed."),
    Left.NO_MANDATE: gettext_lazy("The payer has given no mandate."),
}
_LEFT_OUT_BY_MANDATE: dict[MandateState, Promise] = {
    MandateState.UNCONFIRMED: gettext_lazy("The mandate is not confirmed yet."),
    MandateState.ACTIVE: gettext_lazy("The mandate is in force."),
    MandateState.STOPPED: gettext_lazy("The mandate was stopped."),
    MandateState.REVOKED: gettext_lazy("The payer revoked the mandate."),
    MandateState.USED_UP: gettext_lazy("The mandate was given for a single payment."),
    MandateState.EXPIRED: gettext_lazy("The mandate has expired."),
}
FILE_STATE: dict[FileState, Promise] = {
    FileState.MADE: gettext_lazy("To be sent"),
    FileState.SENT: gettext_lazy("Sent to the bank"),
    FileState.TAKEN_BACK: pgettext_lazy("file", "Discarded"),
}
FILE_TONE: dict[FileState, str] = {FileState.MADE: "warn", FileState.SENT: "ok", FileState.TAKEN_BACK: "muted"}
_MANDATE = {
    Scheme.CORE: gettext_noop(
        "I authorise %(creditor)s to collect payments from my account by SEPA direct debit. At the same time I instruct"
        " my bank to honour the direct debits drawn by %(creditor)s on my account.\n"
        "Note: within eight weeks from the debit date I can request a refund of the amount debited, under the terms"
        " agreed with my bank.\n"
        "The debit is announced at least %(days)s days before. Creditor identifier: %(id)s. The mandate reference is"
        " sent with the copy of this mandate."
    ),
    Scheme.B2B: gettext_noop(
        "We authorise %(creditor)s to collect payments from our account by SEPA business direct debit. At the same time"
        " we instruct our bank to honour the direct debits drawn by %(creditor)s on our account.\n"
        "Note: this mandate is for companies only. No refund can be requested once the account has been debited; until"
        " the debit date we can instruct our bank not to honour it. We have to confirm this mandate to our bank.\n"
        "The debit is announced at least %(days)s days before. Creditor identifier: %(id)s. The mandate reference is"
        " sent with the copy of this mandate."
    ),
}


def order_fault(fault: OrderFault, language: str = "") -> str:
    """What a bank would refuse, as a sentence."""
    return say(ORDER_FAULT[fault], language)


def left_out(why: Why, language: str = "") -> str:
    """Why a document is not collected, as a sentence."""
    if isinstance(why, Left):
        return say(LEFT_OUT[why], language)
    if isinstance(why, MandateState):
        return say(_LEFT_OUT_BY_MANDATE[why], language)
    return order_fault(why, language)


def mandate_text(creditor: str, creditor_id: str, days: int, scheme: Scheme = Scheme.CORE, language: str = "") -> str:
    """The mandate, as whoever gives it reads it and as it is kept."""
    return translate(_MANDATE[scheme], language) % {"creditor": creditor, "id": creditor_id, "days": days}


def return_reason(reason: ReturnReason, language: str = "") -> str:
    """Why money went back, with the bank's code where it gave one: "The account is closed (AC04)"."""
    if not reason.code:
        return say(RETURN_REASON[ReturnCode.MS03], language)
    if reason.code not in set(ReturnCode):
        text = translate("The bank gave the reason %(code)s", language) % {"code": reason.code}
        return f"{text}: {reason.text}" if reason.text else text
    return f"{say(RETURN_REASON[ReturnCode(reason.code)], language)} ({reason.code})"


def file_refused(refused: FileRefused, language: str = "") -> str:
    """Why a file was refused, in one sentence, and in which file of an archive."""
    text = say(FILE_FAULT[refused.fault], language)
    return f"{refused.file}: {text}" if refused.file else text
