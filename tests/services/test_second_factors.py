"""Second factors: asked for after the right password, good once, and mended when the device is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fracttal_console.domain.actors import PROOF_LASTS
from fracttal_console.domain.errors import (
    LastSuperAdministrator,
    RowTampered,
    SignInFailed,
    SignInThrottled,
    TotpAbsent,
    TotpExists,
    TotpNeeded,
    TotpWrong,
)
from fracttal_console.domain.secrets import SecretText
from tests.services.second_factors import code_of, proved, secret_of, with_codes
from tests.services.walks import ADDRESS, dump, events, raw, tags
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL, SUPPORT_EMAIL, World, password

WRONG_PASSWORD = SecretText("a-wrong-password-9999")
WRONG = SecretText("not a code")


def test_codes_count_only_once_a_code_confirmed_them(world: World) -> None:
    factors = world.console.second_factors
    new = factors.enrol(world.admin)
    world.console.sign_in.operator(ADMIN_EMAIL, password())
    assert factors.state(world.admin).since is None
    with pytest.raises(TotpWrong):
        factors.confirm(world.admin, WRONG)
    codes = factors.confirm(world.admin, code_of(world, new))
    assert tags(world, 3) == ["totp:confirm", "sessions:sign_in", "totp:begin"]
    state = factors.state(world.admin)
    assert (state.since, state.recovery_codes_left, len(codes)) == (world.clock.now(), 10, 10)
    for again in (lambda: factors.enrol(world.admin), lambda: factors.confirm(world.admin, code_of(world, new))):
        with pytest.raises(TotpExists):
            again()


def test_confirming_what_was_never_begun_is_refused(world: World) -> None:
    with pytest.raises(TotpAbsent):
        world.console.second_factors.confirm(world.admin, SecretText("123456"))
    with pytest.raises(TotpAbsent):
        world.console.second_factors.remove(world.admin)
    with pytest.raises(TotpAbsent):
        world.console.second_factors.reset(world.admin, SUPPORT_EMAIL)


def test_beginning_again_makes_the_first_secret_worthless(world: World) -> None:
    factors = world.console.second_factors
    first = factors.enrol(world.admin)
    factors.enrol(world.admin)
    with pytest.raises(TotpWrong):
        factors.confirm(world.admin, code_of(world, first))


def test_signing_in_asks_for_the_code_only_after_the_right_password(world: World) -> None:
    sign_in, codes = world.console.sign_in, with_codes(world, world.support)
    with pytest.raises(SignInFailed):
        sign_in.operator(SUPPORT_EMAIL, WRONG_PASSWORD)
    with pytest.raises(SignInFailed):
        sign_in.operator(SUPPORT_EMAIL, WRONG_PASSWORD, code=code_of(world, codes.new))
    with pytest.raises(TotpNeeded) as needed:
        sign_in.operator(SUPPORT_EMAIL, password())
    assert (needed.value.person_id, needed.value.at) == (codes.person_id, world.clock.now())
    actor = sign_in.operator(SUPPORT_EMAIL, password(), code=code_of(world, codes.new))
    assert actor == world.support
    assert events(world)[0].facts == {"via": "console", "second_factor": "totp"}


def test_a_code_given_by_somebody_who_needs_none_is_not_looked_at(world: World) -> None:
    world.console.sign_in.operator(MEMBER_EMAIL, password(), code=WRONG)
    assert events(world)[0].facts == {"via": "console"}


def test_a_code_opens_once_and_no_older_one_after_it(world: World) -> None:
    sign_in, codes = world.console.sign_in, with_codes(world, world.support)
    later = code_of(world, codes.new, steps=1)
    sign_in.operator(SUPPORT_EMAIL, password(), code=later)
    for code in (later, code_of(world, codes.new)):
        with pytest.raises(TotpWrong):
            sign_in.operator(SUPPORT_EMAIL, password(), code=code)
    world.clock.advance(timedelta(minutes=1))
    sign_in.unlock(world.support, password(), code_of(world, codes.new))


def test_the_code_that_confirmed_opens_nothing_afterwards(world: World) -> None:
    factors = world.console.second_factors
    new = factors.enrol(world.admin)
    code = code_of(world, new)
    factors.confirm(world.admin, code)
    with pytest.raises(TotpWrong):
        world.console.sign_in.operator(ADMIN_EMAIL, password(), code=code)


def test_a_recovery_code_stands_in_once(world: World) -> None:
    sign_in, codes = world.console.sign_in, with_codes(world, world.support)
    typed = SecretText(codes.recovery[3].reveal().lower().replace("-", " "))
    actor = sign_in.operator(SUPPORT_EMAIL, password(), code=typed)
    assert events(world)[0].facts["second_factor"] == "recovery_code"
    assert world.console.second_factors.state(actor).recovery_codes_left == 9
    with pytest.raises(TotpWrong):
        sign_in.operator(SUPPORT_EMAIL, password(), code=codes.recovery[3])


def test_the_recovery_code_of_another_person_opens_nothing(world: World) -> None:
    others = with_codes(world, world.admin)
    with_codes(world, world.support)
    with pytest.raises(TotpWrong):
        world.console.sign_in.operator(SUPPORT_EMAIL, password(), code=others.recovery[0])


def test_wrong_codes_count_with_the_failed_passwords_and_name_whose_password_was_right(world: World) -> None:
    sign_in, codes = world.console.sign_in, with_codes(world, world.support)
    with pytest.raises(SignInFailed):
        sign_in.operator(SUPPORT_EMAIL, WRONG_PASSWORD)
    assert events(world)[0].target.id is None
    for failures in range(2, 6):
        with pytest.raises(TotpWrong):
            sign_in.operator(SUPPORT_EMAIL, password(), code=WRONG)
        event = events(world)[0]
        tag = "sessions:refuse" if failures < 5 else "sessions:lock_out"
        assert (event.tag, event.target.id) == (tag, codes.person_id)
        assert (event.facts["failures"], event.facts["second_factor"]) == (failures, "wrong")
    with pytest.raises(SignInThrottled):
        sign_in.operator(SUPPORT_EMAIL, password(), code=code_of(world, codes.new))
    with pytest.raises(SignInThrottled):
        sign_in.browser_second(codes.person_id, world.clock.now(), code_of(world, codes.new), address=ADDRESS)


def test_half_a_sign_in_neither_counts_nor_clears_what_was_counted(world: World) -> None:
    sign_in = world.console.sign_in
    codes = with_codes(world, world.support)
    for _ in range(9):
        with pytest.raises(TotpNeeded):
            sign_in.operator(SUPPORT_EMAIL, password())
    assert dump(world.settings.database_path)["sign_in_attempts"] == []
    for _ in range(4):
        with pytest.raises(TotpWrong):
            sign_in.operator(SUPPORT_EMAIL, password(), code=WRONG)
        before = dump(world.settings.database_path)["sign_in_attempts"]
        with pytest.raises(TotpNeeded):
            sign_in.operator(SUPPORT_EMAIL, password())
        assert dump(world.settings.database_path)["sign_in_attempts"] == before
    # the fifth attempt is a good one: its own first half must not lock it out
    sign_in.operator(SUPPORT_EMAIL, password(), code=code_of(world, codes.new))
    assert dump(world.settings.database_path)["sign_in_attempts"] == []


def test_the_second_page_of_a_browser_lets_in_with_a_code_shortly_after_the_password(world: World) -> None:
    sign_in, codes = world.console.sign_in, with_codes(world, world.support)
    with pytest.raises(TotpNeeded) as needed:
        sign_in.browser(SUPPORT_EMAIL, password(), address=ADDRESS)
    at = needed.value.at
    with pytest.raises(TotpWrong):
        sign_in.browser_second(codes.person_id, at, WRONG, address=ADDRESS)
    cookie = sign_in.browser_second(codes.person_id, at, code_of(world, codes.new), address=ADDRESS)
    assert sign_in.session(cookie.reveal()).email == SUPPORT_EMAIL
    assert events(world)[0].facts == {"via": "browser", "second_factor": "totp"}


def test_the_second_page_is_no_good_later_nor_after_the_password_or_the_account_changed(world: World) -> None:
    sign_in, codes = world.console.sign_in, with_codes(world, world.support)
    at = world.clock.now()

    def refused() -> None:
        with pytest.raises(SignInFailed):
            sign_in.browser_second(codes.person_id, at, codes.recovery[0], address=ADDRESS)

    world.clock.advance(PROOF_LASTS + timedelta(milliseconds=1))
    refused()
    at = world.clock.now() + timedelta(seconds=1)
    refused()
    at = world.clock.now()
    world.clock.advance(timedelta(seconds=1))
    world.console.people.edit(world.admin, SUPPORT_EMAIL, password=SecretText("another-long-passphrase-77"))
    refused()
    at = world.clock.now()
    world.console.people.disable(world.admin, SUPPORT_EMAIL)
    refused()
    world.console.people.enable(world.admin, SUPPORT_EMAIL)
    sign_in.browser_second(codes.person_id, at, codes.recovery[0], address=ADDRESS)


def test_a_proof_and_an_unlock_ask_for_the_code_as_well(world: World) -> None:
    sign_in, codes = world.console.sign_in, with_codes(world, world.support)
    for ask in (sign_in.prove, sign_in.unlock):
        with pytest.raises(TotpNeeded):
            ask(world.support, password())
    sign_in.prove(world.support, password(), code_of(world, codes.new))
    sign_in.unlock(world.support, password(), codes.recovery[0])
    assert events(world)[0].facts == {"second_factor": "recovery_code"}


def test_whoever_lost_the_device_signs_in_with_a_recovery_code_and_takes_the_factor_away(world: World) -> None:
    codes = with_codes(world, world.support)
    actor = world.console.sign_in.operator(SUPPORT_EMAIL, password(), code=codes.recovery[0])
    world.console.second_factors.remove(actor)
    assert tags(world, 1) == ["totp:remove"]
    world.console.sign_in.operator(SUPPORT_EMAIL, password())
    rows = dump(world.settings.database_path)
    assert (rows["totp"], rows["totp_steps"], rows["recovery_codes"]) == ([], [], [])


def test_a_super_administrator_resets_the_factor_of_another(world: World) -> None:
    with_codes(world, world.support)
    world.console.second_factors.reset(world.admin, SUPPORT_EMAIL)
    event = events(world)[0]
    assert (event.tag, event.target.name, event.actor) == ("totp:reset", "Renata Coutinho", world.admin)
    world.console.sign_in.operator(SUPPORT_EMAIL, password())


def test_neither_the_secret_nor_a_recovery_code_stands_in_the_base(world: World) -> None:
    codes = with_codes(world, world.support)
    raw = world.settings.database_path.read_bytes()
    raw += world.settings.database_path.with_name("base.db-wal").read_bytes()
    assert secret_of(codes.new) not in raw
    assert codes.new.letters.reveal().encode() not in raw
    for code in codes.recovery:
        assert code.reveal().encode() not in raw
        assert code.reveal().replace("-", "").encode() not in raw


def test_a_secret_sealed_for_one_person_is_no_good_for_another(world: World) -> None:
    codes = with_codes(world, world.support)
    with world.console.store.turn() as turn:
        own = turn.repositories.totps.find(codes.person_id)
        assert own is not None
        mine = world.admin.id
        assert mine is not None
        turn.repositories.totps.put(replace(own, person_id=mine))
    with pytest.raises(RowTampered):
        world.console.sign_in.operator(ADMIN_EMAIL, password(), code=code_of(world, codes.new))


def _without_rows(world: World, *tables: str) -> None:
    with raw(world.settings.database_path) as connection:
        for table in tables:
            assert connection.execute(f"DELETE FROM {table}").rowcount  # noqa: S608  # names of our own tables


@pytest.mark.parametrize("tables", [("totp",), ("totp", "recovery_codes"), ("totp", "recovery_codes", "totp_steps")])
def test_whoever_takes_every_row_of_a_second_factor_out_of_the_file_gets_nobody_in(
    world: World, tables: tuple[str, ...]
) -> None:
    sign_in, codes = world.console.sign_in, with_codes(world, world.support)
    sign_in.operator(SUPPORT_EMAIL, password(), code=code_of(world, codes.new))
    _without_rows(world, *tables)
    for code in (None, codes.recovery[0]):
        with pytest.raises(RowTampered):
            sign_in.operator(SUPPORT_EMAIL, password(), code=code)
    with pytest.raises(RowTampered):
        sign_in.unlock(world.support, password(), codes.recovery[1])
    with pytest.raises(RowTampered):
        sign_in.browser(SUPPORT_EMAIL, password(), address=ADDRESS)
    # nor is a session that goes on a way to another device
    with pytest.raises(RowTampered):
        world.console.second_factors.enrol(proved(world, world.support))


def test_an_account_with_codes_is_disabled_and_enabled_and_still_asks_for_them(world: World) -> None:
    codes = with_codes(world, world.support)
    world.console.people.disable(world.admin, SUPPORT_EMAIL)
    world.console.people.enable(world.admin, SUPPORT_EMAIL)
    with pytest.raises(TotpNeeded):
        world.console.sign_in.operator(SUPPORT_EMAIL, password())
    world.console.sign_in.operator(SUPPORT_EMAIL, password(), code=codes.recovery[0])


def test_a_person_whose_rows_were_taken_out_is_mended_by_a_reset(world: World) -> None:
    with_codes(world, world.support)
    _without_rows(world, "totp", "recovery_codes")
    world.console.second_factors.reset(world.admin, SUPPORT_EMAIL)
    world.console.sign_in.operator(SUPPORT_EMAIL, password())
    with pytest.raises(TotpAbsent):
        world.console.second_factors.reset(world.admin, SUPPORT_EMAIL)


def test_the_last_super_administrator_may_sign_in_with_codes(world: World) -> None:
    with_codes(world, world.admin)
    with world.console.store.reading() as repositories:
        assert repositories.people.active_super_administrators() == 1
    with pytest.raises(LastSuperAdministrator):
        world.console.people.disable(world.admin, ADMIN_EMAIL)


def test_a_base_of_an_earlier_version_learns_who_has_codes_when_it_is_opened(world: World) -> None:
    codes = with_codes(world, world.support)
    with world.console.store.turn() as turn:
        people = turn.repositories.people
        for person in people.all():
            people.save(replace(person, needs_code=False))
    world.console.second_factors.note_those_who_have()
    with world.console.store.reading() as repositories:
        assert [person.id for person in repositories.people.all() if person.needs_code] == [codes.person_id]
    _without_rows(world, "totp", "recovery_codes")
    with pytest.raises(RowTampered):
        world.console.sign_in.operator(SUPPORT_EMAIL, password())
