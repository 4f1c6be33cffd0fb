"""Events: everything that can happen, in the past tense. What is not listed cannot be recorded."""

from enum import StrEnum


class Event(StrEnum):
    """What happened; its sentence in kk, ru and en stands under ``event_`` and the same words."""

    OFFICER_ENTERED = "officer.entered"
    POST_PROPOSED = "post.proposed"
    POST_CONFIRMED = "post.confirmed"
    POST_REFUSED = "post.refused"
    POST_ENDED = "post.ended"
    OFFICE_FOUNDED = "office.founded"
    OFFICER_SHUT_OUT = "officer.shut_out"
    BODY_FOUNDED = "body.founded"
    SUPERVISION_BEGAN = "supervision.began"
    SUPERVISION_ENDED = "supervision.ended"
    CERTIFICATE_ENTERED = "certificate.entered"
    CERTIFICATE_REQUIRED = "certificate.required"

    # The law of the office.
    LAW_PACK_INSTALLED = "law_pack.installed"
    LAW_OVERRIDE_PROPOSED = "law_override.proposed"
    LAW_OVERRIDE_CONFIRMED = "law_override.confirmed"
    LAW_OVERRIDE_REFUSED = "law_override.refused"
    LAW_OVERRIDE_WITHDRAWN = "law_override.withdrawn"

    # Cases and who is let into them.
    COMPLAINT_TAKEN = "complaint.taken"
    COMPLAINT_TOLD_MORE = "complaint.told_more"
    COMPLAINT_ENTERED_IN_BOOK = "complaint.entered_in_book"
    COMPLAINT_SIGNED = "complaint.signed"
    COMPLAINT_REGISTERED = "complaint.registered"
    COMPLAINT_JOINED = "complaint.joined"
    COMPLAINT_SENT = "complaint.sent"
    COMPLAINT_NOT_REGISTERED = "complaint.not_registered"
    CASE_REGISTERED = "case.registered"
    CASE_TAKEN = "case.taken"
    CASE_SEALED = "case.sealed"
    MEMBER_NAMED = "member.named"
    MEMBER_RELEASED = "member.released"
    ACCESS_ASKED = "access.asked"
    ACCESS_GRANTED = "access.granted"
    ACCESS_REFUSED = "access.refused"
    ACCESS_LAPSED = "access.lapsed"
    SUBJECT_LOOKED_UP = "subject.looked_up"
    REQUEST_DRAFTED = "request.drafted"

    # The course of a case.
    QUALIFICATION_DECIDED = "qualification.decided"
    TERM_DECREED = "term.decreed"
    TERM_RESUMED = "term.resumed"
    TASKS_ACCEPTED = "tasks.accepted"
    TASK_ADDED = "task.added"
    TASK_CHANGED = "task.changed"
    TASK_DONE = "task.done"
    TASK_SKIPPED = "task.skipped"
    RECORDING_NOTED = "recording.noted"
    RECORDING_CHANGED = "recording.changed"
    NOTE_WRITTEN = "note.written"
    VICTIM_RECOGNISED = "victim.recognised"
    IDENTIFIER_CONFIRMED = "identifier.confirmed"
    LEAD_ASSIGNED = "lead.assigned"
    CASE_TRANSFERRED = "case.transferred"
    CASES_JOINED = "case.joined"
    CASE_SEPARATED = "case.separated"
    COPY_SENT = "copy.sent"
    NUMBER_RETURNED = "number.returned"

    # What banks answered, and where the money went.
    ANSWER_GIVEN = "answer.given"
    ANSWER_READ = "answer.read"
    ANSWER_REFUSED = "answer.refused"
    ANSWER_CORRECTED = "answer.corrected"
    CASE_TRACED = "case.traced"

    # What windows and portals sent.
    PACKAGE_TAKEN = "package.taken"
    ADDITION_TAKEN = "addition.taken"
    COMPLAINT_PLACED = "complaint.placed"

    # Series, and what officers say of the machine's.
    SERIES_CONFIRMED = "series.confirmed"
    SERIES_WITHDRAWN = "series.withdrawn"
    SERIES_MERGED = "series.merged"
    JUDGEMENT_MADE = "judgement.made"
    JUDGEMENT_WITHDRAWN = "judgement.withdrawn"
    HUB_VERDICT_GIVEN = "hub_verdict.given"
    HUB_VERDICT_WITHDRAWN = "hub_verdict.withdrawn"

    # The journal's own. The first two are written by the database's functions.
    READINGS_SEALED = "readings.sealed"
    JOURNAL_VALUES_ERASED = "journal.values_erased"
    JOURNAL_EXPORTED = "journal.exported"
    JOURNAL_KEY_CHANGED = "journal.key_changed"

    # Signing in, and what is proved by.
    OFFICER_SIGNED_IN = "officer.signed_in"
    OFFICER_SIGNED_OUT = "officer.signed_out"
    SIGN_IN_FAILED = "sign_in.failed"
    SESSION_ENDED = "session.ended"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105 - it tells that one was, and not which
    FACTOR_ADDED = "factor.added"
    FACTOR_REMOVED = "factor.removed"
    RECOVERY_CODES_MADE = "recovery_codes.made"
    RECOVERY_PROPOSED = "recovery.proposed"
    RECOVERY_CONFIRMED = "recovery.confirmed"
    RECOVERY_REFUSED = "recovery.refused"
    RECOVERY_USED = "recovery.used"
    LANGUAGE_CHOSEN = "language.chosen"

    FILE_STORED = "file.stored"
    FILE_QUARANTINED = "file.quarantined"
    FILE_RELEASED = "file.released"
    FILE_KEYS_REWRAPPED = "file.keys_rewrapped"
