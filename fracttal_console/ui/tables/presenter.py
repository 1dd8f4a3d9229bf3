"""What a page of rows asks of its presenter; presenters know services and no widgets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from fracttal_console.domain.audit import Event
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.ui.tables.cells import Column
from fracttal_console.ui.widgets.panel_content import Action, PanelContent

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class PageFact:
    """One fact of the line under a page's title; with `only` or `facets` it leads to the rows that it counts."""

    text: str
    only: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def leads(self) -> bool:
        """Whether there are rows to go to."""
        return bool(self.only or self.facets)


@dataclass(frozen=True, slots=True)
class Chosen(Generic[Row]):
    """The chosen rows: how many, and those of them that are here, in order."""

    number: int
    rows: tuple[Row, ...]


class ListPresenter(Protocol[Row]):
    """Tells a page of rows what to show. `page` and `facts` run beside the window, all else in it."""

    @property
    def title(self) -> str:
        """The page's title."""

    @property
    def search_hint(self) -> str:
        """What the filter field looks for."""

    @property
    def first_sort(self) -> tuple[str, bool]:
        """By which of the services' words the rows are sorted first, and whether the largest comes first."""

    def columns(self) -> Sequence[Column[Row]]:
        """Return the columns from left to right."""

    def key(self, row: Row) -> int:
        """Return by what a row is known."""

    def page(self, query: ListQuery, start: int, most: int) -> Page[Row]:
        """Return rows of a query."""

    def facts(self) -> tuple[PageFact, ...]:
        """Return the line under the title."""

    def name_of(self, only: str) -> str:
        """Return what a named subset is called on its chip."""

    def query(self, text: str, only: str, sort: str, *, descending: bool) -> ListQuery:
        """Return the query for what a person typed and chose."""

    def describe(self, row: Row) -> PanelContent:
        """Return what the panel says of one row."""

    def describe_several(self, chosen: Chosen[Row]) -> PanelContent:
        """Return what the panel says of several rows."""

    def menu(self, chosen: Chosen[Row]) -> tuple[Action, ...]:
        """Return what can be done with the chosen rows."""

    def concerned(self, events: Sequence[Event]) -> bool:
        """Tell whether any row may look different after these events."""
