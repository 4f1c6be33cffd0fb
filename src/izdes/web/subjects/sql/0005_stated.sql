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

-- What the country knows of an identifier, naming nobody: as before, and what answers state beside.
CREATE OR REPLACE FUNCTION linking_known(given_kind text, given_value text)
RETURNS TABLE (complaints bigint, seen bigint, regions text[], units bigint[], series bigint,
    verdict text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH sight AS MATERIALIZED (
        SELECT * FROM linking_sight(array(
            SELECT mention.complaint_id FROM subjects_identifier identifier
            JOIN subjects_mention mention ON mention.identifier_id = identifier.id
            WHERE identifier.kind = given_kind AND identifier.value = given_value
                AND mention.role <> 'victim'
            UNION SELECT linking_stated_by(given_kind, given_value)))
    )
    SELECT count(*), count(*) FILTER (WHERE sight.is_seen),
        coalesce(array_agg(DISTINCT sight.region) FILTER (WHERE sight.region <> ''), '{}'),
        coalesce(array_agg(DISTINCT sight.unit_id), '{}'),
        (SELECT count(*) FROM (
            SELECT linked.series FROM linking.complaint linked
            JOIN linking_sight(array(
                SELECT member.complaint_id::bigint FROM linking.complaint member
                WHERE member.series IN (
                    SELECT one.series FROM linking.complaint one
                    WHERE one.complaint_id IN (SELECT sight.complaint_id::text FROM sight)))) told
                ON linked.complaint_id = told.complaint_id::text
            GROUP BY linked.series HAVING count(*) > 1) AS several),
        (SELECT coalesce(
            (SELECT said.verdict FROM subjects_hub_verdict said WHERE said.withdrawn_at IS NULL
                AND said.kind = given_kind AND said.value = given_value),
            (SELECT said.verdict FROM linking.verdict said
                WHERE said.kind = given_kind AND said.value = given_value LIMIT 1), ''))
    FROM sight
$$;

-- The units that know an identifier from cases or complaints which the acting officer does not see,
-- by a look-up of his own: as before, and what answers to those cases state.
CREATE OR REPLACE FUNCTION subject_known_elsewhere(given_lookup bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 5
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT coalesce(its_case.unit_id, complaint.unit_id)
    FROM subjects_lookup lookup
    JOIN subjects_identifier identifier USING (kind, value)
    JOIN subjects_mention mention ON mention.identifier_id = identifier.id
    JOIN cases_complaint complaint ON complaint.id = mention.complaint_id
    LEFT JOIN cases_case its_case ON its_case.id = complaint.case_id
    WHERE lookup.id = given_lookup AND lookup.officer_id = office_officer()
        AND NOT coalesce(its_case.is_sealed, false)
        AND NOT CASE WHEN its_case.id IS NULL
            THEN complaint.unit_id IN (SELECT office_units('read'))
            ELSE office_sees_case(its_case.id) END
    UNION
    SELECT its_case.unit_id
    FROM subjects_lookup lookup
    JOIN linking.said said ON said.kind = lookup.kind AND said.value = lookup.value
    JOIN cases_case its_case ON its_case.id = said.case_id
    WHERE lookup.id = given_lookup AND lookup.officer_id = office_officer()
        AND NOT its_case.is_sealed AND NOT office_sees_case(its_case.id)
    ORDER BY 1
$$;

-- Other series, and complaints alone, that name what a series names, and did not join it. What
-- answers state together counts once, as in the sum of a pair; the address of a log-in counts where
-- nothing else weighs more, for it is of the same log-ins as the device and the holder.
CREATE OR REPLACE FUNCTION linking_possible(
    given_complaint bigint, least_milli bigint, most integer)
RETURNS TABLE (complaint_id bigint, unit_id bigint, members bigint, evidence bigint,
    kinds text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH sight AS MATERIALIZED (
        SELECT * FROM linking_sight(linking_series_keys(given_complaint))
    ), mine AS MATERIALIZED (
        SELECT linked.number, linked.series FROM sight
        JOIN linking.complaint linked ON linked.complaint_id = sight.complaint_id::text
        WHERE EXISTS (SELECT FROM sight WHERE is_seen)
    ), named AS MATERIALIZED (
        SELECT DISTINCT naming.node FROM mine JOIN linking.naming ON naming.complaint = mine.number
        WHERE naming.how <> 3
    ), shared AS MATERIALIZED (
        SELECT DISTINCT other.series, other.complaint_id::bigint AS key, node.number, kind.name,
            CASE kind.name WHEN 'stated' THEN node.weight ELSE node.agreement END AS agreement
        FROM named
        JOIN linking.node node ON node.number = named.node
        JOIN linking.kind kind ON kind.number = node.kind
            AND (node.agreement > 0 OR kind.name = 'stated')
        JOIN linking.naming naming ON naming.node = named.node AND naming.how <> 3
        JOIN linking.complaint other ON other.number = naming.complaint
        WHERE other.series NOT IN (SELECT series FROM mine) AND right(kind.name, 5) <> '_near'
    ), told AS MATERIALIZED (
        SELECT DISTINCT shared.series, shared.number, shared.agreement, shared.name,
            other.complaint_id, other.unit_id, other.is_seen
        FROM shared JOIN linking_sight(array(SELECT DISTINCT key FROM shared)) other
            ON other.complaint_id = shared.key
    ), summed AS (
        SELECT series, greatest(
                sum(agreement) FILTER (WHERE name <> 'login_ip'),
                max(agreement) FILTER (WHERE name = 'login_ip'))::bigint AS evidence,
            array_agg(DISTINCT name ORDER BY name) FILTER (WHERE name <> 'stated') AS kinds
        FROM (SELECT DISTINCT series, number, agreement, name FROM told) AS node
        GROUP BY series
    ), weighed AS (
        SELECT * FROM summed WHERE evidence >= least_milli ORDER BY evidence DESC, series LIMIT most
    )
    SELECT CASE WHEN one.is_seen THEN one.complaint_id END, one.unit_id,
        (SELECT count(*) FROM linking_sight(array(
            SELECT member.complaint_id::bigint FROM linking.complaint member
            WHERE member.series = weighed.series))),
        weighed.evidence, weighed.kinds
    FROM weighed JOIN LATERAL (
        SELECT told.complaint_id, told.unit_id, told.is_seen FROM told
        WHERE told.series = weighed.series ORDER BY told.is_seen DESC, told.complaint_id LIMIT 1
    ) one ON true
    ORDER BY weighed.evidence DESC, weighed.series
$$;

REVOKE ALL ON FUNCTION
    linking_stated(bigint[]), linking_stated_in(bigint), linking_stated_by(text, text),
    linking_leave_case(bigint), linking_traced(), linking_placed()
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION linking_stated(bigint[]) TO izdes_engine;
GRANT EXECUTE ON FUNCTION linking_stated_in(bigint), linking_leave_case(bigint) TO izdes_app;
