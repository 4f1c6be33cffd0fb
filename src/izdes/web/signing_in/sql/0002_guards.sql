-- What guards passwords, second factors, sessions and recoveries, and the counters of attempts.

-- The officer who signs in and is not yet known to be he: his login was typed a moment ago.
CREATE FUNCTION office_signing_in() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT id FROM officers_officer
    WHERE login = nullif(current_setting('izdes.signing_in', true), '')
$$;

-- A password is its owner's: whoever enters an officer gives none, whoever changes another's row
-- does not change that. Recovery passes, for it runs as the owner of the tables.
CREATE POLICY officer_entered_without_password ON officers_officer AS RESTRICTIVE
    FOR INSERT TO izdes_app WITH CHECK (starts_with(password, '!'));
CREATE FUNCTION signing_in_password_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'izdes_app' AND NEW.id IS DISTINCT FROM office_officer() THEN
        RAISE EXCEPTION 'a password is set by its owner alone'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER officers_password_is_ones_own BEFORE UPDATE ON officers_officer
    FOR EACH ROW WHEN (OLD.password IS DISTINCT FROM NEW.password)
    EXECUTE FUNCTION signing_in_password_guard();

-- Second factors are seen and changed by their owner, and used by him while he signs in.
ALTER TABLE mfa_authenticator ENABLE ROW LEVEL SECURITY;
CREATE POLICY factor_seen ON mfa_authenticator FOR SELECT TO izdes_app
    USING (user_id IN ((SELECT office_officer()), (SELECT office_signing_in())));
CREATE POLICY factor_used ON mfa_authenticator FOR UPDATE TO izdes_app
    USING (user_id = (SELECT coalesce(office_officer(), office_signing_in())));
CREATE POLICY factor_added ON mfa_authenticator FOR INSERT TO izdes_app
    WITH CHECK (user_id = (SELECT office_officer()));
CREATE POLICY factor_removed ON mfa_authenticator FOR DELETE TO izdes_app
    USING (user_id = (SELECT office_officer()));

-- Sessions are their owner's; an administrator sees and ends them.
ALTER TABLE usersessions_usersession ENABLE ROW LEVEL SECURITY;
CREATE POLICY session_seen ON usersessions_usersession FOR SELECT TO izdes_app
    USING (user_id = (SELECT office_officer()) OR (SELECT office_has_role('administrator')));
CREATE POLICY session_began ON usersessions_usersession FOR INSERT TO izdes_app
    WITH CHECK (user_id = (SELECT office_officer()));
CREATE POLICY session_went_on ON usersessions_usersession FOR UPDATE TO izdes_app
    USING (user_id = (SELECT office_officer()));
CREATE POLICY session_ended ON usersessions_usersession FOR DELETE TO izdes_app
    USING (user_id = (SELECT office_officer()) OR (SELECT office_has_role('administrator')));

ALTER TABLE signing_in_recovery ENABLE ROW LEVEL SECURITY;
CREATE POLICY recovery_seen ON signing_in_recovery FOR SELECT TO izdes_app
    USING ((SELECT office_has_role('administrator')));
CREATE POLICY recovery_proposed ON signing_in_recovery FOR INSERT TO izdes_app WITH CHECK (
    (SELECT office_has_role('administrator'))
    AND state = 'proposed' AND proposed_by_id = (SELECT office_officer())
    AND decided_by_id IS NULL AND second_digest IS NULL AND used_at IS NULL);
CREATE POLICY recovery_decided ON signing_in_recovery FOR UPDATE TO izdes_app
    USING ((SELECT office_has_role('administrator')));

-- A recovery is decided on once, by whoever acts; only its use and a later one end it.
CREATE FUNCTION signing_in_recovery_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user <> 'izdes_app' THEN
        RETURN NEW;
    END IF;
    IF NEW.state = 'replaced' AND OLD.state IN ('proposed', 'confirmed')
        AND (NEW.decided_by_id, NEW.second_digest, NEW.expires_at)
            IS NOT DISTINCT FROM (OLD.decided_by_id, OLD.second_digest, OLD.expires_at) THEN
        RETURN NEW;
    END IF;
    IF OLD.state <> 'proposed' OR NEW.state NOT IN ('confirmed', 'refused')
        OR NEW.decided_by_id IS DISTINCT FROM office_officer()
        OR NEW.expires_at > statement_timestamp() + interval '24 hours' THEN
        RAISE EXCEPTION 'a recovery is decided on once, by whoever acts'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER signing_in_recovery_decided_once BEFORE UPDATE ON signing_in_recovery
    FOR EACH ROW EXECUTE FUNCTION signing_in_recovery_guard();

-- Set a password by both halves of a code, once; forget second factors where that was confirmed, and
-- end every session. Returns nothing where login, code or moment are not right: one of them is not.
CREATE FUNCTION signing_in_redeem(
    typed_login text, first_half text, second_half text, new_password text
) RETURNS TABLE (person bigint, has_forgotten boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found signing_in_recovery%ROWTYPE;
BEGIN
    IF new_password IS NULL OR starts_with(new_password, '!') THEN
        RAISE EXCEPTION 'this is no password' USING ERRCODE = 'check_violation';
    END IF;
    SELECT recovery.* INTO found FROM signing_in_recovery recovery
        JOIN officers_officer officer ON officer.id = recovery.person_id
        WHERE officer.login = typed_login AND officer.is_active
            AND recovery.state = 'confirmed' AND statement_timestamp() < recovery.expires_at
            AND recovery.first_digest = sha256(convert_to(first_half, 'UTF8'))
            AND recovery.second_digest = sha256(convert_to(second_half, 'UTF8'))
            -- The reception is no person, and signs in nowhere.
            AND NOT EXISTS (
                SELECT FROM officers_post post WHERE post.officer_id = officer.id
                    AND post.role = 'reception' AND post.state = 'confirmed'
                    AND (post.until IS NULL OR statement_timestamp() < post.until))
        FOR UPDATE OF recovery;
    IF found.id IS NULL THEN
        RETURN;
    END IF;
    UPDATE officers_officer SET password = new_password WHERE id = found.person_id;
    IF found.forgets_factors THEN
        DELETE FROM mfa_authenticator WHERE user_id = found.person_id;
    END IF;
    DELETE FROM django_session WHERE session_key IN (
        SELECT session_key FROM usersessions_usersession WHERE user_id = found.person_id);
    DELETE FROM usersessions_usersession WHERE user_id = found.person_id;
    UPDATE signing_in_recovery SET state = 'used', used_at = statement_timestamp()
        WHERE id = found.id;
    RETURN QUERY SELECT found.person_id, found.forgets_factors;
END $$;

-- Whether somebody has a second factor, as administrators may know; never which secret.
CREATE FUNCTION signing_in_has_factor(person bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT office_has_role('administrator') AND EXISTS (
        SELECT FROM mfa_authenticator WHERE user_id = person AND type <> 'recovery_codes')
$$;

-- Counters of attempts, shared by all processes: Django's cache in the database.
CREATE TABLE signing_in_counter (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX signing_in_counter_expires ON signing_in_counter (expires);

REVOKE ALL ON FUNCTION office_signing_in(), signing_in_redeem(text, text, text, text),
    signing_in_has_factor(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office_signing_in(), signing_in_redeem(text, text, text, text),
    signing_in_has_factor(bigint) TO izdes_app;
