-- When plans are due, who sees them, and the only way in which they come in.
--
-- Plans are made where nobody acts, through functions; officers see those of the cases and complaints
-- that they see. What others' papers alone tell is no account here, only a number of a place.

CREATE FUNCTION loop_ask_case(wanted bigint) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO loop_turn (case_id, asked, done, asked_at) VALUES (wanted, 1, 0, clock_timestamp())
        ON CONFLICT (case_id) DO UPDATE
            SET asked = loop_turn.asked + 1,
                asked_at = CASE WHEN loop_turn.done < loop_turn.asked THEN loop_turn.asked_at
                    ELSE clock_timestamp() END
$$;

-- A complaint is planned for by itself as long as nobody decided on it and money may still be caught.
CREATE FUNCTION loop_ask_complaint(wanted bigint) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO loop_turn (complaint_id, asked, done, asked_at)
        SELECT id, 1, 0, clock_timestamp() FROM cases_complaint
        WHERE id = wanted AND case_id IS NULL AND triaged_at IS NULL
            AND reported_at > clock_timestamp() - interval '72 hours'
        ON CONFLICT (complaint_id) DO UPDATE
            SET asked = loop_turn.asked + 1,
                asked_at = CASE WHEN loop_turn.done < loop_turn.asked THEN loop_turn.asked_at
                    ELSE clock_timestamp() END
$$;

CREATE FUNCTION loop_traced() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM loop_ask_case(NEW.case_id);
    RETURN NULL;
END $$;
CREATE TRIGGER loop_asked_by_trace AFTER INSERT OR UPDATE OF current_since ON funds_trace
    FOR EACH ROW EXECUTE FUNCTION loop_traced();

CREATE FUNCTION loop_paid() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM loop_ask_complaint(NEW.complaint_id);
    RETURN NULL;
END $$;
CREATE TRIGGER loop_asked_by_payment AFTER INSERT ON cases_payment
    FOR EACH ROW EXECUTE FUNCTION loop_paid();

-- What institutions say of a request changes what is asked next, negative answers included.
CREATE FUNCTION loop_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    asked record;
BEGIN
    SELECT r.case_id, k.case_id AS joined_id, r.complaint_id INTO asked
        FROM correspondence_request r LEFT JOIN cases_complaint k ON k.id = r.complaint_id
        WHERE r.id = NEW.request_id;
    IF coalesce(asked.case_id, asked.joined_id) IS NOT NULL THEN
        PERFORM loop_ask_case(coalesce(asked.case_id, asked.joined_id));
    ELSE
        PERFORM loop_ask_complaint(asked.complaint_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER loop_asked_by_answer AFTER INSERT ON correspondence_answer
    FOR EACH ROW EXECUTE FUNCTION loop_told();
CREATE TRIGGER loop_asked_by_hold AFTER UPDATE OF ended_at ON correspondence_hold
    FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL)
    EXECUTE FUNCTION loop_told();

