-- Who sees and who changes which case; whatever belongs to a case is seen where its case is seen.
--
-- What belongs to a case asks for it row by row, `(SELECT true FROM cases_case …)`, and not with
-- EXISTS: that the planner may turn into a list of every case that the officer sees, which costs the
-- more the larger the country is. A list of fifty asks fifty times.

-- Cases in which the acting officer is named: he may `read` them, `write` them or `lead` them.
CREATE FUNCTION office_member_cases(verb text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT member.case_id FROM cases_member member
    WHERE member.officer_id = office_officer() AND office_may_see_cases()
        AND member.since <= statement_timestamp()
        AND (member.until IS NULL OR statement_timestamp() < member.until)
        AND (verb = 'read' OR (verb = 'write' AND member.kind IN ('lead', 'member'))
            OR (verb = 'lead' AND member.kind = 'lead'))
$$;

-- Cases that the acting officer was let into, as long as he is. Reading only; never a sealed one.
CREATE FUNCTION office_granted_cases() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT given.case_id FROM cases_grant given
    WHERE given.officer_id = office_officer() AND office_may_see_cases()
        AND given.since <= statement_timestamp() AND statement_timestamp() < given.expires_at
$$;

CREATE FUNCTION office_sees_case(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM cases_case WHERE id = wanted AND (
            (NOT is_sealed AND (
                unit_id IN (SELECT office_units('read')) OR id IN (SELECT office_granted_cases())))
            OR id IN (SELECT office_member_cases('read'))))
$$;

CREATE FUNCTION office_writes_case(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM cases_case WHERE id = wanted AND (
            (NOT is_sealed AND unit_id IN (SELECT office_units('write')))
            OR id IN (SELECT office_member_cases('write'))))
$$;

CREATE FUNCTION office_writes_complaint(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM cases_complaint WHERE id = wanted AND
            CASE WHEN case_id IS NULL THEN unit_id IN (SELECT office_units('write'))
                ELSE office_writes_case(case_id) END)
$$;

-- Whether the acting officer answers for a case: as its lead, or as a head of its body.
CREATE FUNCTION office_leads_case(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM cases_case WHERE id = wanted AND (
            (NOT is_sealed AND unit_id IN (SELECT office_units('lead')))
            OR id IN (SELECT office_member_cases('lead'))))
$$;

-- Whether a case has no lead now, so that somebody of its unit may take it.
CREATE FUNCTION office_may_take_case(wanted bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT office_writes_case(wanted) AND NOT EXISTS (
        SELECT FROM cases_member
        WHERE case_id = wanted AND kind = 'lead'
            AND (until IS NULL OR statement_timestamp() < until))
$$;

-- The complaint whose victim looks at it, set after her receipt and its code were checked.
CREATE FUNCTION office_report() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('izdes.report', true), '')::bigint
$$;

-- The complaint of a receipt, for whoever knows its code as well.
CREATE FUNCTION complaint_of_receipt(given text, digest bytea) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT id FROM cases_complaint WHERE receipt = given AND code_digest = digest
$$;

-- Requests for access whose last case has closed again; the worker calls this for nobody.
CREATE FUNCTION access_lapse() RETURNS TABLE (request_id bigint, for_case_id bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE cases_access_request SET state = 'lapsed'
    WHERE state = 'granted' AND NOT EXISTS (
        SELECT FROM cases_grant
        WHERE cases_grant.request_id = cases_access_request.id
            AND statement_timestamp() < cases_grant.expires_at)
    RETURNING id, for_case_id
$$;

CREATE FUNCTION cases_grant_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.expires_at > OLD.expires_at THEN
        RAISE EXCEPTION 'access that was given can only be shortened';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_grant_only_shortened BEFORE UPDATE ON cases_grant
    FOR EACH ROW EXECUTE FUNCTION cases_grant_guard();

ALTER TABLE cases_case ENABLE ROW LEVEL SECURITY;
CREATE POLICY case_seen ON cases_case FOR SELECT TO izdes_app USING (
    (NOT is_sealed AND (
        unit_id IN (SELECT office_units('read')) OR id IN (SELECT office_granted_cases())))
    OR id IN (SELECT office_member_cases('read')));
CREATE POLICY case_registered ON cases_case FOR INSERT TO izdes_app
    WITH CHECK (NOT is_sealed AND unit_id IN (SELECT office_units('write')));
CREATE POLICY case_changed ON cases_case FOR UPDATE TO izdes_app USING (
    (NOT is_sealed AND unit_id IN (SELECT office_units('write')))
    OR id IN (SELECT office_member_cases('write')));

ALTER TABLE cases_complaint ENABLE ROW LEVEL SECURITY;
CREATE POLICY complaint_seen ON cases_complaint FOR SELECT TO izdes_app USING (
    (case_id IS NULL AND unit_id IN (SELECT office_units('read')))
    OR (SELECT true FROM cases_case WHERE cases_case.id = case_id));
CREATE POLICY complaint_seen_by_its_victim ON cases_complaint FOR SELECT TO izdes_app
    USING (id = (SELECT office_report()) AND (SELECT office_officer()) IS NULL);
CREATE POLICY complaint_taken ON cases_complaint FOR INSERT TO izdes_app
    WITH CHECK (case_id IS NULL AND unit_id IN (SELECT office_units('write')));
CREATE POLICY complaint_changed ON cases_complaint FOR UPDATE TO izdes_app USING (
    CASE WHEN case_id IS NULL THEN unit_id IN (SELECT office_units('write'))
        ELSE office_writes_case(case_id) END);

ALTER TABLE cases_episode ENABLE ROW LEVEL SECURITY;
CREATE POLICY episode_seen ON cases_episode FOR SELECT TO izdes_app
    USING ((SELECT true FROM cases_case WHERE cases_case.id = case_id));
CREATE POLICY episode_added ON cases_episode FOR INSERT TO izdes_app
    WITH CHECK (office_writes_case(case_id));
CREATE POLICY episode_changed ON cases_episode FOR UPDATE TO izdes_app
    USING (office_writes_case(case_id));

ALTER TABLE cases_member ENABLE ROW LEVEL SECURITY;
CREATE POLICY member_seen ON cases_member FOR SELECT TO izdes_app
    USING ((SELECT true FROM cases_case WHERE cases_case.id = case_id));
CREATE POLICY member_named ON cases_member FOR INSERT TO izdes_app WITH CHECK (
    office_leads_case(case_id)
    OR (kind = 'lead' AND officer_id = (SELECT office_officer()) AND office_may_take_case(case_id)));
CREATE POLICY member_released ON cases_member FOR UPDATE TO izdes_app
    USING (office_leads_case(case_id));

ALTER TABLE cases_access_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY access_seen ON cases_access_request FOR SELECT TO izdes_app USING (
    (asker_id = (SELECT office_officer()) AND (SELECT office_may_see_cases()))
    OR unit_id IN (SELECT office_units('lead')) OR unit_id IN (SELECT office_units('supervise')));
CREATE POLICY access_asked ON cases_access_request FOR INSERT TO izdes_app WITH CHECK (
    asker_id = (SELECT office_officer()) AND state = 'asked' AND office_sees_case(for_case_id));
CREATE POLICY access_decided ON cases_access_request FOR UPDATE TO izdes_app
    USING (unit_id IN (SELECT office_units('lead')))
    WITH CHECK (decided_by_id = (SELECT office_officer()));

ALTER TABLE cases_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY grant_seen ON cases_grant FOR SELECT TO izdes_app USING (
    (officer_id = (SELECT office_officer()) AND (SELECT office_may_see_cases()))
    OR (SELECT true FROM cases_case WHERE cases_case.id = case_id));
-- Only for whoever asked, only by whoever decided, only into cases that he answers for.
CREATE POLICY grant_given ON cases_grant FOR INSERT TO izdes_app WITH CHECK (
    granted_by_id = (SELECT office_officer()) AND office_leads_case(case_id)
    AND EXISTS (
        SELECT FROM cases_access_request asked
        WHERE asked.id = request_id AND asked.asker_id = cases_grant.officer_id
            AND asked.state = 'granted' AND asked.decided_by_id = cases_grant.granted_by_id));
CREATE POLICY grant_shortened ON cases_grant FOR UPDATE TO izdes_app
    USING (office_leads_case(case_id));

REVOKE ALL ON FUNCTION office_member_cases(text), office_granted_cases(), office_sees_case(bigint),
    office_writes_case(bigint), office_writes_complaint(bigint), office_leads_case(bigint), office_may_take_case(bigint),
    complaint_of_receipt(text, bytea), access_lapse() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office_member_cases(text), office_granted_cases(),
    office_sees_case(bigint), office_writes_case(bigint), office_writes_complaint(bigint), office_leads_case(bigint),
    office_may_take_case(bigint), complaint_of_receipt(text, bytea), access_lapse() TO izdes_app;
