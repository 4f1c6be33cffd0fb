-- What no command, and no SQL of the office's login, may do to correspondence.
--
-- A request begins as a draft, goes its way step by step, and is sent only with the consent that its
-- measure needs, over the very bytes that were signed. What was signed, decided, received and
-- answered is added and never changed.

-- What each measure needs, by the law as it was packaged with these tables: of which kind it is, whose
-- consent, who decides and from which level, a case, a compartment; and what is signed in a case that
-- does not run, or by heads outside its group. No edition of an office's own changes a measure.
CREATE TABLE correspondence_floor (
    measure text PRIMARY KEY, kind text NOT NULL, consent text NOT NULL, decides text[] NOT NULL,
    level text NOT NULL, may_precede boolean NOT NULL, is_sealed boolean NOT NULL,
    is_always boolean NOT NULL, while_interrupted boolean NOT NULL, by_heads boolean NOT NULL);

-- The last number that each office of prosecutors gave in a year.
CREATE TABLE correspondence_register (
    office_id bigint NOT NULL REFERENCES officers_body (id), year int NOT NULL, last int NOT NULL,
    PRIMARY KEY (office_id, year));

CREATE FUNCTION correspondence_next_number(an_office bigint, a_year int) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    given int;
BEGIN
    IF NOT EXISTS (SELECT FROM office_posts() WHERE body_id = an_office AND role IN (
            'prosecutor', 'head_of_prosecutors', 'duty_prosecutor', 'acting_prosecutor')) THEN
        RAISE EXCEPTION 'only an office gives its numbers' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO correspondence_register AS r (office_id, year, last) VALUES (an_office, a_year, 1)
        ON CONFLICT (office_id, year) DO UPDATE SET last = r.last + 1 RETURNING last INTO given;
    RETURN given;
END $$;

CREATE FUNCTION correspondence_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was signed, decided, received or answered stays as it is' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER signature_stays BEFORE UPDATE OR DELETE ON correspondence_signature
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();
CREATE TRIGGER verification_stays BEFORE UPDATE OR DELETE ON correspondence_verification
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();
CREATE TRIGGER decision_stays BEFORE UPDATE OR DELETE ON correspondence_decision
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();
CREATE TRIGGER receipt_stays BEFORE UPDATE OR DELETE ON correspondence_receipt
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();
CREATE TRIGGER answer_stays BEFORE UPDATE OR DELETE ON correspondence_answer
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();
CREATE TRIGGER answer_file_stays BEFORE UPDATE OR DELETE ON correspondence_answer_file
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();
CREATE TRIGGER answer_subject_stays BEFORE UPDATE OR DELETE ON correspondence_answer_subject
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();
CREATE TRIGGER signal_stays BEFORE UPDATE OR DELETE ON correspondence_signal
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();
CREATE TRIGGER request_is_not_removed BEFORE DELETE ON correspondence_request
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();
CREATE TRIGGER hold_is_not_removed BEFORE DELETE ON correspondence_hold
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();
CREATE TRIGGER notice_is_not_removed BEFORE DELETE ON correspondence_notice
    FOR EACH ROW EXECUTE FUNCTION correspondence_refuse();

-- Whether a check of a report is good; a timestamp that nobody gave may be absent.
CREATE FUNCTION correspondence_is_good(a_check jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT a_check ->> 'outcome' = 'passed' OR a_check ->> 'code' = 'sign_stamp_none'
$$;

-- Whether the report of a check of signatures accepts them all; it says the same as
-- `VerificationReport.is_accepted`.
CREATE FUNCTION correspondence_accepts(a_report bytea) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    report jsonb := convert_from(a_report, 'UTF8')::jsonb;
    papers text[] := CASE WHEN report ->> 'decision_digest' = '' THEN ARRAY['order']
        ELSE ARRAY['decision', 'order'] END;
BEGIN
    RETURN papers = ARRAY(
            SELECT DISTINCT s ->> 'paper' FROM jsonb_array_elements(report -> 'signatures') s
            ORDER BY 1)
        AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(report -> 'checks') c
            WHERE NOT correspondence_is_good(c))
        AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(report -> 'signatures') s,
                jsonb_array_elements(s -> 'checks') c
            WHERE NOT correspondence_is_good(c));
END $$;

