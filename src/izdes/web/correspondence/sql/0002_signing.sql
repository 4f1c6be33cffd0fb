-- Where an order is signed, when a step is taken and by whom: what raw SQL of the office's login may
-- not pretend either. The commands say the same, and say it better; see `standing`, `reach`, `stepping`.
-- A command takes its moment inside its transaction, so what it writes lies between that one's
-- beginning and now.

CREATE FUNCTION correspondence_is_now(a_moment timestamptz) RETURNS boolean LANGUAGE sql VOLATILE AS $$
    SELECT a_moment BETWEEN transaction_timestamp() AND clock_timestamp()
$$;

-- How long each form of investigation lasts at most by the law as it was packaged with these tables,
-- before anybody extends it; and under no form, how long a case that came back does.
CREATE TABLE correspondence_term (form text PRIMARY KEY, longest interval NOT NULL);

-- No term of a case ends later than this, whatever a paper claims: by its registration, its decrees and
-- what was joined into it; 'infinity' where its form has no term, or time stands still. The command
-- counts to the day; here half a month is left for days off.
CREATE FUNCTION correspondence_term_bound(a_case bigint) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN (
        WITH RECURSIVE part (id) AS (
            SELECT a_case
            UNION
            SELECT m.other_id FROM investigation_movement m JOIN part ON part.id = m.case_id
            WHERE m.kind = 'joinder' AND m.other_id IS NOT NULL),
        begun AS (
            SELECT c.id, c.form, coalesce((
                SELECT max(m.counted_from) FROM investigation_movement m
                WHERE m.kind = 'separation' AND m.other_id = c.id), c.registered_at) AS at
            FROM cases_case c JOIN part ON part.id = c.id),
        decree AS (SELECT d.* FROM investigation_term_decree d JOIN part ON part.id = d.case_id),
        ends AS (
            SELECT begun.at + term.longest AS at FROM begun, correspondence_term term
            WHERE term.form IN (SELECT form FROM begun)
            UNION ALL
            SELECT begun.at + make_interval(months => d.to_months::int) FROM begun, decree d
            WHERE d.kind = 'extension'
            UNION ALL
            SELECT d.since + term.longest FROM decree d, correspondence_term term
            WHERE d.kind = 'returned' AND term.form = '')
        SELECT CASE WHEN EXISTS (SELECT FROM decree WHERE kind = 'excluded' AND until IS NULL)
                OR NOT EXISTS (
                    SELECT FROM begun JOIN correspondence_term term ON term.form = begun.form)
            THEN 'infinity'::timestamptz
            ELSE (SELECT max(at) FROM ends) + interval '15 days' + coalesce((
                SELECT sum(until - since + interval '1 day') FROM decree WHERE kind = 'excluded'),
                interval '0') END);
END $$;

-- What stands in signed bytes is about this request, in a case that runs, by one of its group. What
-- the law lets through nevertheless stands in the floor, as it was packaged.
CREATE FUNCTION correspondence_request_signed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    said jsonb := convert_from(NEW.paper, 'UTF8')::jsonb;
    lets correspondence_floor%ROWTYPE;
    its cases_case%ROWTYPE;
