-- The site of institutions where it runs apart from the office: what it may deliver, what it was
-- sent, who may ask, and nothing else of any case.
--
-- An institution is known here by its code in the register of bodies.

CREATE TABLE institutions_client (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    institution_id text NOT NULL,
    bin text NOT NULL,
    must_sign boolean NOT NULL,
    works boolean NOT NULL,
    -- Until when whoever answers for it holds his post; null without an end.
    until timestamptz
);
CREATE TABLE institutions_secret (
    digest bytea PRIMARY KEY,
    client_id bigint NOT NULL REFERENCES institutions_client,
    until timestamptz
);
CREATE TABLE institutions_token (
    digest bytea PRIMARY KEY,
    client_id bigint NOT NULL REFERENCES institutions_client,
    until timestamptz NOT NULL
);
CREATE INDEX institutions_token_of ON institutions_token (client_id);
CREATE TABLE institutions_counter (
    digest bytea PRIMARY KEY,
    count int NOT NULL,
    until timestamptz NOT NULL
);
-- What was sent to an institution, as the file that it gets, and how that stands.
CREATE TABLE institutions_order (
    number text PRIMARY KEY,
    institution_id text NOT NULL,
    digest text NOT NULL,
    measure text NOT NULL,
    package bytea NOT NULL,
    state text NOT NULL DEFAULT 'sent',
    due_at timestamptz
);
CREATE TABLE institutions_tiding (
    id bigint PRIMARY KEY,
    institution_id text NOT NULL,
    number text NOT NULL REFERENCES institutions_order,
    kind text NOT NULL,
    text text NOT NULL,
    until timestamptz,
    at timestamptz NOT NULL
);
CREATE INDEX institutions_tiding_feed ON institutions_tiding (institution_id, id);
-- What institutions sent. `parcel` is the package that carried it to the office, of this site's
-- present stream; null before.
CREATE TABLE institutions_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    client_id bigint NOT NULL REFERENCES institutions_client,
    institution_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('receipt', 'answer', 'signal')),
    message_id text NOT NULL,
    request_number text NOT NULL DEFAULT '',
    paper bytea NOT NULL,
    digest text NOT NULL,
    files jsonb NOT NULL DEFAULT '[]',
    signatures jsonb NOT NULL DEFAULT '[]',
    faults jsonb,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'refused')),
    refused text NOT NULL DEFAULT '',
    details jsonb NOT NULL DEFAULT '{}',
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    taken_at timestamptz,
    parcel int,
    CONSTRAINT an_institution_names_a_message_once UNIQUE (institution_id, kind, message_id)
);
CREATE INDEX institutions_message_uncarried ON institutions_message (id) WHERE parcel IS NULL;
-- SHA-256 over number, body and digest of each paper that is confirmed: none of them stands here.
CREATE TABLE institutions_paper (key bytea PRIMARY KEY);
CREATE TABLE institutions_directory (
    is_present boolean PRIMARY KEY CHECK (is_present),
    content bytea NOT NULL,
    digest text NOT NULL,
    key text NOT NULL,
    signature bytea NOT NULL,
    at timestamptz NOT NULL
);

-- Whether a client may work, as the office says.
CREATE FUNCTION institutions_works(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM institutions_client WHERE id = wanted AND works
        AND (until IS NULL OR statement_timestamp() < until))
$$;
