"""Permissions in sentences that a person can judge."""

import pytest

from fracttal_console.domain.permissions import PermissionCatalogue, PermissionName
from fracttal_console.permission_catalogue import load_permission_catalogue
from fracttal_console.resources import resource
from fracttal_console.texts.catalogue import LANGUAGES, texts_for
from fracttal_console.texts.listing import listed
from fracttal_console.texts.permissions import ConsentLine, consent_lines, permission_phrase


@pytest.fixture(scope="module")
def catalogue() -> PermissionCatalogue:
    return load_permission_catalogue(resource("permissions.toml"))


PICTURE = "items:view third_parties:view work_orders:view work_orders:add work_orders:edit work_orders:delete"


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                ConsentLine(
                    "eye",
                    "View assets and third parties",
                    "Equipment, locations, suppliers and customers",
                    irreversible=False,
                ),
                ConsentLine(
                    "pencil", "View, add and edit work orders", "Also subtasks and their resources", irreversible=False
                ),
                ConsentLine("trash-2", "Delete work orders", "", irreversible=True),
            ],
        ),
        (
            "es",
            [
                ConsentLine(
                    "eye", "Ver activos y terceros", "Equipos, ubicaciones, proveedores y clientes", irreversible=False
                ),
                ConsentLine(
                    "pencil",
                    "Ver, agregar y editar órdenes de trabajo",
                    "También las subtareas y sus recursos",
                    irreversible=False,
                ),
                ConsentLine("trash-2", "Eliminar órdenes de trabajo", "", irreversible=True),
            ],
        ),
        (
            "pt_BR",
            [
                ConsentLine(
                    "eye", "Ver ativos e terceiros", "Equipamentos, locais, fornecedores e clientes", irreversible=False
                ),
                ConsentLine(
                    "pencil",
                    "Ver, adicionar e editar ordens de serviço",
                    "Também as subtarefas e seus recursos",
                    irreversible=False,
                ),
                ConsentLine("trash-2", "Excluir ordens de serviço", "", irreversible=True),
            ],
        ),
    ],
)
def test_the_consent_page_says_what_the_picture_says(
    catalogue: PermissionCatalogue, language: str, lines: list[ConsentLine]
) -> None:
    assert consent_lines(catalogue.check(PICTURE.split()), catalogue, texts_for(language)) == lines


@pytest.mark.parametrize(
    ("permissions", "titles"),
    [
        ("items:view inventories:view", ["Ver activos e inventarios"]),
        ("meters:report", ["Generar reportes de medidores"]),
        ("meters:view meters:report", ["Ver medidores, y generar sus reportes"]),
        ("teams:add items:view", ["Ver activos", "Agregar equipos de trabajo"]),
        ("items:delete meters:delete teams:delete", ["Eliminar activos, medidores y equipos de trabajo"]),
        ("configuration:view configuration:edit", ["Ver y editar la configuración"]),
    ],
)
def test_resources_with_the_same_actions_share_a_sentence(
    catalogue: PermissionCatalogue, permissions: str, titles: list[str]
) -> None:
    lines = consent_lines(catalogue.check(permissions.split()), catalogue, texts_for("es"))
    assert [line.title for line in lines] == titles


def test_hints_of_both_kinds_stay_apart(catalogue: PermissionCatalogue) -> None:
    lines = consent_lines(catalogue.check(["items:view", "work_orders:view"]), catalogue, texts_for("es"))
    assert [line.hint for line in lines] == ["Equipos y ubicaciones. También las subtareas y sus recursos"]


def test_nothing_allowed_makes_no_lines(catalogue: PermissionCatalogue) -> None:
    assert consent_lines(frozenset(), catalogue, texts_for("es")) == []


def test_a_permission_that_the_catalogue_lost_is_shown_by_name(catalogue: PermissionCatalogue) -> None:
    lost = PermissionName("drones:fly")

    assert consent_lines(frozenset({lost}), catalogue, texts_for("es"))[0].title == "drones:fly"
    assert permission_phrase(lost, catalogue, texts_for("es")) == "drones:fly"


def test_every_permission_is_said_by_some_line_and_has_a_phrase(catalogue: PermissionCatalogue) -> None:
    for language in LANGUAGES:
        texts = texts_for(language)
        phrases = {permission_phrase(name, catalogue, texts) for name in catalogue.all}
        assert len(phrases) == len(catalogue.all)
        for name in catalogue.all:
            (line,) = consent_lines(frozenset({name}), catalogue, texts)
            assert line.title in phrases
            assert line.irreversible == name.endswith(":delete")


@pytest.mark.parametrize(
    ("language", "parts", "text"),
    [
        ("en", [], ""),
        ("en", ["a"], "a"),
        ("en", ["a", "b", "c"], "a, b and c"),
        ("es", ["a", "b"], "a y b"),
        ("es", ["a", "inventarios"], "a e inventarios"),
        ("es", ["a", "hilos"], "a e hilos"),
        ("es", ["a", "hielo"], "a y hielo"),
        ("es", ["a", "Ítems"], "a e Ítems"),
        ("pt_BR", ["a", "inventários"], "a e inventários"),
    ],
)
def test_lists_are_joined_as_the_language_does(language: str, parts: list[str], text: str) -> None:
    assert listed(parts, texts_for(language)) == text