BEGIN
    SELECT * INTO lets FROM correspondence_floor WHERE measure = NEW.measure;
    SELECT * INTO its FROM cases_case WHERE id = NEW.case_id;
    IF NEW.signed_by_id IS DISTINCT FROM office_officer() OR NOT correspondence_is_now(NEW.signed_at) THEN
        RAISE EXCEPTION 'whoever acts signs, and now' USING ERRCODE = 'check_violation';
    END IF;
    IF (said ->> 'number', said ->> 'measure', said -> 'case' ->> 'register_number',
            said -> 'addressee' ->> 'bin', said -> 'initiator' ->> 'iin', (said ->> 'made_at')::timestamptz)
        IS DISTINCT FROM (NEW.number, NEW.measure, coalesce(its.number, ''),
            (SELECT bin FROM officers_body WHERE id = NEW.addressee_id),
            (SELECT iin FROM officers_officer WHERE id = NEW.signed_by_id), NEW.signed_at) THEN
        RAISE EXCEPTION 'the paper is that of another request' USING ERRCODE = 'check_violation';
    END IF;
    -- Whoever decides, and the sum that other orders hold, go by the rows beside the paper.
    IF (said -> 'subjects', said -> 'cap' ->> 'amount_minor', said -> 'cap' ->> 'currency',
            said -> 'cap' ->> 'trace_digest', said ->> 'days')
        IS DISTINCT FROM ((
            SELECT jsonb_agg(jsonb_build_object('kind', kind, 'value', value, 'digest', card_digest,
                'most_minor', most_minor::text) ORDER BY position)
            FROM correspondence_subject WHERE request_id = NEW.id),
            NEW.draft -> 'cap' ->> 'amount_minor', NEW.draft -> 'cap' ->> 'currency',
            NEW.draft -> 'cap' ->> 'trace_digest', NEW.draft ->> 'days') THEN
        RAISE EXCEPTION 'the paper is about other subjects or another sum' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.case_id IS NULL THEN
        IF EXISTS (SELECT FROM cases_complaint WHERE id = NEW.complaint_id AND case_id IS NOT NULL) THEN
            RAISE EXCEPTION 'the complaint is registered' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF NOT (NEW.case_id IN (SELECT office_member_cases('write'))
        OR (lets.by_heads IS TRUE AND its.unit_id IN (SELECT office_units('lead')))) THEN
        RAISE EXCEPTION 'whoever signs is not in the group of the case' USING ERRCODE = 'check_violation';
    END IF;
    IF lets.is_always IS TRUE THEN
        RETURN NEW;
    END IF;
    IF its.state <> 'registered' OR (lets.while_interrupted IS NOT TRUE AND EXISTS (
        SELECT FROM investigation_term_decree d WHERE d.case_id = NEW.case_id
            AND d.kind = 'excluded' AND d.exclusion = 'interruption' AND d.until IS NULL)) THEN
        RAISE EXCEPTION 'the case does not run' USING ERRCODE = 'check_violation';
    END IF;
    IF coalesce((said -> 'case' ->> 'term_ends_at')::timestamptz, 'infinity')
        > correspondence_term_bound(NEW.case_id) THEN
        RAISE EXCEPTION 'the case has no such term' USING ERRCODE = 'check_violation';
    END IF;
    IF (said -> 'case' ->> 'term_ends_at')::timestamptz <= clock_timestamp() THEN
        RAISE EXCEPTION 'the term of the case has ended' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_is_signed_where_it_may BEFORE UPDATE ON correspondence_request
    FOR EACH ROW WHEN (NEW.state = 'signed' AND OLD.state <> 'signed')
    EXECUTE FUNCTION correspondence_request_signed();

-- Each moment is written with its step; what an institution does, it does itself, and its word is kept.
-- Where nobody acts, the loop takes back drafts of its own; no policy lets the login do so.
CREATE FUNCTION correspondence_request_timed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    is_step boolean := NEW.state <> OLD.state;
    is_theirs boolean := is_step AND (
        NEW.state IN ('delivered', 'not_accepted', 'clarification_asked', 'extension_asked', 'answered')
        OR (NEW.state = 'accepted' AND OLD.state = 'delivered'));
