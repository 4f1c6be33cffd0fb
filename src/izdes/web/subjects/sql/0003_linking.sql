-- What linking keeps: who names what, the series as they stand, and what waits to be linked. It lies
-- in a schema of its own, which the office's login does not enter; linking's login sees nothing else
-- of the office but who names what. The tables are those of `engine.linking.incremental.relational`,
-- with the indexes that a server needs: numbers are linking's own, moments are microseconds in UTC.
CREATE SCHEMA linking;
GRANT USAGE ON SCHEMA linking TO izdes_engine;

CREATE TABLE linking.complaint (
    number bigint PRIMARY KEY,
    complaint_id text NOT NULL,
    reported bigint NOT NULL,
    series bigint NOT NULL,
    above bigint NOT NULL,
    evidence bigint NOT NULL,
    height bigint NOT NULL,
    level bigint NOT NULL,
    turn bigint NOT NULL,
    bar bigint NOT NULL
    -- A series that is planted anew rewrites its rows where they lie.
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX complaint_by_id ON linking.complaint (complaint_id);
CREATE INDEX complaint_by_series ON linking.complaint (series);

CREATE TABLE linking.kind (number bigint PRIMARY KEY, name text NOT NULL UNIQUE);

-- The number of a text: numbers are found faster than texts, and the text decides.
CREATE FUNCTION linking.md5_number_lower(given text) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ('x' || right(md5(given), 16))::bit(64)::bigint;

CREATE TABLE linking.node (
    key bigint NOT NULL,
    number bigint PRIMARY KEY,
    kind bigint NOT NULL,
    value text NOT NULL,
    certainty bigint NOT NULL,
    agreement bigint NOT NULL,
    weight bigint NOT NULL,
    meant bigint NOT NULL
);
CREATE INDEX node_by_key ON linking.node (key);

CREATE TABLE linking.slip (kind text NOT NULL, value text NOT NULL, node bigint NOT NULL);
CREATE INDEX slip_by_value ON linking.slip (value, kind);

CREATE TABLE linking.naming (
    node bigint NOT NULL, complaint bigint NOT NULL, moment bigint NOT NULL, how bigint NOT NULL
);
CREATE INDEX naming_by_complaint ON linking.naming (complaint) INCLUDE (node, moment, how);
CREATE INDEX naming_by_node ON linking.naming (node) INCLUDE (complaint, moment, how);

CREATE TABLE linking.handover (kind text NOT NULL, value text NOT NULL, moment bigint NOT NULL);

CREATE TABLE linking.judgement (
    judgement_id text PRIMARY KEY,
    complaint_a text NOT NULL,
    complaint_b text NOT NULL,
    a bigint NOT NULL,
    b bigint NOT NULL,
    verdict text NOT NULL,
    moment bigint NOT NULL,
    by_whom text NOT NULL,
    reason text NOT NULL
);
CREATE INDEX judgement_by_a ON linking.judgement (a);
CREATE INDEX judgement_by_b ON linking.judgement (b);
CREATE INDEX judgement_by_complaint_a ON linking.judgement (complaint_a);
CREATE INDEX judgement_by_complaint_b ON linking.judgement (complaint_b);

-- The snapshot that weights come from.
CREATE TABLE linking.degree (
    key bigint, kind bigint NOT NULL, value text NOT NULL, degree bigint NOT NULL
);
CREATE INDEX degree_by_key ON linking.degree (key);
CREATE TABLE linking.hub (
    kind text NOT NULL, value text NOT NULL, reason text NOT NULL, source text NOT NULL
);
CREATE TABLE linking.verdict (
    kind text NOT NULL,
    value text NOT NULL,
    verdict text NOT NULL,
    reason text NOT NULL,
    moment bigint,
    by_whom text NOT NULL
);
CREATE INDEX verdict_by_value ON linking.verdict (value, kind);
-- What the machine said, by the last snapshot, of values on which officers said something since: it
-- counts again where they withdraw it; empty where it said nothing.
CREATE TABLE linking.proposal (
    kind text NOT NULL,
    value text NOT NULL,
    verdict text NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (value, kind)
);
CREATE TABLE linking.setting (name text PRIMARY KEY, value text NOT NULL);

-- What waits to be linked, in the order in which it was left.
CREATE TABLE linking.due (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CONSTRAINT kind_of_due_is_known
        CHECK (kind IN ('complaint', 'judgement', 'verdict', 'snapshot')),
    key bigint NOT NULL
);

-- What became of a series, and by what; written with the change itself, and never again.
CREATE TABLE linking.change (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT statement_timestamp(),
    kind text NOT NULL CONSTRAINT kind_of_change_is_known
        CHECK (kind IN ('created', 'grew', 'shrank', 'merged', 'split', 'ended')),
    reason text NOT NULL CONSTRAINT reason_of_change_is_known
        CHECK (reason IN ('complaints', 'judgements', 'snapshot')),
    series text NOT NULL,
    other text,
    members_before bigint NOT NULL,
    members_after bigint NOT NULL
);
CREATE INDEX change_of_series ON linking.change (series, number);
CREATE INDEX change_of_other ON linking.change (other, number) WHERE other IS NOT NULL;

-- A command of the office leaves what it changed; it may leave anything, for what is left says only
-- that something is to be read anew.
CREATE FUNCTION linking_leave(given_kind text, keys bigint[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO linking.due (kind, key) SELECT given_kind, key FROM unnest(keys) AS key
$$;

-- Whether something waits for which there is no job. Weights are taken anew each night, if there are
-- complaints that they do not know, for everybody is grouped by them and complaints wait meanwhile;
-- by day only where two nights were missed, or where there are none.
CREATE FUNCTION linking_waits() RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    taken timestamptz := (
        SELECT to_timestamp(value::bigint) FROM linking.setting WHERE name = 'taken_at');
BEGIN
    IF EXISTS (SELECT FROM linking.complaint)
        AND coalesce(taken, '-infinity') < statement_timestamp() - (CASE
            WHEN extract(hour FROM statement_timestamp() AT TIME ZONE 'Asia/Almaty') < 5
            THEN interval '20 hours' ELSE interval '2 days' END)
        AND EXISTS (SELECT FROM linking.change WHERE at > coalesce(taken, '-infinity'))
        AND NOT EXISTS (SELECT FROM linking.due WHERE kind = 'snapshot') THEN
        INSERT INTO linking.due (kind, key) VALUES ('snapshot', 0);
    END IF;
    RETURN (EXISTS (SELECT FROM linking.due) OR EXISTS (SELECT FROM linking.unexplained))
        AND NOT EXISTS (
            SELECT FROM procrastinate_jobs
            WHERE queue_name = 'linking' AND status IN ('todo', 'doing'));
END $$;

REVOKE ALL ON FUNCTION linking_leave(text, bigint[]), linking_waits() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION linking_leave(text, bigint[]), linking_waits() TO izdes_app;

-- Why each series holds together, one link for each join; made after the change itself.
CREATE TABLE linking.link (
    series bigint NOT NULL,
    complaint_a bigint NOT NULL,
    complaint_b bigint NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    milli bigint NOT NULL,
    reason text NOT NULL,
    evidence bigint NOT NULL,
    level bigint NOT NULL
);
CREATE INDEX link_of_series ON linking.link (series);
CREATE TABLE linking.unexplained (series bigint NOT NULL);

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA linking TO izdes_engine;
GRANT EXECUTE ON FUNCTION linking.md5_number_lower(text) TO izdes_engine;

-- Linking reads who names what, in the whole country; which columns, the list of rights says.
CREATE POLICY identifier_linked ON subjects_identifier FOR SELECT TO izdes_engine USING (true);
CREATE POLICY mention_linked ON subjects_mention FOR SELECT TO izdes_engine USING (true);
CREATE POLICY complaint_linked ON cases_complaint FOR SELECT TO izdes_engine USING (true);