CREATE FUNCTION loop_turned_down() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.case_id IS NOT NULL AND office_officer() IS NOT NULL THEN
        PERFORM loop_ask_case(NEW.case_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER loop_asked_by_refusal AFTER UPDATE OF state ON correspondence_request
    FOR EACH ROW WHEN (NEW.state IN ('withdrawn', 'refused', 'not_accepted') AND NEW.state <> OLD.state)
    EXECUTE FUNCTION loop_turned_down();

-- An order that leaves takes its money from what other cases could still order held.
CREATE FUNCTION loop_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM loop_ask_case(met.case_id) FROM (
        SELECT DISTINCT t.case_id FROM correspondence_traced t
        WHERE t.account IN (SELECT correspondence_accounts(NEW.id))
            AND t.case_id IS DISTINCT FROM NEW.case_id) AS met;
    RETURN NULL;
END $$;
CREATE TRIGGER loop_asked_by_order AFTER UPDATE OF state ON correspondence_request
    FOR EACH ROW WHEN (NEW.state = 'sent' AND OLD.state <> 'sent' AND NEW.kind = 'order')
    EXECUTE FUNCTION loop_taken();

-- For the system alone, where nobody acts: whose turn it is, the longest waiting first. A case whose
-- trace is due waits for the trace, but not for ever: answers may keep coming.
CREATE FUNCTION loop_due() RETURNS TABLE (turn bigint, case_id bigint, complaint_id bigint, asked bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT turn.id, turn.case_id, turn.complaint_id, turn.asked FROM loop_turn turn
    WHERE turn.asked > turn.done AND office_officer() IS NULL
        AND (turn.asked_at < clock_timestamp() - interval '5 seconds' OR NOT EXISTS (
            SELECT FROM funds_tracing t WHERE t.case_id = turn.case_id AND t.asked > t.done))
    ORDER BY asked_at
$$;

-- Answers that nobody has read into the case yet, each with the officer who leads the case; where he is
-- not there any more, whoever signed.
CREATE FUNCTION loop_answers_due() RETURNS TABLE (request_id bigint, officer_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.id, coalesce((
            SELECT m.officer_id FROM cases_member m
            WHERE m.case_id = r.case_id AND m.kind = 'lead' AND m.since <= statement_timestamp()
                AND (m.until IS NULL OR m.until > statement_timestamp())
            ORDER BY m.id DESC LIMIT 1), r.signed_by_id)
    FROM correspondence_request r
    WHERE r.state = 'answered' AND r.case_id IS NOT NULL AND NOT r.is_sealed
        AND office_officer() IS NULL
    ORDER BY r.answered_at
$$;

CREATE FUNCTION loop_trace_of(wanted bigint)
RETURNS TABLE (id bigint, findings text, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.id, t.findings_digest, t.current_since FROM funds_trace t
    WHERE t.case_id = wanted AND office_officer() IS NULL
    ORDER BY t.current_since DESC LIMIT 1
$$;

-- A complaint as it is traced; the same words as `funds_complaints_of`.
CREATE FUNCTION loop_complaint(wanted bigint) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object(
        'complaint_id', complaint.id::text,
        'reported_at', complaint.reported_at,
        'occurred_from', complaint.occurred_from,
        'occurred_to', complaint.occurred_to,
        'region', complaint.region,
        'language', complaint.language,
        'narrative', complaint.narrative,
        'scheme', complaint.scheme,
        'total_minor', complaint.total_minor,
        'payments', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'at', at, 'amount_minor', amount_minor, 'currency', currency, 'from', from_raw,
                'to', to_raw, 'channel', channel) ORDER BY ordinal), '[]')
            FROM cases_payment payment WHERE payment.complaint_id = complaint.id),
        'loans', '[]'::jsonb, 'identifiers', '[]'::jsonb)
    FROM cases_complaint complaint
    WHERE complaint.id = wanted AND complaint.case_id IS NULL AND complaint.triaged_at IS NULL
        AND office_officer() IS NULL
$$;

-- What was asked, ordered and answered in a case, or of a complaint before it is one.
CREATE FUNCTION loop_before(a_case bigint, a_complaint bigint) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object(
        'request', r.id, 'state', r.state, 'kind', r.kind, 'measure', r.measure, 'draft', r.draft,
        'of_complaint', r.case_id IS NULL,
        'institution', b.institution, 'key', coalesce(p.key, ''), 'written', p.written,
        'transfers', to_jsonb(coalesce(p.transfers, '{}')),
        'is_answered', EXISTS (SELECT FROM correspondence_answer a WHERE a.request_id = r.id),
        'subjects', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('kind', s.kind, 'value', s.value,
                'card_digest', s.card_digest, 'most_minor', s.most_minor, 'account', s.account,
                'status', s.status) ORDER BY s.position), '[]')
            FROM correspondence_subject s WHERE s.request_id = r.id),
        'holds', (
            SELECT coalesce(jsonb_agg(jsonb_build_object('account', s.account, 'status', h.status,
                'amount_minor', h.amount_minor, 'currency', h.currency, 'looked_at', h.looked_at,
                'ended_at', h.ended_at, 'ended_why', h.ended_why) ORDER BY h.id), '[]')
            FROM correspondence_hold h JOIN correspondence_subject s ON s.id = h.subject_id
            WHERE h.request_id = r.id))
    FROM correspondence_request r
    JOIN officers_body b ON b.id = r.addressee_id
    LEFT JOIN cases_complaint k ON k.id = r.complaint_id
    LEFT JOIN loop_proposed p ON p.request_id = r.id
    WHERE office_officer() IS NULL
        AND (r.case_id = a_case OR (r.case_id IS NULL AND k.case_id = a_case)
            OR (a_complaint IS NOT NULL AND r.complaint_id = a_complaint))
    ORDER BY r.id
