"""What every page has in common: language, security headers, the error page."""

from pathlib import Path

from fracttal_console.gateway.exchange import Headers, Request, Response, parse_what_can_be_read
from fracttal_console.gateway.pages import Pages
from fracttal_console.texts.catalogue import Texts, negotiate, texts_for
from fracttal_console.texts.page_reasons import page_heading, page_reason

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'self'{targets}; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS: Headers = (
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
    ("cross-origin-opener-policy", "same-origin"),
    ("vary", "accept-language, cookie"),
)


class Browser:
    """Make pages for the browser that asks."""

    def __init__(self, resources: Path, company: str) -> None:
        self._pages = Pages(resources / "pages")
        self._company = company

    def texts(self, request: Request) -> Texts:
        """Return the texts in the language of a request."""
        # what stands in the address counts first: that is how a person chooses
        wanted = parse_what_can_be_read(request.query).get("ui_locales") or request.ui_locales
        return texts_for(negotiate(request.header("accept-language"), wanted))

    def page(
        self,
        request: Request,
        template: str,
        title: str,
        *,
        status: int = 200,
        form_target: str = "",
        url: str = "",
        headers: Headers = (),
        **context: object,
    ) -> Response:
        """Return a page.

        Args:
            request: what is answered.
            template: file under `resources/pages`.
            title: of the window.
            status: HTTP status.
            form_target: origin or scheme to which a form's answer may redirect (Chromium checks `form-action` there
                too).
            url: path and query of this page for the links to the other languages; empty for none.
            headers: further headers.
            context: what the template shows.
        """
        texts = self.texts(request)
        body = self._pages.render(template, texts, url=url, company=self._company, page_title=title, **context)
        return Response(status, body.encode(), "text/html; charset=utf-8", (*security_headers(form_target), *headers))

    def error(
        self,
        request: Request,
        cause: str,
        *,
        status: int = 400,
        incident: str = "",
        again: str = "",
        headers: Headers = (),
        **values: object,
    ) -> Response:
        """Return the error page for a cause of `texts.page_reasons`.

        Args:
            request: what is answered.
            cause: what happened.
            status: HTTP status.
            incident: the number under which more is recorded.
            again: path and query of the page from which to try again; empty for none.
            headers: further headers.
            values: what the reason says.
        """
        texts = self.texts(request)
        heading = page_heading(cause, texts)
        reason = page_reason(cause, texts, incident=incident, **values)
        return self.page(
            request,
            "error.html",
            heading,
            status=status,
            headers=headers,
            heading=heading,
            reason=reason,
            incident=incident,
            again=again,
        )


def see_other(location: str, headers: Headers = ()) -> Response:
    """Redirect with 303, so that no form is ever sent on to where it leads (OAuth 2.1 section 7.5.3)."""
    return Response(303, headers=(("location", location), *security_headers(), *headers))


def security_headers(form_target: str = "") -> Headers:
    """Return the headers that every page carries."""
    targets = f" {form_target}" if form_target else ""
    return (("content-security-policy", _POLICY.format(targets=targets)), *_HEADERS)
