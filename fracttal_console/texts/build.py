"""Extracts the texts, brings the translations up to date and compiles them: `python -m fracttal_console.texts.build`.

With `--check` nothing is written, and anything that is not as it would be built is named. Needed while developing only.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from fracttal_console.resources import resource
from fracttal_console.texts.catalogue import DOMAIN, LANGUAGES

TRANSLATIONS = LANGUAGES[1:]

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "NP_": ((1, "c"), 2),
}
_EXTRACTORS = ((".py", "python"), (".html", "jinja2.ext:babel_extract"))
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""The version control knows the dates; in the files they would only make noise."""

_Meaning = dict[tuple[str, tuple[str, ...]], tuple[str, ...]]


def main(arguments: list[str] | None = None) -> int:
    """Build or check all texts; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m fracttal_console.texts.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, name what is not up to date")
    if parser.parse_args(arguments).check:
        problems = list(find_problems())
        for problem in problems:
            print(problem, file=sys.stderr)
        return 1 if problems else 0
    build()
    return 0


def build() -> None:
    """Write the template, the updated translations and their compiled forms."""
    template = extract()
    _write(_template_path(), template)
    for language in TRANSLATIONS:
        catalog = _read_translation(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        _write(_po_path(language), catalog)
        with _po_path(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


def extract() -> Catalog:
    """Collect the texts of all modules and pages."""
    catalog = _empty(None)
    for path, method in _sources():
        for _line, message, comments, context in extract_from_file(
            method, path, keywords=_KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
        ):
            catalog.add(message, auto_comments=comments, context=context)
    return catalog


def find_problems() -> Iterator[str]:
    """Name everything that a build would change and every text that is not fit to be shown."""
    template = extract()
    if _ids(_read(_template_path(), None)) != _ids(template):
        yield f"{_template_path().name}: stale, run the build"
    for language in TRANSLATIONS:
        catalog = _read_translation(language)
        for missing in sorted(map(str, _ids(template) ^ _ids(catalog))):
            yield f"{language}: stale, run the build: {missing}"
        for message in _messages(catalog):
            yield from (f"{language}: {problem}: {message.id!r}" for problem in _faults(message))
        if _compiled(language) != _meaning(_as_compiled(catalog)):
            yield f"{language}: the .mo is not what the .po gives, run the build"


def _sources() -> Iterator[tuple[Path, str]]:
    package = Path(__file__).resolve().parent.parent
    for suffix, method in _EXTRACTORS:
        for root in (package, resource("pages")):
            for path in sorted(root.rglob(f"*{suffix}")):
                yield path, method


def _faults(message: Message) -> Iterator[str]:
    originals = _forms(message.id)
    forms = _forms(message.string)
    if not all(forms):
        yield "not translated"
        return
    if message.fuzzy:
        yield "fuzzy"
    # The form for one may leave the number out; the last form of a plural may not.
    wanted = _places(originals[-1])
    if _places(forms[-1]) != wanted or any(_places(form) - wanted for form in forms):
        yield "other placeholders than the original"


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, (tuple, list)) else (str(text or ""),)


def _places(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def _messages(catalog: Catalog) -> Iterable[Message]:
    return [message for message in catalog if message.id]


def _ids(catalog: Catalog) -> frozenset[tuple[tuple[str, ...], str]]:
    return frozenset((_forms(message.id), message.context or "") for message in _messages(catalog))


def _meaning(catalog: Catalog) -> _Meaning:
    return {(message.context or "", _forms(message.id)): _forms(message.string) for message in _messages(catalog)}


def _as_compiled(catalog: Catalog) -> Catalog:
    buffer = BytesIO()
    write_mo(buffer, catalog)
    buffer.seek(0)
    return read_mo(buffer)


def _compiled(language: str) -> _Meaning:
    path = _po_path(language).with_suffix(".mo")
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return _meaning(read_mo(file))


def _read_translation(language: str) -> Catalog:
    return _read(_po_path(language), language)


def _read(path: Path, language: str | None) -> Catalog:
    if not path.is_file():
        return _empty(language)
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    catalog.creation_date = catalog.revision_date = _NO_DATE
    return catalog


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        project="Fracttal Console",
        version="1",
        header_comment="# Texts of the console, its pages and its commands.",
        msgid_bugs_address="none",
        last_translator="none",
        language_team="none",
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
        fuzzy=False,
    )


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=118, no_location=True, sort_output=True)


def _template_path() -> Path:
    return resource("locale", f"{DOMAIN}.pot")


def _po_path(language: str) -> Path:
    return resource("locale", language, "LC_MESSAGES", f"{DOMAIN}.po")


if __name__ == "__main__":
    sys.exit(main())
