"""Rows of the cast: what each belongs to, asked of the owner; and rows that somebody tries to add.

Every table of the matrix has a query that says what its rows belong to: key, cases, bodies,
officers, institution reached. Where rows can be added, it has an attempt for each place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.db import connections
from tests.web.characters import CASES
from tests.web.visibility.matrix import Row

# Every statement here is written here: nothing of it comes from outside.
# ruff: noqa: S608

_OF_CASE = "JOIN cases_case c ON c.id = t.case_id"
_NONE = "'{}'::text[]"
# key, cases, bodies, officers, institution reached
_PLACES = {
    **{
        table: f"SELECT t.id, ARRAY[c.number], {_NONE}, {_NONE}, '' FROM {table} t {_OF_CASE}"
        for table in (
            "cases_episode",
            "cases_member",
            "subjects_lookup",
            "subjects_stated",
            "files_use",
            "correspondence_block",
            "papers_paper",
        )
    },
    **{
        f"investigation_{table}": f"""
            SELECT t.id, ARRAY[c.number], {_NONE}, {_NONE}, ''
            FROM investigation_{table} t {_OF_CASE}"""
        for table in (
            "confirmation",
            "copy",
            "movement",
            "note",
            "qualification",
            "recording",
            "returned_number",
            "task",
            "term_decree",
            "victim",
        )
    },
    **{
        table: f"SELECT t.{key}, {_NONE}, {_NONE}, {_NONE}, '' FROM {table} t"
        for table, key in (
            ("officers_body", "id"),
            ("officers_supervision", "id"),
            ("officers_requirement", "id"),
            ("journal_head", "size"),
            ("law_pack", "id"),
            ("law_text", "id"),
            ("law_withdrawal", "id"),
            ("law_edition", "id"),
            ("law_edition_override", "id"),
            ("loop_rules", "id"),
        )
    },
    "cases_case": f"SELECT t.id, ARRAY[t.number], {_NONE}, {_NONE}, '' FROM cases_case t",
    "cases_complaint": f"""
        SELECT t.id, array_remove(ARRAY[c.number], NULL),
            CASE WHEN c.id IS NULL THEN ARRAY[b.code] ELSE {_NONE} END, {_NONE}, ''
        FROM cases_complaint t JOIN officers_body b ON b.id = t.unit_id
        LEFT JOIN cases_case c ON c.id = t.case_id""",
    **{
        table: f"""
            SELECT t.id, array_remove(ARRAY[c.number], NULL),
                CASE WHEN c.id IS NULL THEN ARRAY[b.code] ELSE {_NONE} END, {_NONE}, ''
            FROM {table} t JOIN cases_complaint k ON k.id = t.complaint_id
            JOIN officers_body b ON b.id = k.unit_id LEFT JOIN cases_case c ON c.id = k.case_id"""
        for table in (
            "cases_applicant",
            "cases_name_token",
            "cases_payment",
            "cases_loan",
            "reception_addition",
            "reception_signature",
            "reception_return",
            "cases_attachment",
        )
    },
    "cases_outcome": f"""
        SELECT t.id, array_remove(ARRAY[c.number], NULL),
            array_remove(ARRAY[
                CASE WHEN t.case_id IS NULL THEN u.code END, CASE WHEN c.id IS NULL THEN b.code END
            ], NULL), {_NONE}, ''
        FROM cases_outcome t JOIN officers_body u ON u.id = t.unit_id
        JOIN cases_complaint k ON k.id = t.complaint_id
        JOIN officers_body b ON b.id = k.unit_id LEFT JOIN cases_case c ON c.id = k.case_id""",
    "cases_access_request": f"""
        SELECT t.id, {_NONE}, ARRAY[b.code], ARRAY[o.login], ''
        FROM cases_access_request t JOIN officers_body b ON b.id = t.unit_id
        JOIN officers_officer o ON o.id = t.asker_id""",
    "cases_grant": f"""
        SELECT t.id, ARRAY[c.number], {_NONE}, ARRAY[o.login], ''
        FROM cases_grant t {_OF_CASE} JOIN officers_officer o ON o.id = t.officer_id""",
    "subjects_identifier": f"""
        SELECT t.id, coalesce(array_agg(c.number) FILTER (WHERE c.id IS NOT NULL), {_NONE}),
            coalesce(array_agg(b.code) FILTER (WHERE c.id IS NULL), {_NONE}), {_NONE}, ''
        FROM subjects_identifier t JOIN subjects_mention m ON m.identifier_id = t.id
        JOIN cases_complaint k ON k.id = m.complaint_id JOIN officers_body b ON b.id = k.unit_id
        LEFT JOIN cases_case c ON c.id = k.case_id GROUP BY t.id""",
    "subjects_mention": f"""
        SELECT t.id, array_remove(ARRAY[c.number], NULL),
            CASE WHEN c.id IS NULL THEN ARRAY[b.code] ELSE {_NONE} END, {_NONE}, ''
        FROM subjects_mention t JOIN cases_complaint k ON k.id = t.complaint_id
        JOIN officers_body b ON b.id = k.unit_id LEFT JOIN cases_case c ON c.id = k.case_id""",
    **{
        table: f"SELECT t.id, ARRAY[c.number], {_NONE}, {_NONE}, '' FROM {table} t {_OF_CASE}"
        for table in ("funds_case_answer", "funds_correction", "funds_tracing", "funds_trace")
    },
    **{
        table: f"""
            SELECT t.id, ARRAY[c.number], {_NONE}, {_NONE}, '' FROM {table} t {path}
            JOIN funds_case_answer g ON g.answer_id = a.id JOIN cases_case c ON c.id = g.case_id"""
        for table, path in (
            ("funds_answer", "JOIN funds_answer a ON a.id = t.id"),
            ("funds_statement", "JOIN funds_answer a ON a.id = t.answer_id"),
            ("funds_fault", "JOIN funds_answer a ON a.id = t.answer_id"),
            *(
                (
                    of_statement,
                    """JOIN funds_statement s ON s.id = t.statement_id
                        JOIN funds_answer a ON a.id = s.answer_id""",
                )
                for of_statement in ("funds_row", "funds_alias")
            ),
        )
    },
    **{
        f"funds_{table}": f"""
            SELECT t.id, ARRAY[c.number], {_NONE}, {_NONE}, '' FROM funds_{table} t
            JOIN funds_trace f ON f.id = t.trace_id JOIN cases_case c ON c.id = f.case_id"""
        for table in ("claim", "place", "account", "transfer", "hop", "ending", "next_step")
    },
    "correspondence_request": f"""
        SELECT t.id, ARRAY[c.number], {_NONE}, {_NONE},
            CASE WHEN t.sent_at IS NULL THEN '' ELSE b.code END
        FROM correspondence_request t {_OF_CASE} JOIN officers_body b ON b.id = t.addressee_id""",
    **{
        f"correspondence_{table}": f"""
            SELECT t.id, ARRAY[c.number], {_NONE}, {_NONE},
                CASE WHEN r.sent_at IS NULL THEN '' ELSE b.code END
            FROM correspondence_{table} t JOIN correspondence_request r ON r.id = {path}
            JOIN cases_case c ON c.id = r.case_id JOIN officers_body b ON b.id = r.addressee_id"""
        for table, path in (
            *(
                (table, "t.request_id")
                for table in (
                    "subject",
                    "signature",
                    "verification",
                    "decision",
                    "receipt",
                    "answer",
                    "hold",
                    "notice",
                    "dismissal",
                    "score_note",
                    "enclosure",
                    "signal",
                )
            ),
            *(
                (
                    table,
                    "(SELECT a.request_id FROM correspondence_answer a WHERE a.id = t.answer_id)",
                )
                for table in ("answer_file", "answer_subject")
            ),
        )
    },
    **{
        table: f"""
            SELECT t.id, array_remove(ARRAY[c.number], NULL),
                CASE WHEN c.id IS NULL THEN ARRAY[b.code] ELSE {_NONE} END, {_NONE}, ''
            FROM {table} t JOIN loop_plan p ON p.id = {plan}
            LEFT JOIN cases_complaint k ON k.id = p.complaint_id
            LEFT JOIN officers_body b ON b.id = k.unit_id
            LEFT JOIN cases_case c ON c.id = coalesce(p.case_id, k.case_id)"""
        for table, plan in (
            ("loop_plan", "t.id"),
            *((f"loop_{name}", "t.plan_id") for name in ("spot", "stop", "proposed")),
        )
    },
    "files_file": f"""
        SELECT t.id, coalesce(array_agg(c.number) FILTER (WHERE c.id IS NOT NULL), {_NONE}),
            coalesce(
                array_agg(b.code) FILTER (WHERE k.case_id IS NULL AND b.id IS NOT NULL), {_NONE}),
            coalesce(array_agg(o.login) FILTER (WHERE o.id IS NOT NULL), {_NONE}),
            coalesce(max(ab.code) FILTER (WHERE r.sent_at IS NOT NULL), '')
        FROM files_file t LEFT JOIN files_upload u ON u.file_id = t.id
        LEFT JOIN correspondence_answer_file af ON af.file_id = t.id
        LEFT JOIN correspondence_answer ar ON ar.id = af.answer_id
        LEFT JOIN correspondence_request r ON r.id = ar.request_id
        LEFT JOIN officers_body ab ON ab.id = r.addressee_id
        LEFT JOIN officers_officer o ON o.id = u.officer_id
        LEFT JOIN files_use f ON f.file_id = t.id
        LEFT JOIN cases_attachment a ON a.file_id = t.id
        LEFT JOIN cases_complaint k ON k.id = a.complaint_id
        LEFT JOIN officers_body b ON b.id = k.unit_id
        LEFT JOIN cases_case c ON c.id IN (f.case_id, k.case_id)
        GROUP BY t.id""",
    "files_upload": f"""
        SELECT t.id, {_NONE}, {_NONE}, ARRAY[o.login], ''
        FROM files_upload t JOIN officers_officer o ON o.id = t.officer_id""",
    "officers_officer": f"""
        SELECT t.id, {_NONE}, array_remove(array_agg(b.code), NULL), ARRAY[t.login], ''
        FROM officers_officer t LEFT JOIN officers_post p ON p.officer_id = t.id
        LEFT JOIN officers_body b ON b.id = p.body_id GROUP BY t.id""",
    "officers_post": f"""
        SELECT t.id, {_NONE}, ARRAY[b.code], ARRAY[o.login], ''
        FROM officers_post t JOIN officers_body b ON b.id = t.body_id
        JOIN officers_officer o ON o.id = t.officer_id""",
    "officers_certificate": f"""
        SELECT t.id, {_NONE}, {_NONE}, ARRAY[o.login], ''
        FROM officers_certificate t JOIN officers_officer o ON o.id = t.officer_id""",
    **{
        table: f"""
            SELECT t.id, {_NONE}, {_NONE}, ARRAY[o.login], ''
            FROM {table} t JOIN officers_officer o ON o.id = t.{owner}"""
        for table, owner in (
            ("mfa_authenticator", "user_id"),
            ("usersessions_usersession", "user_id"),
            ("signing_in_recovery", "person_id"),
        )
    },
    "law_override": f"""
        SELECT t.id, {_NONE}, {_NONE},
            CASE WHEN t.state = 'proposed' THEN ARRAY[o.login] ELSE {_NONE} END, ''
        FROM law_override t JOIN officers_officer o ON o.id = t.proposed_by_id""",
    **{
        # An entry of a complaint that names no case belongs where the complaint does.
        table: f"""
            SELECT {key}, array_remove(ARRAY[c.number], NULL),
                CASE WHEN b.id IS NOT NULL AND c.id IS NULL THEN ARRAY[b.code] ELSE {_NONE} END,
                {_NONE}, ''
            FROM {table} t {path} LEFT JOIN cases_complaint k
                ON e.case_id IS NULL AND e.subject_type = 'complaint' AND k.id::text = e.subject_id
            LEFT JOIN officers_body b ON b.id = k.unit_id
            LEFT JOIN cases_case c ON c.id = coalesce(e.case_id, k.case_id)"""
        for table, key, path in (
            ("journal_entry", "t.number", "JOIN journal_entry e ON e.number = t.number"),
            ("journal_value", "t.id", "JOIN journal_entry e ON e.number = t.entry_number"),
        )
    },
    "journal_reading": f"""
        SELECT t.id, {_NONE}, {_NONE}, ARRAY[o.login], ''
        FROM journal_reading t JOIN officers_officer o ON o.id = t.officer_id""",
}
KEYS = {"journal_entry": "number", "journal_head": "size"}
# What an update changes: nothing, where the table lets one; a decision, where it must be signed.
_CHANGES = {
    "cases_case": "state = state",
    "cases_complaint": "language = language",
    "cases_episode": "number = number",
    "cases_applicant": "phone = phone",
    "cases_member": "until = until",
    "cases_access_request": "state = 'refused', decided_by_id = {me}, decided_at = now()",
    "cases_grant": "expires_at = expires_at",
    "correspondence_request": "state = state",
    "correspondence_subject": "status = status",
    "correspondence_hold": "ended_why = ended_why",
    "correspondence_block": "over = 'taken_back', over_at = now(), over_by_id = {me}, "
    "over_why = 'x'",
    "correspondence_notice": "how = how",
    "investigation_copy": "receipt = receipt",
    "investigation_recording": "state = state",
    "investigation_task": "outcome = outcome",
    "investigation_term_decree": "until = until",
    "investigation_victim": "case_id = case_id",
    "papers_paper": "state = state",
    "subjects_stated": "retracted_at = retracted_at",
    "officers_body": "code = code",
    "officers_supervision": "until = until",
    "officers_officer": "language = language",
    "officers_post": "ended_by_id = {me}, "
    "until = greatest(since, least(coalesce(until, 'infinity'), statement_timestamp()))",
    "officers_requirement": "until = until",
    "law_override": "state = 'refused', decided_by_id = {me}, decided_at = now()",
    "mfa_authenticator": "type = type",
    "usersessions_usersession": "ip = ip",
    "signing_in_recovery": "state = 'replaced'",
    "files_file": "state = state",
    "files_upload": "name = name",
    "files_use": "subject_id = subject_id",
    "journal_value": "name = name",
    "journal_reading": "purpose = purpose",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A row that somebody tries to add, and what it would belong to."""

    row: Row
    statement: str


