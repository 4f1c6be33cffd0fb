-- Who sees answers, rows and traces, and the only ways in which they come in.
--
-- An answer belongs to every case that it was given to. Reading one, and tracing, is done by jobs
-- through functions: the office's login adds no row by itself, and changes none.

-- Rows on their way in: copied here by the job that read them, moved on by `funds_keep_reading` in the
-- same transaction. Nobody reads them here. COPY does not go into a table with policies.
CREATE UNLOGGED TABLE funds_incoming (
    answer_id bigint NOT NULL, ordinal integer NOT NULL, position integer NOT NULL,
    row_id text NOT NULL, booked_at timestamptz NOT NULL, time_precision text NOT NULL,
    direction text NOT NULL, amount_minor bigint NOT NULL, currency text NOT NULL,
    kind text NOT NULL, payer_account text NOT NULL, payer_name text NOT NULL,
    payer_iin text NOT NULL, payer_bank text NOT NULL, payee_account text NOT NULL,
    payee_name text NOT NULL, payee_iin text NOT NULL, payee_bank text NOT NULL,
    operation text NOT NULL, purpose text NOT NULL, purpose_code text NOT NULL,
    reference text NOT NULL, balance_minor bigint, order_proven boolean NOT NULL);

-- Whether the acting officer sees a case in which an answer is.
CREATE FUNCTION funds_sees_answer(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM funds_case_answer WHERE answer_id = wanted AND office_sees_case(case_id))
$$;

-- Whether the acting officer changes a case in which an answer is.
CREATE FUNCTION funds_writes_answer(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM funds_case_answer WHERE answer_id = wanted AND office_writes_case(case_id))
$$;

-- The answer that a file is, made where there is none: it may be another case's, unseen by whoever
-- gives the same bytes. He has them, so that they were here before tells him nothing.
CREATE FUNCTION funds_answer_of(
    a_file bigint, a_name text, an_account text, a_bank text, a_zone text
) RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found bigint;
BEGIN
    IF NOT files_is_seen(a_file) THEN
        RETURN NULL;
    END IF;
    INSERT INTO funds_answer (file_id, name, said_account, said_bank, said_zone, state, form, reason,
            calls, version)
        VALUES (a_file, a_name, an_account, a_bank, a_zone, 'waiting', '', '', 0, '')
        ON CONFLICT (file_id) DO NOTHING RETURNING id INTO found;
    IF found IS NULL THEN
        SELECT id INTO STRICT found FROM funds_answer WHERE file_id = a_file;
    END IF;
    RETURN found;
END $$;

-- Ask for a trace of a case: whatever it rests on has changed, by its own or by an answer that was
-- given to others.
CREATE FUNCTION funds_ask(wanted bigint, is_own boolean DEFAULT true) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO funds_tracing AS tracing (case_id, asked, own_asked, done, asked_at, code)
        VALUES (wanted, 1, is_own::integer, 0, clock_timestamp(), '')
        ON CONFLICT (case_id) DO UPDATE SET asked = tracing.asked + 1,
            own_asked = CASE WHEN is_own THEN tracing.asked + 1 ELSE tracing.own_asked END,
            asked_at = CASE WHEN tracing.asked > tracing.done THEN tracing.asked_at
                ELSE excluded.asked_at END
$$;

