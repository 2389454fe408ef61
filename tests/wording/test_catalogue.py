"""The catalogue: every text has a German translation that fits it."""

from autossa.portal import catalogs


def test_the_catalogue_is_current_and_complete() -> None:
    catalogue = catalogs.updated()
    assert catalogs.missing(catalogue) == []
    assert catalogs.as_text(catalogue) == catalogs.PO.read_bytes(), "run `make messages`"
    assert catalogs.compiled(catalogs.stored()) == catalogs.MO.read_bytes(), "run `make messages`"


def test_translations_keep_their_placeholders() -> None:
    for message in catalogs.stored():
        assert not [str(error) for error in message.check()], message.id