def tables() -> tuple[str, ...]:
    """Return the tables of which rows are known."""
    return tuple(_PLACES)


def rows_of(table: str) -> dict[int, Row]:
    """Return every row of a table by its key, as the owner sees them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_PLACES[table])
        return {
            key: Row(frozenset(cases), frozenset(units), frozenset(officers), sent_to)
            for key, cases, units, officers, sent_to in cursor.fetchall()
        }


def update_of(table: str, me: int | None) -> str:
    """Return a statement that changes every row that it may, and tells which."""
    changes = _CHANGES.get(table, f"{KEYS.get(table, 'id')} = {KEYS.get(table, 'id')}")
    set_clause = changes.format(me="NULL" if me is None else me)
    return f"UPDATE {table} SET {set_clause} RETURNING {KEYS.get(table, 'id')}"


def delete_of(table: str) -> str:
    """Return a statement that removes every row that it may, and tells which."""
    return f"DELETE FROM {table} RETURNING {KEYS.get(table, 'id')}"


def attempts_at(table: str, login: str) -> Iterator[Attempt]:
    """Return rows that somebody tries to add to a table, one for each place where it could be."""
    known = dict(_keys())
    known["me"] = known.get(f"officer {login}", "NULL")
    if table in _OF_PEOPLE:
        for whose in {login, "investigator_b1"} - {""}:
            row = Row(officers=frozenset({whose}))
            yield Attempt(row, _OF_PEOPLE[table].format(whose=known[f"officer {whose}"]))
    if table in _IN_CASES:
        for number in CASES:
            row = Row(cases=frozenset({number}), officers=frozenset({"head_of_unit_a1"}))
            names = ("case", "complaint", "file", "answer")
            place = {name: known[f"{name} {number}"] for name in names}
            place["unit"] = known[f"body {CASES[number][0]}"]
            yield Attempt(row, _IN_CASES[table].format(**place, **_plain(known)))
    for unit in _UNITS.get(table, ()):
        row = Row(units=frozenset({unit}))
        place = {"unit": known[f"body {unit}"], "loose": known.get(f"complaint {unit}-loose", "")}
        place["file"] = known.get(f"file {unit}-loose", "")
        yield Attempt(row, _IN_UNITS[table].format(**place, **_plain(known)))
    yield from _of_requests(table, known)
    if table not in {*_IN_CASES, *_UNITS, *_OF_PEOPLE, *_HANGING}:
        statement = _ANYWHERE.get(table, f"INSERT INTO {table} DEFAULT VALUES")
        yield Attempt(Row(), statement.format(**_plain(known)))


def _of_requests(table: str, known: dict[str, str]) -> Iterator[Attempt]:
    """Return what is tried with every request of the cast."""
    if table == "correspondence_signal":
        yield Attempt(Row(sent_to="bank-one"), _SIGNAL.format(**_plain(known)))
    elif table in _HANGING:
        statement = f"INSERT INTO {table} {_OF_REQUESTS[table.removeprefix('correspondence_')]}"
        for row, keys in _requests():
            if table not in _WITH_FILE or keys["file"] != "None":
                yield Attempt(row, statement.format(**_plain(known), **keys))


_WITH_FILE = {"correspondence_answer_file", "correspondence_enclosure"}
_ALL_UNITS = ("a1", "a2", "a-inv", "b1", "c1")
# What a complaint tells, to be tried with one of a case and with one of none.
_TOLD = {
    "cases_applicant": "INSERT INTO cases_applicant (complaint_id) VALUES (%s)",
    "cases_name_token": "INSERT INTO cases_name_token (complaint_id, token) VALUES (%s, 'x')",
    "cases_payment": "INSERT INTO cases_payment (complaint_id, ordinal) VALUES (%s, 99)",
    "cases_loan": "INSERT INTO cases_loan (complaint_id) VALUES (%s)",
    "cases_attachment": "INSERT INTO cases_attachment (complaint_id, file_id) VALUES (%s, {file})",
}
_OUTCOME = """
    INSERT INTO cases_outcome (complaint_id, kind, unit_id, norm, reason, decided_by_id, decided_at)
    VALUES (%s, 'not_registered', {unit}, 'x', 'x', {me}, now())"""
_UNITS = {
    "cases_case": _ALL_UNITS,
    "cases_complaint": _ALL_UNITS,
    "officers_post": _ALL_UNITS,
    "subjects_mention": ("a1", "b1"),
    **dict.fromkeys(_TOLD, ("a1", "b1")),
    "cases_outcome": ("a1", "b1"),
}
_MENTION = """
    INSERT INTO subjects_mention (identifier_id, complaint_id, raw, role, certainty, at)
    VALUES ({identifier}, %s, 'x', 'unknown', 'certain', now())"""
_IN_UNITS = {
    "cases_case": """
        INSERT INTO cases_case (number, unit_id, registered_at, form, state, category, is_sealed)
        VALUES ('new', {unit}, now(), 'x', 'x', 'x', false)""",
    "cases_complaint": """
        INSERT INTO cases_complaint (receipt, code_digest, unit_id, region, received_at, language,
            narrative_digest) VALUES ('new', '', {unit}, '', now(), 'kk', '')""",
    "officers_post": """
        INSERT INTO officers_post (officer_id, body_id, role, since, ground, state, proposed_by_id)
        VALUES ({nobody}, {unit}, 'operative', now(), '', 'proposed', {me})""",
    "subjects_mention": _MENTION % "{loose}",
    **{table: statement % "{loose}" for table, statement in _TOLD.items()},
    "cases_outcome": _OUTCOME % "{loose}",
}
_IN_CASES = {
    "cases_episode": "INSERT INTO cases_episode (case_id, number) VALUES ({case}, 99)",
    "cases_member": """
        INSERT INTO cases_member (case_id, officer_id, kind, ground, since)
        VALUES ({case}, {nobody}, 'member', '', now())""",
    "cases_access_request": """
        INSERT INTO cases_access_request (asker_id, for_case_id, unit_id, ground, state, asked_at,
            reason) VALUES ({me}, {case}, {court}, 'x', 'asked', now(), '')""",
    "cases_grant": """
        INSERT INTO cases_grant (request_id, case_id, officer_id, granted_by_id, since, expires_at)
        VALUES ({request}, {case}, {asker}, {me}, now(), now())""",
    "subjects_mention": _MENTION % "{complaint}",
    **{table: statement % "{complaint}" for table, statement in _TOLD.items()},
    "cases_outcome": _OUTCOME % "{complaint}",
    "subjects_lookup": """
        INSERT INTO subjects_lookup (officer_id, case_id, purpose, kind, value, at)
        VALUES ({me}, {case}, 'x', 'phone', 'x', now())""",
    "subjects_stated": """
        INSERT INTO subjects_stated (case_id, answer_id, file_id, record, account, role, kind,
            value, raw, certainty, kept_at)
        VALUES ({case}, {reply}, {file}, 99, 'x', 'holder', 'iin', 'x', 'x', 'certain', now())""",
    "files_use": """
        INSERT INTO files_use (file_id, subject_type, subject_id, case_id)
        VALUES ({file}, 'case', 'new', {case})""",
    "funds_case_answer": """
        INSERT INTO funds_case_answer (answer_id, case_id, name, at)
        VALUES ({answer}, {case}, 'x', now())""",
    "funds_correction": """
        INSERT INTO funds_correction
            (case_id, correction_id, replaced_id, decided_by_id, decided_at, reason)
        VALUES ({case}, {answer}, {answer}, {me}, now(), 'x')""",
    "papers_paper": """
        INSERT INTO papers_paper (case_id, form, language, fields, version, state, translator,
            drafted_by_id, changed_by_id, number, digest, reason)
        VALUES ({case}, 'acceptance', 'kk', '{{}}', 1, 'draft', '', {me}, {me}, '', '', '')""",
    "correspondence_block": """
        INSERT INTO correspondence_block (case_id, account, institution_id, incident, since, until,
            source, entered_by_id, entered_at)
        VALUES ({case}, 'new', {bank}, 'x', now(), now(), 'letter', {me}, now())""",
    "correspondence_request": """
        INSERT INTO correspondence_request (number, case_id, addressee_id, measure, drafted_by_id)
        VALUES ('new', {case}, {bank}, 'x', {me})""",
}
# What hangs on requests: tried with every request of the cast.
_OF_REQUESTS = {
    "subject": "(request_id, position, kind, value) VALUES ({asked}, 99, 'iin', 'x')",
    "signature": """(request_id, paper, paper_digest, form, value, certificate, signed_by_id, at)
        VALUES ({asked}, 'order', 'new', 'jws', 'x', '', {me}, now())""",
    "verification": """
        (request_id, step, report, order_digest, decision_digest, is_accepted, at) VALUES ({asked},
        'sign', '{{"order_digest":"x","decision_digest":"","signatures":[],"checks":[]}}', 'x', '',
        false, now())""",
    "decision": """
        (request_id, number, kind, outcome, order_digest, digest, judge, recorded_by_id, office_id,
            role, level, grounds, why, decided_on, at)
        VALUES ({asked}, 'new', 'act', 'given', 'new', '', 'x', {me}, {court}, 'x', '', '{{}}', '',
            now(), now())""",
    "receipt": """
        (request_id, message_id, kind, digest, reason, text, by_name, by_post, officer_id, said_at,
            at)
        VALUES ({asked}, 'new', 'clarified', '', '', '', '', '', {me}, now(), now())""",
    "answer": """
        (request_id, answer_id, version, why_corrected, completeness, text, paper, digest, by_name,
            by_post, officer_id, said_at, at)
        VALUES ({asked}, 'new', 1, '', 'full', '', 'x', 'x', '', '', {me}, now(), now())""",
    "answer_file": """(answer_id, file_id, name, kind, digest, size_bytes)
        VALUES ({answer}, {file}, 'new', 'other', 'x', 1)""",
    "answer_subject": """(answer_id, subject_id, status, text)
        VALUES ({answer}, {subject}, 'found', '')""",
    "hold": """
        (request_id, subject_id, answer_id, account, status, amount_minor, currency, looked_at,
            ended_why, cleared_why)
        VALUES ({asked}, {subject}, {answer}, 'new', 'empty', 0, 'KZT', now(), '', '')""",
    "notice": """(request_id, "to", clock, due_at, how, waived_why)
        VALUES ({asked}, 'owner', '', now(), '', '')""",
    "dismissal": """(request_id, source, why, officer_id, at)
        VALUES ({asked}, repeat('cd', 32), 'x', {me}, now())""",
    "enclosure": """
        (request_id, kind, file_id, number, digest, size_bytes, enclosed_by_id, enclosed_at)
        VALUES ({asked}, 'victim_decree', {file}, 'x', 'x', 1, {me}, now())""",
    "score_note": """(request_id, kind, figure, text, officer_id, at)
        VALUES ({asked}, 'contested', 'time', 'x', {me}, now())""",
}
_COURSE = {
    "confirmation": (
        "identifier_id, basis, confirmed_by_id, confirmed_at",
        "{identifier}, 'x', {me}, now()",
    ),
    "copy": ('movement_id, "to", clock, due_at, receipt', "0, 'defence', 'x', now(), ''"),
    "movement": (
        """kind, to_unit_id, norms, is_new_offence, number, decreed_at, decreed_by, reason,
        recorded_by_id, recorded_at, is_done, pack""",
        """'transfer', {court}, '{{x}}', false, 'x', now(), 'x', 'x', {me}, now(), false, ''""",
    ),
    "note": ("author_id, text, at", "{me}, 'x', now()"),
    "qualification": (
        "norms, suggested, facts, reason, decided_by_id, decided_at, pack",
        "'{{x}}', '{{x}}', '{{}}', '', {me}, now(), ''",
    ),
    "recording": (
        "kind, place, recorded_at, state, noted_by_id, noted_at, version",
        "'atm', 'x', now(), 'wanted', {me}, now(), 1",
    ),
    "returned_number": (
        "register, number, given_at, entered_by_id, entered_at",
        "'anti_fraud', 'new', now(), {me}, now()",
    ),
    "task": (
        """code, title, kind, who, clock, state, outcome, created_by_id, created_at,
        changed_by_id, changed_at, version, pack""",
        "'', 'x', 'ordinary', 'x', '', 'open', '', {me}, now(), {me}, now(), 1, ''",
    ),
    "term_decree": (
        """kind, level, exclusion, since, number, decreed_on, decreed_by, ground,
        recorded_by_id, recorded_at, pack""",
        "'returned', '', '', now(), 'new', now(), 'x', 'x', {me}, now(), ''",
    ),
    "victim": (
        "episode_id, number, decreed_on, recorded_by_id, recorded_at",
        "0, 'x', now(), {me}, now()",
    ),
}
_IN_CASES.update(
    (
        f"investigation_{table}",
        f"INSERT INTO investigation_{table} (case_id, {columns}) VALUES ({{case}}, {values})",
    )
    for table, (columns, values) in _COURSE.items()
)
_OF_PEOPLE = {
    "mfa_authenticator": """
        INSERT INTO mfa_authenticator (user_id, type, data, created_at)
        VALUES ({whose}, 'webauthn', '{{}}', now())""",
    "usersessions_usersession": """
        INSERT INTO usersessions_usersession
            (user_id, created_at, ip, last_seen_at, session_key, user_agent, data)
        VALUES ({whose}, now(), '127.0.0.1', now(), 'new', '', '{{}}')""",
}
_ANYWHERE = {
    "law_pack": """
        INSERT INTO law_pack (version, digest, released_on, note, origin, signed_by,
            in_force_since, installed_by_id, installed_at)
        VALUES ('new', 'new', now(), '', 'trial', '', now(), {me}, now())""",
    "law_override": """
        INSERT INTO law_override (file, entry, fields, ground, source, since, state,
            proposed_by_id, proposed_at)
        VALUES ('indexes.yaml', 'mci', '{{}}', 'x', 'x', now(), 'proposed', {me}, now())""",
    "loop_rules": """
        INSERT INTO loop_rules
            (floor_minor, cost_minor, onward_milli, again_hours, since, set_by_id, ground)
        VALUES (0, 0, 100, 24, now(), {me}, 'x')""",
    "law_withdrawal": """
        INSERT INTO law_withdrawal (override_id, officer_id, at, reason)
        VALUES (0, {me}, now(), '')""",
    "signing_in_recovery": """
        INSERT INTO signing_in_recovery
            (person_id, ground, forgets_factors, state, proposed_by_id, first_digest)
        VALUES ({nobody}, '', false, 'proposed', {me}, '')""",
    "officers_body": """
        INSERT INTO officers_body (kind, code, name_kk, name_ru, name_en, district, since)
        VALUES ('court', 'new', 'x', 'x', 'x', '', now())""",
    "officers_supervision": """
        INSERT INTO officers_supervision (office_id, body_id, since)
        VALUES ({court}, {bank}, now())""",
    "officers_officer": """
        INSERT INTO officers_officer (login, password, full_name, language, is_active)
        VALUES ('new', '!', 'New', 'kk', true)""",
    "officers_certificate": """
        INSERT INTO officers_certificate (officer_id, area, number, issued_on, expires_on)
        VALUES ({nobody}, 'x', 'x', now(), now() + interval '1 day')""",
    "officers_requirement": """
        INSERT INTO officers_requirement (category, area, since) VALUES ('x', 'x', now())""",
}
_NAMES = """
    SELECT 'case ' || number, id FROM cases_case
    UNION ALL SELECT 'complaint ' || receipt, id FROM cases_complaint
    UNION ALL SELECT 'body ' || code, id FROM officers_body
    UNION ALL SELECT 'officer ' || login, id FROM officers_officer
    UNION ALL SELECT 'nobody', id FROM officers_officer WHERE login = 'nobody'
    UNION ALL SELECT 'asker', id FROM officers_officer WHERE login = 'investigator_b1'
    UNION ALL SELECT 'court', id FROM officers_body WHERE code = 'court'
    UNION ALL SELECT 'bank', id FROM officers_body WHERE code = 'bank-one'
    UNION ALL SELECT 'file ' || c.number, f.file_id
        FROM files_use f JOIN cases_case c ON c.id = f.case_id
    UNION ALL SELECT 'file ' || k.receipt, a.file_id
        FROM cases_attachment a JOIN cases_complaint k ON k.id = a.complaint_id
        WHERE k.case_id IS NULL
    UNION ALL SELECT 'answer ' || c.number, g.answer_id
        FROM funds_case_answer g JOIN cases_case c ON c.id = g.case_id
    UNION ALL SELECT 'identifier', min(id) FROM subjects_identifier
    UNION ALL SELECT 'reply', min(id) FROM correspondence_answer
    UNION ALL SELECT 'request', r.id FROM cases_access_request r
        JOIN officers_officer o ON o.id = r.asker_id WHERE o.login = 'investigator_b1'"""


_HANGING = {*(f"correspondence_{name}" for name in _OF_REQUESTS), "correspondence_signal"}
_SIGNAL = """
    INSERT INTO correspondence_signal (institution_id, message_id, kind, account, currency, text,
        paper, digest, officer_id, at)
    VALUES ({bank}, 'new', 'blocked_attempt', '', '', '', 'x', 'x', {me}, now())"""
_REQUESTS = """
    SELECT c.number, CASE WHEN r.sent_at IS NULL THEN '' ELSE b.code END, r.id, a.id, s.id,
        (SELECT f.file_id FROM correspondence_answer_file f WHERE f.answer_id = a.id)
    FROM correspondence_request r JOIN cases_case c ON c.id = r.case_id
    JOIN officers_body b ON b.id = r.addressee_id
    JOIN correspondence_answer a ON a.request_id = r.id
    JOIN correspondence_subject s ON s.request_id = r.id"""


@cache
def _requests() -> list[tuple[Row, dict[str, str]]]:
    """Return every request of the cast: what it belongs to, and the keys of what hangs on it."""
    names = ("asked", "answer", "subject", "file")
    with connections["owner"].cursor() as cursor:
        cursor.execute(_REQUESTS)
        return [
            (
                Row(frozenset({number}), sent_to=sent_to),
                dict(zip(names, map(str, keys), strict=True)),
            )
            for number, sent_to, *keys in cursor.fetchall()
        ]


@cache
def _keys() -> dict[str, str]:
    """Return the keys of the cast by name, as the owner: whoever tries may not see them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(_NAMES)
        return {name: str(key) for name, key in cursor.fetchall()}


def _plain(known: dict[str, str]) -> dict[str, str]:
    """Return the keys that are one for all places."""
    return {name: key for name, key in known.items() if " " not in name}
