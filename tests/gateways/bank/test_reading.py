"""What banks write, by hand: returns, fees, batches, what is not booked, in both versions."""

from dataclasses import replace
from datetime import date

import pytest

from autossa.domain.billing.bank.statements import Balance, ReturnReason, Statement, Transaction
from autossa.workbench.bank.statements import Version
from tests.gateways.bank.made import OURS, THEIRS, document, entries, entry, file, read

V02, V08 = Version.V02, Version.V08

RETURN_V02 = """<Ntry><Amt Ccy="EUR">126.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd><Sts>BOOK</Sts>
<BookgDt><DtTm>2026-11-27T23:30:00-05:00</DtTm></BookgDt><ValDt><Dt>2026-11-26</Dt></ValDt>
<AcctSvcrRef>2026112700017</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn>
<Prtry><Cd>NRTI+109+00931</Cd><Issr>DK</Issr></Prtry></BkTxCd>
<NtryDtls><TxDtls><Refs><MsgId>AUTO-7</MsgId><PmtInfId>AUTO-7-RCUR</PmtInfId><EndToEndId>2026-17</EndToEndId>
<MndtId>M-17</MndtId></Refs>
<AmtDtls><InstdAmt><Amt Ccy="EUR">123.00</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">126.00</Amt></TxAmt></AmtDtls>
<Chrgs><Amt Ccy="EUR">2.50</Amt><CdtDbtInd>DBIT</CdtDbtInd></Chrgs>
<Chrgs><Amt Ccy="EUR">0.50</Amt><CdtDbtInd>DBIT</CdtDbtInd></Chrgs>
<RltdPties><Dbtr><Nm>Hotel  Seeblick</Nm></Dbtr><DbtrAcct><Id><IBAN>DE75512108001245126199</IBAN></Id></DbtrAcct>
<Cdtr><Nm>Auto SSA</Nm></Cdtr><CdtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></CdtrAcct></RltdPties>
<RmtInf><Ustrd>Invoice 17,</Ustrd><Ustrd>thank you</Ustrd></RmtInf>
<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Konto</AddtlInf><AddtlInf>erloschen</AddtlInf></RtrInf></TxDtls></NtryDtls>
<AddtlNtryInf>LASTSCHRIFT RETOURE</AddtlNtryInf></Ntry>"""

RETURN_V08 = (
    RETURN_V02.replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>")
    .replace("<AmtDtls>", '<Amt Ccy="EUR">126.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><AmtDtls>')
    .replace("</Chrgs>\n<Chrgs>", "</Rcrd><Rcrd>")
    .replace("<Chrgs>", "<Chrgs><Rcrd>")
    .replace("</Chrgs>", "</Rcrd></Chrgs>")
    .replace("<Dbtr><Nm>Hotel  Seeblick</Nm></Dbtr>", "<Dbtr><Pty><Nm>Hotel  Seeblick</Nm></Pty></Dbtr>")
    .replace("<Cdtr><Nm>Auto SSA</Nm></Cdtr>", "<Cdtr><Pty><Nm>Auto SSA</Nm></Pty></Cdtr>")
)

GONE_BACK = Transaction(
    -12_300, -300, "2026-17", "M-17", "AUTO-7", "AUTO-7-RCUR", "", "Hotel Seeblick", THEIRS, "",
    "Invoice 17, thank you", ReturnReason("AC04", "Konto erloschen"),
)  # fmt: skip


@pytest.mark.parametrize(("body", "version"), [(RETURN_V02, V02), (RETURN_V08, V08)], ids=["v02", "v08"])
def test_a_return_with_its_fee(body: str, version: Version) -> None:
    (found,) = entries(document(body, version))
    assert found.transactions == (GONE_BACK,)
    assert found.amount == -12_600
    assert (found.day, found.value_day) == (date(2026, 11, 27), date(2026, 11, 26))
    assert found.is_reversal
    assert (found.code, found.bank_reference, found.text) == ("PMNT-IDDT-UPDD", "2026112700017", "LASTSCHRIFT RETOURE")


def test_a_return_is_the_same_entry_in_either_version() -> None:
    (old,), (new,) = entries(document(RETURN_V02, V02)), entries(document(RETURN_V08, V08))
    assert old == new


@pytest.mark.parametrize("kind", ["<Prtry><Cd>NRTI+109+00931</Cd></Prtry>", ""])
def test_a_return_without_a_reason_is_one_by_its_kind(kind: str) -> None:
    code = f"<BkTxCd>{kind}</BkTxCd>"
    details = f"<NtryDtls><TxDtls><Refs><EndToEndId>2026-17</EndToEndId></Refs>{code}</TxDtls></NtryDtls>"
    (found,) = entries(document(entry("5.00", "DBIT", more=details)))
    assert found.transactions[0].returned == (ReturnReason("") if kind else None)


@pytest.mark.parametrize(
    ("status", "version", "is_booked"),
    [
        ("BOOK", V02, True),
        ("PDNG", V02, False),
        ("INFO", V02, False),
        ("<Cd>BOOK</Cd>", V08, True),
        ("<Cd>PDNG</Cd>", V08, False),
        ("<Cd>FUTR</Cd>", V08, False),
        ("<Prtry>X</Prtry>", V08, False),
        ("", V08, False),
    ],
)
def test_only_what_is_booked_counts(status: str, version: Version, is_booked: bool) -> None:
    assert len(entries(document(entry(status=status), version))) == is_booked


