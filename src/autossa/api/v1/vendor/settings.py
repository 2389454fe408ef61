"""Endpoints of what the vendor sets for the whole portal, of what its documents say, and of the texts of e-mails."""

from base64 import b64decode
from dataclasses import asdict, fields

from django.http import HttpResponse
from ninja import Field, Query, Router

from autossa.api.v1.frame.calls import Call, context_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Answer, Body, Line
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.domain.rights import Action
from autossa.notify.mail.placeholders import MAILS
from autossa.operations.errors import Invalid
from autossa.operations.vendor import mails, seller, settings
from autossa.queries.billing.seller import SellerVersion, current_seller
from autossa.queries.permissions import Scope
from autossa.queries.vendor.mail_texts import own_text
from autossa.queries.vendor.settings import Look, look
from autossa.wording.languages import LANGUAGES

router = Router(tags=["Settings"])
_SET = Action.MANAGE_STAFF


class LogoNotBase64(Invalid):
    """A logo is sent in Base64."""

    field = "logo"


class LookOut(Answer):
    """How portal and e-mails look; what is empty follows the installation's settings."""

    name: str
    accent: str
    own_name: str
    own_accent: str
    time_zone: str
    own_time_zone: str
    how_to_pay: str
    has_logo: bool


class LookIn(Body):
    """What is given is set; an empty text follows the installation's settings again."""

    name: Line | None = None
    accent: Line | None = None
    time_zone: Line | None = None
    how_to_pay: str | None = Field(None, max_length=1000)
    trial_days: int | None = None
    lost_a_year: int | None = None
    file_days: int | None = None
    logo: str | None = Field(None, max_length=300_000, description="A picture in Base64.")


class SellerShape(Answer):
    """What documents say of the vendor."""

    tax_number: Line = ""
    iban: Line = ""
    bic: Line = ""
    bank: Line = ""
    contact_name: Line = ""
    contact_phone: Line = ""
    contact_email: Line = ""
    register_entry: Line = ""


class TextsShape(Answer):
    """The texts of documents in both languages."""

    intro_en: str = Field("", max_length=2000)
    intro_de: str = Field("", max_length=2000)
    closing_en: str = Field("", max_length=2000)
    closing_de: str = Field("", max_length=2000)
    reverse_charge_en: str = Field(max_length=2000)
    reverse_charge_de: str = Field(max_length=2000)
    third_country_en: str = Field(max_length=2000)
    third_country_de: str = Field(max_length=2000)


class MailTextOut(Answer):
    """The text of an e-mail in a language; `is_own` says that it is the vendor's."""

    id: str
    mail: str
    language: str
    subject: str
    body: str
    is_own: bool


class MailTextIn(Body):
    """Another text."""

    subject: str = Field(max_length=500)
    body: str = Field(max_length=20_000)


class RenderedOut(Answer):
    """An e-mail with sample values."""

    subject: str
    text: str
    html: str


@endpoint(router, "GET", "/settings", Scope.VENDOR, _SET, answer=LookOut)
def get_settings(request: Call) -> LookOut:
    """How portal and e-mails look."""
    return _look(look())


@endpoint(router, "POST", "/settings", Scope.VENDOR, _SET, answer=LookOut)
def save_settings(request: Call, body: LookIn) -> LookOut:
    """Set what is given, all of it or nothing."""
    given = body.model_dump(exclude={"logo"})
    settings.save_settings(**given, logo=_picture(body.logo), ctx=context_of(request))
    return _look(look())


@endpoint(router, "POST", "/settings/logo/remove", Scope.VENDOR, _SET, answer=LookOut)
def remove_logo(request: Call) -> LookOut:
    """Show the shipped mark again."""
    settings.remove_logo(ctx=context_of(request))
    return _look(look())


@endpoint(router, "GET", "/settings/seller", Scope.VENDOR, _SET, answer=SellerShape)
def get_seller(request: Call, response: HttpResponse) -> SellerShape:
    """What documents say of the vendor."""
    found = _seller(current_seller())
    tagged(response, found.model_dump())
    return found


