"""Every table that the office may use has policies, or a written reason why it needs none."""

from importlib.resources import files

import pytest
from django.db import connections
from tests.web.cast import Cast
from tests.web.visibility.matrix import VERBS, WORDS, matrix
from tests.web.visibility.rows import tables

from izdes.web.officers.roles import Role


def test_every_granted_table_is_in_the_matrix_or_has_a_reason(cast: Cast) -> None:
    del cast
    granted = {
        name
        for (name,) in _asked(
            "SELECT DISTINCT table_name::text FROM information_schema.column_privileges "
            "WHERE grantee = 'izdes_app'"
        )
    }

    explained = matrix()["tables"].keys() | matrix()["without_policies"].keys()

    assert granted == explained


def test_every_table_of_the_matrix_is_guarded(cast: Cast) -> None:
    del cast
    guarded = {
        name
        for (name,) in _asked(
            "SELECT relname::text FROM pg_class WHERE relrowsecurity AND EXISTS "
            "(SELECT FROM pg_policy WHERE polrelid = pg_class.oid)"
        )
    }

    assert set(matrix()["tables"]) <= guarded


def test_what_is_without_policies_says_why() -> None:
    reasons = matrix()["without_policies"]

    assert all(str(reason).strip() for reason in reasons.values())


def test_the_walk_goes_through_every_table_of_the_matrix() -> None:
    assert set(tables()) == set(matrix()["tables"])


def test_every_role_has_one_profile() -> None:
    roles = [role for roles in matrix()["roles"].values() for role in roles]

    assert sorted(roles) == sorted(Role)


@pytest.mark.parametrize("table", tables())
def test_the_matrix_uses_only_words_that_mean_something(table: str) -> None:
    for profile, verbs in matrix()["tables"][table].items():
        assert profile in matrix()["roles"]
        assert set(verbs) <= set(VERBS)
        assert {word for words in verbs.values() for word in words.split()} <= set(WORDS)


def test_nobody_but_the_owner_is_asked_about_policies_by_default() -> None:
    # A default grant would reach tables of which nobody has thought.
    grants = (files("izdes.web.database") / "sql" / "grants.sql").read_text(encoding="utf-8")

    assert "ALTER DEFAULT PRIVILEGES" not in grants
    assert " ON ALL TABLES IN SCHEMA public TO" not in grants


def test_functions_that_pass_policies_look_for_tables_where_nobody_can_put_others(
    cast: Cast,
) -> None:
    del cast
    wrong = _asked(
        "SELECT proname::text FROM pg_proc WHERE prosecdef "
        "AND pronamespace = 'public'::regnamespace "
        "AND NOT coalesce(array_to_string(proconfig, ',') ~ 'search_path=.*pg_temp$', false)"
    )

    assert not wrong


def test_functions_that_pass_policies_are_nobody_elses(cast: Cast) -> None:
    del cast
    open_to_all = _asked(
        "SELECT proname::text FROM pg_proc WHERE prosecdef "
        "AND pronamespace = 'public'::regnamespace AND (proacl IS NULL "
        "OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0))"
    )

    assert not open_to_all


def _asked(question: str) -> list[tuple[str]]:
    """Return what the owner of the tables is told."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())
