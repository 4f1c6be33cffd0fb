"""Tables of subjects: identifiers in their normal form, mentions as they were written, look-ups.

An identifier is one row for the whole country; who may see it follows from where it is mentioned.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from izdes.web.officers.models import Officer


class Identifier(models.Model):
    """A typed and normalised identifier; the pair of kind and value is the whole of it."""

    kind = models.TextField()
    value = models.TextField()

    class Meta:
        db_table = "subjects_identifier"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "value"], name="an_identifier_stands_once"),
        ]

    def __str__(self) -> str:
        """Name the kind, never the value."""
        return f"{self.kind} #{self.pk}"


class Mention(models.Model):
    """An identifier as one complaint gives it.

    Attributes:
        raw: The text as it was written.
        role: Whose it is, as `izdes.core.identifiers.complaint.Role`.
        certainty: ``certain``, or ``doubtful`` when the reading carries a code.
    """

    identifier = models.ForeignKey(Identifier, models.PROTECT, related_name="mentions")
    complaint = models.ForeignKey("cases.Complaint", models.PROTECT, related_name="mentions")
    raw = models.TextField()
    role = models.TextField()
    certainty = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "subjects_mention"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(certainty__in=["certain", "doubtful"]), name="certainty_is_known"
            ),
        ]

    def __str__(self) -> str:
        """Name the mention, never what it mentions."""
        return f"mention #{self.pk}"


class Stated(models.Model):
    """What an institution's answer says of one account: its holder, how to reach him, a log-in.

    It is of the case that asked. Which complaints it belongs to, follows from where their money
    went; see `linking_stated` in the database.

    Attributes:
        answer: Of whose files one says so.
        record: Number of the row of the file, from 1: what one row says belongs together.
        account: Key of the account, as the answer names it.
        role: ``holder``, ``contact`` or ``login``.
        kind, value: Normal form; `raw` is the text as it was written.
        certainty: ``certain``, or ``doubtful`` when the reading carries a code: that links nothing.
        at: When the log-in was; None where the answer does not say.
        retracted_at: Since when a corrected answer does not say so any more.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="stated")
    answer = models.ForeignKey(
        "correspondence.Answer", models.PROTECT, related_name="stated", db_index=False
    )
    file = models.ForeignKey("files.File", models.PROTECT, related_name="stated", db_index=False)
    record = models.PositiveIntegerField()
    account = models.TextField()
    role = models.TextField()
    kind = models.TextField()
    value = models.TextField()
    raw = models.TextField()
    certainty = models.TextField()
    at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "subjects_stated"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["answer", "file", "record", "account", "role", "kind", "value"],
                name="a_row_of_an_answer_states_a_thing_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["holder", "contact", "login"]), name="stated_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(certainty__in=["certain", "doubtful"]),
                name="stated_certainty_is_known",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "value"], name="subjects_stated_value"),
        ]

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"stated #{self.pk}"


class Lookup(models.Model):
    """Somebody asked the country for an identifier: for which case, and what for."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="lookups")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="lookups")
    purpose = models.TextField()
    kind = models.TextField()
    value = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "subjects_lookup"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(purpose__regex=r"\S"), name="nobody_looks_up_for_nothing"
            ),
        ]

    def __str__(self) -> str:
        """Name the look-up, never what was looked up."""
        return f"look-up #{self.pk}"
