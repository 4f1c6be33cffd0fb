"""Explaining: how a profiled table was understood, step by step."""

from izdes.adapters.statements.notes import Notes
from izdes.adapters.statements.profiles.match import Fit
from izdes.core.money.statement import Finding


def explain(notes: Notes, fit: Fit) -> None:
    """Say which profile was followed, where its table begins and which column means what."""
    profile = fit.profile
    notes.explain("how_profile", name=profile.name, source=profile.source)
    if not profile.is_verified:
        notes.add("profile_unverified", severity="noted", details={"name": profile.name})
    sheet = notes.source.sheet_name
    if fit.header >= 0:
        notes.explain("how_header", sheet=sheet, row=fit.header + 1, form=profile.form)
    for meaning, column in sorted(fit.columns.items(), key=lambda pair: pair[1]):
        notes.explain("how_column", column=column + 1, title=fit.titles[meaning], meaning=meaning)
    letters = ", ".join(notation.letters for notation in profile.clock.notations)
    notes.explain("how_profile_time", notation=letters)
    if profile.kind == "statement":
        notes.explain(f"how_profile_direction_{_told_by(fit)}")
        mark = profile.amounts.mark
        notes.explain("how_profile_mark" if mark else "how_profile_no_mark", mark=mark or "")


def _told_by(fit: Fit) -> str:
    """Return what tells in from out."""
    profile = fit.profile
    if "debit" in profile.columns:
        return "columns"
    if "direction" in profile.columns:
        return "word"
    if "direction" in profile.constants:
        return "form"
    return "sides" if profile.amounts.negative is None else f"sign_{profile.amounts.negative}"


def unfit_finding(name: str, title: str) -> Finding:
    """Return why a profile was not followed."""
    return Finding("how_profile_unfit", (("name", name), ("title", title)))