$$;

-- The money of other cases on some accounts, as their traces say.
CREATE FUNCTION loop_pieces_on(accounts text[], but bigint) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_array_elements(pieces) FROM correspondence_traced
    WHERE account = ANY (accounts) AND case_id <> but AND office_officer() IS NULL
$$;

-- Which money on some accounts the standing orders of other cases are about.
CREATE FUNCTION loop_taken_on(accounts text[], but bigint) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_array_elements_text(coalesce(r.draft -> 'parts', '[]'))
    FROM correspondence_request r
    WHERE office_officer() IS NULL AND r.kind = 'order' AND r.sent_at IS NOT NULL
        AND r.case_id IS DISTINCT FROM but AND r.ended_at IS NULL
        AND (r.answered_at IS NULL OR EXISTS (
            SELECT FROM correspondence_hold h
            WHERE h.request_id = r.id AND h.status = 'held' AND h.ended_at IS NULL))
        AND EXISTS (SELECT FROM correspondence_accounts(r.id) AS one (account)
            WHERE one.account = ANY (accounts))
$$;

CREATE FUNCTION loop_bodies(wanted text[]) RETURNS TABLE (institution text, id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT b.institution, b.id FROM officers_body b
    WHERE b.institution = ANY (wanted) AND office_officer() IS NULL
        AND (b.until IS NULL OR b.until > current_date)
$$;

-- In which unit's hands a case or complaint is, in which language, and whether it runs.
CREATE FUNCTION loop_standing(a_case bigint, a_complaint bigint)
RETURNS TABLE (language text, runs boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.language, c.state = 'registered' FROM cases_case c
        WHERE c.id = a_case AND office_officer() IS NULL
    UNION ALL
    SELECT CASE k.language WHEN 'ru' THEN 'ru' ELSE 'kk' END, true FROM cases_complaint k
        WHERE k.id = a_complaint AND office_officer() IS NULL
$$;

CREATE FUNCTION loop_subjects(a_request bigint, subjects jsonb) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM correspondence_subject WHERE request_id = a_request;
    INSERT INTO correspondence_subject (request_id, position, kind, value, card_digest, most_minor,
            account, status)
        SELECT a_request, ordinality, given ->> 'kind', given ->> 'value', given ->> 'card_digest',
            (given ->> 'most_minor')::bigint, given ->> 'account', ''
        FROM jsonb_array_elements(subjects) WITH ORDINALITY AS one (given, ordinality)
$$;

-- Whether a draft of the machine is as the machine wrote it.
CREATE FUNCTION loop_is_untouched(a_request bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM correspondence_request r JOIN loop_proposed p ON p.request_id = r.id
        WHERE r.id = a_request AND r.state = 'draft' AND r.drafted_by_id IS NULL
            AND p.written = jsonb_build_object('draft', r.draft, 'subjects', (
                SELECT coalesce(jsonb_agg(jsonb_build_object('kind', s.kind, 'value', s.value,
                    'card_digest', s.card_digest, 'most_minor', s.most_minor, 'account', s.account)
                    ORDER BY s.position), '[]')
                FROM correspondence_subject s WHERE s.request_id = r.id)))
$$;

-- The drafts of a case, or of a complaint before it is one, and which of them nobody touched.
CREATE FUNCTION loop_drafts(a_case bigint, a_complaint bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(string_agg(
        r.id || CASE WHEN loop_is_untouched(r.id) THEN '=' ELSE '!' END, ' ' ORDER BY r.id), '')
    FROM correspondence_request r LEFT JOIN cases_complaint k ON k.id = r.complaint_id
    WHERE r.state = 'draft' AND office_officer() IS NULL
        AND (r.case_id = a_case OR (r.case_id IS NULL AND k.case_id = a_case)
            OR (a_complaint IS NOT NULL AND r.complaint_id = a_complaint))
$$;

-- Keep a plan: drafts are made, changed where nobody touched them, and taken back where their ground
-- has gone; then what is said beside. What was asked for meanwhile needs another turn. Where an
-- officer works on a draft, or did while it was planned, nothing is kept, and the turn stays due.
CREATE FUNCTION loop_keep(a_turn bigint, upto bigint, head jsonb, drafts jsonb, spots jsonb, stops jsonb)
RETURNS TABLE (plan_id bigint, drafted int, changed int, withdrawn int)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    turn record;
    given jsonb;
    writing jsonb;
    found bigint;
    made bigint;
    prefix text;
    next_one int;
    n_drafted int := 0;
    n_changed int := 0;
    n_withdrawn int := 0;
BEGIN
    IF office_officer() IS NOT NULL THEN
        RETURN;
    END IF;
    SELECT t.id, t.case_id, t.complaint_id, t.asked_at, t.done INTO turn
        FROM loop_turn t WHERE t.id = a_turn FOR UPDATE;
    -- Of two jobs for one turn the second finds it done.
    IF turn.id IS NULL OR turn.done >= upto THEN
        RETURN;
    END IF;
    IF turn.case_id IS NOT NULL THEN
        SELECT number INTO prefix FROM cases_case WHERE id = turn.case_id FOR UPDATE;
        SELECT count(*) INTO next_one FROM correspondence_request WHERE case_id = turn.case_id;
    ELSE
        SELECT receipt INTO prefix FROM cases_complaint
            WHERE id = turn.complaint_id AND case_id IS NULL AND triaged_at IS NULL FOR UPDATE;
        SELECT count(*) INTO next_one FROM correspondence_request r WHERE r.complaint_id = turn.complaint_id;
    END IF;
    IF prefix IS NULL THEN
        UPDATE loop_turn SET done = upto WHERE id = a_turn;
        RETURN;
    END IF;
    BEGIN
        PERFORM FROM correspondence_request r
            WHERE r.state = 'draft' AND (r.case_id = turn.case_id OR r.complaint_id = turn.complaint_id
                OR (r.case_id IS NULL AND r.complaint_id IN (
                    SELECT id FROM cases_complaint WHERE cases_complaint.case_id = turn.case_id)))
            FOR UPDATE NOWAIT;
    EXCEPTION WHEN lock_not_available THEN
        RETURN;
    END;
    IF loop_drafts(turn.case_id, turn.complaint_id) <> head ->> 'drafts' THEN
        RETURN;
    END IF;
    UPDATE loop_turn SET done = upto WHERE id = a_turn;
    INSERT INTO loop_plan (case_id, complaint_id, trace_id, asked_at, made_at, findings, rules_id, drafted,
            changed, withdrawn, is_at_the_end)
        VALUES (turn.case_id, turn.complaint_id, (head ->> 'trace')::bigint, turn.asked_at,
            clock_timestamp(), head ->> 'findings', (head ->> 'rules')::bigint, 0, 0, 0,
            (head ->> 'is_at_the_end')::boolean)
        RETURNING id INTO made;
    FOR given IN SELECT jsonb_array_elements(drafts) LOOP
        writing := jsonb_build_object('draft', given -> 'draft', 'subjects', given -> 'subjects');
        SELECT r.id INTO found FROM loop_proposed p JOIN correspondence_request r ON r.id = p.request_id
            WHERE p.key = given ->> 'key' AND loop_is_untouched(r.id)
                AND (r.case_id = turn.case_id OR r.complaint_id = turn.complaint_id);
        IF found IS NULL THEN
            next_one := next_one + 1;
            INSERT INTO correspondence_request (number, case_id, complaint_id, addressee_id, measure, kind,
                    consent, queue, state, draft, relation, is_sealed, is_urgent_before, drafted_at, pack,
                    batch, layer, trace, digest)
                VALUES (prefix || '/' || next_one, turn.case_id,
                    CASE WHEN turn.case_id IS NULL THEN turn.complaint_id END,
                    (given ->> 'addressee')::bigint, given ->> 'measure', given ->> 'kind',
                    given ->> 'consent', given ->> 'queue', 'draft', given -> 'draft', 'none',
                    (given ->> 'is_sealed')::boolean, turn.case_id IS NULL, clock_timestamp(),
                    given ->> 'pack', '', (given ->> 'layer')::int, given ->> 'trace', '')
                RETURNING id INTO found;
            PERFORM loop_subjects(found, given -> 'subjects');
            INSERT INTO loop_proposed (request_id, plan_id, key, written, transfers)
                VALUES (found, made, given ->> 'key', writing,
                    ARRAY(SELECT jsonb_array_elements_text(given -> 'transfers')));
            n_drafted := n_drafted + 1;
        ELSE
            IF (SELECT written FROM loop_proposed WHERE request_id = found) <> writing THEN
                UPDATE correspondence_request SET draft = given -> 'draft', trace = given ->> 'trace',
                    layer = (given ->> 'layer')::int WHERE id = found;
                PERFORM loop_subjects(found, given -> 'subjects');
                n_changed := n_changed + 1;
            END IF;
            UPDATE loop_proposed SET written = writing, plan_id = made,
                    transfers = ARRAY(SELECT jsonb_array_elements_text(given -> 'transfers'))
                WHERE request_id = found;
        END IF;
    END LOOP;
    -- What the machine wrote and nobody touched, and what no plan proposes any more.
    FOR found IN SELECT r.id FROM loop_proposed p JOIN correspondence_request r ON r.id = p.request_id
            LEFT JOIN cases_complaint k ON k.id = r.complaint_id
        WHERE r.state = 'draft' AND p.plan_id <> made AND loop_is_untouched(r.id)
            AND (r.case_id = turn.case_id OR r.complaint_id = turn.complaint_id
                OR (r.case_id IS NULL AND k.case_id = turn.case_id)) LOOP
        UPDATE correspondence_request SET state = 'withdrawn', ended_at = clock_timestamp() WHERE id = found;
        -- What the machine took back it may propose again; what an officer withdrew it may not.
        UPDATE loop_proposed SET key = '' WHERE request_id = found;
        n_withdrawn := n_withdrawn + 1;
    END LOOP;
    UPDATE loop_plan SET drafted = n_drafted, changed = n_changed, withdrawn = n_withdrawn WHERE id = made;
    INSERT INTO loop_spot (plan_id, rank, place, account, masked, institution, currency, traced_minor,
            cap_minor, likely_minor, caught_minor, loss_per_hour_minor, basis, arrived_last, request_id,
            reason)
        SELECT made, s.rank, s.place, s.account, s.masked, s.institution, s.currency, s.traced_minor,
            s.cap_minor, s.likely_minor, s.caught_minor, s.loss_per_hour_minor, s.basis, s.arrived_last,
            (SELECT p.request_id FROM loop_proposed p JOIN correspondence_request r ON r.id = p.request_id
                WHERE s.key <> '' AND p.key = s.key AND r.state = 'draft'
                    AND (r.case_id = turn.case_id OR r.complaint_id = turn.complaint_id)),
            s.reason
        FROM jsonb_to_recordset(spots) AS s (rank int, place int, account text, masked text,
            institution text, currency text, traced_minor bigint, cap_minor bigint, likely_minor bigint,
            caught_minor bigint, loss_per_hour_minor bigint, basis text, arrived_last timestamptz,
            key text, reason text);
    INSERT INTO loop_stop (plan_id, ordinal, place, masked, institution, because, reason, traced_minor,
            expected_minor, currency, layer)
        SELECT made, s.ordinal, s.place, s.masked, s.institution, s.because, s.reason, s.traced_minor,
            s.expected_minor, s.currency, s.layer
        FROM jsonb_to_recordset(stops) AS s (ordinal int, place int, masked text, institution text,
            because text, reason text, traced_minor bigint, expected_minor bigint, currency text, layer int);
    RETURN QUERY SELECT made, n_drafted, n_changed, n_withdrawn;
END $$;

CREATE FUNCTION loop_nothing(a_turn bigint, upto bigint) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE loop_turn SET done = greatest(done, upto) WHERE id = a_turn AND office_officer() IS NULL
$$;

-- What was planned stays.
CREATE FUNCTION loop_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was planned does not change';
END $$;
CREATE TRIGGER loop_spot_stays BEFORE UPDATE OR DELETE ON loop_spot
    FOR EACH STATEMENT EXECUTE FUNCTION loop_stays();
CREATE TRIGGER loop_stop_stays BEFORE UPDATE OR DELETE ON loop_stop
    FOR EACH STATEMENT EXECUTE FUNCTION loop_stays();
CREATE TRIGGER loop_rules_stay BEFORE UPDATE OR DELETE ON loop_rules
    FOR EACH STATEMENT EXECUTE FUNCTION loop_stays();

ALTER TABLE loop_plan ENABLE ROW LEVEL SECURITY;
CREATE POLICY plan_seen ON loop_plan FOR SELECT TO izdes_app USING (
    (SELECT true FROM cases_case WHERE cases_case.id = case_id)
    OR (case_id IS NULL AND (SELECT true FROM cases_complaint WHERE cases_complaint.id = complaint_id)));
ALTER TABLE loop_spot ENABLE ROW LEVEL SECURITY;
CREATE POLICY spot_seen ON loop_spot FOR SELECT TO izdes_app
    USING ((SELECT true FROM loop_plan WHERE loop_plan.id = plan_id));
ALTER TABLE loop_stop ENABLE ROW LEVEL SECURITY;
CREATE POLICY stop_seen ON loop_stop FOR SELECT TO izdes_app
    USING ((SELECT true FROM loop_plan WHERE loop_plan.id = plan_id));
ALTER TABLE loop_proposed ENABLE ROW LEVEL SECURITY;
CREATE POLICY proposed_seen ON loop_proposed FOR SELECT TO izdes_app
    USING ((SELECT true FROM loop_plan WHERE loop_plan.id = plan_id));
ALTER TABLE loop_rules ENABLE ROW LEVEL SECURITY;
CREATE POLICY rules_seen ON loop_rules FOR SELECT TO izdes_app
    USING ((SELECT office_is_inside()));
CREATE POLICY rules_set ON loop_rules FOR INSERT TO izdes_app WITH CHECK (
    set_by_id = (SELECT office_officer()) AND (SELECT office_has_role('hq_analyst')));

REVOKE ALL ON FUNCTION loop_ask_case(bigint), loop_ask_complaint(bigint), loop_traced(), loop_paid(),
    loop_told(), loop_turned_down(), loop_taken(), loop_due(), loop_answers_due(), loop_trace_of(bigint), loop_complaint(bigint),
    loop_before(bigint, bigint), loop_pieces_on(text[], bigint), loop_taken_on(text[], bigint),
    loop_bodies(text[]),
    loop_standing(bigint, bigint), loop_subjects(bigint, jsonb), loop_is_untouched(bigint),
    loop_drafts(bigint, bigint), loop_nothing(bigint, bigint), loop_keep(bigint, bigint, jsonb, jsonb, jsonb, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION loop_due(), loop_answers_due(), loop_trace_of(bigint), loop_complaint(bigint),
    loop_before(bigint, bigint), loop_pieces_on(text[], bigint), loop_taken_on(text[], bigint),
    loop_bodies(text[]),
    loop_standing(bigint, bigint), loop_drafts(bigint, bigint), loop_nothing(bigint, bigint),
    loop_keep(bigint, bigint, jsonb, jsonb, jsonb, jsonb)
    TO izdes_app;
