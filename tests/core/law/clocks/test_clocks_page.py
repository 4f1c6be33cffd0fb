"""The reference page says of every rule just what the data says."""

from pathlib import Path

from izdes.core.law.clocks.rules import Rule, rules

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "clocks.md"
HEAD = (
    "| rule | starts | length | moves | not counted | alarms, h | norm | in force | read | doubt |",
    "|---|---|---|---|---|---|---|---|---|---|",
)


def span(rule: Rule) -> str:
    since, until = rule.valid_from or "", rule.valid_to or ""
    return f"{since} – {until}".strip() if since or until else ""


def length(rule: Rule) -> str:
    back = " before" if rule.direction == "before" else ""
    exact = ", hour counted" if rule.starting_hour == "counted" else ""
    return f"{rule.count or 'as set,'} {rule.unit.replace('_', ' ')}{back}{exact}"


def line(rule: Rule) -> str:
    cells = (
        f"`{rule.rule_id}`",
        f"`{rule.starts}`",
        length(rule),
        "yes" if rule.roll == "next" else "",
        ", ".join(rule.excludes),
        " ".join(map(str, rule.alarms_hours)),
        f"`{rule.norm_id}`",
        span(rule),
        "yes" if rule.verified else "no",
        f"`{rule.doubt}`" if rule.doubt else "",
    )
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")


def table() -> str:
    return "\n".join([*HEAD, *map(line, rules())])


def test_the_page_lists_every_rule_as_the_data_has_it() -> None:
    text = PAGE.read_text(encoding="utf-8")

    printed = text.partition("<!-- rules -->\n")[2].partition("\n<!-- /rules -->")[0]

    assert printed == table()