-- The cases that an answer concerns: those it was given to, and those whose money came to an account
-- that it tells of, under any name that it ties to that account.
CREATE FUNCTION funds_concerned(wanted bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH told AS (
        SELECT account FROM funds_statement WHERE answer_id = wanted
        UNION SELECT alias.key FROM funds_alias alias
            JOIN funds_statement statement ON statement.id = alias.statement_id
            WHERE statement.answer_id = wanted)
    SELECT case_id FROM funds_case_answer WHERE answer_id = wanted
    UNION
    SELECT trace.case_id FROM told
        JOIN funds_account account ON account.account = told.account
        JOIN funds_trace trace ON trace.id = account.trace_id
        JOIN funds_ending ending ON ending.trace_id = trace.id AND ending.place = account.number
        WHERE ending.ending IN ('held', 'frontier') AND trace.current_since = (
            SELECT max(current_since) FROM funds_trace latest WHERE latest.case_id = trace.case_id)
$$;

-- Keep what an answer turned out to be, its rows having been put into `funds_incoming` in the same
-- transaction; false where it was read already. Every case that it concerns is to be traced.
CREATE FUNCTION funds_keep_reading(
    wanted bigint, head jsonb, statements jsonb, faults jsonb, aliases jsonb
) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT (office_officer() IS NULL OR funds_writes_answer(wanted)) THEN
        RETURN false;
    END IF;
    UPDATE funds_answer
        SET state = head ->> 'state', form = head ->> 'form', reason = head ->> 'reason',
            calls = (head ->> 'calls')::integer, version = head ->> 'version',
            read_at = clock_timestamp()
        WHERE id = wanted AND state = 'waiting';
    IF NOT FOUND THEN
        DELETE FROM funds_incoming WHERE answer_id = wanted;
        RETURN false;
    END IF;
    INSERT INTO funds_statement (answer_id, ordinal, sheet, account, currency, bank, holder,
            holder_iin, account_kind, period_from, period_to, opening_minor, closing_minor,
            row_count, unread_rows, zone, outcome, covered_from, covered_to)
        SELECT wanted, ordinal, sheet, account, currency, bank, holder, holder_iin, account_kind,
            period_from, period_to, opening_minor, closing_minor, row_count, unread_rows, zone,
            outcome, covered_from, covered_to
        FROM jsonb_to_recordset(statements) AS given (
            ordinal integer, sheet integer, account text, currency text, bank text, holder text,
            holder_iin text, account_kind text, period_from timestamptz, period_to timestamptz,
            opening_minor bigint, closing_minor bigint, row_count integer, unread_rows integer,
            zone text, outcome text, covered_from timestamptz, covered_to timestamptz);
    INSERT INTO funds_row (statement_id, position, row_id, booked_at, time_precision, direction,
            amount_minor, currency, kind, payer_account, payer_name, payer_iin, payer_bank,
            payee_account, payee_name, payee_iin, payee_bank, operation, purpose, purpose_code,
            reference, balance_minor, order_proven)
        SELECT statement.id, incoming.position, incoming.row_id, incoming.booked_at,
            incoming.time_precision, incoming.direction, incoming.amount_minor, incoming.currency,
            incoming.kind, incoming.payer_account, incoming.payer_name, incoming.payer_iin,
            incoming.payer_bank, incoming.payee_account, incoming.payee_name, incoming.payee_iin,
            incoming.payee_bank, incoming.operation, incoming.purpose, incoming.purpose_code,
            incoming.reference, incoming.balance_minor, incoming.order_proven
        FROM funds_incoming incoming
        JOIN funds_statement statement
            ON statement.answer_id = wanted AND statement.ordinal = incoming.ordinal
        WHERE incoming.answer_id = wanted;
    DELETE FROM funds_incoming WHERE answer_id = wanted;
    INSERT INTO funds_fault (answer_id, statement_id, ordinal, is_arithmetic, severity, code, sheet,
            "row", "column", details)
        SELECT wanted, statement.id, given.ordinal, is_arithmetic, severity, code, given.sheet,
            "row", "column", details
        FROM jsonb_to_recordset(faults) AS given (
            statement integer, ordinal integer, is_arithmetic boolean, severity text, code text,
            sheet text, "row" integer, "column" text, details jsonb)
        LEFT JOIN funds_statement statement
            ON statement.answer_id = wanted AND statement.ordinal = given.statement;
    INSERT INTO funds_alias (statement_id, ordinal, key, account, valid_from, valid_to, source)
        SELECT statement.id, given.ordinal, key, given.account, valid_from, valid_to, source
        FROM jsonb_to_recordset(aliases) AS given (
            statement integer, ordinal integer, key text, account text, valid_from timestamptz,
            valid_to timestamptz, source text)
        JOIN funds_statement statement
            ON statement.answer_id = wanted AND statement.ordinal = given.statement;
    PERFORM funds_ask(case_id, EXISTS (
            SELECT FROM funds_case_answer given
            WHERE given.answer_id = wanted AND given.case_id = concerned.case_id))
        FROM funds_concerned(wanted) AS concerned (case_id);
    RETURN true;
END $$;

-- Complaints, and what they tell, ask for a trace of the case that they are in.
CREATE FUNCTION funds_complaint_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.case_id IS NOT DISTINCT FROM OLD.case_id
        AND NEW.narrative IS NOT DISTINCT FROM OLD.narrative
        AND NEW.occurred_from IS NOT DISTINCT FROM OLD.occurred_from THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.case_id IS NOT NULL THEN
        PERFORM funds_ask(OLD.case_id);
    END IF;
    IF NEW.case_id IS NOT NULL THEN
        PERFORM funds_ask(NEW.case_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER funds_asked_by_complaint
    AFTER INSERT OR UPDATE OF case_id, narrative, occurred_from ON cases_complaint
    FOR EACH ROW EXECUTE FUNCTION funds_complaint_told();

CREATE FUNCTION funds_more_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM funds_ask(case_id) FROM cases_complaint
        WHERE id = NEW.complaint_id AND case_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER funds_asked_by_payment AFTER INSERT ON cases_payment
    FOR EACH ROW EXECUTE FUNCTION funds_more_told();
CREATE TRIGGER funds_asked_by_loan AFTER INSERT ON cases_loan
    FOR EACH ROW EXECUTE FUNCTION funds_more_told();

CREATE FUNCTION funds_corrected() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM funds_ask(case_id) FROM funds_concerned(NEW.replaced_id) AS concerned (case_id);
    PERFORM funds_ask(case_id) FROM funds_concerned(NEW.correction_id) AS concerned (case_id);
    RETURN NULL;
END $$;
CREATE TRIGGER funds_asked_by_correction AFTER INSERT ON funds_correction
    FOR EACH ROW EXECUTE FUNCTION funds_corrected();

-- An answer given to a case that was read for another one: nothing else would ask for the trace.
CREATE FUNCTION funds_given() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM funds_ask(NEW.case_id) FROM funds_answer
        WHERE id = NEW.answer_id AND state <> 'waiting';
    RETURN NULL;
END $$;
CREATE TRIGGER funds_asked_by_answer AFTER INSERT ON funds_case_answer
    FOR EACH ROW EXECUTE FUNCTION funds_given();

-- For the system alone, where nobody acts: cases of which a trace is due, and what a trace needs. As
-- long as answers that were given just now wait to be read, a case waits for them. Those that were
-- answered themselves stand before those that others' answers concern.
CREATE FUNCTION funds_due() RETURNS TABLE (case_id bigint, asked bigint, is_own boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT tracing.case_id, tracing.asked, tracing.own_asked > tracing.done
    FROM funds_tracing tracing
    WHERE tracing.asked > tracing.done AND office_officer() IS NULL AND NOT EXISTS (
        SELECT FROM funds_case_answer given JOIN funds_answer answer ON answer.id = given.answer_id
        WHERE given.case_id = tracing.case_id AND answer.state = 'waiting'
            AND given.at > clock_timestamp() - interval '10 minutes')
    ORDER BY tracing.own_asked > tracing.done DESC, tracing.asked_at
$$;

CREATE FUNCTION funds_complaints_of(wanted bigint) RETURNS SETOF jsonb
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
        'loans', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'lender', lender, 'contract', contract, 'at', at, 'amount_minor', amount_minor,
                'currency', currency, 'paid_to', paid_to) ORDER BY loan.id), '[]')
            FROM cases_loan loan WHERE loan.complaint_id = complaint.id),
        'identifiers', (
            SELECT coalesce(jsonb_agg(jsonb_build_object(
                'kind', identifier.kind, 'raw', mention.raw, 'role', mention.role)
                ORDER BY mention.id), '[]')
            FROM subjects_mention mention
            JOIN subjects_identifier identifier ON identifier.id = mention.identifier_id
            WHERE mention.complaint_id = complaint.id))
    FROM cases_complaint complaint
    WHERE complaint.case_id = wanted AND office_officer() IS NULL ORDER BY complaint.id
