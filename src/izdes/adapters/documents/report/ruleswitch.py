"""The rule of the pictures: one of four is shown, and a switch without a script chooses it.

A rule is a convention. What is printed beside all of them, the rule-free envelope, is what holds
under any of them.
"""

from izdes.adapters.documents.report.markup import Html, joined, tag
from izdes.adapters.documents.report.phrases import NONE, money, say_plain, words
from izdes.core.tracing.rules import RULES as CORE_RULES

__all__ = ["RULES", "between", "choices", "rule_code", "rule_switch"]

RULES: tuple[str, ...] = tuple(CORE_RULES)


def rule_code(rule: str) -> str:
    """Return the rule as a part of a code."""
    return rule.replace("-", "_")


def choices() -> Html:
    """Return the buttons; they stand before what they switch, their labels in the section."""
    return joined(
        tag(
            "input",
            type="radio",
            name="rule",
            id=f"rule-{rule}",
            class_="rule",
            value=rule,
            checked=rule == RULES[0],
            aria_label=say_plain(f"rule_{rule_code(rule)}"),
            autocomplete="off",
        )
        for rule in RULES
    )


def rule_switch() -> Html:
    """Return the labels of the switch."""
    labels = joined(
        tag("label", words(f"short_{rule_code(rule)}"), for_=f"rule-{rule}") for rule in RULES
    )
    return tag(
        "div",
        tag("span", words("report_rule_switch")),
        tag("div", labels, class_="switch"),
        tag("p", words("report_rule_switch_lead"), class_="small"),
        class_="rules",
    )


def between(least: str | None, most: str | None, currency: str) -> Html:
    """Print from the least to the most, or a dash where nothing is stated."""
    if least is None or most is None:
        return NONE
    if least == most:
        return money(least, currency)
    return joined((money(least, currency), money(most, currency)), by="\u00a0\u2013 ")
