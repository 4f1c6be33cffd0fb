-- Whoever holds a post reads the law; administrators write it down, each in his own name, and
-- nothing of it is changed but the one decision on an override.

ALTER TABLE law_pack ENABLE ROW LEVEL SECURITY;
CREATE POLICY pack_seen ON law_pack FOR SELECT TO izdes_app
    USING ((SELECT office_is_in_post()));
CREATE POLICY pack_installed ON law_pack FOR INSERT TO izdes_app WITH CHECK (
    (SELECT office_has_role('administrator')) AND installed_by_id = (SELECT office_officer()));

ALTER TABLE law_text ENABLE ROW LEVEL SECURITY;
CREATE POLICY text_seen ON law_text FOR SELECT TO izdes_app
    USING ((SELECT office_is_in_post()));
CREATE POLICY text_installed ON law_text FOR INSERT TO izdes_app
    WITH CHECK ((SELECT office_has_role('administrator')));

ALTER TABLE law_override ENABLE ROW LEVEL SECURITY;
CREATE POLICY override_seen ON law_override FOR SELECT TO izdes_app
    USING ((SELECT office_is_in_post()));
CREATE POLICY override_proposed ON law_override FOR INSERT TO izdes_app WITH CHECK (
    (SELECT office_has_role('administrator')) AND state = 'proposed'
    AND proposed_by_id = (SELECT office_officer()));
CREATE POLICY override_decided ON law_override FOR UPDATE TO izdes_app
    USING ((SELECT office_has_role('administrator')) AND state = 'proposed'
        AND proposed_by_id <> (SELECT office_officer()))
    WITH CHECK (decided_by_id = (SELECT office_officer()));

ALTER TABLE law_withdrawal ENABLE ROW LEVEL SECURITY;
CREATE POLICY withdrawal_seen ON law_withdrawal FOR SELECT TO izdes_app
    USING ((SELECT office_is_in_post()));
CREATE POLICY override_withdrawn ON law_withdrawal FOR INSERT TO izdes_app WITH CHECK (
    (SELECT office_has_role('administrator')) AND officer_id = (SELECT office_officer()));

ALTER TABLE law_edition ENABLE ROW LEVEL SECURITY;
CREATE POLICY edition_seen ON law_edition FOR SELECT TO izdes_app
    USING ((SELECT office_is_in_post()));
CREATE POLICY edition_kept ON law_edition FOR INSERT TO izdes_app
    WITH CHECK ((SELECT office_has_role('administrator')));

ALTER TABLE law_edition_override ENABLE ROW LEVEL SECURITY;
CREATE POLICY edition_override_seen ON law_edition_override FOR SELECT TO izdes_app
    USING ((SELECT office_is_in_post()));
CREATE POLICY edition_override_kept ON law_edition_override FOR INSERT TO izdes_app
    WITH CHECK ((SELECT office_has_role('administrator')));

-- As whom the machine reads the law where nobody acts: whoever holds a post may read it. The machine's
-- own post where it is filled, else the oldest one.
CREATE FUNCTION law_reader() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT post.officer_id
    FROM officers_post post JOIN officers_officer officer ON officer.id = post.officer_id
    WHERE office_officer() IS NULL AND officer.is_active AND post.state = 'confirmed'
        AND post.since <= statement_timestamp()
        AND (post.until IS NULL OR statement_timestamp() < post.until)
        AND post.role NOT IN ('institution_responder', 'liaison')
    ORDER BY post.role <> 'reception', post.id LIMIT 1
$$;
REVOKE ALL ON FUNCTION law_reader() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION law_reader() TO izdes_app;

-- A decision on an override is taken once.
CREATE FUNCTION law_override_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'proposed' THEN
        RAISE EXCEPTION 'an override that was decided on stays as it is'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER law_override_decided_once BEFORE UPDATE ON law_override
    FOR EACH ROW EXECUTE FUNCTION law_override_guard();

-- Whoever owns the tables makes no mistake either: a law that was installed stays.
CREATE FUNCTION law_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was installed stays as it is' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER law_pack_stays BEFORE UPDATE OR DELETE ON law_pack
    FOR EACH ROW EXECUTE FUNCTION law_stays();
CREATE TRIGGER law_text_stays BEFORE UPDATE OR DELETE ON law_text
    FOR EACH ROW EXECUTE FUNCTION law_stays();
CREATE TRIGGER law_withdrawal_stays BEFORE UPDATE OR DELETE ON law_withdrawal
    FOR EACH ROW EXECUTE FUNCTION law_stays();
CREATE TRIGGER law_edition_stays BEFORE UPDATE OR DELETE ON law_edition
    FOR EACH ROW EXECUTE FUNCTION law_stays();
CREATE TRIGGER law_edition_override_stays BEFORE UPDATE OR DELETE ON law_edition_override
    FOR EACH ROW EXECUTE FUNCTION law_stays();
CREATE TRIGGER law_override_stays BEFORE DELETE ON law_override
    FOR EACH ROW EXECUTE FUNCTION law_stays();
