"""Judgements of a store on disk, with the numbers of the complaints that they are on."""

from collections.abc import Sequence

import numpy as np

from izdes.core.linking.judgements import Judgement
from izdes.engine.linking.columns import Int64
from izdes.engine.linking.incremental.relational.complaints import KeptComplaints
from izdes.engine.linking.incremental.relational.database import Values
from izdes.engine.linking.incremental.store import Given
from izdes.engine.tracing.ledger.codes import micros, moment_of


class KeptJudgements(KeptComplaints):
    """Judgements on complaints, in tables."""

    def judgements_of(self, complaints: Int64 | None = None) -> list[Given]:
        """Return the judgements on complaints, or all."""
        if complaints is None:
            return self._judgements("")
        where = "WHERE a IN (SELECT number FROM given) OR b IN (SELECT number FROM given)"
        return self._judgements(where, number=complaints)

    def judgements(self, judgement_ids: Sequence[str]) -> list[Given]:
        """Return the judgements of some ids, as far as they are there."""
        if not judgement_ids:
            return []
        return self._judgements(
            "WHERE judgement_id IN (SELECT judgement_id FROM given)", judgement_id=judgement_ids
        )

    def _judgements(self, which: str, **given: Values) -> list[Given]:
        """Return some judgements."""
        columns = "judgement_id, complaint_a, complaint_b, verdict, moment, by_whom, reason, a, b"
        rows = self.tables.rows(f"SELECT {columns} FROM judgement {which}", **given)  # noqa: S608
        return [
            Given(Judgement(name, one, other, verdict, moment_of(at), by, reason), a, b)
            for name, one, other, verdict, at, by, reason, a, b in rows
        ]

    def judge(self, judgements: Sequence[Judgement]) -> None:
        """Add judgements."""
        if judgements:
            self.tables.run(
                "INSERT INTO judgement SELECT name, complaint_a, complaint_b, a, b, verdict, "
                "moment, by_whom, reason FROM given",
                name=[j.judgement_id for j in judgements],
                complaint_a=[j.complaint_a for j in judgements],
                complaint_b=[j.complaint_b for j in judgements],
                a=self.find([j.complaint_a for j in judgements]),
                b=self.find([j.complaint_b for j in judgements]),
                verdict=[j.verdict for j in judgements],
                moment=np.array([micros(j.at) for j in judgements], np.int64),
                by_whom=[j.by for j in judgements],
                reason=[j.reason for j in judgements],
            )

    def unjudge(self, judgement_ids: Sequence[str]) -> None:
        """Withdraw judgements."""
        if judgement_ids:
            self.tables.run(
                "DELETE FROM judgement WHERE judgement_id IN (SELECT judgement_id FROM given)",
                judgement_id=judgement_ids,
            )