@endpoint(router, "PUT", "/settings/seller", Scope.VENDOR, _SET, answer=SellerShape, versioned=True)
def save_seller(request: Call, body: SellerShape, response: HttpResponse) -> SellerShape:
    """Other facts for documents from now on."""
    given = body.model_dump()
    new = seller.SellerText(register=given.pop("register_entry"), **given)
    seller.save_seller(new=new, ctx=version_context(request, lambda: _seller(current_seller()).model_dump()))
    return get_seller_now(response)


@endpoint(router, "GET", "/settings/texts", Scope.VENDOR, _SET, answer=TextsShape)
def get_document_texts(request: Call, response: HttpResponse) -> TextsShape:
    """The texts of documents."""
    found = answer_of(TextsShape, current_seller())
    tagged(response, found.model_dump())
    return found


@endpoint(router, "PUT", "/settings/texts", Scope.VENDOR, _SET, answer=TextsShape, versioned=True)
def save_document_texts(request: Call, body: TextsShape, response: HttpResponse) -> TextsShape:
    """Other texts for documents from now on."""
    ctx = version_context(request, lambda: answer_of(TextsShape, current_seller()).model_dump())
    seller.save_document_texts(new=seller.DocumentTexts(**body.model_dump()), ctx=ctx)
    found = answer_of(TextsShape, current_seller())
    tagged(response, found.model_dump())
    return found


@endpoint(router, "GET", "/mail-texts", Scope.VENDOR, _SET, answer=Listed[MailTextOut])
def list_mail_texts(request: Call, ask: Query[PageAsk]) -> Listed[MailTextOut]:
    """The texts of all e-mails in both languages."""
    keys = [f"{key}/{language}" for key in MAILS for language in LANGUAGES]
    return listed(keys, ask, lambda key: _text(*key.split("/")), str)


@endpoint(router, "GET", "/mail-texts/{mail}/{language}", Scope.VENDOR, _SET, answer=MailTextOut)
def get_mail_text(request: Call, mail: str, language: str) -> MailTextOut:
    """The text of an e-mail in a language."""
    return _text(mail, language)


@endpoint(router, "POST", "/mail-texts/{mail}/{language}/preview", Scope.VENDOR, _SET, answer=RenderedOut, is_read=True)
def preview_mail_text(request: Call, mail: str, language: str, body: MailTextIn) -> RenderedOut:
    """How an e-mail would look with a text, with sample values."""
    found = mails.preview(key=mail, language=language, text=mails.Text(body.subject, body.body))
    return answer_of(RenderedOut, found)


@endpoint(router, "POST", "/mail-texts/{mail}/{language}", Scope.VENDOR, _SET, answer=MailTextOut)
def set_mail_text(request: Call, mail: str, language: str, body: MailTextIn) -> MailTextOut:
    """Give an e-mail a text of one's own, from the next one on."""
    text = mails.Text(body.subject, body.body)
    mails.set_text(key=mail, language=language, text=text, ctx=context_of(request))
    return _text(mail, language)


@endpoint(router, "POST", "/mail-texts/{mail}/{language}/reset", Scope.VENDOR, _SET, answer=MailTextOut)
def reset_mail_text(request: Call, mail: str, language: str) -> MailTextOut:
    """Back to the default text."""
    mails.reset_text(key=mail, language=language, ctx=context_of(request))
    return _text(mail, language)


def get_seller_now(response: HttpResponse) -> SellerShape:
    """As it is after a change, with its version."""
    found = _seller(current_seller())
    tagged(response, found.model_dump())
    return found


def _seller(row: SellerVersion) -> SellerShape:
    given = {field.name: getattr(row, field.name) for field in fields(seller.SellerText)}
    return SellerShape(register_entry=given.pop("register"), **given)


def _look(found: Look) -> LookOut:
    return answer_of(LookOut, found, has_logo=bool(found.logo))


def _picture(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise LogoNotBase64 from None


def _text(mail: str, language: str) -> MailTextOut:
    """Raises as `mails.text_of`."""
    found = mails.text_of(key=mail, language=language)
    is_own = own_text(mail, language) is not None
    return MailTextOut(id=f"{mail}/{language}", mail=mail, language=language, is_own=is_own, **asdict(found))
