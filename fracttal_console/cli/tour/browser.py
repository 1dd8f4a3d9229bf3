"""A small browser and API client on the standard library: requests, cookies, redirects at home, forms."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from fracttal_console.trial.veil import Veil
from fracttal_console.trial.wire import Asked, Wire

_MOST_REDIRECTS = 5
_LONGEST_SHOWN = 400
_REDIRECTS = frozenset({302, 303})


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a page: where it goes, its fields with their values, its buttons as `name=value`."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    url: str
    status: int
    location: str
    kind: str
    body: bytes

    def json(self) -> Mapping[str, Any]:
        """Return the JSON object in the body, empty where there is none."""
        try:
            read = json.loads(self.body)
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}

    def form_with(self, field_or_button: str) -> Form | None:
        """Return the page's form that has this field or `name=value` button."""
        page = _Page()
        page.feed(self.body.decode("utf-8", "replace"))
        return next((form for form in page.forms if field_or_button in form.fields.keys() | form.buttons), None)

    def __str__(self) -> str:
        if self.location:
            return f"{self.status}, Location: {self.location}"
        if self.kind.startswith("text/html"):
            page = _Page()
            page.feed(self.body.decode("utf-8", "replace"))
            return f"{self.status}, “{' '.join(page.title.split())}”"
        return f"{self.status} {self.body.decode('utf-8', 'replace')}".rstrip()


class Browser:
    """Speaks with the gateway and with nothing else; cookies are kept as a browser keeps them."""

    def __init__(self, home: str, language: str, veil: Veil) -> None:
        self.home = home
        self.cookies: dict[str, str] = {}
        self._wire = Wire(home)
        self.host, self.port = self._wire.host, self._wire.port
        self._language = language
        self._veil = veil

    def ask(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None
    ) -> Answer:
        """Send one request and return its answer, redirects not followed.

        Args:
            method: HTTP method.
            path: path and query, or an address of the gateway.
            headers: beyond those that every request has.
            form: fields of a body that is sent form-encoded.

        Raises:
            OSError, HTTPException: there was no answer.
        """
        target = urlsplit(urljoin(self.home, path))
        resource = target.path + (f"?{target.query}" if target.query else "")
        sent = {"Accept-Language": self._language, **(headers or {})}
        body = ""
        if form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(form)
        answer = self._wire.send(Asked(method=method, resource=resource, headers=sent, body=body.encode()))
        for line in answer.headers.get_all("Set-Cookie") or []:
            self._keep(line)
        location, kind = answer.header("Location"), answer.header("Content-Type")
        return Answer(urljoin(self.home, resource), answer.status, location, kind, answer.body)

    def open(self, path: str) -> Answer:
        """Open a page as a person does: with cookies, and following redirects as long as they stay here."""
        answer = self.ask("GET", path, headers=self._browsing())
        for _ in range(_MOST_REDIRECTS):
            if answer.status not in _REDIRECTS or not self.at_home(urljoin(answer.url, answer.location)):
                break
            answer = self.ask("GET", urljoin(answer.url, answer.location), headers=self._browsing())
        return answer

    def submit(self, page: Answer, form: Form, **filled: str) -> Answer:
        """Send a form of a page, with these fields filled in, as a browser does; redirects are not followed."""
        headers = {"Origin": self.home, "Sec-Fetch-Site": "same-origin", **self._browsing()}
        return self.ask("POST", urljoin(page.url, form.action), headers=headers, form={**form.fields, **filled})

    def at_home(self, url: str) -> bool:
        """Tell whether an address is the gateway's own."""
        return urlsplit(url)[:2] == urlsplit(self.home)[:2]

    def _browsing(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies} if cookies else {}

    def _keep(self, line: str) -> None:
        pair, *attributes = (part.strip() for part in line.split(";"))
        name, _, value = pair.partition("=")
        if not value or "max-age=0" in [attribute.lower() for attribute in attributes]:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = self._veil.note(value.strip('"'))


def brief(url: str) -> str:
    """Return an address without its query, which an earlier step has shown already."""
    return url.partition("?")[0] + ("?…" if "?" in url else "")


def shortened(text: str) -> str:
    """Return a text that fits into a few lines; secrets must be covered before."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"


class _Page(HTMLParser):
    """Reads the title and the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.title = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._in_title = tag == "title" and not self.title
        if tag == "form":
            self.forms.append(Form(values.get("action", "")))
        elif self.forms and tag == "input" and "name" in values:
            self.forms[-1].fields[values["name"]] = values.get("value", "")
        elif self.forms and tag == "button" and "name" in values:
            self.forms[-1].buttons.add(f"{values['name']}={values.get('value', '')}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
