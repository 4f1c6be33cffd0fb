"""`izdes trace`: follow claims through a ledger of one's own."""

from collections.abc import Iterable

import typer

from izdes.adapters.folder import new_folder
from izdes.adapters.words import Lang
from izdes.cli.frame import (
    JsonOption,
    LangOption,
    OutOption,
    ReplaceOption,
    print_json,
    refusals,
    undisturbed,
)
from izdes.cli.moments import as_moment
from izdes.cli.tracing import options
from izdes.cli.tracing.answers import Answers, Questions, answers_json, answers_of, print_answers
from izdes.cli.tracing.dividing import Method, wanted_of
from izdes.cli.tracing.folder import Written, write_result
from izdes.cli.tracing.lines import wide_console
from izdes.cli.tracing.openings import openings_json, print_openings
from izdes.cli.tracing.result import (
    Engine,
    OnDiskAt,
    Rule,
    Traced,
    follow_claims,
    read_given,
)
from izdes.cli.tracing.tables import print_comparison, print_endings, print_reached

_COMPARED = (Rule.fifo, Rule.lifo, Rule.pro_rata, Rule.lowest_balance)


def trace(
    ledger: options.LedgerArgument,
    *,
    claims: options.ClaimsOption,
    out: OutOption,
    accounts: options.AccountsOption = None,
    pins: options.PinsOption = None,
    rule: options.RulesOption = None,
    compare: options.CompareOption = False,
    envelope: options.EnvelopeOption = None,
    openings: options.OpeningsOption = None,
    engine: options.EngineOption = Engine.auto,
    memory_limit: options.MemoryOption = "2GB",
    explain: options.ExplainOption = None,
    backward: options.BackwardOption = None,
    next_steps: options.NextOption = False,
    divide: options.DivideOption = None,
    method: options.MethodOption = Method.traced,
    previous: options.PreviousOption = None,
    as_of: options.AsOfOption = None,
    lang: LangOption,
    json: JsonOption = False,
    replace: ReplaceOption = False,
) -> None:
    """Follow CLAIMS through LEDGER under a rule, to the last minor unit."""
    rules = _rules(rule or [Rule.fifo], compare=compare)
    asked = Questions(
        explain=explain,
        backward=backward,
        next_steps=next_steps,
        divide=wanted_of(divide),
        method=method,
        previous=previous,
        as_of=as_moment(as_of),
    )
    if asked.need_amounts and rules == (Rule.poison,):
        raise typer.BadParameter("poison follows no amount: name another rule too")
    with refusals(lang.value, as_json=json), undisturbed(), new_folder(out, replace=replace) as new:
        source = read_given(
            ledger,
            accounts=accounts,
            claims=claims,
            pins=pins,
            as_of=asked.as_of,
            engine=Engine.core if asked.need_whole_ledger or openings else engine,
            on_disk=OnDiskAt(new.parent, memory_limit),
        )
        with source as given:
            traced = follow_claims(given, rules, with_envelope=envelope, with_openings=openings)
            answers = answers_of(asked, traced, lang.value)
            written = write_result(new, traced, answers.sources)
    if json:
        told = {**openings_json(traced), **answers_json(answers, traced)}
        print_json({**written.summary, **told})
    else:
        _print(written, traced, answers, asked, lang.value)


def _rules(named: Iterable[Rule], *, compare: bool) -> tuple[Rule, ...]:
    """Return the rules asked for, each once, the first named first."""
    return tuple(dict.fromkeys([*named, *(_COMPARED if compare else ())]))


def _print(
    written: Written, traced: Traced, answers: Answers, asked: Questions, lang: Lang
) -> None:
    """Print where the money stopped, and then the answers."""
    console = wide_console()
    if written.rows:
        print_comparison(written.rows, traced.bounds, console, lang)
    elif traced.traces:
        print_endings(traced.first, traced.bounds, console, lang)
    if traced.reached is not None:
        print_reached(traced.reached, console, lang)
    print_openings(traced, console, lang)
    print_answers(answers, asked, traced, console, lang)