BEGIN
    IF NEW.case_id IS DISTINCT FROM OLD.case_id AND (NOT correspondence_writes(NEW.id)
        OR NEW.case_id IS DISTINCT FROM (SELECT case_id FROM cases_complaint WHERE id = NEW.complaint_id)) THEN
        RAISE EXCEPTION 'a request follows its complaint' USING ERRCODE = 'check_violation';
    END IF;
    IF is_step AND office_officer() IS NOT NULL AND NOT (CASE WHEN is_theirs THEN correspondence_answers(NEW.id)
        WHEN NEW.state IN ('sanctioned', 'refused') THEN true ELSE correspondence_writes(NEW.id) END) THEN
        RAISE EXCEPTION 'whoever acts does not take this step' USING ERRCODE = 'check_violation';
    END IF;
    IF is_theirs AND NOT EXISTS (
        SELECT FROM correspondence_receipt r WHERE r.request_id = NEW.id
            AND r.kind = CASE NEW.state WHEN 'not_accepted' THEN 'rejected' ELSE NEW.state END
        UNION ALL
        SELECT FROM correspondence_answer a WHERE a.request_id = NEW.id AND NEW.state = 'answered') THEN
        RAISE EXCEPTION 'the institution has not said so' USING ERRCODE = 'check_violation';
    END IF;
    IF is_step AND NEW.state = 'withdrawn' AND OLD.sent_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM correspondence_receipt r WHERE r.request_id = NEW.id AND r.kind = 'recalled') THEN
        RAISE EXCEPTION 'the institution was not told' USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.submitted_at IS DISTINCT FROM OLD.submitted_at
            AND NOT (is_step AND NEW.state = 'on_decision' AND correspondence_is_now(NEW.submitted_at)))
        OR (NEW.decided_at IS DISTINCT FROM OLD.decided_at
            AND NOT (is_step AND NEW.state IN ('sanctioned', 'refused') AND correspondence_is_now(NEW.decided_at)))
        OR (NEW.sent_at IS DISTINCT FROM OLD.sent_at AND NOT correspondence_is_now(NEW.sent_at))
        OR (NEW.delivered_at IS DISTINCT FROM OLD.delivered_at AND NOT (is_step
            AND NEW.state = 'delivered' AND NEW.delivered_at BETWEEN NEW.sent_at AND clock_timestamp()))
        OR (NEW.answered_at IS DISTINCT FROM OLD.answered_at AND NOT (OLD.answered_at IS NULL AND is_step
            AND NEW.state = 'answered' AND NEW.answered_at BETWEEN NEW.sent_at AND clock_timestamp()))
        OR (NEW.ended_at IS DISTINCT FROM OLD.ended_at AND NOT (OLD.ended_at IS NULL AND is_step
            AND NEW.state IN ('withdrawn', 'closed') AND correspondence_is_now(NEW.ended_at))) THEN
        RAISE EXCEPTION 'a step has the moment in which it is taken' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.due_at IS DISTINCT FROM OLD.due_at AND coalesce(NEW.due_at > OLD.due_at, true) AND NOT (is_step
        AND (NEW.state = 'delivered' OR (NEW.state = 'accepted' AND OLD.state = 'extension_asked'))) THEN
        RAISE EXCEPTION 'an answer is owed until the term says, or an extension' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_is_timed BEFORE UPDATE ON correspondence_request
    FOR EACH ROW EXECUTE FUNCTION correspondence_request_timed();

-- Signatures and decisions are of now. Whoever decides holds the post in which he does, at the level
-- of its office; a judge's act is of a court.
CREATE FUNCTION correspondence_signature_now() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT correspondence_is_now(NEW.at) THEN
        RAISE EXCEPTION 'a signature is of now' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signature_is_of_now BEFORE INSERT ON correspondence_signature
    FOR EACH ROW EXECUTE FUNCTION correspondence_signature_now();

CREATE FUNCTION correspondence_decision_post() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    kind_of text;
    its_level text;
    ranks CONSTANT text[] := ARRAY['district', 'region', 'general'];