def test_a_pending_entry_lends_its_transactions_to_no_other() -> None:
    pending = entry(
        status="<Cd>PDNG</Cd>", more="<NtryDtls><TxDtls><Refs><EndToEndId>P</EndToEndId></Refs></TxDtls></NtryDtls>"
    )
    (found,) = entries(document(pending + entry()))
    assert found.transactions == (Transaction(1_000),)


BATCH = """<NtryDtls><Btch><MsgId>AUTO-7</MsgId><PmtInfId>AUTO-7-FRST</PmtInfId></Btch>
<TxDtls><Refs><EndToEndId>A</EndToEndId></Refs><Amt Ccy="EUR">3.99</Amt></TxDtls>
<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><Amt Ccy="EUR">{second}</Amt></TxDtls></NtryDtls>"""


def test_a_batch_is_opened_into_its_transactions() -> None:
    (found,) = entries(document(entry(more=BATCH.format(second="6.01"))))
    assert found.is_opened
    assert [(one.amount, one.end_to_end_id) for one in found.transactions] == [(399, "A"), (601, "")]
    assert {(one.message_id, one.payment_id) for one in found.transactions} == {("AUTO-7", "AUTO-7-FRST")}


def test_a_batch_that_does_not_add_up_is_one_sum() -> None:
    (found,) = entries(document(entry(more=BATCH.format(second="6.00") + "<AddtlNtryInf>SAMMLER</AddtlNtryInf>")))
    assert not found.is_opened
    assert found.transactions == (Transaction(1_000, text="SAMMLER"),)


def test_the_structured_reference_and_the_text_are_two() -> None:
    purpose = (
        "<RmtInf><Ustrd>Rechnung</Ustrd><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>"
    )
    (found,) = entries(document(entry(more=f"<NtryDtls><TxDtls>{purpose}</TxDtls></NtryDtls>")))
    assert (found.transactions[0].reference, found.transactions[0].text) == ("RF18539007547034", "Rechnung")


@pytest.mark.parametrize(
    ("direction", "parties", "name"),
    [
        ("CRDT", "<Dbtr><Nm>They</Nm></Dbtr><Cdtr><Nm>We</Nm></Cdtr>", "They"),
        ("DBIT", "<Dbtr><Nm>We</Nm></Dbtr><Cdtr><Nm>They</Nm></Cdtr>", "They"),
        ("CRDT", "<UltmtDbtr><Pty><Nm>Parent</Nm></Pty></UltmtDbtr>", "Parent"),
        ("CRDT", f"<DbtrAcct><Id><IBAN>{OURS}</IBAN></Id></DbtrAcct><Cdtr><Nm>They</Nm></Cdtr>", "They"),
        ("CRDT", "", ""),
    ],
)
def test_the_other_side(direction: str, parties: str, name: str) -> None:
    details = f"<NtryDtls><TxDtls><RltdPties>{parties}</RltdPties></TxDtls></NtryDtls>"
    (found,) = entries(document(entry("1.00", direction, more=details)))
    assert found.transactions[0].name == name


@pytest.mark.parametrize("code", ["CHRG", "COMM", "FEES", "OTHR"])
def test_fees_of_the_bank_are_known_by_their_code(code: str) -> None:
    kind = f"<BkTxCd><Domn><Cd>ACMT</Cd><Fmly><Cd>MDOP</Cd><SubFmlyCd>{code}</SubFmlyCd></Fmly></Domn></BkTxCd>"
    out, back = entries(document(entry("4.90", "DBIT", more=kind) + entry("4.90", "CRDT", more=kind)))
    assert out.is_charge is (code != "OTHR")
    assert not back.is_charge


def test_balances_and_pages_of_the_head() -> None:
    head = Statement(OURS, "S1", "EUR", "33", 2, Balance(date(2026, 11, 1), -5), Balance(date(2026, 11, 30), 1_000))
    assert read(file([(head, [])], V08)) == [(head, [])]
    paged = b"".join([file([(head, [])], V02).replace(b"</GrpHdr>", b"<MsgPgntn><PgNb>2</PgNb></MsgPgntn></GrpHdr>")])
    assert read(paged) == [(head, [])]


def test_hidden_signs_go_and_texts_stay_short() -> None:
    details = (
        f"<NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Ev\u202eil{'x' * 200}</Nm></Dbtr></RltdPties></TxDtls></NtryDtls>"
    )
    (found,) = entries(document(entry(more=details)))
    assert found.transactions[0].name == ("Evil" + "x" * 200)[:140]


def test_several_accounts_of_ours_may_be_in_one_file() -> None:
    one, two = Statement(OURS, "S1", "EUR"), Statement(THEIRS, "S2", "EUR")
    assert [head for head, _ in read(file([(one, []), (two, [])], V08), OURS, THEIRS)] == [one, two]


def test_a_currency_without_cents() -> None:
    yen = document(entry("1500").replace("EUR", "JPY")).replace(b"<Ccy>EUR", b"<Ccy>JPY")
    (found,) = entries(yen)
    assert found.amount == 1_500


def test_an_amount_of_another_currency_is_no_amount_of_ours() -> None:
    details = '<NtryDtls><TxDtls><AmtDtls><TxAmt><Amt Ccy="USD">11.50</Amt></TxAmt></AmtDtls></TxDtls></NtryDtls>'
    (found,) = entries(document(entry(more=details)))
    assert replace(found.transactions[0], text="") == Transaction(1_000)
