"""Odd words and phrases that no text for people has, and what to write instead, by language.

`word` is a regular expression, searched whatever the case of its letters; whole words only. `not_in` are phrases in
which the word is right. Add a row when you meet an oddity, not an exception when you write one.
"""

from typing import NamedTuple


class Banned(NamedTuple):
    word: str
    instead: str
    not_in: tuple[str, ...] = ()
    exact: bool = False  # its letters' case counts


EN = (
    Banned("mend(s|ed|ing)?", "fix"),
    Banned("back without a change", "Cancel"),
    Banned("look at it|change it once more", "View, Preview, Edit again"),
    Banned("change something", "Edit"),
    Banned("go on (to|and|with)", "continue to, review"),
    Banned("this is no [a-z]+", "Enter a valid …"),
    Banned("(is|are|was|were|be|been) no (day|error|date|address)", "is not a …"),
    Banned("(take|takes|taken|took|taking)( (it|them|that|this|one|rights|a cancellation|the cancellation))? back",
           "withdraw (a cancellation), revoke (access), void or reverse (a booking)"),
    Banned("our mistake", "Something went wrong"),
    Banned("kept them", "saved them"),
    Banned("told", "informed, shown"),
    Banned("shut(s|ting)? .{0,20}out|shut out", "block, blocked"),
    Banned("let .{0,20}in again", "unblock"),
    Banned(
        "mails?",
        "e-mail",
        ("`autossa mails", "autossa mails", "mails texts", "`mails`", "/dev/mail", "“mail”", "booking, mail, webhooks"),
    ),
    Banned("emails?", "e-mail", ("--email",)),
    Banned("by mail|mail texts?|words of (the|old) mails", "by e-mail, e-mail templates"),
    Banned("holes?", "gap"),
    Banned("by hand", "manually"),
    Banned("hand-?overs?", "partner access", ("in tables and addresses: hand-over",)),
    Banned("hand(ed|s|ing)? .{0,20}over( to)?", "give access to"),
    Banned("for doubles|merge doubles|doubles are", "duplicates"),
    Banned("the chosen", "selected"),
    Banned("anew", "again, new"),
    Banned("those to come", "including future ones"),
    Banned("stands? on top", "first"),
    Banned("nothing waits|waits for you", "No open requests, You're all caught up"),
    Banned("what waits", "what is waiting"),
    Banned("why this number", "How is this calculated?"),
    Banned("free to use|free again|free credits|free balance|held credits", "available, released, reserved"),
    Banned("not paid back|paid back for", "non-refundable; back-paid"),
    Banned("the present (term|coverage|period)", "the current …"),
    Banned("make (a token|new codes|a key|an account)|made anew|new codes were made|account (is|was) made", "create"),
    Banned("(five )?signs of|groups of five signs", "characters"),
    Banned("forgot the password|the same again|password holds", "Forgot password? Repeat password. Password updated."),
    Banned("look into (your|the)", "Check your inbox"),
    Banned("(can|could|to) read this picture|not read it", "Scan this QR code"),
    Banned("hurdles?|oddit(y|ies)|talk", "refusal, out of the ordinary, messages"),
    Banned("your words hold|holds? from now on|holds? again", "Saved. Used from the next e-mail on."),
    Banned("vat id", "VAT ID", exact=True),
    Banned("log-in", "login (noun), log in (verb)"),
    Banned("of somebody('s)? own", "their own"),
    Banned("nothing to watch you", "does not track you"),
)  # fmt: skip

DE = (
    Banned("Zust(and|ands|änden?)", "Status"),
    Banned("Zahlern?|Zahlers", "Rechnungsempfänger"),
    Banned("Loch|Löcher[n]?", "Lücke"),
    Banned("(?<!E-)(Test)?Mails?", "E-Mail", ("autossa mails",)),
    Banned("E-mails?|e-mails?|Emails?|EMails?|E-Mailadressen?|E-Mail Adressen?", "E-Mail, E-Mail-Adresse", exact=True),
    Banned("USt-?I[Dd](-?Nr)?\\.?|Umsatzsteuer-?ID", "USt-IdNr.", ("USt-IdNr.",), exact=True),
    Banned("Abdeckung(en)?|(nicht )?abgedeckt(e[nrsm]?)?|ab(zu)?decken", "SSA-Laufzeit, SSA gültig bis, ohne SSA"),
    Banned("(die|eine|keine|seine|ihre|diese) SSA(?!-)", "der SSA (wie der Softwarepflegevertrag)"),
    Banned("(?<![-\\w])Laufzeit(en)?", "Vertragslaufzeit (Vertrag), SSA-Laufzeit (SSA)"),
    Banned("SSA Laufzeit|Auto SSA Vertrag(s)?|Auto SSA Portal", "SSA-Laufzeit, Auto-SSA-Vertrag"),
    Banned("Freigaben?( des Herstellers)", "Genehmigung"),
    Banned("Abrechnungskontakten?|Rechnungskontakten", "Kontakte für Abrechnung"),
    Banned("geparkt(e[nrsm]?)?", "zurückgestellt"),
    Banned("Mail-?[Ss]erver(n|s)?", "E-Mail-Server", ("E-Mail-Server",)),
    Banned("von Hand", "manuell"),
    Banned("Übergaben?|übergeben", "Partnerzugriff, Zugriff erteilen"),
    Banned("aufnehmen|aufgenommen(e[nrsm]?)?|Aufnahmen?", "hinzufügen, hinzugefügt"),
    Banned("in Benutzung|in Gebrauch", "in Nutzung"),
    Banned("früheste[nrsm]?", "frühestmöglich"),
    Banned("kaputt", "funktioniert nicht"),
    Banned("Gutschrift(en)?", "Stornorechnung (eine Gutschrift stellt der Empfänger aus)"),
    Banned("Warum diese Zahl", "Wie wird das berechnet?"),
    Banned("(für|der|die) gewählten", "ausgewählte"),
    Banned("nichts wartet", "Keine offenen Anfragen."),
    Banned("freiwillig", "optional"),
    Banned("(Updates|Upgrades).{0,20} frei", "kostenlos enthalten"),
    Banned("Laufzeit (für|um) Laufzeit", "verlängert sich jeweils um eine Vertragslaufzeit"),
    Banned("zurück ohne (eine )?Änderung|unverändert zurück", "Abbrechen"),
    Banned("so viele an einem Tag", "Ereignisse pro Tag"),
    Banned("der Beginn, zusammen", "Zu Beginn fällig"),
    Banned("rollen", "scrollen", ("Rollen",), exact=True),
    Banned("macht? Sinn|in 20\\d\\d\\b(?= (beginn|end))", "ist sinnvoll; 2027, im Jahr 2027"),
    Banned("du|dein(e[nrsm]?)?|euch|euer", "Sie, Ihr"),
)  # fmt: skip
