"""The comparisons of holders' records as Splink takes them.

Each level of ``core/linking/holders/data`` is a condition on two records, ``_l`` and ``_r``;
what it means, `izdes.core.linking.holders.records` says. Splink only tells which level holds: the
shares that it is given are those of the table, and its own weights are not used.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from izdes.core.linking.holders.table import MILLION, holder_table

if TYPE_CHECKING:
    from splink import SettingsCreator

GAMMA = "gamma_"


def splink_settings() -> "SettingsCreator":
    """Return the comparisons as Splink takes them, with the shares of our table."""
    from splink import SettingsCreator, block_on  # noqa: PLC0415

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(name) for name in holder_table()["levels"]],
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        retain_matching_columns=True,
        comparison_vector_value_column_prefix=GAMMA,
        # A name of its own, lest one be drawn by chance.
        linker_uid="holders",
    )


def _comparison(name: str) -> dict[str, object]:
    """Return one comparison: nothing to compare, then the levels in the order of the table."""
    silent, conditions = _CONDITIONS[name]
    levels: list[dict[str, object]] = [{"sql_condition": silent, "is_null_level": True}]
    for level, row in holder_table()["levels"][name].items():
        levels.append(
            {
                "sql_condition": conditions.get(level, "ELSE"),
                "m_probability": row["m"] / MILLION,
                "u_probability": row["u"] / MILLION,
            }
        )
    return {"output_column_name": name, "comparison_levels": levels}


def _missing(*columns: str) -> str:
    """Return the condition that one of two records lacks something."""
    return " OR ".join(f"{column}_{side} IS NULL" for column in columns for side in "lr")


_Pair = tuple[str, str]
_STRAIGHT = ("one_l", "one_r"), ("other_l", "other_r")
_CROSSED = ("one_l", "other_r"), ("other_l", "one_r")


def _either_way(condition: Callable[[_Pair, _Pair], str]) -> str:
    """Return a condition on two pairs of parts, asked of both ways to set them side by side."""
    return " OR ".join(f"({condition(*pairs)})" for pairs in (_STRAIGHT, _CROSSED))


def _agree(one: _Pair, other: _Pair) -> str:
    """Both pairs are one word each, or a word and its initial."""
    return " AND ".join(
        f"({x} = {y} OR (least(length({x}), length({y})) = 1 AND {x}[1] = {y}[1]))"
        for x, y in (one, other)
    )


def _agree_in_a_word(one: _Pair, other: _Pair) -> str:
    """Both pairs agree, and one of them is a whole word."""
    words = (f"({x} = {y} AND length({x}) > 1)" for x, y in (one, other))
    return f"{_agree(one, other)} AND ({' OR '.join(words)})"


def _slipped(one: _Pair, other: _Pair) -> str:
    """One pair is the same word, the other one letter away."""
    return " OR ".join(
        f"({a} = {b} AND {_is_one_slip(x, y)})" for (a, b), (x, y) in ((one, other), (other, one))
    )


def _is_one_slip(x: str, y: str) -> str:
    """Two long words of known letters differ by one; DuckDB counts in bytes."""
    known = (f"strlen({word}) = length({word}) AND length({word}) >= 5" for word in (x, y))
    return f"(levenshtein({x}, {y}) = 1 AND {' AND '.join(known)})"


_DATES = "least(length(born_l), length(born_r)) = 10"
_WHOLE = "least(length(one_l), length(other_l), length(one_r), length(other_r)) > 1"
_SAME = "one_l = one_r AND other_l = other_r"
_NO_OTHER_FATHER = f"({_missing('patronymic')} OR patronymic_l = patronymic_r)"
_SHORTENED = f"NOT ({_WHOLE}) AND {_NO_OTHER_FATHER}"
_NAME_SAYS = f"({_either_way(_agree_in_a_word)})"

# For each comparison of the table: where it is silent, and where each level but the last stands.
_CONDITIONS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "iin": (
        _missing("iin"),
        {
            "same": "iin_l = iin_r",
            "slip": "list_contains(meant_l, iin_r) OR list_contains(meant_r, iin_l)",
        },
    ),
    "born": (
        _missing("born"),
        {
            "same": f"{_DATES} AND born_l = born_r",
            "swapped": f"{_DATES} AND born_l = swapped_r",
            "same_year": f"NOT ({_DATES}) AND born_l[1:4] = born_r[1:4]",
        },
    ),
    "name": (
        f"{_missing('one')} OR ({_SHORTENED} AND ({_either_way(_agree)}) AND NOT {_NAME_SAYS})",
        {
            "full": f"{_WHOLE} AND {_SAME} AND patronymic_l = patronymic_r",
            "whole": f"{_WHOLE} AND {_SAME} AND ({_missing('patronymic')})",
            "initial": f"{_SHORTENED} AND {_NAME_SAYS}",
            "slip": f"{_WHOLE} AND {_NO_OTHER_FATHER} AND ({_either_way(_slipped)})",
        },
    ),
    "phone": (_missing("phone"), {"same": "phone_l = phone_r"}),
    "account": (
        _missing("bank"),
        {
            "same_tail": "bank_l = bank_r AND tail_l = tail_r",
            "same_bank": "bank_l = bank_r",
        },
    ),
    "region": (_missing("region"), {"same": "region_l = region_r"}),
}
