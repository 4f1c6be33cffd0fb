"""Casting: making the cast by the office's own commands, once for a run."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.db import connections
from django.utils.timezone import now
from tests.web.cast import Cast
from tests.web.cast_funds import fund
from tests.web.characters import ADMINISTRATORS, CASES, PEOPLE, REGIONS

from izdes.core.identifiers.complaint import GivenIdentifier, Loan
from izdes.core.orders.subjects import Subject as RequestSubject
from izdes.twin.numbers import card, company_number, person_number, phone
from izdes.web.cases.models import Case, Complaint
from izdes.web.cases.reports import Applicant, Payment, Received, Report
from izdes.web.cases.services.access import ask_access, grant_access, withdraw_access
from izdes.web.cases.services.cases import register_case, seal_case, take_case
from izdes.web.cases.services.lookups import look_up
from izdes.web.cases.services.members import Kind, name_member, release_member
from izdes.web.cases.services.receiving import receive_complaint
from izdes.web.cases.services.triage import (
    NOT_REGISTRABLE,
    join_complaint,
    leave_unregistered,
    send_complaint,
)
from izdes.web.correspondence.orders.drafts import Asked, Draft
from izdes.web.correspondence.services import draft_request
from izdes.web.files.services import store, use
from izdes.web.journal.readings import read_by
from izdes.web.journal.record import Subject
from izdes.web.law.models import Override
from izdes.web.law.overlay import Field
from izdes.web.law.services.overrides import (
    Said,
    confirm_override,
    propose_override,
    withdraw_override,
)
from izdes.web.law.services.packs import install_packaged
from izdes.web.officers.models import Officer
from izdes.web.officers.roles import TEMPORARY, BodyKind
from izdes.web.officers.services.bodies import Names, begin_supervision, found_body
from izdes.web.officers.services.certificates import enter_certificate, require_certificate
from izdes.web.officers.services.founding import first_administrator
from izdes.web.officers.services.people import enter_officer, shut_out
from izdes.web.officers.services.posts import confirm_post, end_post, propose_post
from izdes.web.papers.services.drafting import draft_paper

_LONG_AGO = date(2020, 1, 1)
_REGISTERED = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
_SOON = timedelta(days=30)
# A telephone that every complaint mentions, and which nobody has.
_COMMON = GivenIdentifier("phone", phone(1), "offender_contact")
# Who is in whose case, beside its lead: login, case, kind.
_NAMED: tuple[tuple[str, str, Kind], ...] = (
    ("group_member_c1", "a1", "member"),
    ("specialist", "a1", "specialist"),
    ("translator", "a1", "translator"),
    ("released_c1", "a1", "member"),
    ("group_member_c1", "a1-sealed", "member"),
    ("prosecutor_a1", "a1-sealed", "prosecutor"),
)
# Who has signed in before, with a second factor.
_SIGNED_IN = ("investigator_c1", "group_member_c1", "released_c1", "ended_a1")
# Cases to which requests went, and to whom.
_SENT = (("a1", "bank-one"), ("b1", "bank-one"), ("b1", "bank-two"), ("a1-sealed", "bank-one"))

# A row of each table of correspondence: of every request, and of its answer.
_OF_REQUESTS = (
    """signature (request_id, paper, paper_digest, form, value, certificate, signed_by_id, at)
    SELECT id, 'order', 'x', 'jws', 'x', '', drafted_by_id, now() FROM correspondence_request""",
    """verification (request_id, step, report, order_digest, decision_digest, is_accepted, at)
    SELECT id, 'sign', 'x', 'x', '', false, now() FROM correspondence_request""",
    """decision (request_id, number, kind, outcome, order_digest, digest, judge, recorded_by_id,
        office_id, role, level, grounds, why, decided_on, at)
    SELECT r.id, r.number, 'act', 'given', 'x', '', 'x', r.drafted_by_id, b.id, 'x', '', '{}', '',
        now(), now()
    FROM correspondence_request r JOIN officers_body b ON b.code = 'court'""",
    """receipt (request_id, message_id, kind, digest, reason, text, by_name, by_post, officer_id,
        said_at, at)
    SELECT id, 'x', 'clarified', '', '', '', '', '', drafted_by_id, now(), now()
    FROM correspondence_request""",
    """answer (request_id, answer_id, version, why_corrected, completeness, text, paper, digest,
        by_name, by_post, officer_id, said_at, at)
    SELECT id, 'x', 1, '', 'full', '', 'x', 'x', '', '', drafted_by_id, now(), now()
    FROM correspondence_request""",
    """answer_file (answer_id, file_id, name, kind, digest, size_bytes)
    SELECT a.id, (SELECT min(f.file_id) FROM files_use f WHERE f.case_id = r.case_id), 'x', 'other',
        'x', 1
    FROM correspondence_answer a JOIN correspondence_request r ON r.id = a.request_id
    JOIN officers_body b ON b.id = r.addressee_id WHERE b.code = 'bank-one'""",
    """answer_subject (answer_id, subject_id, status, text)
    SELECT a.id, s.id, 'found', '' FROM correspondence_answer a
    JOIN correspondence_subject s ON s.request_id = a.request_id""",
    """hold (request_id, subject_id, answer_id, account, status, amount_minor, currency, looked_at,
        ended_why, cleared_why)
    SELECT a.request_id, s.id, a.id, '', 'empty', 0, 'KZT', now(), '', ''
    FROM correspondence_answer a JOIN correspondence_subject s ON s.request_id = a.request_id""",
    """notice (request_id, "to", clock, due_at, how, waived_why)
    SELECT id, 'court', '', now(), '', '' FROM correspondence_request""",
    """dismissal (request_id, source, why, officer_id, at)
    SELECT id, repeat('ab', 32), 'x', drafted_by_id, now() FROM correspondence_request""",
    """score_note (request_id, kind, figure, text, officer_id, at)
    SELECT id, 'contested', 'time', 'x', drafted_by_id, now() FROM correspondence_request""",
    """block (case_id, account, institution_id, incident, since, until, source, entered_by_id,
        entered_at)
    SELECT case_id, 'iban:x', min(addressee_id), 'x', now(), now(), 'letter', min(drafted_by_id),
        now()
    FROM correspondence_request GROUP BY case_id""",
    """enclosure (request_id, kind, file_id, number, digest, size_bytes, enclosed_by_id,
        enclosed_at)
    SELECT r.id, 'victim_decree',
        (SELECT min(f.file_id) FROM files_use f WHERE f.case_id = r.case_id), 'x', 'x', 1,
        r.drafted_by_id, now()
    FROM correspondence_request r JOIN officers_body b ON b.id = r.addressee_id
    WHERE b.code = 'bank-one'""",
    """signal (institution_id, message_id, kind, account, currency, text, request_id, paper, digest,
        officer_id, at)
    SELECT r.addressee_id, r.number, 'blocked_attempt', '', '', '', r.id, 'x', 'x', r.drafted_by_id,
        now()
    FROM correspondence_request r WHERE r.sent_at IS NOT NULL""",
)

_STATED = """
    INSERT INTO subjects_stated (case_id, answer_id, file_id, record, account, role, kind, value,
        raw, certainty, kept_at)
    SELECT r.case_id, a.id, f.file_id, 2, 'iban:x', 'holder', 'iin', 'x', 'x', 'doubtful', now()
    FROM correspondence_answer a JOIN correspondence_request r ON r.id = a.request_id
    JOIN correspondence_answer_file f ON f.answer_id = a.id"""

# A row of each table of a case's course: of case and lead.
_COURSE = (
    """qualification (case_id, norms, suggested, facts, reason, decided_by_id, decided_at, pack)
    SELECT c.id, '{cc.fraud}', '{cc.fraud}', '{}', '', m.officer_id, now(), ''""",
    """term_decree (case_id, kind, level, exclusion, since, number, decreed_on, decreed_by, ground,
        recorded_by_id, recorded_at, pack)
    SELECT c.id, 'custody', '', '', now(), '1', now(), 'judge', 'x', m.officer_id, now(), ''""",
    """task (case_id, code, title, kind, who, clock, state, outcome, created_by_id, created_at,
        changed_by_id, changed_at, version, pack)
    SELECT c.id, '', 'Call', 'ordinary', 'investigator', '', 'open', '', m.officer_id, now(),
        m.officer_id, now(), 1, ''""",
    """recording (case_id, kind, place, recorded_at, state, noted_by_id, noted_at, version)
    SELECT c.id, 'atm', 'Market', now(), 'wanted', m.officer_id, now(), 1""",
    """note (case_id, author_id, text, at) SELECT c.id, m.officer_id, 'Called', now()""",
    """victim (case_id, episode_id, number, decreed_on, recorded_by_id, recorded_at)
    SELECT c.id, (SELECT min(id) FROM cases_episode e WHERE e.case_id = c.id), '1', now(),
        m.officer_id, now()""",
    """confirmation (case_id, identifier_id, basis, confirmed_by_id, confirmed_at)
    SELECT c.id, (SELECT min(identifier_id) FROM subjects_mention t
        JOIN cases_complaint k ON k.id = t.complaint_id WHERE k.case_id = c.id), 'Answer',
        m.officer_id, now()""",
    """movement (kind, case_id, to_unit_id, norms, is_new_offence, number, decreed_at, decreed_by,
        reason, recorded_by_id, recorded_at, is_done, pack)
    SELECT 'transfer', c.id, c.unit_id, '{cpc.transfer}', false, '1', now(), 'prosecutor', 'x',
        m.officer_id, now(), true, ''""",
    """copy (case_id, movement_id, "to", clock, due_at, receipt)
    SELECT c.id, (SELECT min(id) FROM investigation_movement t WHERE t.case_id = c.id),
        'defence', 'DL_JOIN_COPY_24H', now(), ''""",
    """returned_number (case_id, register, number, given_at, entered_by_id, entered_at)
    SELECT c.id, 'anti_fraud', c.number, now(), m.officer_id, now()""",
)

# A row of each table of the loop: a plan of every case and of every complaint of none, and what
# hangs on it.
_PLANS = (
    """rules (floor_minor, cost_minor, onward_milli, again_hours, since, set_by_id, ground)
    SELECT 0, 0, 100, 24, now(), id, 'order' FROM officers_officer WHERE login = 'hq_analyst'""",
    """plan (case_id, complaint_id, trace_id, asked_at, made_at, findings, drafted, changed,
        withdrawn, is_at_the_end)
    SELECT c.id, NULL, t.id, now(), now(), 'x', 1, 0, 0, false
    FROM cases_case c JOIN funds_trace t ON t.case_id = c.id
    UNION ALL SELECT NULL, k.id, NULL, now(), now(), 'x', 0, 0, 0, false
    FROM cases_complaint k WHERE k.case_id IS NULL""",
    """spot (plan_id, rank, account, masked, institution, currency, traced_minor, cap_minor,
        likely_minor, caught_minor, loss_per_hour_minor, basis, arrived_last, request_id, reason)
    SELECT p.id, 1, 'acct:y', '•••• 0001', 'BANK-ONE', 'KZT', 10000, 10000, 9000, 0, 100, 'all',
        now(), (SELECT min(id) FROM correspondence_request r WHERE r.case_id = p.case_id),
        CASE WHEN p.case_id IS NULL THEN 'not_registered' ELSE '' END
    FROM loop_plan p""",
    """stop (plan_id, ordinal, masked, institution, because, reason, traced_minor, expected_minor,
        currency, layer)
    SELECT id, 0, '•••• 0002', '', 'frontier', 'institution_unknown', 10000, 10000, 'KZT', 1
    FROM loop_plan""",
    """proposed (request_id, plan_id, key, written, transfers)
    SELECT r.id, p.id, '', '{}', '{}' FROM loop_plan p
    JOIN correspondence_request r ON r.case_id = p.case_id
    JOIN officers_body b ON b.id = r.addressee_id WHERE b.code = 'bank-one'""",
)


def make_cast() -> None:
    """Fill an empty database with everybody and everything."""
    cast = Cast({})
    for login in ADMINISTRATORS:
        first_administrator(login=login, full_name=login.title(), password=login)
    _know(cast, ADMINISTRATORS)
    with cast.acts("administrator") as administrator:
        _found_bodies(cast, administrator)
        _enter_people(cast, administrator)
    with cast.acts("administrator_2") as another:
        _decide_posts(cast, another)
    _say_anew(cast)
    for number in CASES:
        _open_case(cast, number)
    _go_their_course()
    _take_loose_complaints(cast)
    _add_later()
    _let_in(cast)
    _send()
    _plan()
    _sign_in()
    _close_again(cast)


def known() -> Cast:
    """Return the cast of a database that has one."""
    cast = Cast({})
    _know(cast, [*ADMINISTRATORS, *(login for login, _, _ in PEOPLE), "nobody"])
    return cast


def _know(cast: Cast, logins: Iterable[str]) -> None:
    """Note the keys of people."""
    for login in logins:
        cast.officers[login] = cast.officer(login).pk


def _found_bodies(cast: Cast, officer: Officer) -> None:
    """Found three regions, two banks and a court."""

    def found(code: str, kind: BodyKind, *, parent: str = "", region: str | None = None) -> None:
        found_body(
            code=code,
            kind=kind,
            names=Names(code, code, code),
            since=_LONG_AGO,
            region=region,
            parent=cast.body(parent) if parent else None,
            institution=code.upper() if kind is BodyKind.INSTITUTION else None,
            body_bin=body_number(code),
            officer=officer,
        )

    for letter, region in REGIONS.items():
        found(f"{letter}-hq", BodyKind.POLICE_HQ, parent="centre", region=region)
        found(f"{letter}-pros", BodyKind.PROSECUTOR_OFFICE, region=region)
        hq, office = f"{letter}-hq", f"{letter}-pros"
        found(f"{letter}-inv", BodyKind.INVESTIGATION_DEPARTMENT, parent=hq, region=region)
        found(f"{letter}1", BodyKind.POLICE_UNIT, parent=hq, region=region)
        found(f"{letter}2", BodyKind.POLICE_UNIT, parent=hq, region=region)
        found(f"{letter}1-pros", BodyKind.PROSECUTOR_OFFICE, parent=office, region=region)
        begin_supervision(office=cast.body(office), body=cast.body(hq), officer=officer)
        begin_supervision(
            office=cast.body(f"{letter}1-pros"), body=cast.body(f"{letter}1"), officer=officer
        )
    found("bank-one", BodyKind.INSTITUTION)
    found("bank-two", BodyKind.INSTITUTION)
    found("court", BodyKind.COURT, region="75")


def _enter_people(cast: Cast, officer: Officer) -> None:
    """Enter everybody, and propose their posts."""
    for serial, (login, role, body) in enumerate(PEOPLE):
        person = enter_officer(
            login=login,
            full_name=login.replace("_", " ").title(),
            iin=person_number("900101", serial * 10, is_odd=True),
            officer=officer,
        )
        propose_post(
            person=person,
            body=cast.body(body),
            role=role,
            ground=f"order {serial}",
            since=now() + _SOON if login == "not_yet_a1" else None,
            until=now() + _SOON if role in TEMPORARY else None,
            officer=officer,
        )
    enter_officer(login="nobody", full_name="Nobody", officer=officer)
    _know(cast, [*(login for login, _, _ in PEOPLE), "nobody"])
    require_certificate(category="crypto", area="crypto", since=_LONG_AGO, officer=officer)
    enter_certificate(
        person=cast.officer("investigator_a1"),
        area="crypto",
        number="1",
        issued_on=_LONG_AGO,
        expires_on=date(2040, 1, 1),
        officer=officer,
    )


def _decide_posts(cast: Cast, officer: Officer) -> None:
    """Confirm every post but one, which stays proposed."""
    for login, _, _ in PEOPLE:
        if login != "proposed_a1":
            confirm_post(post=cast.post(login), officer=officer)


def _say_anew(cast: Cast) -> None:
    """Install the packaged law; move three days off: one stays, one is withdrawn, one waits."""
    install_packaged()
    made: list[Override] = []
    with cast.acts("administrator") as officer:
        for day in ("2030-03-04", "2030-03-05", "2030-03-06"):
            fields: dict[str, Field] = {
                "is_working": False,
                "reason_kk": "Қаулы",
                "reason_ru": "Постановление",
            }
            said = Said("clocks/days.csv", day, fields, "decree", "gazette")
            made.append(propose_override(said=said, since=_LONG_AGO, officer=officer))
    with cast.acts("administrator_2") as another:
        for override in made[:2]:
            confirm_override(override=override, officer=another)
        withdraw_override(override=made[1], reason="Not moved", officer=another)


def _open_case(cast: Cast, number: str) -> None:
    """Register a case with everything that a case has."""
    unit, lead = CASES[number]
    with cast.acts(lead) as officer:
        case = register_case(
            number=number,
            unit=cast.body(unit),
            registered_at=_REGISTERED,
            form="investigation",
            category="ordinary",
            officer=officer,
        )
        take_case(case=case, ground="decree", officer=officer)
        complaint = _taken(cast, number, unit, officer, identifiers=(_COMMON, _own_card(number)))
        join_complaint(complaint=complaint, case=case, officer=officer)
        for login, its_case, kind in _NAMED:
            if its_case == number:
                person = cast.officer(login)
                name_member(case=case, person=person, kind=kind, ground="decree", officer=officer)
        look_up(kind="phone", text=_COMMON.raw, case=case, purpose="Same caller", officer=officer)
        for bank in ("bank-one", "bank-two"):
            draft_request(
                number=f"{number}/{bank}",
                case=case,
                addressee=cast.body(bank),
                measure="request.bank_movements",
                draft=Draft("Fraud"),
                subjects=[Asked(RequestSubject("card", "440001******0001"))],
                officer=officer,
            )
        draft_paper(case=case, form="acceptance", values={}, officer=officer)
        file = store([number.encode()], name=f"{number}.txt", officer=officer.pk)
        use(file, by=Subject("case", str(case.pk)), case=case.pk)
        fund(case, complaint, officer)
        read_by(officer.pk, Subject("case", str(case.pk)), case=case.pk, purpose="To work on it")


def _own_card(number: str) -> GivenIdentifier:
    """Return a card that only one case mentions."""
    serial = hashlib.sha256(number.encode()).digest()[0]
    return GivenIdentifier("card", card("00", serial), "recipient")


def _taken(
    cast: Cast,
    receipt: str,
    unit: str,
    officer: Officer,
    *,
    identifiers: tuple[GivenIdentifier, ...],
) -> Complaint:
    """Take a complaint with everything that a complaint has."""
    file = store([f"of {receipt}".encode()], name="receipt.txt", officer=officer.pk)
    report = Report(
        reported_at=_REGISTERED,
        language="kk",
        applicant=Applicant(full_name=f"Victim Of {receipt}"),
        payments=(Payment(amount_minor=100_000_00),),
        loans=(Loan("Lender", amount_minor=50_000_00),),
        identifiers=identifiers,
        files=(Received(file, "receipt"),),
    )
    return receive_complaint(
        report=report, unit=cast.body(unit), officer=officer, source="desk", receipt=receipt
    ).complaint


def _take_loose_complaints(cast: Cast) -> None:
    """Take two complaints that belong to no case, one that was sent on, and one left so."""
    for login in ("duty_officer_a1", "investigator_b1"):
        unit = login.rpartition("_")[2]
        with cast.acts(login) as officer:
            loose = f"{unit}-loose"
            _taken(cast, loose, unit, officer, identifiers=(_own_card(loose),))
    with cast.acts("duty_officer_a1") as officer:
        sent = _taken(cast, "a1-sent", "a1", officer, identifiers=())
        send_complaint(
            complaint=sent, to_unit=cast.body("b1"), reason="She lives there", officer=officer
        )
        left = _taken(cast, "a1-left", "a1", officer, identifiers=())
        leave_unregistered(
            complaint=left, norm=NOT_REGISTRABLE[0], reason="A written deal", officer=officer
        )


def _add_later() -> None:
    """Add to every complaint what windows send later, a signature and a return of money."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO reception_addition (complaint_id, package, at, text) "
            "SELECT id, receipt, now(), 'later' FROM cases_complaint"
        )
        cursor.execute(
            "INSERT INTO reception_signature (complaint_id, package, statement_id, file_id, "
            "report_id, outcome, why, name, iin, body_bin, certificate, received_at, checked_at) "
            "SELECT complaint.id, complaint.receipt, file.id, file.id, file.id, 'refused', "
            "'sign_older', '', '', '', '', now(), now() "
            "FROM cases_complaint complaint, (SELECT min(id) AS id FROM files_file) file"
        )
        cursor.execute(
            "INSERT INTO reception_return (complaint_id, amount_minor, currency, returned_on, "
            "payer, document, why, recorded_by_id, recorded_at) "
            "SELECT complaint.id, 100, 'KZT', now(), 'Bank', '1', '', officer.id, now() "
            "FROM cases_complaint complaint, (SELECT min(id) AS id FROM officers_officer) officer"
        )


