"""Entries: what the journal keeps by a key or a code, as a page calls it.

A request has its number, an answer its file, a task its title, a norm its citation, a body and an
officer their names. Each kind is asked for once, however many entries there are, through what the
officer may see; what he may not see stands as the journal keeps it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from izdes.adapters.documents.forms.form import forms
from izdes.adapters.words import say
from izdes.core.law.pack import norms
from izdes.web.cases.selectors import cases_visible_to, complaints_visible_to, members_visible_to
from izdes.web.correspondence.selectors import (
    blocks_visible_to,
    holds_visible_to,
    requests_visible_to,
)
from izdes.web.funds.visible import answers_visible_to, traces_visible_to
from izdes.web.investigation.norms import cited
from izdes.web.investigation.plans import plan_tasks
from izdes.web.investigation.visible import tasks_visible_to
from izdes.web.journal.history import Namer, Names
from izdes.web.journal.models import Entry, Value
from izdes.web.language import language
from izdes.web.law.editions import NoLawInForce, pack_in_force
from izdes.web.loop.selectors import plans_visible_to
from izdes.web.officers.models import Officer
from izdes.web.officers.selectors import bodies_visible_to, officers_visible_to
from izdes.web.pages.case.naming import scheme_name, task_title
from izdes.web.pages.correspondence.naming import measure_words
from izdes.web.papers.selectors import papers_visible_to

Found = Mapping[int, str]
_PEOPLE = ("assignee", "lead", "login", "translator")
_BODIES = ("addressee", "body", "office", "to_unit", "unit")
_LIST = ", "


def namer_of(me: Officer) -> Namer:
    """Return what names entries for an officer, in the language of the page."""

    def named(found: Sequence[Entry], values: Sequence[Value]) -> Names:
        told = defaultdict[str, set[str]](set)
        for value in values:
            if value.text:
                told[value.name].add(value.text)
        for entry in found:
            if entry.norm:
                told["norm"].add(entry.norm)
        return Names(dict(_subjects(me, found)), dict(_words(me, told)))

    return named


def _subjects(me: Officer, found: Sequence[Entry]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield how each subject is called."""
    keys = defaultdict[str, set[int]](set)
    for entry in found:
        if entry.subject_id.isdecimal():
            keys[entry.subject_type].add(int(entry.subject_id))
    for kind, asked in keys.items():
        if finder := _FINDERS.get(kind):
            for key, text in finder(me, asked).items():
                yield (kind, str(key)), text


def _words(me: Officer, told: Mapping[str, set[str]]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield how each value is called that is a name of something."""
    logins = {text for name in _PEOPLE for text in told.get(name, ())}
    people = officers_visible_to(me).filter(login__in=logins) if logins else ()
    yield from _each(_PEOPLE, told, {one.login: one.full_name for one in people})
    codes = {text for name in _BODIES for text in told.get(name, ())}
    bodies = bodies_visible_to(me).filter(code__in=codes) if codes else ()
    called = {one.code: str(getattr(one, f"name_{language()}")) for one in bodies}
    yield from _each(_BODIES, told, called)
    for text in told.get("measure", ()):
        yield ("measure", text), measure_words(text)
    for text in told.get("form", ()):
        if text in forms():
            yield ("form", text), forms()[text].names[language()]
    yield from _of_law(told)


def _of_law(told: Mapping[str, set[str]]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield how what the law pack names is called; nothing where no law is in force."""
    if not told.keys() & {"norm", "norms", "scheme", "proposed_scheme", "task", "tasks"}:
        return
    try:
        law = pack_in_force()
    except NoLawInForce:
        return
    known = plan_tasks(law)
    for name in ("task", "tasks"):
        for text in told.get(name, ()):
            titles = (
                known[one].title.in_language(language()) if one in known else one
                for one in text.split(_LIST)
            )
            yield (name, text), "; ".join(titles)
    for name in ("norm", "norms"):
        for text in told.get(name, ()):
            if any(one in norms(law) for one in text.split(_LIST)):
                yield (name, text), cited(text.split(_LIST), language(), law)
    for name in ("scheme", "proposed_scheme"):
        for text in told.get(name, ()):
            yield (name, text), scheme_name(text, law)


def _each(
    names: Collection[str], told: Mapping[str, set[str]], called: Mapping[str, str]
) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what values of several names are called, of those that are known."""
    for name in names:
        for text in told.get(name, ()):
            if text in called:
                yield (name, text), called[text]


def _requests(me: Officer, keys: Collection[int]) -> Found:
    return dict(requests_visible_to(me).filter(pk__in=keys).values_list("pk", "number"))


def _complaints(me: Officer, keys: Collection[int]) -> Found:
    return dict(complaints_visible_to(me).filter(pk__in=keys).values_list("pk", "receipt"))


def _cases(me: Officer, keys: Collection[int]) -> Found:
    return dict(cases_visible_to(me).filter(pk__in=keys).values_list("pk", "number"))


def _answers(me: Officer, keys: Collection[int]) -> Found:
    return dict(answers_visible_to(me).filter(pk__in=keys).values_list("pk", "name"))


def _members(me: Officer, keys: Collection[int]) -> Found:
    rows = members_visible_to(me).filter(pk__in=keys)
    return dict(rows.values_list("pk", "officer__full_name"))


def _holds(me: Officer, keys: Collection[int]) -> Found:
    return dict(holds_visible_to(me).filter(pk__in=keys).values_list("pk", "request__number"))


def _blocks(me: Officer, keys: Collection[int]) -> Found:
    return dict(blocks_visible_to(me).filter(pk__in=keys).values_list("pk", "incident"))


def _traces(me: Officer, keys: Collection[int]) -> Found:
    rows = traces_visible_to(me).filter(pk__in=keys).values_list("pk", "number")
    return {key: say("funds_trace_number", language(), number=number) for key, number in rows}


def _plans(me: Officer, keys: Collection[int]) -> Found:
    """Return what each plan rests on: a plan has no number of its own."""
    rows = plans_visible_to(me).filter(pk__in=keys).values_list("pk", "trace__number")
    lang = language()
    return {
        key: say("funds_trace_number", lang, number=number)
        if number
        else say("loop_from_complaint", lang)
        for key, number in rows
    }


def _tasks(me: Officer, keys: Collection[int]) -> Found:
    try:
        known = plan_tasks(pack_in_force())
    except NoLawInForce:
        known = {}
    return {one.pk: task_title(one, known) for one in tasks_visible_to(me).filter(pk__in=keys)}


def _papers(me: Officer, keys: Collection[int]) -> Found:
    names = {code: form.names[language()] for code, form in forms().items()}
    rows = papers_visible_to(me).filter(pk__in=keys).values_list("pk", "number", "form")
    return {key: f"{names.get(form, form)} {number}".strip() for key, number, form in rows}


_FINDERS: Mapping[str, Callable[[Officer, Collection[int]], Found]] = {
    "answer": _answers,
    "block": _blocks,
    "case": _cases,
    "complaint": _complaints,
    "hold": _holds,
    "member": _members,
    "paper": _papers,
    "plan": _plans,
    "request": _requests,
    "task": _tasks,
    "trace": _traces,
}
