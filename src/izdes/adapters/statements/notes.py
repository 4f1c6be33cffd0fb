"""Notes: what a reader has to say of one table, fault by fault and step by step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from izdes.adapters.statements.fields import Unreadable
from izdes.adapters.statements.rows import Doubt
from izdes.adapters.statements.source import Source
from izdes.core.errors import Fault, Severity
from izdes.core.money.statement import Finding


@dataclass(slots=True)
class Notes:
    """Collects the faults of one table, and how it was understood.

    Attributes:
        titles: Meaning -> title as printed, so that a fault names the column as its user sees it.
    """

    source: Source
    titles: Mapping[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    explained: list[Finding] = field(default_factory=list)

    def add(
        self,
        code: str,
        *,
        row: int = 0,
        meaning: str = "",
        severity: Severity = "refused",
        details: Mapping[str, str] | None = None,
    ) -> None:
        """Add a fault at a row and column of the table."""
        column = self.titles.get(meaning, "")
        given = tuple((name, value) for name, value in (details or {}).items() if value)
        self.faults.append(
            Fault(code, self.source.file, self.source.sheet_name, row, column, given, severity)
        )

    def unread(self, rows: Iterable[tuple[int, Unreadable]]) -> None:
        """Add a fault for each row that cannot be read."""
        for number, unreadable in rows:
            self.add(
                unreadable.fault,
                row=number,
                meaning=unreadable.meaning,
                details={"value": unreadable.value},
            )

    def doubts(self, doubts: Iterable[Doubt]) -> None:
        """Add what was readable and is doubtful."""
        for doubt in doubts:
            self.add(doubt.code, row=doubt.number, meaning=doubt.meaning, severity="noted")

    def explain(self, code: str, **details: str | int) -> None:
        """Say one thing that was decided, and from what; empty details are left out."""
        given = tuple((name, str(value)) for name, value in details.items() if value != "")
        self.explained.append(Finding(code, given))
