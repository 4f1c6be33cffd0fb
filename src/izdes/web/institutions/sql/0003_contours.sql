-- What the site asks of either database in the same words, and what crosses to a site that runs
-- apart from the office.

CREATE FUNCTION institutions_tidings(after bigint, most int) RETURNS TABLE (
    id bigint, kind text, text text, until timestamptz, at timestamptz, number text, digest text,
    measure text, state text, due_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT tiding.id, tiding.kind, tiding.text, tiding.until, tiding.at, request.number,
        request.digest, request.measure, request.state, request.due_at
    FROM institutions_tiding tiding
    JOIN correspondence_request request ON request.id = tiding.request_id
    WHERE tiding.institution_id = institutions_acting() AND tiding.id > after
    ORDER BY tiding.id LIMIT most
$$;

CREATE FUNCTION institutions_digest_of(a_number text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT digest FROM correspondence_request
    WHERE number = a_number AND sent_at IS NOT NULL AND addressee_id = institutions_acting()
$$;

-- What a site that runs apart was told in the present stream; a thing whose version is another now
-- is told anew.
CREATE TABLE institutions_fact (
    kind text NOT NULL,
    key text NOT NULL,
    version text NOT NULL,
    told text NOT NULL,
    PRIMARY KEY (kind, key)
);

-- The number of the body that issued a paper; empty where the paper cannot be read.
CREATE FUNCTION institutions_bin_of(a_paper bytea, its text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN coalesce(convert_from(a_paper, 'UTF8')::jsonb #>> ARRAY[its, 'body_bin'], '');
EXCEPTION WHEN data_exception THEN
    RETURN '';
END $$;

-- Of a paper that is confirmed nothing crosses but a digest over its number, body and digest.
CREATE FUNCTION institutions_paper_said(a_number text, a_bin text, a_digest text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT jsonb_build_object('key', encode(sha256(convert_to(
        concat_ws(E'\n', a_number, a_bin, a_digest), 'UTF8')), 'hex'))
$$;

-- What is said of a thing, all of it each time.
CREATE FUNCTION institutions_fact_said(a_kind text, source bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE a_kind
    WHEN 'client' THEN (
        SELECT jsonb_build_object('key', client.name, 'institution', body.code, 'bin', body.bin,
            'must_sign', client.must_sign, 'works', institutions_works(client.id),
            'until', (
                SELECT CASE WHEN bool_and(post.until IS NOT NULL) THEN max(post.until) END
                FROM officers_post post WHERE post.officer_id = client.responder_id
                    AND post.body_id = client.institution_id AND post.state = 'confirmed'
                    AND post.role IN ('institution_responder', 'liaison')
                    AND (post.until IS NULL OR statement_timestamp() < post.until)),
            'secrets', (
                SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'digest', encode(secret.digest, 'hex'), 'until', secret.until)
                    ORDER BY secret.id), '[]')
                FROM institutions_secret secret WHERE secret.client_id = client.id
                    AND client.state = 'confirmed'
                    AND (secret.until IS NULL OR statement_timestamp() < secret.until)))
        FROM institutions_client client JOIN officers_body body ON body.id = client.institution_id
        WHERE client.id = source)
    WHEN 'directory' THEN (
        SELECT jsonb_build_object('key', 'directory', 'digest', digest, 'verifier', key,
            'signature', encode(signature, 'hex'), 'at', at)
        FROM institutions_directory WHERE id = source)
    WHEN 'order' THEN (
        SELECT jsonb_build_object('key', request.number, 'institution', body.code,
            'digest', request.digest, 'measure', request.measure)
        FROM correspondence_request request JOIN officers_body body
            ON body.id = request.addressee_id WHERE request.id = source)
    WHEN 'standing' THEN (
        SELECT jsonb_build_object('key', number, 'state', state, 'due_at', due_at)
        FROM correspondence_request WHERE id = source)
    WHEN 'tiding' THEN (
        SELECT jsonb_build_object('key', tiding.id, 'number', request.number, 'kind', tiding.kind,
            'text', tiding.text, 'until', tiding.until, 'at', tiding.at)
        FROM institutions_tiding tiding JOIN correspondence_request request
            ON request.id = tiding.request_id WHERE tiding.id = source)
    WHEN 'message' THEN (
        SELECT jsonb_build_object('key', message.id, 'institution', body.code,
            'kind', message.kind, 'message_id', message.message_id, 'digest', message.digest,
            'state', message.state, 'refused', message.refused, 'details', message.details,
            'taken_at', message.taken_at)
        FROM institutions_message message JOIN officers_body body
            ON body.id = message.institution_id WHERE message.id = source)
    WHEN 'order paper' THEN (
        SELECT institutions_paper_said(number, institutions_bin_of(paper, 'initiator'), digest)
        FROM correspondence_request WHERE id = source)
    WHEN 'decision paper' THEN (
        SELECT institutions_paper_said(number, institutions_bin_of(paper, 'decided_by'), digest)
        FROM correspondence_decision WHERE id = source)
    WHEN 'case paper' THEN (
        SELECT institutions_paper_said(paper.number, confirmed.body_bin, paper.digest)
        FROM papers_paper paper, paper_confirmed(paper.number, paper.digest) confirmed
        WHERE paper.id = source)
    END
$$;

-- What a site that runs apart was not told yet, in the order in which it has a meaning there: who
-- may ask, then what was sent, then what was said of it. Asked where nobody acts.
CREATE FUNCTION institutions_untold(most int) RETURNS TABLE (
    kind text, key text, version text, source bigint, said jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH served AS (
        SELECT DISTINCT institution_id FROM institutions_client WHERE state = 'confirmed'
    ), sent AS (
        SELECT request.id, request.number, request.digest, request.state, request.due_at
        FROM correspondence_request request JOIN served
            ON served.institution_id = request.addressee_id
        WHERE request.sent_at IS NOT NULL
    ), fact (place, kind, key, version, source) AS (
        SELECT 1, 'client', id::text, md5(institutions_fact_said('client', id)::text), id
            FROM institutions_client WHERE state IN ('confirmed', 'ended')
        UNION ALL SELECT 2, 'directory', '', digest, id FROM institutions_directory
            WHERE id = (SELECT max(id) FROM institutions_directory)
        UNION ALL SELECT 3, 'order', id::text, digest, id FROM sent
        UNION ALL SELECT 4, 'standing', id::text, concat_ws('|', state, due_at), id FROM sent
        UNION ALL SELECT 5, 'tiding', tiding.id::text, '', tiding.id
            FROM institutions_tiding tiding JOIN served USING (institution_id)
        UNION ALL SELECT 6, 'message', id::text,
            concat_ws('|', state, refused, md5(details::text)), id FROM institutions_message
            WHERE state <> 'waiting' OR refused <> ''
        UNION ALL SELECT 7, 'order paper', id::text, digest, id FROM correspondence_request
            WHERE sent_at IS NOT NULL
        UNION ALL SELECT 7, 'decision paper', decision.id::text, decision.digest, decision.id
            FROM correspondence_decision decision JOIN correspondence_request request
                ON request.id = decision.request_id
            WHERE request.sent_at IS NOT NULL AND decision.paper IS NOT NULL
        UNION ALL SELECT 7, 'case paper', id::text, digest, id FROM papers_paper
            WHERE state IN ('made', 'signed') AND number <> ''
        UNION ALL SELECT 8, 'case paper', told.key, 'gone', told.key::bigint
            FROM institutions_fact told JOIN papers_paper paper ON paper.id = told.key::bigint
            WHERE told.kind = 'case paper' AND paper.state NOT IN ('made', 'signed')
    ), picked AS (
        SELECT fact.*, told.told FROM fact
        LEFT JOIN institutions_fact told ON (told.kind, told.key) = (fact.kind, fact.key)
        WHERE office_officer() IS NULL AND told.version IS DISTINCT FROM fact.version
        ORDER BY fact.place, fact.source LIMIT most
    )
    SELECT kind, key, version, source, CASE version
        WHEN 'gone' THEN jsonb_build_object('key', told, 'gone', true)
        ELSE institutions_fact_said(kind, source) END
    FROM picked ORDER BY place, source
$$;

-- Note what was told: kinds, keys, versions, and what each thing was called.
CREATE FUNCTION institutions_note_told(
    some_kinds text[], some_keys text[], some_versions text[], some_told text[]
) RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO institutions_fact (kind, key, version, told)
        SELECT * FROM unnest(some_kinds, some_keys, some_versions, some_told)
        WHERE office_officer() IS NULL
        ON CONFLICT (kind, key) DO UPDATE SET version = EXCLUDED.version, told = EXCLUDED.told
$$;

-- After a new stream was begun everything is told anew.
CREATE FUNCTION institutions_tell_anew() RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    DELETE FROM institutions_fact WHERE office_officer() IS NULL
$$;

-- Of one request what its package is made of; asked where nobody acts.
CREATE FUNCTION institutions_sent_order(wanted bigint)
RETURNS TABLE (paper bytea, digest text, journal_head text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT paper, digest, (SELECT journal_head FROM institutions_tiding
        WHERE request_id = wanted AND kind = 'sent' ORDER BY id LIMIT 1)
    FROM correspondence_request
    WHERE id = wanted AND sent_at IS NOT NULL AND office_officer() IS NULL
$$;

CREATE FUNCTION institutions_sent_decision(wanted bigint, a_digest text) RETURNS TABLE (
    kind text, number text, paper bytea, digest text, judge text, decided_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT kind, number, paper, digest, judge, decided_on FROM correspondence_decision
    WHERE request_id = wanted AND order_digest = a_digest AND outcome <> 'refused'
        AND office_officer() IS NULL
$$;

CREATE FUNCTION institutions_sent_signatures(wanted bigint, some_digests text[]) RETURNS TABLE (
    paper text, form text, value bytea, stamp bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT paper, form, value, stamp FROM correspondence_signature
    WHERE request_id = wanted AND paper_digest = ANY (some_digests) AND office_officer() IS NULL
    ORDER BY paper DESC, form, id
$$;

-- Keep a message that a site which runs apart was sent, as if it had come here at that moment. What
-- it answers: `new`, `same`, `other` as `institutions_put`, and `nobody` for an unknown client.
CREATE FUNCTION institutions_crossed(
    a_client text, a_kind text, an_id text, a_number text, a_paper bytea, some_files jsonb,
    some_signatures jsonb, some_faults jsonb, a_moment timestamptz
) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    sender institutions_client%ROWTYPE;
    a_digest text := encode(sha256(a_paper), 'hex');
    known text;
BEGIN
    SELECT * INTO sender FROM institutions_client
        WHERE name = a_client AND state IN ('confirmed', 'ended') AND office_officer() IS NULL;
    IF sender.id IS NULL THEN
        RETURN 'nobody';
    END IF;
    INSERT INTO institutions_message
        (client_id, institution_id, kind, message_id, request_number, paper, digest, files,
            signatures, faults, at)
        VALUES (sender.id, sender.institution_id, a_kind, an_id, a_number, a_paper, a_digest,
            some_files, some_signatures, some_faults, least(a_moment, clock_timestamp()))
        ON CONFLICT ON CONSTRAINT an_institution_names_a_message_once DO NOTHING;
    IF FOUND THEN
        RETURN 'new';
    END IF;
    SELECT digest INTO known FROM institutions_message
        WHERE institution_id = sender.institution_id AND kind = a_kind AND message_id = an_id;
    RETURN CASE WHEN known = a_digest THEN 'same' ELSE 'other' END;
END $$;

DO $$
DECLARE
    its text;
BEGIN
    FOREACH its IN ARRAY ARRAY['institutions_tidings(bigint, int)',
        'institutions_digest_of(text)', 'institutions_fact_said(text, bigint)',
        'institutions_paper_said(text, text, text)',
        'institutions_bin_of(bytea, text)', 'institutions_untold(int)',
        'institutions_note_told(text[], text[], text[], text[])', 'institutions_tell_anew()',
        'institutions_sent_order(bigint)', 'institutions_sent_decision(bigint, text)',
        'institutions_sent_signatures(bigint, text[])',
        'institutions_crossed(text, text, text, text, bytea, jsonb, jsonb, jsonb, timestamptz)']
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', its);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION institutions_tidings(bigint, int), institutions_digest_of(text)
    TO izdes_institutions;
GRANT EXECUTE ON FUNCTION institutions_untold(int),
    institutions_note_told(text[], text[], text[], text[]), institutions_tell_anew(),
    institutions_sent_order(bigint), institutions_sent_decision(bigint, text),
    institutions_sent_signatures(bigint, text[]),
    institutions_crossed(text, text, text, text, bytea, jsonb, jsonb, jsonb, timestamptz)
    TO izdes_app;
