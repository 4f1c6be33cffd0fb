-- What the site asks and the office tells, where the two stand apart.
--
-- The functions of the site's login are those that the office's own database has for it, by name
-- and by meaning: the site asks the same whichever of the two it stands on. Those that are the same
-- to the word are in `site.sql` of the room above.

CREATE FUNCTION institutions_acting() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT institution_id FROM institutions_client_now()
$$;

CREATE FUNCTION institutions_self() RETURNS TABLE (code text, bin text, must_sign boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT client.institution_id, client.bin, client.must_sign FROM institutions_client_now() client
    WHERE client.name IS NOT NULL
$$;

CREATE FUNCTION institutions_was_sent(a_number text, an_institution text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM institutions_order
        WHERE number = a_number AND institution_id = an_institution)
$$;

CREATE FUNCTION institutions_confirms(a_number text, a_bin text, a_digest text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM institutions_paper WHERE key
        = sha256(convert_to(concat_ws(E'\n', a_number, a_bin, a_digest), 'UTF8')))
$$;

CREATE FUNCTION institutions_directory_now()
RETURNS TABLE (content bytea, digest text, key text, signature bytea, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT content, digest, key, signature, at FROM institutions_directory
$$;

CREATE FUNCTION institutions_tidings(after bigint, most int) RETURNS TABLE (
    id bigint, kind text, text text, until timestamptz, at timestamptz, number text, digest text,
    measure text, state text, due_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT tiding.id, tiding.kind, tiding.text, tiding.until, tiding.at, sent.number, sent.digest,
        sent.measure, sent.state, sent.due_at
    FROM institutions_tiding tiding JOIN institutions_order sent ON sent.number = tiding.number
    WHERE tiding.institution_id = institutions_acting() AND tiding.id > after
    ORDER BY tiding.id LIMIT most
$$;

CREATE FUNCTION institutions_digest_of(a_number text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT digest FROM institutions_order
    WHERE number = a_number AND institution_id = institutions_acting()
$$;

CREATE FUNCTION institutions_package_of(a_number text) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT package FROM institutions_order
    WHERE number = a_number AND institution_id = institutions_acting()
$$;

-- What came stays as it came.
CREATE FUNCTION institutions_message_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.client_id, NEW.institution_id, NEW.kind, NEW.message_id,
            NEW.request_number, NEW.paper, NEW.digest, NEW.files, NEW.signatures, NEW.faults,
            NEW.at)
        IS DISTINCT FROM (OLD.client_id, OLD.institution_id, OLD.kind, OLD.message_id,
            OLD.request_number, OLD.paper, OLD.digest, OLD.files, OLD.signatures, OLD.faults,
            OLD.at) THEN
        RAISE EXCEPTION 'what was told or received stays as it is';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_stays BEFORE UPDATE OR DELETE ON institutions_message
    FOR EACH ROW EXECUTE FUNCTION institutions_message_guard();

ALTER TABLE institutions_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY sent_by_institution ON institutions_message FOR SELECT TO izdes_institutions
    USING (institution_id = (SELECT institutions_acting()));

-- For whoever carries, under the login `izdes_app`: what the office says, record by record. Each of
-- them may come again; a later one says all that there is to say of its thing.

CREATE FUNCTION apart_client(said jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    its bigint;
BEGIN
    INSERT INTO institutions_client (name, institution_id, bin, must_sign, works, until)
        VALUES (said ->> 'key', said ->> 'institution', said ->> 'bin',
            (said ->> 'must_sign')::boolean, (said ->> 'works')::boolean,
            (said ->> 'until')::timestamptz)
        ON CONFLICT (name) DO UPDATE SET institution_id = EXCLUDED.institution_id,
            bin = EXCLUDED.bin, must_sign = EXCLUDED.must_sign, works = EXCLUDED.works,
            until = EXCLUDED.until
        RETURNING id INTO its;
    DELETE FROM institutions_secret WHERE client_id = its;
    INSERT INTO institutions_secret (client_id, digest, until)
        SELECT its, decode(one ->> 'digest', 'hex'), (one ->> 'until')::timestamptz
        FROM jsonb_array_elements(said -> 'secrets') one;
    IF NOT (said ->> 'works')::boolean THEN
        DELETE FROM institutions_token WHERE client_id = its;
    END IF;
END $$;

CREATE FUNCTION apart_directory(said jsonb, a_content bytea) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO institutions_directory (is_present, content, digest, key, signature, at)
        VALUES (true, a_content, said ->> 'digest', said ->> 'verifier',
            decode(said ->> 'signature', 'hex'), (said ->> 'at')::timestamptz)
        ON CONFLICT (is_present) DO UPDATE SET content = EXCLUDED.content,
            digest = EXCLUDED.digest, key = EXCLUDED.key, signature = EXCLUDED.signature,
            at = EXCLUDED.at
$$;

CREATE FUNCTION apart_order(said jsonb, a_package bytea) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO institutions_order (number, institution_id, digest, measure, package)
        VALUES (said ->> 'key', said ->> 'institution', said ->> 'digest', said ->> 'measure',
            a_package)
        ON CONFLICT (number) DO NOTHING
$$;

CREATE FUNCTION apart_standing(said jsonb) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE institutions_order SET state = said ->> 'state', due_at = (said ->> 'due_at')::timestamptz
    WHERE number = said ->> 'key'
$$;

CREATE FUNCTION apart_tiding(said jsonb) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO institutions_tiding (id, institution_id, number, kind, text, until, at)
        SELECT (said ->> 'key')::bigint, sent.institution_id, sent.number, said ->> 'kind',
            said ->> 'text', (said ->> 'until')::timestamptz, (said ->> 'at')::timestamptz
        FROM institutions_order sent WHERE sent.number = said ->> 'number'
        ON CONFLICT (id) DO NOTHING
$$;

CREATE FUNCTION apart_paper(said jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF coalesce((said ->> 'gone')::boolean, false) THEN
        DELETE FROM institutions_paper WHERE key = decode(said ->> 'key', 'hex');
    ELSE
        INSERT INTO institutions_paper (key) VALUES (decode(said ->> 'key', 'hex'))
            ON CONFLICT DO NOTHING;
    END IF;
END $$;

CREATE FUNCTION apart_message(said jsonb) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE institutions_message SET state = said ->> 'state', refused = said ->> 'refused',
        details = said -> 'details', taken_at = (said ->> 'taken_at')::timestamptz
    WHERE institution_id = said ->> 'institution' AND kind = said ->> 'kind'
        AND message_id = said ->> 'message_id' AND digest = said ->> 'digest'
$$;

-- Messages that no package has carried yet.
CREATE FUNCTION apart_uncarried(most int) RETURNS TABLE (
    id bigint, client text, kind text, message_id text, number text, paper bytea, files jsonb,
    signatures jsonb, faults jsonb, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT sent.id, client.name, sent.kind, sent.message_id, sent.request_number, sent.paper,
        sent.files, sent.signatures, sent.faults, sent.at
    FROM institutions_message sent JOIN institutions_client client ON client.id = sent.client_id
    WHERE sent.parcel IS NULL ORDER BY sent.id LIMIT most
$$;

CREATE FUNCTION apart_carried(a_parcel int, some_messages bigint[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE institutions_message SET parcel = a_parcel WHERE id = ANY (some_messages)
$$;

-- After a new stream was begun: what the office has not said it took is carried anew.
CREATE FUNCTION apart_carry_anew(taken int) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE institutions_message SET parcel = CASE WHEN parcel <= taken THEN 0 END
    WHERE parcel IS NOT NULL
$$;

-- Which blobs are needed: of messages that the office has not taken out of their packages.
CREATE FUNCTION apart_blobs(asked uuid[], taken int) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (file ->> 'blob')::uuid FROM institutions_message message,
        jsonb_array_elements(message.files) file
    WHERE (message.parcel IS NULL OR message.parcel > taken)
        AND (file ->> 'blob')::uuid = ANY (asked)
$$;

CREATE FUNCTION institutions_forget() RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone int;
BEGIN
    DELETE FROM institutions_counter WHERE until < clock_timestamp();
    DELETE FROM institutions_secret WHERE until < clock_timestamp();
    DELETE FROM institutions_token WHERE until < clock_timestamp();
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

DO $$
DECLARE
    its text;
BEGIN
    FOR its IN SELECT oid::regprocedure::text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname ~ '^(institutions|apart)_'
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', its);
        IF its LIKE 'apart\_%' OR its LIKE 'institutions\_forget%' THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO izdes_app', its);
        END IF;
    END LOOP;
END $$;
GRANT USAGE ON SCHEMA public TO izdes_app, izdes_institutions;
GRANT SELECT (id, institution_id, kind, message_id, request_number, digest, state, refused,
    details, at, taken_at) ON institutions_message TO izdes_institutions;
GRANT EXECUTE ON FUNCTION institutions_acting(), institutions_self(),
    institutions_sign_in(text, bytea, bytea, interval), institutions_count(bytea, interval),
    institutions_put(text, text, text, bytea, jsonb, jsonb, jsonb),
    institutions_confirms(text, text, text), institutions_directory_now(),
    institutions_tidings(bigint, int), institutions_digest_of(text), institutions_package_of(text)
    TO izdes_institutions;
