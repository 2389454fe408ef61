"""What the terms and the service description of the demo's vendor say, in English and German. All of it is invented."""

_SCOPE = (
    "What these terms are for",
    "They hold for software service agreements (SSA) between Brightline Telephony and companies or authorities: for"
    " each contract and each order placed in the portal. Other terms do not become part of it, even if we do not"
    " object.",
)
_CONTRACT = (
    "How a contract comes about",
    "You submit a contract in the portal, with the figures that its last page shows. It is concluded when we approve"
    " it. A partner may do so on your behalf for as long as you give it access.",
)
_CREDITS = (
    "Credits and prices",
    "SSA is paid with software service credits (SSC), bought in advance. The price of a credit is that of our list on"
    " the day of the booking; a new price is entered in the list before it begins. What a contract lacks is recharged"
    " when its next period is booked, and invoiced.",
)
_PAYMENT = (
    "Payment",
    "Invoices are payable within 14 days, without deduction. If an invoice stays unpaid, we may suspend the contract"
    " after a reminder. Coverage that was paid for stays.",
)
_PAYMENT_2 = (
    "Payment and electronic invoices",
    "Invoices are payable within 14 days, without deduction. You receive them as electronic invoices according to"
    " EN 16931, at the addresses that you enter in the portal. If an invoice stays unpaid, we may suspend the contract"
    " after a reminder. Coverage that was paid for stays.",
)
_END = (
    "Term and cancellation",
    "A contract is extended term by term until it is cancelled. Either side may cancel in the portal, with the notice"
    " of the chosen option; the contract then ends with its term. A cancellation can be withdrawn until that day.",
)
_LIABILITY = (
    "Liability",
    "We are liable without limit for intent and gross negligence and for injury to life, body or health; otherwise only"
    " for a breach of essential duties, up to the damage that is typical and could be foreseen.",
)
_DATA = (
    "Data",
    "We keep what the portal needs for the agreement, and process it only for that. What it is and for how long it is"
    " kept, the page on privacy says.",
)
_DEVICES = (
    "Devices",
    "You register the devices on which licenses are used. A device may ask our portal which releases it may install; it"
    " sends its serial number, its version and nothing of what is said or stored on it.",
)
_LAW = ("Law", "German law applies, without the law on international sales. The place of jurisdiction is Hamburg.")

_UMFANG = (
    "Wofür diese Bedingungen gelten",
    "Sie gelten für Software-Service-Agreements (SSA) zwischen Brightline Telephony und Unternehmen oder Behörden: für"
    " jeden Vertrag und jede Bestellung im Portal. Andere Bedingungen werden nicht Vertragsbestandteil, auch wenn wir"
    " ihnen nicht widersprechen.",
)
_SCHLUSS = (
    "Wie ein Vertrag zustande kommt",
    "Sie reichen einen Vertrag im Portal ein, mit den Zahlen, die dessen letzte Seite zeigt. Geschlossen ist er, wenn"
    " wir ihn genehmigen. Ein Partner kann das in Ihrem Namen tun, solange Sie ihm Zugriff geben.",
)
_GUTHABEN = (
    "Guthaben und Preise",
    "SSA wird mit Software-Service-Credits (SSC) bezahlt, die im Voraus gekauft werden. Es gilt der Preis unserer Liste"
    " am Tag der Buchung; ein neuer Preis steht in der Liste, bevor er beginnt. Was einem Vertrag fehlt, wird bei der"
    " Buchung seines nächsten Zeitraums nachgeladen und in Rechnung gestellt.",
)
_ZAHLUNG = (
    "Zahlung",
    "Rechnungen sind innerhalb von 14 Tagen ohne Abzug zu zahlen. Bleibt eine Rechnung offen, können wir den Vertrag"
    " nach einer Mahnung aussetzen. Bezahlte Zeiträume bleiben.",
)
_ZAHLUNG_2 = (
    "Zahlung und elektronische Rechnungen",
    "Rechnungen sind innerhalb von 14 Tagen ohne Abzug zu zahlen. Sie erhalten sie als elektronische Rechnungen nach"
    " EN 16931, an die Adressen, die Sie im Portal eintragen. Bleibt eine Rechnung offen, können wir den Vertrag nach"
    " einer Mahnung aussetzen. Bezahlte Zeiträume bleiben.",
)
_ENDE = (
    "Laufzeit und Kündigung",
    "Ein Vertrag verlängert sich um jeweils eine Laufzeit, bis er gekündigt wird. Beide Seiten können im Portal mit der"
    " Frist der gewählten Option kündigen; der Vertrag endet dann mit seiner Laufzeit. Bis dahin lässt sich die"
    " Kündigung zurücknehmen.",
)
_HAFTUNG = (
    "Haftung",
    "Für Vorsatz und grobe Fahrlässigkeit sowie für Schäden an Leben, Körper oder Gesundheit haften wir unbeschränkt;"
    " sonst nur für die Verletzung wesentlicher Pflichten und bis zur Höhe des typischen, vorhersehbaren Schadens.",
)
_DATEN = (
    "Daten",
    "Wir speichern, was das Portal für die Vereinbarung braucht, und verarbeiten es nur dafür. Was das ist und wie"
    " lange es aufbewahrt wird, sagt die Seite zum Datenschutz.",
)
_GERAETE = (
    "Geräte",
    "Sie registrieren die Geräte, auf denen Lizenzen genutzt werden. Ein Gerät kann unser Portal fragen, welche"
    " Versionen es installieren darf; es sendet seine Seriennummer, seine Version und nichts von dem, was auf ihm"
    " gesprochen oder gespeichert wird.",
)
_RECHT = (
    "Recht",
    "Es gilt deutsches Recht ohne das UN-Kaufrecht. Gerichtsstand ist Hamburg.",
)


