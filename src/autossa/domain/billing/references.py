"""Creditor references (ISO 11649): what a transfer says so that it finds its document (billing 11)."""

_LONGEST, _CHECK = 21, 97


def creditor_reference(number: str) -> str:
    """The RF reference of a document's number, of its letters and digits; "" where it has too many, or none."""
    body = "".join(sign for sign in number.upper() if sign.isascii() and sign.isalnum())
    if not 1 <= len(body) <= _LONGEST:
        return ""
    return f"RF{_CHECK + 1 - int(_digits(body + 'RF00')) % _CHECK:02d}{body}"


def is_creditor_reference(text: str) -> bool:
    """An RF reference whose check digits are right."""
    is_formed = text.isascii() and text.isalnum() and text.startswith("RF") and len(text) in range(5, 26)
    return is_formed and text[2:4].isdigit() and int(_digits(text[4:] + text[:4])) % _CHECK == 1


def grouped(text: str) -> str:
    """In groups of four, as references and IBANs are written for people."""
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def _digits(text: str) -> str:
    return "".join(str(int(sign, 36)) for sign in text)
