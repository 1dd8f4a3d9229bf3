"""What the demo base shows of people beside their number: somebody invited, and some who left."""

from collections.abc import Callable, Mapping
from functools import partial

from fracttal_console.bootstrap.console import Console
from fracttal_console.bootstrap.demo.names import EVERYBODY
from fracttal_console.domain.actors import Actor, Role
from fracttal_console.domain.people import Person

Later = Callable[[float, Callable[[], object]], None]

_INVITED = (
    (1.2, "Tomás Echeverría", "tomas.echeverria@quillahue.example", Role.SUPPORT),
    (0.1, "Iara Nunes", "iara.nunes@quillahue.example", Role.MEMBER),
)
_LEFT = (17, 60, 121)
"""Numbers of the people who left."""


def plan_people(console: Console, admin: Callable[[], Actor], people: Mapping[int, Person], later: Later) -> None:
    """Plan what happened to accounts in the last weeks.

    Args:
        console: the open base.
        admin: the super administrator, as of the moment when it happens.
        people: the members, by number.
        later: plans an act so many days ago.
    """

    def invite(name: str, email: str, role: Role) -> None:
        console.invitations.invite(admin(), email=email, name=name, role=role, permission_group=EVERYBODY)

    for days, name, email, role in _INVITED:
        later(days, partial(invite, name, email, role))

    def disable(number: int) -> None:
        console.people.disable(admin(), str(people[number].id))

    for number in _LEFT:
        later(number / 20, partial(disable, number))
