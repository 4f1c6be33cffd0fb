-- A request is seen with its case, before registration with its complaint; an institution sees what
-- was sent to it, and no case. What comes back of a sealed one lies in a compartment of its own: only
-- those named in the case see it. Whatever hangs on a request is seen where the request is seen.

CREATE FUNCTION correspondence_reads(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM correspondence_request r WHERE r.id = wanted AND (
            (r.sent_at IS NOT NULL AND r.addressee_id IN (SELECT office_institutions()))
            OR CASE WHEN r.case_id IS NULL THEN office_sees_complaint(r.complaint_id)
                WHEN r.is_sealed THEN r.case_id IN (SELECT office_member_cases('read'))
                ELSE office_sees_case(r.case_id) END))
$$;

CREATE FUNCTION correspondence_writes(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM correspondence_request r WHERE r.id = wanted
            AND CASE WHEN r.case_id IS NULL THEN office_writes_complaint(r.complaint_id)
                WHEN r.is_sealed THEN r.case_id IN (SELECT office_member_cases('write'))
                ELSE office_writes_case(r.case_id) END)
$$;

-- Whether the acting officer is a prosecutor who supervises the body of a case, and sees the case.
CREATE FUNCTION office_supervises_case(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM cases_case c WHERE c.id = wanted
            AND c.unit_id IN (SELECT office_units('supervise'))
            AND (NOT c.is_sealed OR c.id IN (SELECT office_member_cases('read'))))
$$;

CREATE FUNCTION correspondence_decides(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM correspondence_request r WHERE r.id = wanted AND r.state = 'on_decision'
            AND CASE WHEN r.case_id IS NULL
                THEN (SELECT k.unit_id IN (SELECT office_units('supervise'))
                    FROM cases_complaint k WHERE k.id = r.complaint_id)
                ELSE office_supervises_case(r.case_id) END)
$$;

-- Whether the acting officer answers in the name of the institution to which a request was sent.
CREATE FUNCTION correspondence_answers(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM correspondence_request r WHERE r.id = wanted AND r.sent_at IS NOT NULL
            AND r.addressee_id IN (SELECT office_institutions()))
$$;

ALTER TABLE correspondence_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY request_seen ON correspondence_request FOR SELECT TO izdes_app USING (
    (sent_at IS NOT NULL AND addressee_id IN (SELECT office_institutions()))
    OR ((NOT is_sealed OR case_id IN (SELECT office_member_cases('read')))
        AND (SELECT true FROM cases_case WHERE cases_case.id = case_id))
    OR (case_id IS NULL AND (SELECT office_officer()) IS NOT NULL
        AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id)));
CREATE POLICY request_drafted ON correspondence_request FOR INSERT TO izdes_app WITH CHECK (
    drafted_by_id = (SELECT office_officer())
    AND CASE WHEN case_id IS NULL THEN office_writes_complaint(complaint_id)
        WHEN is_sealed THEN case_id IN (SELECT office_member_cases('write'))
        ELSE office_writes_case(case_id) END);
CREATE POLICY request_changed ON correspondence_request FOR UPDATE TO izdes_app USING (
    CASE WHEN case_id IS NULL THEN office_writes_complaint(complaint_id)
        WHEN is_sealed THEN case_id IN (SELECT office_member_cases('write'))
        ELSE office_writes_case(case_id) END);
-- A prosecutor changes only what waits for him, and only into what he decided.
CREATE POLICY request_decided ON correspondence_request FOR UPDATE TO izdes_app
    USING (state = 'on_decision' AND correspondence_decides(id))
    WITH CHECK (state IN ('on_decision', 'sanctioned', 'refused'));
CREATE POLICY request_answered ON correspondence_request FOR UPDATE TO izdes_app
    USING (sent_at IS NOT NULL AND addressee_id IN (SELECT office_institutions()))
    WITH CHECK (state IN ('sent', 'delivered', 'accepted', 'not_accepted', 'clarification_asked',
        'extension_asked', 'answered'));

ALTER TABLE correspondence_subject ENABLE ROW LEVEL SECURITY;
CREATE POLICY subject_seen ON correspondence_subject FOR SELECT TO izdes_app
    USING ((SELECT true FROM correspondence_request r WHERE r.id = correspondence_subject.request_id));
CREATE POLICY subject_named ON correspondence_subject FOR INSERT TO izdes_app
    WITH CHECK (correspondence_writes(request_id));
CREATE POLICY subject_answered ON correspondence_subject FOR UPDATE TO izdes_app
    USING (correspondence_answers(request_id));

ALTER TABLE correspondence_signature ENABLE ROW LEVEL SECURITY;
CREATE POLICY signature_seen ON correspondence_signature FOR SELECT TO izdes_app
    USING ((SELECT true FROM correspondence_request r WHERE r.id = correspondence_signature.request_id));
CREATE POLICY signature_given ON correspondence_signature FOR INSERT TO izdes_app WITH CHECK (
    signed_by_id = (SELECT office_officer())
    AND CASE paper WHEN 'order' THEN correspondence_writes(request_id)
        ELSE correspondence_decides(request_id) END);

ALTER TABLE correspondence_verification ENABLE ROW LEVEL SECURITY;
CREATE POLICY verification_seen ON correspondence_verification FOR SELECT TO izdes_app
    USING ((SELECT true FROM correspondence_request r WHERE r.id = correspondence_verification.request_id));
CREATE POLICY verification_made ON correspondence_verification FOR INSERT TO izdes_app
    WITH CHECK (correspondence_writes(request_id) OR correspondence_decides(request_id));

ALTER TABLE correspondence_decision ENABLE ROW LEVEL SECURITY;
CREATE POLICY decision_seen ON correspondence_decision FOR SELECT TO izdes_app
    USING ((SELECT true FROM correspondence_request r WHERE r.id = correspondence_decision.request_id));