-- A report is kept as it says: about these bytes, and about signatures that are kept here.
CREATE FUNCTION correspondence_verification_guard() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    report jsonb := convert_from(NEW.report, 'UTF8')::jsonb;
BEGIN
    IF NOT correspondence_is_now(NEW.at) THEN
        RAISE EXCEPTION 'signatures are checked now' USING ERRCODE = 'check_violation';
    END IF;
    IF (report ->> 'order_digest', report ->> 'decision_digest')
        IS DISTINCT FROM (NEW.order_digest, NEW.decision_digest)
        OR NEW.is_accepted IS DISTINCT FROM correspondence_accepts(NEW.report) THEN
        RAISE EXCEPTION 'the report says something else' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.is_accepted AND EXISTS (
        SELECT FROM jsonb_array_elements(report -> 'signatures') s
        WHERE NOT EXISTS (
            SELECT FROM correspondence_signature k
            WHERE k.request_id = NEW.request_id AND k.paper_digest = s ->> 'paper_digest'
                AND k.paper = s ->> 'paper' AND k.form = s ->> 'form'
                AND encode(sha256(k.value), 'hex') = s ->> 'signature_digest')) THEN
        RAISE EXCEPTION 'the report is about signatures that are not here' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER verification_says_so AFTER INSERT ON correspondence_verification
    FOR EACH ROW EXECUTE FUNCTION correspondence_verification_guard();

-- A decision is kept with the digest of its bytes, about an order that waits for one, by whoever may,
-- of the day on which it is taken. An act is a court's alone: it lies here as a file, and is dated
-- neither before its motion was signed nor after today.
CREATE FUNCTION correspondence_decision_guard() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    asked record;
    said jsonb;
    today date := (clock_timestamp() AT TIME ZONE 'Asia/Almaty')::date;
BEGIN
    SELECT consent, digest, state, signed_by_id, (signed_at AT TIME ZONE 'Asia/Almaty')::date AS signed_on
        INTO STRICT asked FROM correspondence_request WHERE id = NEW.request_id;
    IF asked.state <> 'on_decision' OR NEW.kind <> asked.consent
        OR NEW.order_digest <> asked.digest OR NEW.decided_by_id = asked.signed_by_id THEN
        RAISE EXCEPTION 'a decision is about an order that waits for it, by another than who asked' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'act' AND (NEW.decided_by_id IS NOT NULL OR NEW.file_id IS NULL
        OR NOT files_is_seen(NEW.file_id) OR NEW.outcome = 'given_in_part') THEN
        RAISE EXCEPTION 'an act is a judge''s own, whole, and lies here as a file' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.decided_on > today OR NEW.decided_on < (CASE NEW.kind WHEN 'act' THEN asked.signed_on
        ELSE (NEW.at AT TIME ZONE 'Asia/Almaty')::date END) THEN
        RAISE EXCEPTION 'a decision is dated from the signing of its order until today' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.paper IS NOT NULL THEN
        said := convert_from(NEW.paper, 'UTF8')::jsonb;
        IF NEW.digest <> encode(sha256(NEW.paper), 'hex')
            OR (said ->> 'order_digest', said ->> 'outcome', said ->> 'kind', said ->> 'number',
                said -> 'decided_by' ->> 'iin', (said ->> 'decided_at')::timestamptz)
                IS DISTINCT FROM (NEW.order_digest, NEW.outcome, NEW.kind, NEW.number,
                    (SELECT iin FROM officers_officer WHERE id = NEW.decided_by_id), NEW.at) THEN
            RAISE EXCEPTION 'the paper of the decision says something else' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_is_about_it AFTER INSERT ON correspondence_decision
    FOR EACH ROW EXECUTE FUNCTION correspondence_decision_guard();

-- Whether somebody who may has given what a measure needs, over these very bytes. A refusal, a part
-- of another order and a decision whose signature was not found good count for nothing.
CREATE FUNCTION correspondence_is_given(a_request bigint, a_digest text, a_consent text)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN a_consent = 'none' THEN true ELSE EXISTS (
        SELECT FROM correspondence_decision d
        WHERE d.request_id = a_request AND d.order_digest = a_digest AND d.kind = a_consent
            AND d.outcome IN ('given', 'given_in_part')
            AND (d.kind = 'act' OR EXISTS (
                SELECT FROM correspondence_verification v
                WHERE v.request_id = a_request AND v.is_accepted
                    AND v.order_digest = a_digest AND v.decision_digest = d.digest)))
    END
$$;

CREATE FUNCTION correspondence_is_signed(a_request bigint, a_digest text)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM correspondence_verification v
        WHERE v.request_id = a_request AND v.is_accepted AND v.order_digest = a_digest)
$$;

