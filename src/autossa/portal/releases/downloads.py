"""A file of a release, by a link that expires: whole or a part of it, so that a download that broke off goes on."""

from base64 import b64encode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

from autossa.operations.context import ActionContext, Actor
from autossa.operations.releases import downloads
from autossa.operations.releases.downloads import Download
from autossa.portal.releases.ranges import NotSatisfiable, Part, asked_part
from autossa.portal.web.clock import now, today
from autossa.portal.web.forms import error_text
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import address_of


class FilePart(StreamingHttpResponse):
    """A part of a file on disk. The server's door sends it from there (`local_part`); any other reads it from here."""

    local_part: tuple[str, int, int] | None = None


@page(Scope.PUBLIC)
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """Whoever has the link may use it while it lasts; it names no reader, so it asks for no log-in."""
    ctx = ActionContext(Actor("Visitor", address=address_of(request)), today(), now())
    try:
        found = downloads.open_link(token=token, ctx=ctx, is_counted=request.method == "GET")
    except downloads.LinkExpired as error:
        return render(request, "portal/releases/public/expired.html", {"said": error_text(error)}, status=410)
    path = found.local_path()
    if path is None:  # a bucket keeps it: it sends parts, too
        return HttpResponseRedirect(found.elsewhere())
    etag = f'"{found.sha256}"'
    try:
        part = asked_part(request.headers.get("Range"), request.headers.get("If-Range"), etag, found.size)
    except NotSatisfiable:
        response: HttpResponseBase = HttpResponse(status=416, content_type="text/plain")
        response["Content-Range"] = f"bytes */{found.size}"
    else:
        response = _answer(found, path, part, is_head=request.method == "HEAD")
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _answer(found: Download, path: str, part: Part | None, *, is_head: bool) -> HttpResponseBase:
    """The file or a part of it; nothing of a file is ever shown in a browser."""
    wanted = part or Part(0, found.size)
    content = [] if is_head else found.part(wanted.start, wanted.length)
    response = FilePart(content, status=206 if part else 200, content_type="application/octet-stream")
    if not is_head:
        response.local_part = (path, wanted.start, wanted.start + wanted.length)
    if part:
        response["Content-Range"] = part.content_range(found.size)
    response["Content-Length"] = str(wanted.length)
    response["Content-Disposition"] = content_disposition_header(True, found.file_name) or "attachment"
    response["Repr-Digest"] = f"sha-256=:{_base64(found.sha256)}:"
    return response


def _base64(digest: str) -> str:
    return b64encode(bytes.fromhex(digest)).decode("ascii")