CREATE POLICY decision_taken ON correspondence_decision FOR INSERT TO izdes_app WITH CHECK (
    CASE kind WHEN 'act'
        THEN recorded_by_id = (SELECT office_officer()) AND correspondence_writes(request_id)
        ELSE decided_by_id = (SELECT office_officer()) AND correspondence_decides(request_id) END);

ALTER TABLE correspondence_receipt ENABLE ROW LEVEL SECURITY;
CREATE POLICY receipt_seen ON correspondence_receipt FOR SELECT TO izdes_app
    USING ((SELECT true FROM correspondence_request r WHERE r.id = correspondence_receipt.request_id));
CREATE POLICY receipt_taken ON correspondence_receipt FOR INSERT TO izdes_app WITH CHECK (
    officer_id = (SELECT office_officer())
    AND CASE WHEN kind IN
        ('delivered', 'accepted', 'rejected', 'clarification_asked', 'extension_asked')
        THEN correspondence_answers(request_id) ELSE correspondence_writes(request_id) END);

ALTER TABLE correspondence_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY answer_seen ON correspondence_answer FOR SELECT TO izdes_app
    USING ((SELECT true FROM correspondence_request r WHERE r.id = correspondence_answer.request_id));
CREATE POLICY answer_taken ON correspondence_answer FOR INSERT TO izdes_app
    WITH CHECK (officer_id = (SELECT office_officer()) AND correspondence_answers(request_id));

ALTER TABLE correspondence_answer_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY answer_file_seen ON correspondence_answer_file FOR SELECT TO izdes_app
    USING ((SELECT true FROM correspondence_answer a WHERE a.id = correspondence_answer_file.answer_id));
CREATE POLICY answer_file_taken ON correspondence_answer_file FOR INSERT TO izdes_app WITH CHECK (
    files_is_seen(file_id) AND (
        SELECT correspondence_answers(a.request_id) FROM correspondence_answer a
        WHERE a.id = correspondence_answer_file.answer_id));

ALTER TABLE correspondence_answer_subject ENABLE ROW LEVEL SECURITY;
CREATE POLICY answer_subject_seen ON correspondence_answer_subject FOR SELECT TO izdes_app
    USING ((SELECT true FROM correspondence_answer a WHERE a.id = correspondence_answer_subject.answer_id));
CREATE POLICY answer_subject_taken ON correspondence_answer_subject FOR INSERT TO izdes_app
    WITH CHECK ((
        SELECT correspondence_answers(a.request_id) FROM correspondence_answer a
        WHERE a.id = correspondence_answer_subject.answer_id));

ALTER TABLE correspondence_hold ENABLE ROW LEVEL SECURITY;
CREATE POLICY hold_seen ON correspondence_hold FOR SELECT TO izdes_app
    USING ((SELECT true FROM correspondence_request r WHERE r.id = correspondence_hold.request_id));
CREATE POLICY hold_answered ON correspondence_hold FOR INSERT TO izdes_app
    WITH CHECK (correspondence_answers(request_id));
CREATE POLICY hold_ended ON correspondence_hold FOR UPDATE TO izdes_app
    USING (correspondence_writes(request_id) OR correspondence_answers(request_id));

-- Who must be told is the office's own matter.
ALTER TABLE correspondence_notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY notice_seen ON correspondence_notice FOR SELECT TO izdes_app USING (
    (SELECT office_is_inside())
    AND (SELECT true FROM correspondence_request r WHERE r.id = correspondence_notice.request_id));
CREATE POLICY notice_owed ON correspondence_notice FOR INSERT TO izdes_app
    WITH CHECK (correspondence_writes(request_id));
CREATE POLICY notice_given ON correspondence_notice FOR UPDATE TO izdes_app
    USING (correspondence_writes(request_id));

-- What institutions tell unasked: their own, of requests that one sees, and all of it to analysts.
ALTER TABLE correspondence_signal ENABLE ROW LEVEL SECURITY;
CREATE POLICY signal_seen ON correspondence_signal FOR SELECT TO izdes_app USING (
    institution_id IN (SELECT office_institutions())
    OR (SELECT office_has_role('hq_analyst'))
    OR (SELECT true FROM correspondence_request r WHERE r.id = correspondence_signal.request_id));
CREATE POLICY signal_told ON correspondence_signal FOR INSERT TO izdes_app WITH CHECK (
    officer_id = (SELECT office_officer()) AND institution_id IN (SELECT office_institutions()));

-- A file is seen where an answer is seen with which it came.
CREATE POLICY answered_file_seen ON files_file FOR SELECT TO izdes_app USING (
    EXISTS (SELECT FROM correspondence_answer_file f WHERE f.file_id = files_file.id));
CREATE OR REPLACE FUNCTION files_is_seen(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (
            SELECT FROM files_upload WHERE file_id = wanted AND officer_id = office_officer())
        OR EXISTS (
            SELECT FROM files_use WHERE file_id = wanted AND office_sees_case(case_id))
        OR EXISTS (
            SELECT FROM cases_attachment
            WHERE file_id = wanted AND office_sees_complaint(complaint_id))
        OR EXISTS (
            SELECT FROM correspondence_answer_file f
            JOIN correspondence_answer a ON a.id = f.answer_id
            WHERE f.file_id = wanted AND correspondence_reads(a.request_id));
END $$;

REVOKE ALL ON FUNCTION correspondence_reads(bigint), correspondence_writes(bigint),
    correspondence_decides(bigint), correspondence_answers(bigint), office_supervises_case(bigint)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION correspondence_reads(bigint), correspondence_writes(bigint),
    correspondence_decides(bigint), correspondence_answers(bigint), office_supervises_case(bigint)
    TO izdes_app;