-- Whether a step leads from one state to another; `izdes.core.orders.states` says the same.
CREATE FUNCTION correspondence_leads(old_state text, new_state text, a_consent text)
RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE new_state
        WHEN 'signed' THEN old_state = 'draft'
        WHEN 'on_decision' THEN old_state = 'signed' AND a_consent <> 'none'
        WHEN 'sanctioned' THEN old_state = 'on_decision'
        WHEN 'refused' THEN old_state = 'on_decision'
        WHEN 'sent' THEN old_state = CASE a_consent WHEN 'none' THEN 'signed' ELSE 'sanctioned' END
        WHEN 'delivered' THEN old_state = 'sent'
        WHEN 'accepted' THEN old_state IN ('delivered', 'clarification_asked', 'extension_asked')
        WHEN 'not_accepted' THEN old_state = 'delivered'
        WHEN 'clarification_asked' THEN old_state IN ('delivered', 'accepted')
        WHEN 'extension_asked' THEN old_state = 'accepted'
        WHEN 'answered' THEN
            old_state IN ('accepted', 'clarification_asked', 'extension_asked', 'ingested')
        WHEN 'ingested' THEN old_state = 'answered'
        WHEN 'withdrawn' THEN old_state IN ('draft', 'signed', 'on_decision', 'sanctioned', 'refused',
            'sent', 'delivered', 'accepted', 'clarification_asked', 'extension_asked')
        WHEN 'closed' THEN old_state IN ('ingested', 'not_accepted', 'refused')
        ELSE false
    END
$$;

CREATE FUNCTION correspondence_request_begins() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    needs correspondence_floor%ROWTYPE;
BEGIN
    IF NEW.state <> 'draft' OR NEW.paper IS NOT NULL OR coalesce(NEW.submitted_at, NEW.decided_at,
        NEW.sent_at, NEW.delivered_at, NEW.answered_at, NEW.ended_at) IS NOT NULL THEN
        RAISE EXCEPTION 'a request begins as a draft' USING ERRCODE = 'check_violation';
    END IF;
    SELECT * INTO needs FROM correspondence_floor WHERE measure = NEW.measure;
    IF (NEW.consent = 'none' AND needs.consent IS DISTINCT FROM 'none')
        OR (NEW.consent <> 'act' AND needs.consent = 'act') THEN
        RAISE EXCEPTION 'the law asks more consent of this measure' USING ERRCODE = 'check_violation';
    END IF;
    -- An act is entered by whoever asks for it: in the place of a sanction it would be less.
    IF (NEW.consent, NEW.kind) IS DISTINCT FROM (needs.consent, needs.kind)
        AND (needs.measure IS NOT NULL OR NEW.consent = 'act') THEN
        RAISE EXCEPTION 'the law asks another consent of this measure, or it is of another kind' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.related_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM correspondence_request r LEFT JOIN cases_complaint k ON k.id = r.complaint_id
        WHERE r.id = NEW.related_id AND (r.case_id = NEW.case_id OR k.case_id = NEW.case_id
            OR r.complaint_id = NEW.complaint_id)) THEN
        RAISE EXCEPTION 'a request relates to one of its own case' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.case_id IS NULL AND needs.may_precede IS NOT TRUE) OR (needs.is_sealed AND NOT NEW.is_sealed) THEN
        RAISE EXCEPTION 'the law asks a case, or a compartment' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_begins_as_draft AFTER INSERT ON correspondence_request
    FOR EACH ROW EXECUTE FUNCTION correspondence_request_begins();