$$;

-- Answers that were read and were given to a case, or tell of one of some accounts.
CREATE FUNCTION funds_answers_for(wanted bigint, accounts text[])
RETURNS TABLE (answer_id bigint, digest text, cases bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT answer.id, file.digest, (
        SELECT array_agg(given.case_id ORDER BY given.case_id)
        FROM funds_case_answer given WHERE given.answer_id = answer.id)
    FROM funds_answer answer JOIN files_file file ON file.id = answer.file_id
    WHERE answer.state <> 'waiting' AND office_officer() IS NULL AND answer.id IN (
        SELECT given.answer_id FROM funds_case_answer given WHERE given.case_id = wanted
        UNION SELECT statement.answer_id FROM funds_statement statement
            WHERE statement.account = ANY (accounts)
        UNION SELECT statement.answer_id FROM funds_alias alias
            JOIN funds_statement statement ON statement.id = alias.statement_id
            WHERE alias.key = ANY (accounts))
$$;

CREATE FUNCTION funds_answers(asked bigint[]) RETURNS SETOF funds_answer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT * FROM funds_answer WHERE id = ANY (asked) AND office_officer() IS NULL
$$;

CREATE FUNCTION funds_statements(asked bigint[]) RETURNS SETOF funds_statement
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT * FROM funds_statement WHERE answer_id = ANY (asked) AND office_officer() IS NULL
$$;

CREATE FUNCTION funds_rows(asked bigint[]) RETURNS SETOF funds_row
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT rows.* FROM funds_row rows
    JOIN funds_statement statement ON statement.id = rows.statement_id
    WHERE statement.answer_id = ANY (asked) AND office_officer() IS NULL
$$;

CREATE FUNCTION funds_faults(asked bigint[]) RETURNS SETOF funds_fault
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT * FROM funds_fault WHERE answer_id = ANY (asked) AND office_officer() IS NULL
$$;

CREATE FUNCTION funds_aliases(asked bigint[]) RETURNS SETOF funds_alias
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT alias.* FROM funds_alias alias
    JOIN funds_statement statement ON statement.id = alias.statement_id
    WHERE statement.answer_id = ANY (asked) AND office_officer() IS NULL
$$;

CREATE FUNCTION funds_corrections(asked bigint[])
RETURNS TABLE (correction_id bigint, replaced_id bigint, decided_by text, decided_on date, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT correction.correction_id, correction.replaced_id, officer.full_name,
        (correction.decided_at AT TIME ZONE 'Asia/Almaty')::date, correction.reason
    FROM funds_correction correction
    JOIN officers_officer officer ON officer.id = correction.decided_by_id
    WHERE correction.correction_id = ANY (asked) AND correction.replaced_id = ANY (asked)
        AND office_officer() IS NULL
    ORDER BY correction.id
$$;

-- Bodies that may be asked to let somebody into the cases of some statements; who keeps a sealed
-- case is not told.
CREATE FUNCTION funds_keepers(sources bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT unit_id ORDER BY unit_id), '{}')
    FROM cases_case WHERE id = ANY (sources) AND NOT is_sealed
$$;

-- At which places of a trace money rests, or was last seen, on an account where the current traces of
-- other cases say the same of theirs, and of how many: whose money it is, the first in time decides.
-- Of sealed cases nothing is told, and of no case which it is.
CREATE FUNCTION funds_also_claimed(wanted bigint, under text)
RETURNS TABLE (place integer, cases bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH mine AS MATERIALIZED (
        SELECT DISTINCT ending.place, account.account, trace.case_id
        FROM funds_trace trace
        JOIN funds_ending ending ON ending.trace_id = trace.id AND ending.rule = under
            AND ending.ending IN ('held', 'frontier')
        JOIN funds_account account ON account.trace_id = trace.id AND account.number = ending.place
        WHERE trace.id = wanted AND office_sees_case(trace.case_id)
    )
    SELECT mine.place, count(DISTINCT other.case_id)
    FROM mine JOIN funds_account theirs ON theirs.account = mine.account
    JOIN funds_trace other ON other.id = theirs.trace_id AND other.case_id <> mine.case_id
    JOIN cases_case its_case ON its_case.id = other.case_id AND NOT its_case.is_sealed
    JOIN funds_ending ending ON ending.trace_id = other.id AND ending.place = theirs.number
        AND ending.rule = under AND ending.ending IN ('held', 'frontier')
    WHERE NOT EXISTS (
        SELECT FROM funds_trace later
        WHERE later.case_id = other.case_id AND later.current_since > other.current_since)
    GROUP BY mine.place
$$;

-- That there is nothing to trace, and why.
CREATE FUNCTION funds_not_traced(wanted bigint, upto bigint, why text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE funds_tracing SET done = greatest(done, upto), done_at = clock_timestamp(), code = why
    WHERE case_id = wanted AND office_officer() IS NULL
$$;

-- Keep a trace; the same input again makes the earlier one current, and nothing else.
CREATE FUNCTION funds_keep_trace(wanted bigint, upto bigint, head jsonb, parts jsonb)
RETURNS TABLE (trace_id bigint, is_new boolean, since timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    made bigint;
    began timestamptz;
BEGIN
    IF office_officer() IS NOT NULL THEN
        RETURN;
    END IF;
    -- Of two jobs for one case the second waits, and finds it done.
    PERFORM FROM funds_tracing WHERE case_id = wanted FOR UPDATE;
    -- What was asked meanwhile waits from here on.
    UPDATE funds_tracing SET done = greatest(done, upto), done_at = clock_timestamp(), code = '',
            asked_at = CASE WHEN asked > upto THEN clock_timestamp() ELSE asked_at END
        WHERE case_id = wanted;
    began := clock_timestamp();
    UPDATE funds_trace SET current_since = began
        WHERE case_id = wanted AND input_digest = head ->> 'input_digest'
            AND version = head ->> 'version' AND law_pack = head ->> 'law_pack'
        RETURNING id INTO made;
    IF FOUND THEN
        RETURN QUERY SELECT made, false, began;
        RETURN;
    END IF;
    INSERT INTO funds_trace (case_id, number, current_since, made_at, as_of, rule, rules, parameters,
            version, input_digest, findings_digest, law_pack, digests, summary, maps)
        SELECT wanted,
            1 + coalesce((SELECT max(number) FROM funds_trace WHERE case_id = wanted), 0),
            began, began, (head ->> 'as_of')::timestamptz, head ->> 'rule',
            ARRAY(SELECT jsonb_array_elements_text(head -> 'rules')), head -> 'parameters',
            head ->> 'version', head ->> 'input_digest', head ->> 'findings_digest',
            head ->> 'law_pack', head -> 'digests', head -> 'summary', head -> 'maps'
        RETURNING id INTO made;
    INSERT INTO funds_claim (trace_id, claim_id, complaint_id, state, reason, amount_minor, currency,
            transfer, near_misses)
        SELECT made, claim_id, complaint, state, reason, amount_minor, currency, transfer, near_misses
        FROM jsonb_to_recordset(parts -> 'claims') AS given (
            claim_id text, complaint bigint, state text, reason text, amount_minor bigint,
            currency text, transfer integer, near_misses integer);
    INSERT INTO funds_place (trace_id, number, masked, kind, institution, institution_names,
            institution_printed, is_own, keepers)
        SELECT made, number, masked, kind, institution, nullif(institution_names, 'null'),
            institution_printed, sources @> ARRAY[wanted],
            CASE WHEN sources @> ARRAY[wanted] THEN '{}' ELSE funds_keepers(sources) END
        FROM jsonb_to_recordset(parts -> 'places') AS given (
            number integer, masked text, kind text, institution text, institution_names jsonb,
            institution_printed text, sources bigint[]);
    INSERT INTO funds_account (trace_id, number, account, printed, holder, holder_iin, sources)
        SELECT made, number, account, printed, holder, holder_iin, sources
        FROM jsonb_to_recordset(parts -> 'places') AS given (
            number integer, account text, printed text, holder text, holder_iin text,
            sources bigint[]);
    INSERT INTO funds_transfer (trace_id, number, transfer_id, booked_at, time_precision,
            amount_minor, currency, kind, source, target, purpose, row_ids, sources)
        SELECT made, number, transfer_id, booked_at, time_precision, amount_minor, currency, kind,
            source, target, purpose, row_ids, sources
        FROM jsonb_to_recordset(parts -> 'transfers') AS given (
            number integer, transfer_id text, booked_at timestamptz, time_precision text,
            amount_minor bigint, currency text, kind text, source integer, target integer,
            purpose text, row_ids text[], sources bigint[]);
    INSERT INTO funds_hop (trace_id, rule, ordinal, claim_id, transfer, source, target, step,
            amount_minor, currency, behind, is_own, keepers)
        SELECT made, given.rule, given.ordinal, given.claim_id, given.transfer, moved.source,
            moved.target, given.step, given.amount_minor, given.currency, given.behind,
            moved.sources @> ARRAY[wanted],
            CASE WHEN moved.sources @> ARRAY[wanted] THEN '{}' ELSE funds_keepers(moved.sources) END
        FROM jsonb_to_recordset(parts -> 'hops') AS given (
            rule text, ordinal integer, claim_id text, transfer integer, step integer,
            amount_minor bigint, currency text, behind text)
        JOIN funds_transfer moved ON moved.trace_id = made AND moved.number = given.transfer;
    INSERT INTO funds_ending (trace_id, rule, ordinal, claim_id, place, ending, amount_minor,
            currency, local_minor, local_currency, arrived_first, arrived_last, as_of, behind, marks,
            least_minor, most_minor, is_own, keepers)
        SELECT made, rule, ordinal, claim_id, place, ending, amount_minor, currency, local_minor,
            local_currency, arrived_first, arrived_last, as_of, behind, marks, least_minor,
            most_minor, cardinality(sources) = 0 OR sources @> ARRAY[wanted],
            CASE WHEN sources @> ARRAY[wanted] THEN '{}' ELSE funds_keepers(sources) END
        FROM jsonb_to_recordset(parts -> 'endings') AS given (
            rule text, ordinal integer, claim_id text, place integer, ending text,
            amount_minor bigint, currency text, local_minor bigint, local_currency text,
            arrived_first timestamptz, arrived_last timestamptz, as_of timestamptz, behind text,
            marks text[], least_minor bigint, most_minor bigint, sources bigint[]);
    INSERT INTO funds_next_step (trace_id, ordinal, kind, "group", place, institution,
            institution_names, institution_printed, amount_minor, currency, period_from, period_to,
            because, details)
        SELECT made, ordinal, kind, "group", place, institution,
            nullif(institution_names, 'null'), institution_printed, amount_minor, currency,
            period_from, period_to, because, details
        FROM jsonb_to_recordset(parts -> 'next_steps') AS given (
            ordinal integer, kind text, "group" text, place integer, institution text,
            institution_names jsonb, institution_printed text, amount_minor bigint, currency text,
            period_from timestamptz, period_to timestamptz, because text, details jsonb);
    RETURN QUERY SELECT made, true, began;
END $$;

-- What was read and what was traced stays; only which trace is current moves on.
CREATE FUNCTION funds_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was read or traced does not change';
END $$;
CREATE TRIGGER funds_row_stays BEFORE UPDATE OR DELETE ON funds_row
    FOR EACH STATEMENT EXECUTE FUNCTION funds_stays();
CREATE TRIGGER funds_statement_stays BEFORE UPDATE OR DELETE ON funds_statement
    FOR EACH STATEMENT EXECUTE FUNCTION funds_stays();
CREATE TRIGGER funds_hop_stays BEFORE UPDATE OR DELETE ON funds_hop
    FOR EACH STATEMENT EXECUTE FUNCTION funds_stays();
CREATE TRIGGER funds_ending_stays BEFORE UPDATE OR DELETE ON funds_ending
    FOR EACH STATEMENT EXECUTE FUNCTION funds_stays();
CREATE TRIGGER funds_transfer_stays BEFORE UPDATE OR DELETE ON funds_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION funds_stays();

ALTER TABLE funds_case_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY case_answer_seen ON funds_case_answer FOR SELECT TO izdes_app
    USING ((SELECT true FROM cases_case WHERE cases_case.id = case_id));
CREATE POLICY case_answer_given ON funds_case_answer FOR INSERT TO izdes_app
    WITH CHECK (office_writes_case(case_id));

ALTER TABLE funds_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY answer_seen ON funds_answer FOR SELECT TO izdes_app
    USING (EXISTS (SELECT FROM funds_case_answer WHERE answer_id = funds_answer.id));

ALTER TABLE funds_statement ENABLE ROW LEVEL SECURITY;
CREATE POLICY statement_seen ON funds_statement FOR SELECT TO izdes_app
    USING ((SELECT true FROM funds_answer WHERE funds_answer.id = answer_id));

ALTER TABLE funds_row ENABLE ROW LEVEL SECURITY;
CREATE POLICY row_seen ON funds_row FOR SELECT TO izdes_app
    USING ((SELECT true FROM funds_statement WHERE funds_statement.id = statement_id));

ALTER TABLE funds_fault ENABLE ROW LEVEL SECURITY;
CREATE POLICY fault_seen ON funds_fault FOR SELECT TO izdes_app
    USING ((SELECT true FROM funds_answer WHERE funds_answer.id = answer_id));

ALTER TABLE funds_alias ENABLE ROW LEVEL SECURITY;
CREATE POLICY alias_seen ON funds_alias FOR SELECT TO izdes_app
    USING ((SELECT true FROM funds_statement WHERE funds_statement.id = statement_id));

ALTER TABLE funds_correction ENABLE ROW LEVEL SECURITY;
CREATE POLICY correction_seen ON funds_correction FOR SELECT TO izdes_app
    USING ((SELECT true FROM cases_case WHERE cases_case.id = case_id));
CREATE POLICY correction_decided ON funds_correction FOR INSERT TO izdes_app WITH CHECK (
    office_writes_case(case_id) AND decided_by_id = (SELECT office_officer())
    AND funds_writes_answer(correction_id) AND funds_writes_answer(replaced_id));

ALTER TABLE funds_tracing ENABLE ROW LEVEL SECURITY;
CREATE POLICY tracing_seen ON funds_tracing FOR SELECT TO izdes_app
    USING ((SELECT true FROM cases_case WHERE cases_case.id = case_id));

ALTER TABLE funds_trace ENABLE ROW LEVEL SECURITY;
CREATE POLICY trace_seen ON funds_trace FOR SELECT TO izdes_app
    USING ((SELECT true FROM cases_case WHERE cases_case.id = case_id));

ALTER TABLE funds_claim ENABLE ROW LEVEL SECURITY;
CREATE POLICY claim_seen ON funds_claim FOR SELECT TO izdes_app
    USING ((SELECT true FROM funds_trace WHERE funds_trace.id = trace_id));
ALTER TABLE funds_place ENABLE ROW LEVEL SECURITY;
CREATE POLICY place_seen ON funds_place FOR SELECT TO izdes_app
    USING ((SELECT true FROM funds_trace WHERE funds_trace.id = trace_id));
ALTER TABLE funds_hop ENABLE ROW LEVEL SECURITY;
CREATE POLICY hop_seen ON funds_hop FOR SELECT TO izdes_app
    USING ((SELECT true FROM funds_trace WHERE funds_trace.id = trace_id));
ALTER TABLE funds_ending ENABLE ROW LEVEL SECURITY;
CREATE POLICY ending_seen ON funds_ending FOR SELECT TO izdes_app
    USING ((SELECT true FROM funds_trace WHERE funds_trace.id = trace_id));
ALTER TABLE funds_next_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY next_step_seen ON funds_next_step FOR SELECT TO izdes_app
    USING ((SELECT true FROM funds_trace WHERE funds_trace.id = trace_id));

-- What names numbers and people is seen by whoever sees the trace and a case whose papers name it.
ALTER TABLE funds_account ENABLE ROW LEVEL SECURITY;
CREATE POLICY account_seen ON funds_account FOR SELECT TO izdes_app USING (
    (SELECT true FROM funds_trace WHERE funds_trace.id = trace_id)
    AND EXISTS (SELECT FROM cases_case WHERE cases_case.id = ANY (sources)));
ALTER TABLE funds_transfer ENABLE ROW LEVEL SECURITY;
CREATE POLICY transfer_seen ON funds_transfer FOR SELECT TO izdes_app USING (
    (SELECT true FROM funds_trace WHERE funds_trace.id = trace_id)
    AND EXISTS (SELECT FROM cases_case WHERE cases_case.id = ANY (sources)));

REVOKE ALL ON FUNCTION funds_sees_answer(bigint), funds_writes_answer(bigint),
    funds_answer_of(bigint, text, text, text, text), funds_ask(bigint, boolean),
    funds_concerned(bigint),
    funds_keep_reading(bigint, jsonb, jsonb, jsonb, jsonb), funds_complaint_told(),
    funds_more_told(), funds_corrected(), funds_given(), funds_due(), funds_complaints_of(bigint),
    funds_answers_for(bigint, text[]), funds_answers(bigint[]), funds_statements(bigint[]),
    funds_rows(bigint[]), funds_faults(bigint[]), funds_aliases(bigint[]),
    funds_corrections(bigint[]), funds_keepers(bigint[]), funds_also_claimed(bigint, text),
    funds_not_traced(bigint, bigint, text),
    funds_keep_trace(bigint, bigint, jsonb, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION funds_sees_answer(bigint), funds_writes_answer(bigint),
    funds_answer_of(bigint, text, text, text, text),
    funds_keep_reading(bigint, jsonb, jsonb, jsonb, jsonb), funds_due(),
    funds_complaints_of(bigint), funds_answers_for(bigint, text[]), funds_answers(bigint[]),
    funds_statements(bigint[]), funds_rows(bigint[]), funds_faults(bigint[]),
    funds_aliases(bigint[]), funds_corrections(bigint[]), funds_also_claimed(bigint, text),
    funds_not_traced(bigint, bigint, text), funds_keep_trace(bigint, bigint, jsonb, jsonb)
    TO izdes_app;
