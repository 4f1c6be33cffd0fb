"""Importing: open cases of a register, and the old answers of banks that belong to them.

Each case and each answer is a command of its own: what was done before a stop stays done, and the
next run goes on. What is there already is found and left as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from izdes.adapters.case_register import OpenCase, read_register
from izdes.core.errors import Fault, IzdesError
from izdes.web.cases.models import Case
from izdes.web.cases.selectors import cases_visible_to
from izdes.web.cases.services.cases import CaseExists, register_case
from izdes.web.funds.services.uploads import receive_answer
from izdes.web.officers.models import Body, Officer
from izdes.web.officers.selectors import bodies_visible_to

Watch = Callable[[int, int], None]


@dataclass(slots=True)
class Imported:
    """What became of a register.

    Attributes:
        known: Cases that were there already; likewise ``known_answers``.
        faults: Everything that was not taken, with row and column.
    """

    cases: int = 0
    known: int = 0
    answers: int = 0
    known_answers: int = 0
    faults: list[Fault] = field(default_factory=list)


def import_cases(
    register: Path, *, answers: Path | None, officer: Officer, watch: Watch
) -> Imported:
    """Import the cases of a register, and the answers that it names; to repeat it is harmless.

    Args:
        answers: Folder in which the named files lie; None takes none.
        watch: Told how many rows are done, and of how many.

    Raises:
        InputRefused: The register cannot be read at all.
    """
    rows, faults = read_register(register)
    found = Imported(faults=list(faults))
    units = {body.code: body for body in bodies_visible_to(officer)}
    for done, row in enumerate(rows):
        watch(done, len(rows))
        _Import(register.name, row, found).run(units.get(row.unit), answers, officer)
    watch(len(rows), len(rows))
    return found


@dataclass(frozen=True, slots=True)
class _Import:
    """One row on its way in."""

    file: str
    row: OpenCase
    found: Imported

    def run(self, unit: Body | None, answers: Path | None, officer: Officer) -> None:
        """Take the case, then its answers."""
        if unit is None:
            self._fault("register_unit_unknown", "unit", unit=self.row.unit)
            return
        case = self._case(unit, officer)
        if case is not None and answers is not None:
            for name in self.row.answers:
                self._answer(case, answers, name, officer)

    def _case(self, unit: Body, officer: Officer) -> Case | None:
        """Return the case, registered now or found."""
        row = self.row
        known = cases_visible_to(officer).filter(number=row.number).first()
        if known is not None:
            if known.unit_id != unit.pk:
                self._fault("register_case_elsewhere", "unit", number=row.number)
                return None
            self.found.known += 1
            return known
        try:
            case = register_case(
                number=row.number,
                unit=unit,
                registered_at=row.registered_at,
                form=row.form,
                category=row.category,
                officer=officer,
            )
        except CaseExists:
            self._fault("register_case_elsewhere", "number", number=row.number)
            return None
        except IzdesError as refused:
            self._fault(refused.code, "unit", **refused.details)
            return None
        self.found.cases += 1
        return case

    def _answer(self, case: Case, folder: Path, name: str, officer: Officer) -> None:
        """Take one answer into the case."""
        path = folder / name
        # A name that leads out of the folder, by dots or by a link, is no name of a file in it.
        if path.resolve().parent != folder.resolve() or not path.is_file():
            self._fault("register_answer_missing", "answers", name=name)
            return
        with path.open("rb") as opened:
            taken = receive_answer(
                case=case,
                opened=opened,
                name=path.name,
                size=path.stat().st_size,
                officer=officer,
            )
        if taken.refused is not None:
            self._fault(taken.refused.code, "answers", name=name, **taken.refused.details)
        elif taken.is_known:
            self.found.known_answers += 1
        else:
            self.found.answers += 1

    def _fault(self, code: str, column: str, **details: str) -> None:
        """Note what was not taken, with its place."""
        told = tuple(sorted({"column": column, **details}.items()))
        self.found.faults.append(
            Fault(code, self.file, row=self.row.row, column=column, details=told)
        )
