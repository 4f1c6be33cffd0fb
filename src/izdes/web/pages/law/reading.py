"""Reading the law: what is in force, what a day knows, who can be asked, what nobody has read."""

from datetime import date

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate, now

from izdes.adapters.words import say
from izdes.core.law.checking.sources import Unverified
from izdes.core.law.clocks.days import FIRST_YEAR, LAST_YEAR, calendar_of
from izdes.core.law.institutions import register_on
from izdes.core.law.register import Institution
from izdes.web.language import language
from izdes.web.law.shown import Shown, law_shown_to, unlisted_bodies
from izdes.web.pages.fields import DayField
from izdes.web.pages.figures import Mark
from izdes.web.pages.frame import OfficerRequest, is_administrator
from izdes.web.pages.law.telling import FILES, clocks_on, thresholds_on, worded
from izdes.web.pages.tables import Choice, Column, Listing, Text


class DayForm(forms.Form):
    """Which day is asked about."""

    on = DayField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )

    def clean_on(self) -> date:
        """Return the day; without one it is today, and only years of the calendar are known."""
        day: date = self.cleaned_data["on"] or localdate()
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(say("day_out_of_calendar", language(), year=day.year))
        return day


@login_required
def law(request: OfficerRequest) -> HttpResponse:
    """Show which law is in force: pack, overrides, what nobody has read."""
    shown = law_shown_to(request.user)
    if shown is None:
        return _none(request)
    context = {"shown": shown, "kinds": FILES, "now": now()}
    return render(request, "law/law.html", context)


@login_required
def day(request: OfficerRequest) -> HttpResponse:
    """Show the clocks and thresholds of a day."""
    shown = law_shown_to(request.user)
    if shown is None:
        return _none(request)
    form = DayForm(request.GET if "on" in request.GET else {"on": localdate().isoformat()})
    context = {"shown": shown, "form": form}
    if form.is_valid():
        context |= _of_day(form.cleaned_data["on"], shown)
    return render(request, "law/day.html", context, status=200 if form.is_valid() else 422)


@login_required
def institutions(request: OfficerRequest) -> HttpResponseBase:
    """Show who can be asked about an account, and how."""
    shown = law_shown_to(request.user)
    if shown is None:
        return _none(request)
    rows = register_on(localdate(), shown.law).institutions
    me = request.user
    unlisted = unlisted_bodies(me, shown.law) if is_administrator(me) else ()
    return _register(request, rows).respond("law/institutions.html", {"unlisted": unlisted})


@login_required
def unverified(request: OfficerRequest) -> HttpResponseBase:
    """Show what nobody of the project has read, with where it was taken from."""
    shown = law_shown_to(request.user)
    if shown is None:
        return _none(request)
    return _unread(request, shown).respond("law/unverified.html", {})


def _none(request: OfficerRequest) -> HttpResponse:
    """Say why there is no law to show."""
    return render(request, "law/none.html")


def _of_day(asked: date, shown: Shown) -> dict[str, object]:
    """Return what the law knows of a day."""
    lang = language()
    return {
        "day": asked,
        "why_off": calendar_of(shown.law).why_off(asked),
        "bounds": thresholds_on(asked, shown.law, lang),
        "clocks": clocks_on(asked, shown.law, lang),
    }


def _register(request: OfficerRequest, rows: tuple[Institution, ...]) -> Listing:
    """Return the institutions as a table."""
    lang = language()
    kinds = {k: worded("law_kind_", k, lang) for k in sorted({row.kind for row in rows})}
    return Listing(
        request,
        name="law-institutions",
        rows=rows,
        columns=(
            Column("name", _name, sort="value", filter=Text()),
            Column(
                "institution_id",
                "institution_id",
                words="law_field_of_institution_id",
                sort="value",
            ),
            Column(
                "kind",
                lambda row: kinds[row.kind],
                sort="value",
                filter=Choice(choices={words: words for words in kinds.values()}),
            ),
            Column("code", "code", words="law_institution_code", is_hidden=True),
            Column("bic", "bic", words="law_institution_bic", is_hidden=True),
            Column("measure", _measure, words="law_field_of_measure"),
            Column("channel", _channel, words="law_field_of_channel"),
            Column(
                "verified", lambda row: _read(is_read=row.verified), words="law_read", kind="state"
            ),
        ),
        caption="law_institutions",
        empty="law_institutions_none",
        order="name",
    )


def _unread(request: OfficerRequest, shown: Shown) -> Listing:
    """Return what nobody has read as a table."""
    files = {one.file: one.file for one in shown.unverified}
    return Listing(
        request,
        name="law-unverified",
        rows=shown.unverified,
        columns=(
            Column("entry", "entry", words="law_entry", sort="value", filter=Text()),
            Column("file", "file", words="law_file", sort="value", filter=Choice(choices=files)),
            Column("source", _source, words="law_field_of_source"),
        ),
        caption="law_unverified_list",
        empty="law_unverified_none",
    )


def _name(row: Institution) -> str:
    """Return the name of an institution in the language of the page."""
    return str(getattr(row, f"name_{language()}")) or row.name_ru or row.institution_id


def _measure(row: Institution) -> str:
    """Return the measure under which an institution is asked."""
    return worded("measure.", row.measure_id, language()) if row.measure_id else ""


def _channel(row: Institution) -> str:
    """Return how an institution can be asked."""
    return worded("law_channel_", row.channel, language()) if row.channel else ""


def _source(row: Unverified) -> str:
    """Return where an entry was taken from."""
    return row.source


def _read(*, is_read: bool) -> Mark:
    """Return whether somebody has read it."""
    if is_read:
        return Mark(say("law_is_read", language()), "")
    return Mark(say("law_is_unread", language()), "guess")
