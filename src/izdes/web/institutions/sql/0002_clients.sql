-- Programs of institutions: who may work, and who keeps them. What each login may call of this stands
-- at the end of `0002_exchange.sql`.

-- Whether a client may work: it is confirmed, and whoever answers for it holds his post.
CREATE FUNCTION institutions_works(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM institutions_client client
        JOIN officers_officer responder ON responder.id = client.responder_id
        JOIN officers_post post ON post.officer_id = responder.id
            AND post.body_id = client.institution_id
        WHERE client.id = wanted AND client.state = 'confirmed' AND responder.is_active
            AND post.state = 'confirmed' AND post.role IN ('institution_responder', 'liaison')
            AND post.since <= statement_timestamp()
            AND (post.until IS NULL OR statement_timestamp() < post.until))
$$;

-- Only an administrator keeps clients; another confirms what one proposes, which a constraint sees to.
CREATE FUNCTION institutions_require_keeper() RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT office_has_role('administrator') THEN
        RAISE insufficient_privilege USING MESSAGE = 'administrators keep clients';
    END IF;
    RETURN office_officer();
END $$;

CREATE FUNCTION institutions_propose(a_name text, an_institution bigint, a_responder bigint)
RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO institutions_client (name, institution_id, responder_id, proposed_by_id)
        VALUES (a_name, an_institution, a_responder, institutions_require_keeper())
        ON CONFLICT (name) DO NOTHING RETURNING id
$$;

CREATE FUNCTION institutions_decide(a_client bigint, a_state text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    keeper bigint := institutions_require_keeper();
BEGIN
    UPDATE institutions_client
        SET state = a_state, decided_by_id = keeper, decided_at = clock_timestamp()
        WHERE id = a_client AND state = 'proposed' AND a_state IN ('confirmed', 'refused');
    RETURN FOUND;
END $$;

-- Give a client a new secret; the earlier ones open nothing any more after so long.
CREATE FUNCTION institutions_new_secret(a_client bigint, a_digest bytea, overlap interval)
RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    keeper bigint := institutions_require_keeper();
BEGIN
    PERFORM FROM institutions_client WHERE id = a_client AND state = 'confirmed' FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE institutions_secret SET until = clock_timestamp() + overlap
        WHERE client_id = a_client AND (until IS NULL OR until > clock_timestamp() + overlap);
    INSERT INTO institutions_secret (client_id, digest, made_by_id)
        VALUES (a_client, a_digest, keeper);
    RETURN true;
END $$;

CREATE FUNCTION institutions_end(a_client bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    keeper bigint := institutions_require_keeper();
BEGIN
    UPDATE institutions_client
        SET state = 'ended', ended_by_id = keeper, ended_at = clock_timestamp()
        WHERE id = a_client AND state = 'confirmed';
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE institutions_secret SET until = clock_timestamp()
        WHERE client_id = a_client AND (until IS NULL OR until > clock_timestamp());
    DELETE FROM institutions_token WHERE client_id = a_client;
    RETURN true;
END $$;

-- Whether answers of a client must be signed by its institution.
CREATE FUNCTION institutions_require_signing(a_client bigint, is_required boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    keeper bigint := institutions_require_keeper();
BEGIN
    UPDATE institutions_client SET must_sign = is_required
        WHERE id = a_client AND state = 'confirmed';
    RETURN FOUND;
END $$;

CREATE FUNCTION institutions_clients() RETURNS TABLE (
    id bigint, name text, institution text, responder text, state text, proposed_by_id bigint,
    proposed_at timestamptz, secret_at timestamptz, must_sign boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT client.id, client.name, body.code, responder.login, client.state, client.proposed_by_id,
        client.proposed_at,
        (SELECT max(made_at) FROM institutions_secret WHERE client_id = client.id AND until IS NULL),
        client.must_sign
    FROM institutions_client client
    JOIN officers_body body ON body.id = client.institution_id
    JOIN officers_officer responder ON responder.id = client.responder_id
    WHERE office_has_role('administrator') ORDER BY client.name
$$;

-- The responder of an institution's client, for packages that go by files; asked where nobody acts.
CREATE FUNCTION institutions_client_called(a_name text)
RETURNS TABLE (
    id bigint, institution text, responder_id bigint, works boolean, must_sign boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT client.id, body.code, client.responder_id, institutions_works(client.id),
        client.must_sign
    FROM institutions_client client JOIN officers_body body ON body.id = client.institution_id
    WHERE client.name = a_name AND office_officer() IS NULL
$$;
