-- What a complaint tells is seen where the complaint is seen by an officer, and written where it is
-- written. A victim sees her complaint under `izdes.report`, and none of this.

UPDATE cases_complaint SET reported_at = received_at;
UPDATE cases_complaint SET triaged_at = received_at WHERE case_id IS NOT NULL;

CREATE FUNCTION office_sees_complaint(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM cases_complaint WHERE id = wanted AND
            CASE WHEN case_id IS NULL THEN unit_id IN (SELECT office_units('read'))
                ELSE office_sees_case(case_id) END)
$$;

-- Whose external numbers are known already: whoever has one learns that it was taken, not where.
CREATE FUNCTION complaints_known(given_source text, given_ids text[]) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT external_id FROM cases_complaint
    WHERE source = given_source AND external_id = ANY (given_ids) AND office_may_see_cases()
$$;

-- Send a complaint on to the unit whose matter it is. There it waits for triage anew, and gets a
-- number of that unit's own book; who sent it has decided so before, by an outcome of his own.
CREATE FUNCTION complaint_send(wanted bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE cases_complaint AS complaint
        SET unit_id = sent.to_unit_id, triaged_at = NULL, intake_number = '', intake_at = NULL
        FROM (
            SELECT outcome.to_unit_id, outcome.unit_id FROM cases_outcome outcome
            WHERE outcome.complaint_id = wanted AND outcome.kind = 'sent'
                AND outcome.decided_by_id = office_officer()
            ORDER BY outcome.id DESC LIMIT 1
        ) AS sent
        WHERE complaint.id = wanted AND complaint.case_id IS NULL
            AND complaint.unit_id = sent.unit_id
            AND complaint.unit_id IN (SELECT office_units('write'));
    RETURN FOUND;
END $$;

-- What was signed stands as it was signed; where it belongs and what is made of it may change.
CREATE FUNCTION cases_complaint_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'signed' AND (
        NEW.state, NEW.signed_how, NEW.signed_at, NEW.narrative, NEW.reported_at,
        NEW.occurred_from, NEW.occurred_to, NEW.total_minor, NEW.organisation
    ) IS DISTINCT FROM (
        OLD.state, OLD.signed_how, OLD.signed_at, OLD.narrative, OLD.reported_at,
        OLD.occurred_from, OLD.occurred_to, OLD.total_minor, OLD.organisation
    ) THEN
        RAISE EXCEPTION 'a complaint that was signed does not change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_complaint_signed_once BEFORE UPDATE ON cases_complaint
    FOR EACH ROW EXECUTE FUNCTION cases_complaint_guard();

CREATE FUNCTION cases_applicant_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (SELECT state = 'signed' FROM cases_complaint WHERE id = OLD.complaint_id) THEN
        RAISE EXCEPTION 'who has signed a complaint is not changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_applicant_signed_once BEFORE UPDATE ON cases_applicant
    FOR EACH ROW EXECUTE FUNCTION cases_applicant_guard();

-- Rows come in by thousands. The question is written out in each policy instead of asked of
-- `office_writes_complaint`, so that the officer's bodies are computed once for a whole statement.
ALTER POLICY mention_written ON subjects_mention WITH CHECK (
    (SELECT CASE WHEN k.case_id IS NULL THEN k.unit_id IN (SELECT office_units('write'))
        ELSE office_writes_case(k.case_id) END FROM cases_complaint k WHERE k.id = complaint_id));

ALTER TABLE cases_applicant ENABLE ROW LEVEL SECURITY;
CREATE POLICY applicant_seen ON cases_applicant FOR SELECT TO izdes_app USING (
    (SELECT office_officer()) IS NOT NULL
    AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id));
CREATE POLICY applicant_told ON cases_applicant FOR INSERT TO izdes_app WITH CHECK (
    (SELECT CASE WHEN k.case_id IS NULL THEN k.unit_id IN (SELECT office_units('write'))
        ELSE office_writes_case(k.case_id) END FROM cases_complaint k WHERE k.id = complaint_id));
CREATE POLICY applicant_changed ON cases_applicant FOR UPDATE TO izdes_app
    USING (office_writes_complaint(complaint_id));

ALTER TABLE cases_name_token ENABLE ROW LEVEL SECURITY;
CREATE POLICY name_token_seen ON cases_name_token FOR SELECT TO izdes_app USING (
    (SELECT office_officer()) IS NOT NULL
    AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id));
CREATE POLICY name_token_told ON cases_name_token FOR INSERT TO izdes_app WITH CHECK (
    (SELECT CASE WHEN k.case_id IS NULL THEN k.unit_id IN (SELECT office_units('write'))
        ELSE office_writes_case(k.case_id) END FROM cases_complaint k WHERE k.id = complaint_id));

