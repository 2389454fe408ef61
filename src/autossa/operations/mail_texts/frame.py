"""The HTML part: made from the same blocks as the text, everything escaped, in one calm frame.

No pictures, no style sheets from elsewhere, nothing that calls home: styles stand in the elements, where all mail
programs find them.
"""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from autossa.operations.mail_texts.rendering import Block, Filled

_FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;"
_PAPER, _SHEET, _INK, _QUIET, _RULE = "#f1f4f5", "#ffffff", "#1c2529", "#57656b", "#dde4e7"
_DARK_TEXT_FROM = 0.35  # luminance of an accent on which dark letters read better than white ones


def html(filled: Filled, *, language: str, vendor: str, accent: str, footer: str) -> str:
    """The whole document."""
    body = "\n".join(_parts(filled, accent))
    name, title = escape(vendor), escape(filled.subject)
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>{title}</title>
</head>
<body style="margin:0;padding:0;background:{_PAPER};color:{_INK};{_FONT}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:{_PAPER};">
<tr><td align="center" style="padding:24px 12px;">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;">
<tr><td style="background:{_SHEET};border:1px solid {_RULE};border-top:4px solid {accent};border-radius:6px;">
<div style="padding:20px 32px 0;font-size:14px;line-height:20px;font-weight:600;color:{_QUIET};">{name}</div>
<div style="padding:8px 32px 16px;font-size:16px;line-height:24px;">
<h1 style="margin:0 0 16px;font-size:21px;line-height:28px;font-weight:600;color:{_INK};">{title}</h1>
{body}
</div>
</td></tr>
<tr><td style="padding:16px 32px;font-size:13px;line-height:19px;color:{_QUIET};">{_lines(footer)}</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
"""


def _parts(filled: Filled, accent: str) -> Iterator[str]:
    for shape, blocks in groupby(filled.blocks, key=_kind_of_list):
        match shape:
            case "facts":
                yield _facts(list(blocks))
            case "items":
                yield _items(list(blocks))
            case _:
                yield from (_single(block, accent) for block in blocks)


def _kind_of_list(block: Block) -> str:
    if block.shape != "item":
        return "single"
    return "facts" if block.label else "items"


def _single(block: Block, accent: str) -> str:
    text = _lines(block.text)
    if block.shape == "quote":
        style = f"margin:0 0 16px;padding:4px 0 4px 16px;border-left:3px solid {_RULE};color:{_INK};"
        return f'<blockquote style="{style}">{text}</blockquote>'
    if block.shape == "link":
        return _button(block, accent)
    return f'<p style="margin:0 0 16px;">{text}</p>'


def _button(block: Block, accent: str) -> str:
    ink = _INK if _luminance(accent) > _DARK_TEXT_FROM else "#ffffff"
    style = (
        f"display:inline-block;padding:10px 18px;background:{accent};color:{ink};"
        "border-radius:5px;font-weight:600;text-decoration:none;"
    )
    address = escape(block.text, quote=True)
    label = escape(block.label or block.text)
    below = f"margin:0 0 16px;font-size:13px;line-height:19px;color:{_QUIET};word-break:break-all;"
    return (
        f'<p style="margin:24px 0 8px;"><a href="{address}" style="{style}">{label}</a></p>\n'
        f'<p style="{below}">{address}</p>'
    )


def _facts(blocks: list[Block]) -> str:
    """Labels and values, as rows that line up."""
    first = f"padding:7px 16px 7px 0;border-top:1px solid {_RULE};color:{_QUIET};vertical-align:top;width:40%;"
    second = f"padding:7px 0;border-top:1px solid {_RULE};vertical-align:top;font-variant-numeric:tabular-nums;"
    rows = "\n".join(
        f'<tr><td style="{first}">{escape(block.label)}</td><td style="{second}">{escape(block.text)}</td></tr>'
        for block in blocks
    )
    style = f"margin:0 0 20px;border-bottom:1px solid {_RULE};font-size:15px;line-height:22px;"
    return f'<table width="100%" cellpadding="0" cellspacing="0" style="{style}">\n{rows}\n</table>'


def _items(blocks: list[Block]) -> str:
    items = "\n".join(f'<li style="margin:0 0 6px;">{escape(block.text)}</li>' for block in blocks)
    return f'<ul style="margin:0 0 16px;padding:0 0 0 22px;">\n{items}\n</ul>'


def _lines(text: str) -> str:
    return "<br>\n".join(escape(line) for line in text.splitlines())


def _luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
