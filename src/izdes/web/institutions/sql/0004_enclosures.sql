-- Papers that go with a request, for its addressee; and who signed what left of whom the directory
-- does not tell yet.

-- What goes with a request that was sent to the institution of the token.
CREATE FUNCTION institutions_enclosed(a_number text)
RETURNS TABLE (kind text, number text, digest text, size_bytes bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT enclosed.kind, enclosed.number, enclosed.digest, enclosed.size_bytes
    FROM correspondence_enclosure enclosed
    JOIN correspondence_request request ON request.id = enclosed.request_id
    JOIN files_file file ON file.id = enclosed.file_id
    WHERE request.number = a_number AND request.sent_at IS NOT NULL
        AND request.addressee_id = institutions_acting() AND file.state = 'kept'
    ORDER BY enclosed.kind
$$;

CREATE FUNCTION institutions_enclosure_place(a_number text, a_digest text)
RETURNS TABLE (blob uuid, key_id text, wrapped_key bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT file.blob, file.key_id, file.wrapped_key
    FROM correspondence_enclosure enclosed
    JOIN correspondence_request request ON request.id = enclosed.request_id
    JOIN files_file file ON file.id = enclosed.file_id
    WHERE request.number = a_number AND request.sent_at IS NOT NULL
        AND request.addressee_id = institutions_acting() AND file.state = 'kept'
        AND enclosed.digest = a_digest
$$;

-- The same of one request, for a site that runs apart; asked where nobody acts.
CREATE FUNCTION institutions_sent_enclosures(wanted bigint) RETURNS TABLE (
    kind text, number text, digest text, blob uuid, key_id text, wrapped_key bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT enclosed.kind, enclosed.number, enclosed.digest, file.blob, file.key_id,
        file.wrapped_key
    FROM correspondence_enclosure enclosed
    JOIN correspondence_request request ON request.id = enclosed.request_id
    JOIN files_file file ON file.id = enclosed.file_id
    WHERE request.id = wanted AND request.sent_at IS NOT NULL AND file.state = 'kept'
        AND office_officer() IS NULL
    ORDER BY enclosed.kind
$$;

-- Signatures over what left in the last two hours, by certificates that the latest directory does
-- not name; earlier ones it was made with. Asked where nobody acts.
CREATE FUNCTION institutions_unlisted() RETURNS TABLE (form text, value bytea, paper bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH latest AS (
        SELECT convert_from(content, 'UTF8')::jsonb AS content FROM institutions_directory
        ORDER BY id DESC LIMIT 1
    ), listed AS (
        SELECT certificate ->> 'sha256' AS digest FROM latest,
            jsonb_array_elements(content -> 'entries') entry,
            jsonb_array_elements(entry -> 'certificates') certificate
    )
    SELECT DISTINCT ON (signature.certificate) signature.form, signature.value,
        CASE signature.paper WHEN 'order' THEN request.paper ELSE decision.paper END
    FROM institutions_tiding tiding
    JOIN correspondence_request request ON request.id = tiding.request_id
    JOIN correspondence_signature signature ON signature.request_id = request.id
    LEFT JOIN correspondence_decision decision ON decision.request_id = request.id
        AND decision.digest = signature.paper_digest
    WHERE office_officer() IS NULL AND tiding.kind = 'sent'
        AND tiding.at > statement_timestamp() - interval '2 hours'
        AND signature.paper_digest IN (request.digest, decision.digest)
        AND signature.certificate NOT IN (SELECT digest FROM listed)
    ORDER BY signature.certificate, signature.id
$$;

DO $$
DECLARE
    its text;
BEGIN
    FOREACH its IN ARRAY ARRAY['institutions_enclosed(text)', 'institutions_unlisted()',
        'institutions_enclosure_place(text, text)', 'institutions_sent_enclosures(bigint)']
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', its);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION institutions_enclosed(text), institutions_enclosure_place(text, text)
    TO izdes_institutions;
GRANT EXECUTE ON FUNCTION institutions_sent_enclosures(bigint), institutions_unlisted()
    TO izdes_app;
