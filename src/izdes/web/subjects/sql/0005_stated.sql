-- What answers state of accounts, as linking is told it. A row is seen where its case is seen; of
-- others' the functions of linking tell how many and whose, as of a complaint's own words.

ALTER TABLE subjects_stated ENABLE ROW LEVEL SECURITY;
CREATE POLICY stated_seen ON subjects_stated FOR SELECT TO izdes_app
    USING ((SELECT true FROM cases_case WHERE cases_case.id = case_id));
CREATE POLICY stated_kept ON subjects_stated FOR INSERT TO izdes_app
    WITH CHECK (office_writes_case(case_id));
CREATE POLICY stated_retracted ON subjects_stated FOR UPDATE TO izdes_app
    USING (office_writes_case(case_id)) WITH CHECK (office_writes_case(case_id));

CREATE INDEX funds_statement_of_holder ON funds_statement (holder_iin) WHERE holder_iin <> '';
CREATE INDEX funds_alias_of_phone ON funds_alias (substr(key, 7)) WHERE key LIKE 'phone:+%';

-- All that stands as stated: in the tables of answers, and in the headings of statements. A
-- statement that does not add up, or that another takes the place of, states nothing.
CREATE VIEW linking.said AS
    SELECT stated.case_id, stated.account, stated.role, stated.kind, stated.value, stated.certainty,
        stated.at, stated.file_id
    FROM subjects_stated stated WHERE stated.retracted_at IS NULL
    UNION
    -- The fifth digit of a business's number is one that no day of a month begins with.
    SELECT given.case_id, statement.account, 'holder'::text,
        CASE WHEN substr(statement.holder_iin, 5, 1) IN ('4', '5', '6') THEN 'bin' ELSE 'iin' END,
        statement.holder_iin, 'certain'::text, NULL::timestamptz, answer.file_id
    FROM funds_statement statement
    JOIN funds_answer answer ON answer.id = statement.answer_id
    JOIN funds_case_answer given ON given.answer_id = answer.id
    WHERE statement.holder_iin <> '' AND statement.holder_iin ~ '^[0-9]{12}$'
        AND statement.outcome <> 'faulty' AND NOT EXISTS (
            SELECT FROM funds_correction correction WHERE correction.replaced_id = answer.id)
    UNION
    SELECT given.case_id, statement.account, 'contact'::text, 'phone'::text, substr(alias.key, 7),
        'certain'::text, NULL::timestamptz, answer.file_id
    FROM funds_alias alias
    JOIN funds_statement statement ON statement.id = alias.statement_id
        AND statement.account = alias.account
    JOIN funds_answer answer ON answer.id = statement.answer_id
    JOIN funds_case_answer given ON given.answer_id = answer.id
    WHERE alias.key LIKE 'phone:+%' AND statement.outcome <> 'faulty' AND NOT EXISTS (
        SELECT FROM funds_correction correction WHERE correction.replaced_id = answer.id);

