"""Renders the pages people see in a browser: no script, no inline style, everything escaped."""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from fracttal_console.gateway.page_values import language_links
from fracttal_console.texts.catalogue import Texts

_SVG_FRAME = re.compile(r"^.*?<svg\b[^>]*>|</svg>\s*$", re.DOTALL)


class Pages:
    """The templates of one installation, read once."""

    def __init__(self, directory: Path) -> None:
        """Prepare rendering.

        Args:
            directory: `resources/pages`; the icons lie beside it.
        """
        self._environment = Environment(
            loader=FileSystemLoader(directory),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["icon"] = _Icons(directory.parent / "icons")
        self._environment.globals["fill"] = _fill

    def render(self, template: str, texts: Texts, *, url: str = "", **context: object) -> str:
        """Render a page in one language.

        Args:
            template: file name, such as `consent.html`.
            texts: language of the page.
            url: path and query to come back to in another language; "" leaves those links out.
            context: what the template shows; a missing value is an error.

        Raises:
            jinja2.UndefinedError: the template shows something that was not given.
        """
        values: dict[str, object] = {
            "texts": texts,
            "_": texts.gettext,
            "ngettext": texts.ngettext,
            "pgettext": texts.pgettext,
            "lang_links": language_links(url, texts.tag),
        }
        return self._environment.get_template(template).render(values | context)


class _Icons:
    """Draws icons of `resources/icons` into the page, where they take the colour of the text."""

    def __init__(self, directory: Path) -> None:
        self._shapes = {
            path.stem: Markup(_SVG_FRAME.sub("", path.read_text("utf-8")).strip())  # noqa: S704 - our own files
            for path in directory.glob("*.svg")
        }

    def __call__(self, name: str, css_class: str = "icon") -> Markup:
        return Markup(
            '<svg class="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
            ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>'
        ).format(css_class, self._shapes[name])


def _fill(message: str, **values: object) -> Markup:
    """Put values into a translated text; text is escaped, and markup made by a template stays markup."""
    return Markup.escape(message).format(**values)