BEGIN
    SELECT b.kind, CASE WHEN b.region IS NULL THEN 'general'
            WHEN p.kind = 'prosecutor_office' AND coalesce(p.region, '') <> '' THEN 'district'
            ELSE 'region' END
        INTO kind_of, its_level
        FROM officers_body b LEFT JOIN officers_body p ON p.id = b.parent_id WHERE b.id = NEW.office_id;
    IF NEW.kind = 'act' THEN
        IF kind_of <> 'court' THEN
            RAISE EXCEPTION 'an act is of a court' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF NEW.level <> its_level OR NOT EXISTS (
        SELECT FROM office_posts() p WHERE p.body_id = NEW.office_id AND p.role = NEW.role) THEN
        RAISE EXCEPTION 'whoever decides holds the post in which he does' USING ERRCODE = 'check_violation';
    ELSIF EXISTS (
        SELECT FROM correspondence_request r JOIN correspondence_floor f ON f.measure = r.measure
        WHERE r.id = NEW.request_id AND (NEW.role <> ALL (f.decides)
            OR array_position(ranks, NEW.level) < array_position(ranks, nullif(f.level, '')))) THEN
        RAISE EXCEPTION 'this measure is decided by others' USING ERRCODE = 'check_violation';
    END IF;
    IF NOT correspondence_is_now(NEW.at) THEN
        RAISE EXCEPTION 'a decision is of now' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_is_of_a_post BEFORE INSERT ON correspondence_decision
    FOR EACH ROW EXECUTE FUNCTION correspondence_decision_post();

-- A hold ends by what lets it: its term where nobody acts, a release or an arrest that the institution
-- accepted, a recall, a later answer. Whoever clears it, or tells of a measure, is whoever acts.
CREATE FUNCTION correspondence_hold_ends() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.cleared_at IS DISTINCT FROM OLD.cleared_at AND NEW.cleared_by_id IS DISTINCT FROM office_officer() THEN
        RAISE EXCEPTION 'whoever acts clears a hold' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.ended_why <> OLD.ended_why AND NOT (CASE NEW.ended_why
        WHEN 'lapsed' THEN office_officer() IS NULL AND NEW.ended_at < clock_timestamp()
        WHEN 'corrected' THEN EXISTS (
            SELECT FROM correspondence_answer a
            WHERE a.request_id = NEW.request_id AND a.id > NEW.answer_id)
        WHEN 'recalled' THEN EXISTS (
            SELECT FROM correspondence_receipt r
            WHERE r.request_id = NEW.request_id AND r.kind = 'recalled')
        ELSE EXISTS (
            SELECT FROM correspondence_request r
            LEFT JOIN correspondence_floor f ON f.measure = r.measure
            WHERE r.related_id = NEW.request_id
                AND r.state IN ('accepted', 'answered', 'ingested', 'closed')
                AND CASE NEW.ended_why WHEN 'arrested' THEN r.consent = 'act' ELSE f.is_always END)
        END) THEN
        RAISE EXCEPTION 'nothing ends this hold' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_is_ended_by_something BEFORE UPDATE ON correspondence_hold
    FOR EACH ROW EXECUTE FUNCTION correspondence_hold_ends();

-- That somebody must be told is written down when it is owed; that he was, afterwards.
CREATE FUNCTION correspondence_notice_owed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.told_at IS NOT NULL OR NEW.told_by_id IS NOT NULL OR NEW.waived_why <> '' THEN
        RAISE EXCEPTION 'a notice is owed before it is given' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notice_is_owed_first BEFORE INSERT ON correspondence_notice
    FOR EACH ROW EXECUTE FUNCTION correspondence_notice_owed();

CREATE FUNCTION correspondence_notice_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.told_by_id IS DISTINCT FROM office_officer() OR NEW.told_at > clock_timestamp() THEN
        RAISE EXCEPTION 'whoever acts has told it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notice_is_told_by_whoever_acts BEFORE UPDATE ON correspondence_notice
    FOR EACH ROW WHEN (NEW.told_at IS NOT NULL) EXECUTE FUNCTION correspondence_notice_told();

REVOKE ALL ON FUNCTION correspondence_request_signed(), correspondence_request_timed(),
    correspondence_decision_post(), correspondence_hold_ends(), correspondence_term_bound(bigint)
    FROM PUBLIC;