def _let_in(cast: Cast) -> None:
    """Let two investigators of other regions into a case; a third one waits."""
    for asker, own in (("investigator_b1", "b1"), ("investigator_c1", "c1")):
        with cast.acts(asker) as officer:
            ask_access(case=cast.case(own), unit=cast.body("a1"), ground="Same", officer=officer)
        with cast.acts("head_of_unit_a1") as head:
            # Sealed a moment later: what was granted before must not open it.
            cases: list[Case] = [
                cast.case("a1"),
                *([cast.case("a1-sealed")] if own == "b1" else []),
            ]
            grant_access(
                request=cast.request(asker), cases=cases, expires_at=now() + _SOON, officer=head
            )
    with cast.acts("investigator_a2") as officer:
        ask_access(case=cast.case("a2"), unit=cast.body("b1"), ground="Same", officer=officer)


def _go_their_course() -> None:
    """Give every case a row of each table of its course; commands refuse what has no paper."""
    with connections["owner"].cursor() as cursor:
        for statement in _COURSE:
            cursor.execute(
                f"INSERT INTO investigation_{statement} FROM cases_case c "
                "JOIN cases_member m ON m.case_id = c.id AND m.kind = 'lead'"
            )


def body_number(code: str) -> str:
    """Return the invented БИН of a body of the cast."""
    return company_number(int(hashlib.sha256(code.encode()).hexdigest()[:4], 16))