-- What is stated of the accounts that the money of some complaints led to: those that they name as
-- paid to, and those to which the current trace of their case followed it. An account that a
-- complaint of the case gives as its victim's own states nothing.
CREATE FUNCTION linking_stated(keys bigint[])
RETURNS TABLE (complaint_id bigint, account text, role text, kind text, value text,
    certainty text, at timestamptz, named_kind text, named_value text, file_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH mine AS MATERIALIZED (
        SELECT id, case_id FROM cases_complaint WHERE id = ANY (keys) AND case_id IS NOT NULL
    ), said AS MATERIALIZED (
        SELECT * FROM linking.said WHERE case_id = ANY (SELECT mine.case_id FROM mine)
    ), held AS MATERIALIZED (
        SELECT DISTINCT said.case_id, said.account FROM said
    ), told AS MATERIALIZED (
        SELECT held.case_id, held.account, mention.complaint_id, mention.role, identifier.kind,
            identifier.value
        FROM held JOIN cases_complaint complaint USING (case_id)
        JOIN subjects_mention mention ON mention.complaint_id = complaint.id
            AND mention.role IN ('recipient', 'victim')
        JOIN subjects_identifier identifier ON identifier.id = mention.identifier_id
            AND right(held.account, length(identifier.value) + 1) = ':' || identifier.value
    ), current AS MATERIALIZED (
        SELECT DISTINCT ON (trace.case_id) trace.id, trace.case_id, trace.rule
        FROM funds_trace trace WHERE trace.case_id = ANY (SELECT held.case_id FROM held)
        ORDER BY trace.case_id, trace.current_since DESC, trace.id DESC
    ), led AS (
        SELECT told.complaint_id, told.case_id, told.account, told.kind, told.value
        FROM told WHERE told.role = 'recipient' AND told.complaint_id = ANY (keys)
        UNION ALL
        SELECT claim.complaint_id, current.case_id, account.account, NULL, NULL
        FROM current
        JOIN funds_claim claim ON claim.trace_id = current.id AND claim.complaint_id = ANY (keys)
        JOIN funds_hop hop ON hop.trace_id = current.id AND hop.rule = current.rule
            AND hop.claim_id = claim.claim_id
        JOIN funds_account account ON account.trace_id = current.id
            AND account.number = hop.target
        JOIN held ON held.case_id = current.case_id AND held.account = account.account
    ), once AS (
        SELECT led.complaint_id, led.case_id, led.account, min(led.kind) AS kind,
            min(led.value) AS value
        FROM led JOIN mine ON mine.id = led.complaint_id AND mine.case_id = led.case_id
        WHERE NOT EXISTS (
            SELECT FROM told WHERE told.role = 'victim' AND told.case_id = led.case_id
                AND told.account = led.account)
        GROUP BY 1, 2, 3
    )
    SELECT once.complaint_id, once.account, said.role, said.kind, said.value, said.certainty,
        said.at, once.kind, once.value, said.file_id
    FROM once JOIN said ON said.case_id = once.case_id AND said.account = once.account
    ORDER BY 1, 2, 3, 4, 5, 7, 10
$$;

-- What is stated in a case, for whoever sees it: of which account, by which file, and to how many
-- of its complaints it belongs.
CREATE FUNCTION linking_stated_in(wanted bigint)
RETURNS TABLE (account text, role text, kind text, value text, certainty text, first_at timestamptz,
    last_at timestamptz, files bigint[], complaints bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH said AS MATERIALIZED (
        SELECT * FROM linking.said WHERE case_id = wanted AND office_sees_case(wanted)
    ), belongs AS MATERIALIZED (
        SELECT stated.account, count(DISTINCT stated.complaint_id) AS complaints
        FROM linking_stated(array(
            SELECT id FROM cases_complaint
            WHERE case_id = wanted AND EXISTS (SELECT FROM said))) stated
        GROUP BY stated.account
    )
    SELECT said.account, said.role, said.kind, said.value, min(said.certainty), min(said.at),
        max(said.at), array_agg(DISTINCT said.file_id), coalesce(max(belongs.complaints), 0)
    FROM said LEFT JOIN belongs USING (account)
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
$$;

-- The complaints to which an identifier belongs that answers state.
CREATE FUNCTION linking_stated_by(given_kind text, given_value text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT stated.complaint_id
    FROM linking_stated(array(
        SELECT complaint.id FROM linking.said JOIN cases_complaint complaint USING (case_id)
        WHERE said.kind = given_kind AND said.value = given_value)) stated
    WHERE stated.kind = given_kind AND stated.value = given_value
$$;

-- Complaints to which something else belongs than before are linked anew.
CREATE FUNCTION linking_leave_case(wanted bigint) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO linking.due (kind, key)
    SELECT 'complaint', complaint.id FROM cases_complaint complaint
    WHERE complaint.case_id = wanted AND NOT EXISTS (
        SELECT FROM linking.due WHERE due.kind = 'complaint' AND due.key = complaint.id)
$$;

-- A trace that became current leads money elsewhere; it is made again whenever a statement was read,
-- given or replaced.
CREATE FUNCTION linking_traced() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM subjects_stated WHERE case_id = NEW.case_id)
        OR EXISTS (SELECT FROM funds_case_answer WHERE case_id = NEW.case_id) THEN
        PERFORM linking_leave_case(NEW.case_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER linked_when_traced AFTER INSERT OR UPDATE OF current_since ON funds_trace
    FOR EACH ROW EXECUTE FUNCTION linking_traced();

-- A complaint that comes into a case, or leaves one, has what is stated there.
CREATE FUNCTION linking_placed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.case_id IS DISTINCT FROM OLD.case_id AND (
        EXISTS (SELECT FROM subjects_stated WHERE case_id IN (OLD.case_id, NEW.case_id))
        OR EXISTS (SELECT FROM funds_case_answer WHERE case_id IN (OLD.case_id, NEW.case_id))) THEN
        INSERT INTO linking.due (kind, key) VALUES ('complaint', NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER linked_when_placed AFTER UPDATE OF case_id ON cases_complaint
    FOR EACH ROW EXECUTE FUNCTION linking_placed();

REVOKE ALL ON FUNCTION
    linking_stated(bigint[]), linking_stated_in(bigint), linking_stated_by(text, text),
    linking_leave_case(bigint), linking_traced(), linking_placed()
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION linking_stated(bigint[]) TO izdes_engine;
GRANT EXECUTE ON FUNCTION linking_stated_in(bigint), linking_leave_case(bigint) TO izdes_app;
