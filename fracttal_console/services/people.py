"""People: create, edit, list, disable, enable."""

from dataclasses import replace

from fracttal_console.crypto.passwords import Passwords, check_new_password
from fracttal_console.domain.actors import Actor, Operation, Role
from fracttal_console.domain.audit import (
    PasswordChanged,
    PersonCreated,
    PersonDisabled,
    PersonEdited,
    PersonEnabled,
    changed,
)
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.names import check_name
from fracttal_console.domain.people import Person, check_email
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.accounts import (
    NO_GROUP,
    add_account,
    end_access,
    group_id,
    keep_one_super_administrator,
    target,
)
from fracttal_console.services.listing import ListQuery, Page, check_choices, cut
from fracttal_console.services.people_facets import PeopleFacets
from fracttal_console.services.people_views import (
    SORTS,
    SUBSETS,
    PersonView,
    narrowed,
    person_views,
    with_applications,
    with_sign_ins,
)
from fracttal_console.services.references import find_person
from fracttal_console.services.use_case import UseCases


class People:
    """Use cases on people."""

    def __init__(self, use_cases: UseCases, passwords: Passwords) -> None:
        self._use_cases = use_cases
        self._passwords = passwords

    def create(
        self, actor: Actor, *, email: str, name: str, role: Role, password: SecretText, permission_group: str = NO_GROUP
    ) -> Person:
        """Give a person an account.

        Raises:
            Invalid: `email` (`duplicate` too), `name`, `permission_group` or `password` breaks a rule.
        """
        self._use_cases.permit(actor, Operation.PEOPLE_CREATE)
        checked_email, checked_name = check_email(email), check_name("name", name)
        stored = self._new_hash(password, (checked_email, checked_name))
        with self._use_cases.begin(actor, Operation.PEOPLE_CREATE) as work:
            person = add_account(
                work,
                email=checked_email,
                name=checked_name,
                role=role,
                permission_group=permission_group,
                password_hash=stored,
            )
            work.record(PersonCreated(target=target(person), facts={"role": str(role)}))
        return person

    def edit(
        self,
        actor: Actor,
        ref: str,
        *,
        email: str | None = None,
        name: str | None = None,
        role: Role | None = None,
        permission_group: str | None = None,
        password: SecretText | None = None,
    ) -> Person:
        """Change what is given of a person; a new password ends the sessions and the tokens of applications.

        Raises:
            NotFound: nobody has this id or e-mail.
            LastSuperAdministrator: the last one would get another role.
            Invalid: as in `create`.
        """
        with self._use_cases.look(actor, Operation.PEOPLE_EDIT) as repositories:
            seen = find_person(repositories, ref)
        new_email = None if email is None else check_email(email)
        new_name = None if name is None else check_name("name", name)
        stored = None
        if password is not None:
            # hashing takes long: it must not happen while the writer is held
            personal = (new_email or seen.email, new_name or seen.name)
            stored = self._new_hash(password, personal)
        with self._use_cases.begin(actor, Operation.PEOPLE_EDIT) as work:
            before = work.people.get(seen.id)
            if new_email is not None:
                other = work.people.with_email(new_email)
                if other is not None and other.id != before.id:
                    raise Invalid("email", "duplicate", value=new_email)
            if role is not None and role is not Role.SUPER_ADMINISTRATOR:
                keep_one_super_administrator(work, before)
            after = replace(
                before,
                email=new_email or before.email,
                name=new_name or before.name,
                role=role or before.role,
                permission_group_id=before.permission_group_id
                if permission_group is None
                else group_id(work, permission_group),
                password_hash=stored or before.password_hash,
                password_changed_at=work.now if stored else before.password_changed_at,
            )
            saved = work.people.save(after)
            if stored:
                work.invitations.drop_of(saved.id)
                end_access(work, saved.id)
            fields = ("email", "name", "role", "permission_group_id", "password_changed_at")
            work.record(PersonEdited(target=target(saved), changes=changed(before, saved, fields)))
        return saved

    def change_own_password(self, actor: Actor, password: SecretText) -> Person:
        """Give the one who acts another password; sessions in browsers and tokens of applications end.

        Raises:
            Invalid: field `password`: it breaks a rule.
        """
        self._use_cases.permit(actor, Operation.PASSWORD_CHANGE)
        with self._use_cases.look_up() as repositories:
            known = find_person(repositories, str(actor.id))
        stored = self._new_hash(password, (known.email, known.name))
        with self._use_cases.begin(actor, Operation.PASSWORD_CHANGE) as work:
            person = work.people.get(known.id)
            saved = work.people.save(replace(person, password_hash=stored, password_changed_at=work.now))
            work.invitations.drop_of(saved.id)
            end_access(work, saved.id)
            work.record(PasswordChanged(target=target(saved)))
        return saved

    def disable(self, actor: Actor, ref: str) -> Person:
        """Disable an account: sessions end, and tokens that applications hold for this person are purged.

        Raises:
            NotFound, WrongState.
            LastSuperAdministrator: there is no other active one.
        """
        with self._use_cases.begin(actor, Operation.PEOPLE_DISABLE) as work:
            before = find_person(work.repositories, ref)
            after = before.disabled(work.now)
            keep_one_super_administrator(work, before)
            saved = work.people.save(after)
            end_access(work, saved.id)
            # links that were made for the account are dead for good, also when it is enabled again
            work.invitations.drop_of(saved.id)
            work.record(PersonDisabled(target=target(saved)))
        return saved

    def enable(self, actor: Actor, ref: str) -> Person:
        """Enable a disabled account; applications need new tokens.

        Raises:
            NotFound, WrongState.
        """
        with self._use_cases.begin(actor, Operation.PEOPLE_ENABLE) as work:
            saved = work.people.save(find_person(work.repositories, ref).enabled())
            work.record(PersonEnabled(target=target(saved)))
        return saved

    def all(self, actor: Actor) -> list[tuple[Person, str]]:
        """Return all people, oldest first, each with the name of the permission group, empty where there is none."""
        with self._use_cases.look(actor, Operation.PEOPLE_VIEW) as repositories:
            people = repositories.people.all()
            groups = repositories.permission_groups.among(
                person.permission_group_id for person in people if person.permission_group_id is not None
            )
        return [(p, groups[p.permission_group_id].name if p.permission_group_id is not None else "") for p in people]

    def page(self, actor: Actor, query: ListQuery, start: int, most: int) -> Page[PersonView]:
        """Return a page of the people who match.

        Raises:
            Invalid: there is no such order, subset, facet or value.
        """
        check_choices(query, sorts=SORTS, subsets=SUBSETS)
        asked = PeopleFacets(query.facets, self._use_cases.now())
        with self._use_cases.look(actor, Operation.PEOPLE_VIEW) as repositories:
            views = person_views(repositories, repositories.people.all())
            rows = narrowed(views, query, asked)
            if query.sort == "last_sign_in" or asked.asks_for_sign_ins:
                rows = with_sign_ins(repositories, rows)
                rows = [view for view in rows if asked.fit_sign_in(view.last_sign_in, view.person.created_at)]
            page = cut(rows, query, SORTS, (start, most), len(views))
            # what only the rows that are shown say is read for those alone
            shown = with_applications(repositories, with_sign_ins(repositories, page.rows))
        return replace(page, rows=tuple(shown))

    def _new_hash(self, password: SecretText, personal: tuple[str, ...]) -> str:
        check_new_password(password, personal)
        return self._passwords.hash(password)