def _send() -> None:
    """Let some requests leave, and everything else be there that a request has.

    The tables would refuse it: nobody signed or decided. How it is done stands in the tests of
    correspondence; here only rows are wanted.
    """
    with connections["owner"].cursor() as cursor:
        for table in ("request", "verification", "decision", "enclosure"):
            cursor.execute(f"ALTER TABLE correspondence_{table} DISABLE TRIGGER USER")
        for number, bank in _SENT:
            cursor.execute(
                "UPDATE correspondence_request SET sent_at = now(), state = 'sent', paper = 'x', "
                "digest = encode(sha256('x'), 'hex'), signed_by_id = drafted_by_id, "
                "signed_at = now() WHERE number = %s",
                [f"{number}/{bank}"],
            )
        for statement in _OF_REQUESTS:
            cursor.execute(f"INSERT INTO correspondence_{statement}")
        cursor.execute(_STATED)
        for table in ("request", "verification", "decision", "enclosure"):
            cursor.execute(f"ALTER TABLE correspondence_{table} ENABLE TRIGGER USER")


def _plan() -> None:
    """Let everything be planned for: whoever tests the loop brings a case of his own."""
    with connections["owner"].cursor() as cursor:
        for statement in _PLANS:
            cursor.execute(f"INSERT INTO loop_{statement}")
        cursor.execute("UPDATE loop_turn SET done = asked")