def _text(*clauses: tuple[str, str]) -> str:
    """Numbered clauses, each under its heading."""
    return "\n\n".join(f"{number}. {title}\n{text}" for number, (title, text) in enumerate(clauses, start=1))


TERMS_1 = {
    "en": _text(_SCOPE, _CONTRACT, _CREDITS, _PAYMENT, _END, _LIABILITY, _DATA, _LAW),
    "de": _text(_UMFANG, _SCHLUSS, _GUTHABEN, _ZAHLUNG, _ENDE, _HAFTUNG, _DATEN, _RECHT),
}
TERMS_2 = {
    "en": _text(_SCOPE, _CONTRACT, _CREDITS, _PAYMENT, _END, _DEVICES, _LIABILITY, _DATA, _LAW),
    "de": _text(_UMFANG, _SCHLUSS, _GUTHABEN, _ZAHLUNG, _ENDE, _GERAETE, _HAFTUNG, _DATEN, _RECHT),
}
TERMS_3 = {
    "en": _text(_SCOPE, _CONTRACT, _CREDITS, _PAYMENT_2, _END, _DEVICES, _LIABILITY, _DATA, _LAW),
    "de": _text(_UMFANG, _SCHLUSS, _GUTHABEN, _ZAHLUNG_2, _ENDE, _GERAETE, _HAFTUNG, _DATEN, _RECHT),
}
SERVICE_1 = {
    "en": _text(
        (
            "What is covered",
            "All licenses of the project that are part of SSA, for each day until which the portal shows it as"
            " covered.",
        ),
        (
            "New releases",
            "You may install each feature, maintenance and security release that comes out while your licenses are"
            " covered, and go on using it afterwards.",
        ),
        (
            "Security",
            "Security updates of a branch that you may run are free, for as long as we support the branch.",
        ),
        (
            "Support",
            "Our support answers from Monday to Friday, 8:00 to 17:00 in Hamburg, but not on public holidays there. We"
            " begin with a fault that stops telephony within four of these hours, with any other on the next such day.",
        ),
        (
            "What is not part of it",
            "Installation, training, work at your site, and hardware. We are glad to make an offer for them.",
        ),
    ),
    "de": _text(
        (
            "Was abgedeckt ist",
            "Alle Lizenzen des Projekts, die zu SSA gehören, für jeden Tag, bis zu dem das Portal es als abgedeckt"
            " zeigt.",
        ),
        (
            "Neue Versionen",
            "Sie dürfen jede Funktions-, Wartungs- und Sicherheitsversion installieren, die erscheint, während Ihre"
            " Lizenzen abgedeckt sind, und sie danach weiter nutzen.",
        ),
        (
            "Sicherheit",
            "Sicherheitsupdates eines Zweigs, den Sie nutzen dürfen, sind kostenlos, solange wir den Zweig"
            " unterstützen.",
        ),
        (
            "Support",
            "Unser Support antwortet montags bis freitags von 8 bis 17 Uhr, außer an Feiertagen in Hamburg. Mit einer"
            " Störung, bei der nicht mehr telefoniert werden kann, beginnen wir innerhalb von vier dieser Stunden, mit"
            " jeder anderen am nächsten solchen Tag.",
        ),
        (
            "Was nicht dazugehört",
            "Installation, Schulung, Arbeiten bei Ihnen vor Ort und Hardware. Dafür machen wir Ihnen gern ein Angebot.",
        ),
    ),
}
