"""Tables of a series' page: its complaints, others' by unit, the reasons, and what may join."""

from collections.abc import Sequence

from izdes.web.pages.frame import OfficerRequest
from izdes.web.pages.subjects.telling import ElsewhereRow, MemberRow, PossibleRow, ReasonRow
from izdes.web.pages.tables import Column, Listing


def members(request: OfficerRequest, rows: Sequence[MemberRow], case: int | None) -> Listing:
    """Return the table of complaints that are seen."""
    return Listing(
        request,
        name="series-members",
        rows=rows,
        columns=(
            Column("complaint", "complaint", words="series_column_complaint"),
            Column("reported_at", "reported_at", sort="value", kind="moment"),
            Column("unit", "unit", sort="value"),
            Column("region", "region", sort="value"),
            Column("state", "state", kind="state"),
        ),
        caption="series_members",
        empty="series_members_none",
        case=case,
        prefix="members-",
    )


def elsewhere(request: OfficerRequest, rows: Sequence[ElsewhereRow], case: int | None) -> Listing:
    """Return the table of others' complaints, by unit."""
    return Listing(
        request,
        name="series-elsewhere",
        rows=rows,
        columns=(
            Column("unit", "unit", sort="value"),
            Column("region", "region", sort="value"),
            Column("members", "members", words="series_column_members", kind="number"),
            Column("ask", "ask", words="series_column_ask"),
        ),
        caption="series_elsewhere",
        empty="series_elsewhere_none",
        case=case,
        prefix="elsewhere-",
    )


def reasons(request: OfficerRequest, rows: Sequence[ReasonRow], case: int | None) -> Listing:
    """Return the table of reasons."""
    return Listing(
        request,
        name="series-reasons",
        rows=rows,
        columns=(
            Column("one", "one", words="series_column_one"),
            Column("other", "other", words="series_column_other"),
            Column("reason", "reason", words="series_column_reason"),
            Column("what", "chip", words="series_column_what", kind="identifier"),
            Column("weight", "weight", words="series_column_weight"),
            Column("level", "level", words="series_column_level"),
        ),
        caption="series_reasons",
        empty="series_reasons_none",
        case=case,
        prefix="reasons-",
    )


def possible(request: OfficerRequest, rows: Sequence[PossibleRow], case: int | None) -> Listing:
    """Return the table of what may join."""
    return Listing(
        request,
        name="series-possible",
        rows=rows,
        columns=(
            Column("which", "which", words="series_column_which"),
            Column("members", "members", words="series_column_members", kind="number"),
            Column("what", "what", words="series_column_what"),
            Column("weight", "weight", words="series_column_weight"),
        ),
        caption="series_possible",
        empty="series_possible_none",
        case=case,
        prefix="possible-",
    )
