-- Heads: what the tree over all entries was at some sizes, signed. They are meant to be public.

CREATE TABLE journal_head (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    size bigint NOT NULL REFERENCES journal_entry (number),
    root bytea NOT NULL,
    -- The perfect parts of the tree, by which the next head costs only what is new.
    parts bytea NOT NULL,
    key text NOT NULL,
    note text NOT NULL,
    CONSTRAINT a_root_is_a_hash CHECK (octet_length(root) = 32),
    CONSTRAINT parts_are_hashes CHECK (octet_length(parts) % 32 = 0),
    CONSTRAINT a_key_signs_a_size_once UNIQUE (size, key)
);
CREATE TRIGGER journal_head_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_head
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

-- Hashes of entries, for whoever makes heads and proofs: they say nothing of what happened.
CREATE FUNCTION journal_leaves(beyond bigint, up_to bigint) RETURNS SETOF bytea
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT hash FROM journal_entry WHERE number > beyond AND number <= up_to ORDER BY number
$$;

CREATE FUNCTION journal_size() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(max(number), 0) FROM journal_entry
$$;

CREATE FUNCTION journal_last_head() RETURNS SETOF journal_head
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT * FROM journal_head ORDER BY size DESC, id DESC LIMIT 1
$$;

-- Keep a head; whoever made the same one a moment before has kept it already.
CREATE FUNCTION journal_keep_head(size bigint, root bytea, parts bytea, key text, note text)
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO journal_head (size, root, parts, key, note)
        VALUES (size, root, parts, key, note) ON CONFLICT DO NOTHING
$$;

ALTER TABLE journal_head ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen_by_whoever_acts ON journal_head FOR SELECT TO izdes_app
    USING ((SELECT journal_acting()) IS NOT NULL);
REVOKE ALL ON FUNCTION
    journal_leaves(bigint, bigint), journal_size(), journal_last_head(),
    journal_keep_head(bigint, bytea, bytea, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    journal_leaves(bigint, bigint), journal_size(), journal_last_head(),
    journal_keep_head(bigint, bytea, bytea, text, text) TO izdes_app;
