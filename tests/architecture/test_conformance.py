"""Every requirement has a test that carries its id, or a reason why it is not offered."""

from tests.conformance.document import DOCUMENT, document, proofs, requirements

LAST = {"A1": 27, "A2": 8, "A3": 19, "A4": 12, "A5": 8, "A6": 10, "A7": 6, "A8": 5, "A9": 18}


def test_every_requirement_has_a_test_or_a_reason() -> None:
    known, found = requirements(), proofs()
    without = [name for name in known.ids() if not found.ids.get(name) and name not in known.not_offered]
    assert without == []


def test_the_requirements_are_complete() -> None:
    expected = {f"{section}.{number:02}" for section, last in LAST.items() for number in range(1, last + 1)}
    ids = requirements().ids()
    assert expected <= set(ids)
    assert len(ids) == len(set(ids))


def test_no_test_carries_an_id_that_nobody_requires() -> None:
    assert set(proofs().ids) <= set(requirements().ids())
    assert set(proofs().cves) <= set(requirements().cves)


def test_every_module_of_the_suite_and_every_cve_has_a_test_or_a_reason() -> None:
    known, found = requirements(), proofs()
    assert [name for name, reason in known.modules.items() if not reason and not found.modules.get(name)] == []
    assert [name for name in known.cves if name not in known.cves_not_applying and not found.cves.get(name)] == []


def test_a_reason_is_given_for_what_has_no_test_only() -> None:
    known, found = requirements(), proofs()
    assert [name for name in known.not_offered if found.ids.get(name)] == []
    assert [name for name in known.cves_not_applying if found.cves.get(name)] == []


def test_the_page_is_what_would_be_written() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run: python -m tests.conformance.document"
