"""What is wrong with an edited text, in one sentence; nothing, when it can be sent."""

from collections.abc import Iterator

from autossa.operations.mail_texts.keys import KEYS, Kind, kind
from autossa.operations.mail_texts.rendering import PLACEHOLDER
from autossa.operations.mail_texts.shipped import Text

LONGEST_SUBJECT, LONGEST_BODY = 200, 20_000


def find_mistakes(key: str, text: Text) -> list[str]:
    """Each mistake as a sentence. Raises KeyError for a mail that does not exist."""
    return list(_mistakes(key, text))


def _mistakes(key: str, text: Text) -> Iterator[str]:
    allowed = KEYS[key]
    if not text.subject.strip() or "\n" in text.subject.strip() or len(text.subject) > LONGEST_SUBJECT:
        yield f"the subject must be one line of at most {LONGEST_SUBJECT} letters"
    if not text.body.strip() or len(text.body) > LONGEST_BODY:
        yield f"the text must have some words, and at most {LONGEST_BODY} letters"
    whole = f"{text.subject}\n{text.body}"
    names = set(PLACEHOLDER.findall(whole))
    if unknown := sorted(names - allowed.known):
        known = ", ".join(f"{{{name}}}" for name in sorted(allowed.known))
        yield f"there is no placeholder {{{unknown[0]}}} in this mail; there are {known}"
    if missing := sorted(allowed.required - names):
        yield f"the text must say {', '.join(f'{{{name}}}' for name in missing)}"
    if any(brace in PLACEHOLDER.sub("", whole) for brace in "{}"):
        yield "a { or } belongs to a placeholder such as {project}"
    yield from _misplaced(text)


def _misplaced(text: Text) -> Iterator[str]:
    """Lists, somebody's own words and links stand below their line, so they end it and are not in the subject."""
    for name in PLACEHOLDER.findall(text.subject):
        if kind(name) is not Kind.LINE:
            yield f"{{{name}}} cannot stand in the subject"
    for line in text.body.splitlines():
        names = PLACEHOLDER.findall(line)
        for place, name in enumerate(names, start=1):
            if kind(name) is Kind.LINE:
                continue
            if place != len(names) or not line.strip().endswith(f"{{{name}}}"):
                yield f"{{{name}}} must stand at the end of its line"