def _sign_in() -> None:
    """Leave what signing in leaves behind it: second factors, sessions, and a recovery."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) "
            "SELECT id, 'totp', '{}', now() FROM officers_officer WHERE login = ANY (%s)",
            [list(_SIGNED_IN)],
        )
        cursor.execute(
            "INSERT INTO usersessions_usersession "
            "(user_id, created_at, ip, last_seen_at, session_key, user_agent, data) "
            "SELECT id, now(), '127.0.0.1', now(), 'of ' || id, '', '{}' "
            "FROM officers_officer WHERE login = ANY (%s)",
            [list(_SIGNED_IN)],
        )
        cursor.execute(
            "INSERT INTO signing_in_recovery "
            "(person_id, ground, forgets_factors, state, proposed_by_id, first_digest) "
            "SELECT person.id, '', false, 'proposed', officer.id, '' "
            "FROM officers_officer person, officers_officer officer "
            "WHERE person.login = 'translator' AND officer.login = 'administrator'"
        )


def _close_again(cast: Cast) -> None:
    """Seal what is sealed, and end what has ended."""
    with cast.acts("investigator_a1") as lead:
        seal_case(case=cast.case("a1-sealed"), ground="decree", officer=lead)
        member = cast.member("released_c1", "a1")
        release_member(member=member, reason="Transferred", officer=lead)
    with cast.acts("head_of_unit_a1") as head:
        request = cast.request("investigator_c1")
        withdraw_access(request=request, reason="Not the same", officer=head)
    with cast.acts("administrator") as administrator:
        end_post(post=cast.post("ended_a1"), reason="Transferred", officer=administrator)
        shut_out(person=cast.officer("shut_out_a1"), reason="Dismissed", officer=administrator)
