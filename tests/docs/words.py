"""Dates, amounts and the words of the tables, in the language of a document."""

from datetime import date
from fractions import Fraction

from autossa.domain.amounts import show
from autossa.domain.dates import DAY

MONTHS = {
    "en": [
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ],
    "de": [
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ],
}

_WORDS = {
    "day": ("Day", "Tag"),
    "what": ("What happens", "Was geschieht"),
    "ssc": ("SSC", "SSC"),
    "from_balance": ("from the balance", "aus dem Guthaben"),
    "invoiced": ("invoiced SSC", "in Rechnung gestellte SSC"),
    "net": ("net", "netto"),
    "vat": ("VAT", "USt"),
    "gross": ("gross", "brutto"),
    "balance": ("balance after", "Guthaben danach"),
    "file": ("This history as a scenario file", "Diese Geschichte als Szenariodatei"),
    "added": ("{quantity} × {type} added ({id})", "{quantity} × {type} hinzugefügt ({id})"),
    "activated": ("{id} activated", "{id} aktiviert"),
    "included_until": ("SSA included until {day}", "SSA enthalten bis {day}"),
    "ssa_included": ("SSA always included", "SSA immer enthalten"),
    "ssa_none": ("not part of SSA", "nicht Teil des SSA"),
    "given_up": ("{gone} of {id} given up, with effect on {day}", "{gone} von {id} zurückgegeben, wirksam ab {day}"),
    "remain": ("{rest} remain", "{rest} bleiben"),
    "taken_back": ("giving up {id} undone", "Rückgabe von {id} zurückgenommen"),
    "waived": ("doubling of the gap waived until {day}", "Verzicht auf die Verdopplung der Lücke bis {day}"),
    "terminated": ("contract terminated: last day {day}", "Vertrag vorzeitig beendet: letzter Tag {day}"),
    "topped_up": ("{ssc} SSC topped up", "{ssc} SSC aufgeladen"),
    "held": ("{ssc} SSC reserved for the gap", "{ssc} SSC für die Lücke reserviert"),
    "released": ("{ssc} SSC released", "{ssc} SSC wieder verfügbar"),
    "concluded": ("`{option}` concluded, start {day}", "`{option}` abgeschlossen, Beginn {day}"),
    "gap_once": ("gap {span}: {ssc} SSC, once", "Lücke {span}: {ssc} SSC, einfach"),
    "gap_late": ("gap {span}: {ssc} SSC, twice", "Lücke {span}: {ssc} SSC, doppelt"),
    "gap_waived": (
        "gap {span}: {ssc} SSC, once, because the doubling is waived",
        "Lücke {span}: {ssc} SSC, einfach, denn auf die Verdopplung wird verzichtet",
    ),
    "ends": ("last day set: {day}", "letzter Tag gesetzt: {day}"),
    "option_from": ("goes on as `{option}` from {day}", "läuft ab {day} weiter als `{option}`"),
    "undone": ("cancellation withdrawn", "Kündigung zurückgenommen"),
    "extension": ("period {span}", "Zeitraum {span}"),
    "addition": ("addition {span}", "neue Lizenz {span}"),
    "gap": ("back payment {span}", "Nachzahlung {span}"),
    "manual": ("extended manually {span}", "manuell verlängert {span}"),
    "refused": ("refused: `{code}`", "nicht möglich: `{code}`"),
    "missing_ssc": ("{ssc} SSC missing", "es fehlen {ssc} SSC"),
    "earliest_end": ("earliest last day {day}", "frühestmöglicher letzter Tag {day}"),
    "ends_on": ("last day is {day} already", "letzter Tag ist schon {day}"),
    "in_review": ("contract in review", "Vertrag in Prüfung"),
    "active": ("contract active", "Vertrag aktiv"),
    "ending": ("contract ending", "Vertrag läuft aus"),
    "suspended": ("contract suspended", "Vertrag ausgesetzt"),
    "ended": ("contract ended", "Vertrag beendet"),
    "rejected": ("contract rejected", "Vertrag abgelehnt"),
    "withdrawn": ("contract withdrawn", "Vertrag zurückgezogen"),
    "start": ("Start", "Beginn"),
    "month_from": ("Month from", "Monat ab"),
    "year_from": ("Year from", "Jahr ab"),
    "span": ("Period", "Zeitraum"),
    "days": ("Days", "Tage"),
    "month": ("Month", "Monat"),
    "months": ("Months", "Monate"),
    "exact": ("exact", "genau"),
    "sum_exact": ("Need since the start, exact", "Bedarf seit Beginn, genau"),
    "sum_rounded": ("rounded", "gerundet"),
    "before": ("charged before", "schon berechnet"),
    "charge": ("charge", "Betrag"),
    "total": ("Total", "Summe"),
    "cut": ("Billed", "Abrechnung"),
    "charges": ("Charges", "Beträge"),
    "option": ("Option", "Option"),
    "term": ("Term", "Vertragslaufzeit"),
    "notice": ("Notice", "Kündigungsfrist"),
    "billed": ("Billed", "Abgerechnet"),
    "adjustment": ("Price of an SSC", "Preis eines SSC"),
    "n_months": ("{n} months", "{n} Monate"),
    "one_month": ("1 month", "1 Monat"),
    "every_months": ("every {n} months", "alle {n} Monate"),
    "every_month": ("every month", "jeden Monat"),
    "list_price": ("list price", "Listenpreis"),
    "list_price_plus": ("list price {n} %", "Listenpreis {n} %"),
    "ssc_in": ("SSC, {n} months", "SSC, {n} Monate"),
    "net_in": ("net, {n} months", "netto, {n} Monate"),
    "gross_in": ("gross, {n} months", "brutto, {n} Monate"),
    "cancel_by": ("Last day to cancel", "Letzter Kündigungstag"),
    "last_day": ("Last day of the contract", "Letzter Tag des Vertrags"),
    "cancelled_on": ("Cancelled on", "Gekündigt am"),
    "due": ("Booked in the run of", "Gebucht im Lauf am"),
    "booked_daily": ("Run every day: booked", "Täglicher Lauf: gebucht"),
    "booked_late": ("One run on {day}: booked as of", "Ein Lauf am {day}: gebucht zum"),
    "license": ("License", "Lizenz"),
    "piece": ("For the days", "Für die Tage"),
    "run": ("Run from", "Lauf ab"),
    "release": ("Release", "Version"),
    "released_on": ("Released on", "Erschienen am"),
    "class": ("Class", "Klasse"),
    "feature": ("feature", "Funktionen"),
    "maintenance": ("maintenance", "Wartung"),
    "security": ("security", "Sicherheit"),
    "may_install": ("May install?", "Installierbar?"),
    "reason": ("Reason", "Grund"),
    "rests_on": ("Based on", "Grundlage"),
    "yes": ("yes", "ja"),
    "no": ("no", "nein"),
    "acquired": ("acquired on {day}", "erworben am {day}"),
    "covered": ("covered {span}", "SSA gültig {span}"),
    "counts_as_of": ("counts as of {day}", "zählt ab {day}"),
    "through": ("entitled to {release}", "berechtigt zu {release}"),
    "missing": ("{types} missing", "{types} fehlt"),
    "locked": ("{types} locked", "{types} gesperrt"),
    "paid_from_balance": ("paid from the balance", "aus dem Guthaben bezahlt"),
    "recharged": ("recharged by invoice", "mit Rechnung aufgeladen"),
    "coverage_until": ("covered until", "SSA gültig bis"),
    "invoice_net": ("invoice, net", "Rechnung, netto"),
    "invoice_vat": ("invoice, VAT", "Rechnung, USt"),
    "invoice_gross": ("invoice, gross", "Rechnung, brutto"),
    "booked": ("Booked {day}", "Gebucht {day}"),
    "voided": ("Voided {day}", "Storniert {day}"),
    "again": ("Booked again {day}", "Neu gebucht {day}"),
    "value": ("Value", "Wert"),
    "standard": ("Standard", "Standard"),
    "grace_days": (
        "days within which a gap counts once (§4)",
        "Tage, in denen eine Lücke einfach zählt (§4)",
    ),
    "reaction_days": (
        "days to react to a rejection that do not count (§4)",
        "Tage nach einer Ablehnung, die nicht mitzählen (§4)",
    ),
    "late_multiplier": ("what a longer gap is multiplied by (§4)", "womit eine längere Lücke vervielfacht wird (§4)"),
    "renewal_lead_days": (
        "days from booking a period to its start (§5)",
        "Tage von der Buchung eines Zeitraums bis zu seinem Beginn (§5)",
    ),
    "give_up": (
        "when a license given up under a contract ends: with the term or the billed period (§6)",
        "wann eine unter Vertrag zurückgegebene Lizenz endet: mit der Vertragslaufzeit oder dem Zeitraum (§6)",
    ),
    "entitlement_day": (
        "the day that maintenance and security releases count from: their own or that of their branch (§9)",
        "von wann an Wartung und Sicherheit zählen: ab ihrem Tag oder dem ihres Zweigs (§9)",
    ),
    "void_days": (
        "days within which staff may void (§10)",
        "Tage, in denen der Hersteller stornieren kann (§10)",
    ),
    "wrong": ("In the file", "In der Datei"),
    "sentence": ("What `autossa` says", "Was `autossa` sagt"),
}


