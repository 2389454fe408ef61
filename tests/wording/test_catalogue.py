"""The catalogue: every text has a German translation that fits it."""

from tools import messages


def test_the_catalogue_is_current_and_complete() -> None:
    catalogue = messages.updated()
    assert messages.missing(catalogue) == []
    assert messages.as_text(catalogue) == messages.PO.read_bytes(), "run `make messages`"
    assert messages.compiled(messages.stored()) == messages.MO.read_bytes(), "run `make messages`"


def test_translations_keep_their_placeholders() -> None:
    for message in messages.stored():
        assert not [str(error) for error in message.check()], message.id
