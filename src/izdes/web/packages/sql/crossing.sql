-- What has crossed to another contour, and from there: the same tables on both sides.
--
-- What a side sends is a stream of packages, numbered without a gap and taken in their order, each
-- once. A side that begins again begins a new stream; of an earlier one nothing is taken any more.

CREATE TABLE crossing_stream (
    id uuid PRIMARY KEY,
    is_own boolean NOT NULL,
    begun_at timestamptz NOT NULL,
    -- Of an own stream the last package that was made, and the last that the other side has taken;
    -- of the other's the last that was taken here.
    made int NOT NULL DEFAULT 0,
    taken int NOT NULL DEFAULT 0,
    CONSTRAINT taken_was_made CHECK (taken <= made OR NOT is_own)
);
CREATE TABLE crossing_package (
    stream_id uuid NOT NULL REFERENCES crossing_stream,
    number int NOT NULL,
    digest text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (stream_id, number)
);
-- Files that were no package of the other side: a file is kept in mind once, by its digest.
CREATE TABLE crossing_refused (
    file_digest text PRIMARY KEY,
    name text NOT NULL,
    code text NOT NULL,
    details jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The stream that is sent now; the first is begun here.
CREATE FUNCTION crossing_own() RETURNS TABLE (id uuid, begun_at timestamptz, made int, taken int)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM crossing_stream s WHERE s.is_own) THEN
        PERFORM crossing_begin();
    END IF;
    RETURN QUERY SELECT s.id, s.begun_at, s.made, s.taken FROM crossing_stream s
        WHERE s.is_own ORDER BY s.begun_at DESC LIMIT 1;
END $$;

CREATE FUNCTION crossing_begin() RETURNS uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO crossing_stream (id, is_own, begun_at)
        VALUES (gen_random_uuid(), true, clock_timestamp()) RETURNING id
$$;

-- A package was made; false if it is not the next of the present stream.
CREATE FUNCTION crossing_made(a_stream uuid, a_number int, a_digest text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE crossing_stream SET made = a_number
        WHERE id = a_stream AND is_own AND made = a_number - 1;
    IF FOUND THEN
        INSERT INTO crossing_package (stream_id, number, digest)
            VALUES (a_stream, a_number, a_digest);
        RETURN true;
    END IF;
    RETURN false;
END $$;

-- Own packages that the other side has not said it took, or that were made since a moment.
CREATE FUNCTION crossing_unacknowledged(again_since timestamptz)
RETURNS TABLE (stream uuid, number int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.id, p.number FROM crossing_package p JOIN crossing_stream s ON s.id = p.stream_id
    WHERE s.is_own AND (p.number > s.taken OR p.at >= again_since)
        AND s.begun_at = (SELECT max(begun_at) FROM crossing_stream WHERE is_own)
    ORDER BY p.number
$$;

-- The other side says how far it is; a word that is older than what is known changes nothing.
-- False if it says that it has what was never made here.
CREATE FUNCTION crossing_acknowledge(a_stream uuid, a_number int) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE crossing_stream SET taken = greatest(taken, a_number)
        WHERE id = a_stream AND is_own AND a_number <= made;
    RETURN FOUND;
END $$;

-- How a package of the other side stands here: `next`, `early`, `known`, `other` where another
-- package had its number, `past` where a later stream was begun.
CREATE FUNCTION crossing_standing(a_stream uuid, a_begun timestamptz, a_number int, a_digest text)
RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE
        WHEN EXISTS (SELECT FROM crossing_stream WHERE NOT is_own AND id <> a_stream
            AND begun_at >= a_begun) THEN 'past'
        WHEN a_number > last + 1 THEN 'early'
        WHEN a_number = last + 1 THEN 'next'
        WHEN EXISTS (SELECT FROM crossing_package WHERE stream_id = a_stream
            AND number = a_number AND digest = a_digest) THEN 'known'
        ELSE 'other' END
    FROM coalesce((SELECT taken FROM crossing_stream WHERE NOT is_own AND id = a_stream), 0) last
$$;

CREATE FUNCTION crossing_took(a_stream uuid, a_begun timestamptz, a_number int, a_digest text)
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO crossing_stream (id, is_own, begun_at, taken)
        VALUES (a_stream, false, a_begun, a_number)
        ON CONFLICT (id) DO UPDATE SET taken = a_number;
    INSERT INTO crossing_package (stream_id, number, digest)
        VALUES (a_stream, a_number, a_digest)
$$;

-- How far the other side's present stream was taken.
CREATE FUNCTION crossing_taken() RETURNS TABLE (stream uuid, number int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT id, taken FROM crossing_stream WHERE NOT is_own ORDER BY begun_at DESC LIMIT 1
$$;

CREATE FUNCTION crossing_refuse(a_digest text, a_name text, a_code text, some_details jsonb)
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO crossing_refused (file_digest, name, code, details)
        VALUES (a_digest, a_name, a_code, some_details)
        ON CONFLICT (file_digest) DO NOTHING
$$;

CREATE FUNCTION crossing_refusals() RETURNS TABLE (
    name text, code text, file_digest text, at timestamptz, details jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT name, code, file_digest, at, details FROM crossing_refused ORDER BY at, file_digest
$$;

REVOKE ALL ON crossing_stream, crossing_package, crossing_refused FROM PUBLIC;
REVOKE ALL ON FUNCTION crossing_own(), crossing_begin(), crossing_made(uuid, int, text),
    crossing_unacknowledged(timestamptz), crossing_acknowledge(uuid, int),
    crossing_standing(uuid, timestamptz, int, text), crossing_took(uuid, timestamptz, int, text),
    crossing_taken(), crossing_refuse(text, text, text, jsonb), crossing_refusals() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION crossing_own(), crossing_begin(), crossing_made(uuid, int, text),
    crossing_unacknowledged(timestamptz), crossing_acknowledge(uuid, int),
    crossing_standing(uuid, timestamptz, int, text), crossing_took(uuid, timestamptz, int, text),
    crossing_taken(), crossing_refuse(text, text, text, jsonb), crossing_refusals() TO izdes_app;