class Words:
    """The words and formats of one language, "en" or "de"."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._index = ("en", "de").index(language)

    def __call__(self, key: str, **values: object) -> str:
        return _WORDS[key][self._index].format(**values)

    def day(self, day: date) -> str:
        """31 January 2026, 31. Januar 2026."""
        dot = "." if self.language == "de" else ""
        return f"{day.day}{dot} {MONTHS[self.language][day.month - 1]} {day.year}"

    def span(self, start: date, end: date) -> str:
        """A half-open period as people read it, last day included."""
        return f"{self.day(start)} {'bis' if self.language == 'de' else 'to'} {self.day(end - DAY)}"

    def amount(self, amount: int) -> str:
        """Hundredths with two decimals: 41.67, 41,67; a minus is a minus sign."""
        return self._comma(show(amount)).replace("-", "−")

    def exact(self, value: Fraction) -> str:
        """Four decimals, cut and marked where there are more: 83.3333…"""
        scaled, rest = divmod(value * 10**4, 1)
        whole, decimals = divmod(int(scaled), 10**4)
        digits = f"{decimals:04d}" if rest else f"{decimals:04d}".rstrip("0")
        return self._comma(f"{whole}.{digits}".rstrip(".")) + ("…" if rest else "")

    def months(self, count: int) -> str:
        return self("one_month") if count == 1 else self("n_months", n=count)

    def _comma(self, text: str) -> str:
        return text.replace(".", ",") if self.language == "de" else text


def table(header: list[str], rows: list[list[str]], right: tuple[int, ...] = ()) -> str:
    """A Markdown table; columns in `right` are right-aligned."""
    rule = ["---:" if i in right else "---" for i in range(len(header))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [header, rule, *rows])
