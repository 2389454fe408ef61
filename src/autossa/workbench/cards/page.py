"""The page of the fake gateway on which one "pays": in both languages, and plainly no real one."""

from html import escape

from autossa.domain.currencies import with_code
from autossa.workbench.cards.fake import Page

_TEXTS = {
    "en": {
        "title": "Demo card payment",
        "lead": "This is the demo's own payment page: no card, no money. A real one belongs to the payment provider.",
        "for": "For",
        "pay": "Pay",
        "decline": "Decline",
        "later": "Pay, the money comes later",
        "settle": "The money arrives",
        "fail": "The money does not arrive",
        "leave": "Back without paying",
        "closed": "This payment is closed.",
        "events": "The message to the portal",
        "": "arrives",
        "lost": "gets lost",
        "twice": "arrives twice",
        "late": "arrives 20 seconds late",
        "old": "arrives with a time stamp of six minutes ago",
        "forged": "is signed by somebody else",
    },
    "de": {
        "title": "Kartenzahlung der Demo",
        "lead": "Das ist die Zahlungsseite der Demo: keine Karte, kein Geld. Eine echte gehört dem Zahlungsdienst.",
        "for": "Für",
        "pay": "Bezahlen",
        "decline": "Ablehnen",
        "later": "Bezahlen, das Geld kommt später",
        "settle": "Das Geld trifft ein",
        "fail": "Das Geld trifft nicht ein",
        "leave": "Zurück, ohne zu bezahlen",
        "closed": "Diese Zahlung ist abgeschlossen.",
        "events": "Die Meldung an das Portal",
        "": "kommt an",
        "lost": "geht verloren",
        "twice": "kommt zweimal an",
        "late": "kommt 20 Sekunden später an",
        "old": "trägt einen Zeitstempel von vor sechs Minuten",
        "forged": "ist von jemand anderem unterschrieben",
    },
}
_HOW = ("", "lost", "twice", "late", "old", "forged")
_STYLE = (
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:3rem auto;"
    "padding:0 1rem}"
    "button{font:inherit;padding:.6rem 1rem;margin:.3rem .3rem .3rem 0;border-radius:.4rem;border:1px solid #888}"
    ".main{background:#0b5d73;color:#fff;border-color:#0b5d73}select{font:inherit;padding:.4rem;max-width:100%}"
    ".sum{font-size:1.8rem;font-weight:600}"
)


def html(page: Page) -> str:
    """The page."""
    texts = _TEXTS["de" if page.language.startswith("de") else "en"]
    amount = with_code(page.amount, page.currency)
    acts = _acts(page)
    buttons = "".join(
        f'<button name="act" value="{act}"{" class=main" if act == "pay" else ""}>'
        f"{texts[act]}{f' {amount}' if act == 'pay' else ''}</button>"
        for act in acts
    )
    options = "".join(f'<option value="{how}">{texts[how]}</option>' for how in _HOW)
    closed = "" if len(acts) > 1 else f"<p>{texts['closed']}</p>"
    return (
        f'<!doctype html><html lang="{page.language[:2]}"><meta charset="utf-8"><title>{texts["title"]}</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
        f"<style>{_STYLE}</style><h1>{texts['title']}</h1>"
        f'<p>{texts["lead"]}</p><p>{texts["for"]}: {escape(page.name)}</p><p class="sum">{amount}</p>{closed}'
        f'<form method="post"><p><label>{texts["events"]}: <select name="events">{options}</select></label></p>'
        f"<p>{buttons}</p></form></html>"
    )


def _acts(page: Page) -> tuple[str, ...]:
    if page.status == "open":
        return ("pay", "decline", "later", "leave")
    return ("settle", "fail", "leave") if page.intent == "processing" else ("leave",)
