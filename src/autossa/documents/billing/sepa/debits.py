"""Direct debits (pain.008.001.08): a file for a day and a scheme, a group for each place in a mandate's life."""

from collections.abc import Sequence as Many
from itertools import groupby

from autossa.documents.billing.sepa.parts import (
    SPACE,
    Message,
    Node,
    NotWritable,
    account,
    amount,
    bank,
    head,
    party,
    purpose,
    totals,
)
from autossa.documents.billing.xml.tree import maker, written
from autossa.domain.billing.bank.letters import sepa_text
from autossa.domain.billing.bank.order_checks import debit_faults
from autossa.domain.billing.bank.orders import Account, Amendment, Collection, DebitFile, Mandate
from autossa.domain.billing.payments.mandates import Sequence

NAMESPACE = f"{SPACE}pain.008.001.08"
_make = maker({}, NAMESPACE)
_OTHER_ACCOUNT = "SMNDA"  # it was another account, which one is not said


def write_debits(file: DebitFile, creditor: Account, message: Message) -> bytes:
    """The file, in UTF-8; the same bytes for the same facts. Raises NotWritable."""
    if found := debit_faults(file, creditor):
        raise NotWritable(found)
    groups = [(sequence, list(group)) for sequence, group in groupby(file.collections, lambda one: one.sequence)]
    root = _make(
        "Document",
        _make(
            "CstmrDrctDbtInitn",
            head(_make, message, [one.amount for one in file.collections], creditor.name),
            [_group(file, creditor, message, sequence, group) for sequence, group in groups],
        ),
    )
    assert root is not None
    return written(root)


def _group(
    file: DebitFile, creditor: Account, message: Message, sequence: Sequence, collections: Many[Collection]
) -> Node:
    return _make(
        "PmtInf",
        _make("PmtInfId", f"{message.id}-{sequence.value}"),
        _make("PmtMtd", "DD"),
        _make("BtchBookg", "true"),
        *totals(_make, [one.amount for one in collections]),
        _make(
            "PmtTpInf",
            _make("SvcLvl", _make("Cd", "SEPA")),
            _make("LclInstrm", _make("Cd", file.scheme.value)),
            _make("SeqTp", sequence.value),
        ),
        _make("ReqdColltnDt", file.day.isoformat()),
        party(_make, "Cdtr", creditor.name),
        account(_make, "CdtrAcct", creditor.iban),
        bank(_make, "CdtrAgt", creditor.iban, creditor.bic),
        _make("ChrgBr", "SLEV"),
        _scheme_id("CdtrSchmeId", creditor.creditor_id),
        [_debit(one) for one in collections],
    )


def _debit(one: Collection) -> Node:
    mandate = one.mandate
    return _make(
        "DrctDbtTxInf",
        _make("PmtId", _make("EndToEndId", one.end_to_end_id)),
        amount(_make, "InstdAmt", one.amount),
        _make("DrctDbtTx", _mandate(mandate)),
        bank(_make, "DbtrAgt", mandate.iban, mandate.bic),
        party(_make, "Dbtr", mandate.holder, mandate.town, mandate.country),
        account(_make, "DbtrAcct", mandate.iban),
        purpose(_make, one.reference, one.text),
    )


def _mandate(mandate: Mandate) -> Node:
    amended = _amendment(mandate.amended) if mandate.amended else None
    return _make(
        "MndtRltdInf",
        _make("MndtId", mandate.reference),
        _make("DtOfSgntr", mandate.signed_on.isoformat()),
        _make("AmdmntInd", "true") if amended is not None else None,
        amended,
    )


def _amendment(was: Amendment) -> Node:
    """What the mandate said before."""
    other = _make("Othr", _make("Id", _OTHER_ACCOUNT))
    iban = _make("IBAN", was.iban)
    is_other = was.is_other_account or iban is not None
    return _make(
        "AmdmntInfDtls",
        _make("OrgnlMndtId", was.reference),
        _scheme_id("OrgnlCdtrSchmeId", was.creditor_id, was.creditor_name),
        _make("OrgnlDbtrAcct", _make("Id", iban if iban is not None else other)) if is_other else None,
    )


def _scheme_id(role: str, creditor_id: str, name: str = "") -> Node:
    named = _make("Nm", sepa_text(name, 70))
    scheme = _make("SchmeNm", _make("Prtry", "SEPA"))
    known = _make("Id", _make("PrvtId", _make("Othr", _make("Id", creditor_id), scheme))) if creditor_id else None
    return _make(role, named, known)
