"""What was given to `izdes read`, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from izdes.adapters.statements.decisions import decisions_in
from izdes.adapters.statements.isolation import read_paths
from izdes.adapters.statements.manifest import ManifestEntry
from izdes.adapters.statements.profiles import Profile
from izdes.adapters.tables.coverage import coverage_calendar
from izdes.adapters.tables.statements import Judged, faults_in, judge, without_replaced
from izdes.adapters.words import Lang, say
from izdes.cli.frame import progress
from izdes.core.errors import Fault
from izdes.core.law.institutions import Register
from izdes.core.money.account import Alias
from izdes.core.money.assemble import Assembly, assemble
from izdes.core.money.calendar import AccountCalendar
from izdes.core.money.statement import FileReading


@dataclass(frozen=True, slots=True)
class Given:
    """What is known besides the files.

    Attributes:
        manifest_file: The manifest's own name, for faults.
    """

    register: Register
    manifest: Mapping[str, ManifestEntry]
    manifest_file: str
    aliases: Sequence[Alias]
    profiles: Sequence[Profile]
    jobs: int


@dataclass(frozen=True, slots=True)
class Result:
    """Files read, judged and joined.

    Attributes:
        settled: The faults of what another file replaces by decision: shown, and nobody has to
            do anything about them any more.
    """

    readings: tuple[FileReading, ...]
    judged: tuple[Judged, ...]
    assembly: Assembly
    calendar: tuple[AccountCalendar, ...]
    faults: frozenset[Fault]
    settled: frozenset[Fault]

    @property
    def is_refused(self) -> bool:
        """Say whether something was refused that is not settled by a decision."""
        return any(fault.severity == "refused" for fault in self.faults - self.settled)


def read_files(files: Sequence[Path], given: Given, lang: Lang) -> list[FileReading]:
    """Read every file in a child process of its own, with progress."""
    with progress() as bar:
        task = bar.add_task(say("step_statements", lang), total=len(files))
        return read_paths(
            files,
            register=given.register,
            manifest=given.manifest,
            jobs=given.jobs,
            profiles=given.profiles,
            on_done=lambda _: bar.advance(task),
        )


def result_of(readings: Sequence[FileReading], given: Given) -> Result:
    """Judge what was read, follow the recorded decisions, and join the rest into one ledger."""
    decisions, unclear = decisions_in(given.manifest, readings, file=given.manifest_file)
    judged, replaced = without_replaced(judge(readings), decisions)
    assembly = assemble([j.statement for j in judged if j.is_traced], aliases=given.aliases)
    unread = {decision.replaced for decision in decisions}
    settled = faults_in(
        (r for r in readings if not r.statements and r.sha256 in unread),
        (j for j in judged if j.is_superseded),
    )
    return Result(
        readings=tuple(readings),
        judged=judged,
        assembly=assembly,
        calendar=coverage_calendar(judged, assembly),
        faults=frozenset((*faults_in(readings, judged), *assembly.faults, *unclear, *replaced)),
        settled=frozenset(settled),
    )