CREATE FUNCTION correspondence_request_goes() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (NEW.number, NEW.complaint_id, NEW.addressee_id, NEW.measure, NEW.kind, NEW.consent, NEW.queue,
            NEW.relation, NEW.related_id, NEW.follows, NEW.same_matter_id, NEW.is_sealed, NEW.is_urgent_before,
            NEW.drafted_by_id, NEW.drafted_at, NEW.pack)
        IS DISTINCT FROM
        (OLD.number, OLD.complaint_id, OLD.addressee_id, OLD.measure, OLD.kind, OLD.consent, OLD.queue,
            OLD.relation, OLD.related_id, OLD.follows, OLD.same_matter_id, OLD.is_sealed, OLD.is_urgent_before,
            OLD.drafted_by_id, OLD.drafted_at, OLD.pack)
        OR (OLD.case_id IS NOT NULL AND NEW.case_id IS DISTINCT FROM OLD.case_id) THEN
        RAISE EXCEPTION 'what a request is does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.paper IS NOT NULL
        AND (NEW.paper, NEW.digest, NEW.signed_by_id, NEW.signed_at, NEW.draft, NEW.batch)
        IS DISTINCT FROM (OLD.paper, OLD.digest, OLD.signed_by_id, OLD.signed_at, OLD.draft, OLD.batch) THEN
        RAISE EXCEPTION 'what was signed does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.submitted_at IS NOT NULL AND NEW.submitted_at IS DISTINCT FROM OLD.submitted_at)
        OR (OLD.decided_at IS NOT NULL AND NEW.decided_at IS DISTINCT FROM OLD.decided_at)
        OR (OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at)
        OR (OLD.delivered_at IS NOT NULL AND NEW.delivered_at IS DISTINCT FROM OLD.delivered_at) THEN
        RAISE EXCEPTION 'when a step was taken does not change' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.paper IS NOT NULL AND NEW.digest <> encode(sha256(NEW.paper), 'hex') THEN
        RAISE EXCEPTION 'the digest is of other bytes' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT correspondence_leads(OLD.state, NEW.state, NEW.consent) THEN
        RAISE EXCEPTION 'no step leads from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.paper IS NOT NULL AND OLD.paper IS NULL AND NEW.state <> 'signed' THEN
        RAISE EXCEPTION 'bytes are signed with a signature' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.sent_at IS NOT NULL AND OLD.sent_at IS NULL) <> (NEW.state = 'sent' AND OLD.state <> 'sent')
        THEN RAISE EXCEPTION 'what is sent has its moment' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> OLD.state AND NEW.state IN ('signed', 'on_decision', 'sanctioned', 'sent')
        AND NOT correspondence_is_signed(NEW.id, NEW.digest) THEN
        RAISE EXCEPTION 'no accepted signature stands over these bytes' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> OLD.state AND NEW.state IN ('sanctioned', 'sent')
        AND NOT correspondence_is_given(NEW.id, NEW.digest, NEW.consent) THEN
        RAISE EXCEPTION 'the consent that the measure needs does not stand over these bytes' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state <> OLD.state AND NEW.state = 'refused' AND NOT EXISTS (
        SELECT FROM correspondence_decision d WHERE d.request_id = NEW.id
            AND d.order_digest = NEW.digest AND d.outcome = 'refused') THEN
        RAISE EXCEPTION 'nobody refused it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_goes_its_way BEFORE UPDATE ON correspondence_request
    FOR EACH ROW EXECUTE FUNCTION correspondence_request_goes();

-- Whom a request is about stands in its paper: after the draft only what was answered changes.
CREATE FUNCTION correspondence_subject_guard() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.request_id, NEW.position, NEW.kind, NEW.value, NEW.card_digest,
            NEW.most_minor, NEW.account)
        IS NOT DISTINCT FROM (OLD.request_id, OLD.position, OLD.kind, OLD.value, OLD.card_digest,
            OLD.most_minor, OLD.account) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' OR (SELECT state FROM correspondence_request
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.request_id ELSE NEW.request_id END) <> 'draft' THEN
        RAISE EXCEPTION 'whom a signed request is about does not change' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER subject_stays AFTER INSERT OR UPDATE OR DELETE ON correspondence_subject
    FOR EACH ROW EXECUTE FUNCTION correspondence_subject_guard();

-- Take the subjects of a draft away, to put others there.
CREATE FUNCTION correspondence_clear_subjects(a_request bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT correspondence_writes(a_request) THEN
        RAISE EXCEPTION 'whoever acts does not write this' USING ERRCODE = 'check_violation';
    END IF;
    DELETE FROM correspondence_subject WHERE request_id = a_request;
END $$;

-- Of a hold only its end and its clearing are written, each once; of a notice only that it was given.
CREATE FUNCTION correspondence_hold_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.ended_at IS NOT NULL
            AND (NEW.ended_at, NEW.ended_why) IS DISTINCT FROM (OLD.ended_at, OLD.ended_why))
        OR (OLD.cleared_at IS NOT NULL
            AND (NEW.cleared_at, NEW.cleared_by_id, NEW.cleared_why)
                IS DISTINCT FROM (OLD.cleared_at, OLD.cleared_by_id, OLD.cleared_why)) THEN
        RAISE EXCEPTION 'a hold ends once, and is cleared once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_ends_once BEFORE UPDATE ON correspondence_hold
    FOR EACH ROW EXECUTE FUNCTION correspondence_hold_guard();

CREATE FUNCTION correspondence_notice_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.told_at IS NOT NULL THEN
        RAISE EXCEPTION 'a notice is given once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notice_is_given_once BEFORE UPDATE ON correspondence_notice
    FOR EACH ROW EXECUTE FUNCTION correspondence_notice_guard();

REVOKE ALL ON FUNCTION correspondence_next_number(bigint, int), correspondence_clear_subjects(bigint),
    correspondence_is_given(bigint, text, text), correspondence_is_signed(bigint, text),
    correspondence_verification_guard(), correspondence_decision_guard(),
    correspondence_request_begins(), correspondence_request_goes(), correspondence_subject_guard()
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION correspondence_next_number(bigint, int), correspondence_clear_subjects(bigint),
    correspondence_is_given(bigint, text, text), correspondence_is_signed(bigint, text) TO izdes_app;