ALTER TABLE cases_payment ENABLE ROW LEVEL SECURITY;
CREATE POLICY payment_seen ON cases_payment FOR SELECT TO izdes_app USING (
    (SELECT office_officer()) IS NOT NULL
    AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id));
CREATE POLICY payment_told ON cases_payment FOR INSERT TO izdes_app WITH CHECK (
    (SELECT CASE WHEN k.case_id IS NULL THEN k.unit_id IN (SELECT office_units('write'))
        ELSE office_writes_case(k.case_id) END FROM cases_complaint k WHERE k.id = complaint_id));

ALTER TABLE cases_loan ENABLE ROW LEVEL SECURITY;
CREATE POLICY loan_seen ON cases_loan FOR SELECT TO izdes_app USING (
    (SELECT office_officer()) IS NOT NULL
    AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id));
CREATE POLICY loan_told ON cases_loan FOR INSERT TO izdes_app WITH CHECK (
    (SELECT CASE WHEN k.case_id IS NULL THEN k.unit_id IN (SELECT office_units('write'))
        ELSE office_writes_case(k.case_id) END FROM cases_complaint k WHERE k.id = complaint_id));

ALTER TABLE cases_attachment ENABLE ROW LEVEL SECURITY;
CREATE POLICY attachment_seen ON cases_attachment FOR SELECT TO izdes_app USING (
    (SELECT office_officer()) IS NOT NULL
    AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id));
CREATE POLICY attachment_told ON cases_attachment FOR INSERT TO izdes_app
    WITH CHECK (
    (SELECT CASE WHEN k.case_id IS NULL THEN k.unit_id IN (SELECT office_units('write'))
        ELSE office_writes_case(k.case_id) END FROM cases_complaint k WHERE k.id = complaint_id)
    AND files_is_seen(file_id));

-- A file is seen where a complaint is seen with which it came.
CREATE POLICY attached_file_seen ON files_file FOR SELECT TO izdes_app USING (
    EXISTS (SELECT FROM cases_attachment WHERE cases_attachment.file_id = files_file.id));
CREATE OR REPLACE FUNCTION files_is_seen(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (
            SELECT FROM files_upload WHERE file_id = wanted AND officer_id = office_officer())
        OR EXISTS (
            SELECT FROM files_use WHERE file_id = wanted AND office_sees_case(case_id))
        OR EXISTS (
            SELECT FROM cases_attachment
            WHERE file_id = wanted AND office_sees_complaint(complaint_id));
END $$;

-- What was left unregistered or sent on is known in the body that decided so; all else where the
-- complaint is seen. Prosecutors who supervise that body see it from the first moment.
ALTER TABLE cases_outcome ENABLE ROW LEVEL SECURITY;
CREATE POLICY outcome_seen ON cases_outcome FOR SELECT TO izdes_app USING (
    (case_id IS NULL AND unit_id IN (SELECT office_units('read')))
    OR ((SELECT office_officer()) IS NOT NULL
        AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id)));
CREATE POLICY outcome_decided ON cases_outcome FOR INSERT TO izdes_app WITH CHECK (
    decided_by_id = (SELECT office_officer()) AND office_writes_complaint(complaint_id)
    AND unit_id = (SELECT unit_id FROM cases_complaint WHERE cases_complaint.id = complaint_id));

-- What happened to a complaint before it came into a case is seen where the complaint is seen: its
-- entries name no case. What happened to it in a case is seen with that case, as everything there.
CREATE FUNCTION journal_complaint(subject_type text, subject_id text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN subject_type = 'complaint' AND subject_id ~ '^[0-9]{1,18}$'
        THEN subject_id::bigint END
$$;
CREATE POLICY entry_of_complaint_seen ON journal_entry FOR SELECT TO izdes_app USING (
    case_id IS NULL AND (SELECT office_officer()) IS NOT NULL
    AND (SELECT true FROM cases_complaint
         WHERE cases_complaint.id = journal_complaint(subject_type, subject_id)));
CREATE POLICY value_of_complaint_seen ON journal_value FOR SELECT TO izdes_app USING (
    (SELECT office_officer()) IS NOT NULL
    AND (SELECT true FROM journal_entry AS entry JOIN cases_complaint AS complaint
             ON complaint.id = journal_complaint(entry.subject_type, entry.subject_id)
         WHERE entry.number = journal_value.entry_number AND entry.case_id IS NULL));

REVOKE ALL ON FUNCTION office_sees_complaint(bigint), complaints_known(text, text[]),
    complaint_send(bigint), cases_applicant_guard() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office_sees_complaint(bigint), complaints_known(text, text[]),
    complaint_send(bigint) TO izdes_app;
