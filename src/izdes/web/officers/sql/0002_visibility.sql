-- Who acts, what posts he holds at this moment, and which bodies' cases they open.
--
-- The functions run as the owner of the tables, so that a policy may ask them about tables that the
-- officer does not see. `pg_temp` stands last in every search path: otherwise a temporary table
-- could stand in for ours. Time is the statement's, so that what has ended is over at once.

CREATE FUNCTION office_officer() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('izdes.officer', true), '')::bigint
$$;

-- The confirmed posts that the acting officer holds now.
CREATE FUNCTION office_posts() RETURNS TABLE (body_id bigint, role text)
LANGUAGE sql STABLE SECURITY DEFINER ROWS 2
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT post.body_id, post.role
    FROM officers_post post JOIN officers_officer officer ON officer.id = post.officer_id
    WHERE post.officer_id = office_officer() AND officer.is_active
        AND post.state = 'confirmed' AND post.since <= statement_timestamp()
        AND (post.until IS NULL OR statement_timestamp() < post.until)
$$;

CREATE FUNCTION office_has_role(wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM office_posts() WHERE role = wanted)
$$;

CREATE FUNCTION office_is_in_post() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM office_posts())
$$;

-- Whether any of the posts is elsewhere than in an institution.
CREATE FUNCTION office_is_inside() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM office_posts() WHERE role NOT IN ('institution_responder', 'liaison'))
$$;

-- Whether any of the posts lets its holder work on cases at all, be it only as a member.
CREATE FUNCTION office_may_see_cases() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM office_posts() WHERE role NOT IN (
            'institution_responder', 'liaison', 'statistician', 'administrator', 'auditor'))
$$;

-- The institutions in whose name the acting officer answers.
CREATE FUNCTION office_institutions() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 1
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT body_id FROM office_posts() WHERE role IN ('institution_responder', 'liaison')
$$;

-- Bodies and all below them.
CREATE FUNCTION office_below(top bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH RECURSIVE below (id) AS (
        SELECT unnest(top)
        UNION
        SELECT body.id FROM officers_body body JOIN below ON body.parent_id = below.id
    )
    SELECT id FROM below
$$;

-- The bodies whose open cases the acting officer may `read`, `write`, `lead` (answer for) or
-- `supervise` (as a prosecutor); any other verb opens nothing.
CREATE FUNCTION office_units(verb text) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH posts AS MATERIALIZED (SELECT * FROM office_posts()),
    led AS (
        SELECT office_below(array(
            SELECT body_id FROM posts WHERE role IN ('head_of_investigation', 'head_of_unit')
        )) AS id
    ),
    offices AS MATERIALIZED (
        SELECT office_below(array(
            SELECT body_id FROM posts WHERE role IN (
                'prosecutor', 'head_of_prosecutors', 'duty_prosecutor', 'acting_prosecutor')
        )) AS id
    ),
    supervised AS (
        SELECT office_below(array(
            SELECT supervision.body_id FROM officers_supervision supervision
            WHERE supervision.office_id IN (SELECT id FROM offices)
                AND supervision.since <= statement_timestamp()
                AND (supervision.until IS NULL OR statement_timestamp() < supervision.until)
        )) AS id
    )
    SELECT body_id FROM posts
        WHERE verb IN ('read', 'write')
            AND role IN ('duty_officer', 'operative', 'inquirer', 'investigator')
    UNION SELECT id FROM led WHERE verb IN ('read', 'write', 'lead')
    UNION SELECT id FROM supervised WHERE verb IN ('read', 'supervise')
    -- A group may be headed by a prosecutor: such cases belong to his office.
    UNION SELECT id FROM offices WHERE verb = 'read'
    -- An analyst of a regional headquarters sees what is below it; of the central one, all.
    UNION SELECT office_below(array(SELECT body_id FROM posts WHERE role = 'hq_analyst'))
        WHERE verb = 'read'
    UNION SELECT body.id FROM officers_body body
        WHERE verb = 'read' AND EXISTS (
            SELECT FROM posts JOIN officers_body hq ON hq.id = posts.body_id
            WHERE posts.role = 'hq_analyst' AND hq.region IS NULL)
$$;

-- A confirmed post is only ever shortened; a decision is taken once.
CREATE FUNCTION officers_post_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'proposed' AND (
        NEW.state <> OLD.state OR NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id
        OR NEW.until IS NULL OR NEW.until > coalesce(OLD.until, 'infinity')) THEN
        RAISE EXCEPTION 'a post that was decided on can only be ended';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER officers_post_only_ends BEFORE UPDATE ON officers_post
    FOR EACH ROW EXECUTE FUNCTION officers_post_guard();

ALTER TABLE officers_body ENABLE ROW LEVEL SECURITY;
CREATE POLICY body_seen ON officers_body FOR SELECT TO izdes_app
    USING ((SELECT office_is_in_post()));
CREATE POLICY body_founded ON officers_body FOR INSERT TO izdes_app
    WITH CHECK ((SELECT office_has_role('administrator')));
CREATE POLICY body_changed ON officers_body FOR UPDATE TO izdes_app
    USING ((SELECT office_has_role('administrator')));

ALTER TABLE officers_supervision ENABLE ROW LEVEL SECURITY;
CREATE POLICY supervision_seen ON officers_supervision FOR SELECT TO izdes_app
    USING ((SELECT office_is_inside()));
CREATE POLICY supervision_began ON officers_supervision FOR INSERT TO izdes_app
    WITH CHECK ((SELECT office_has_role('administrator')));
CREATE POLICY supervision_changed ON officers_supervision FOR UPDATE TO izdes_app
    USING ((SELECT office_has_role('administrator')));

-- Everybody sees himself, even when he holds no post any more. Whoever signs in acts for nobody
-- yet: the one row with the login that he typed is visible, nothing else of anything.
ALTER TABLE officers_officer ENABLE ROW LEVEL SECURITY;
CREATE POLICY officer_seen ON officers_officer FOR SELECT TO izdes_app USING (
    id = (SELECT office_officer())
    OR (SELECT office_is_inside())
    OR id IN (
        SELECT post.officer_id FROM officers_post post
        WHERE post.body_id IN (SELECT office_institutions())));
CREATE POLICY officer_signing_in ON officers_officer FOR SELECT TO izdes_app
    USING (login = (SELECT nullif(current_setting('izdes.signing_in', true), '')));
CREATE POLICY officer_entered ON officers_officer FOR INSERT TO izdes_app
    WITH CHECK ((SELECT office_has_role('administrator')));
CREATE POLICY officer_changed ON officers_officer FOR UPDATE TO izdes_app
    USING (
        (id = (SELECT office_officer()) AND (SELECT office_is_in_post()))
        OR (SELECT office_has_role('administrator')));

ALTER TABLE officers_post ENABLE ROW LEVEL SECURITY;
CREATE POLICY post_seen ON officers_post FOR SELECT TO izdes_app USING (
    officer_id = (SELECT office_officer())
    OR (SELECT office_is_inside())
    OR body_id IN (SELECT office_institutions()));
-- A head decides who works in his bodies, not who keeps the office, audits it, counts it, sees the
-- country, or answers for an institution.
CREATE FUNCTION office_decides_post(in_body bigint, wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT office_has_role('administrator') OR (
        in_body IN (SELECT office_units('lead')) AND wanted NOT IN (
            'administrator', 'auditor', 'statistician', 'hq_analyst', 'institution_responder',
            'liaison'))
$$;
CREATE POLICY post_proposed ON officers_post FOR INSERT TO izdes_app WITH CHECK (
    state = 'proposed' AND founding IS NULL AND proposed_by_id = (SELECT office_officer())
    AND office_decides_post(body_id, role));
CREATE POLICY post_decided ON officers_post FOR UPDATE TO izdes_app
    USING (office_decides_post(body_id, role))
    WITH CHECK ((SELECT office_officer()) IN (decided_by_id, ended_by_id));

ALTER TABLE officers_certificate ENABLE ROW LEVEL SECURITY;
CREATE POLICY certificate_seen ON officers_certificate FOR SELECT TO izdes_app
    USING (officer_id = (SELECT office_officer()) OR (SELECT office_is_inside()));
CREATE POLICY certificate_entered ON officers_certificate FOR INSERT TO izdes_app
    WITH CHECK ((SELECT office_has_role('administrator')));

ALTER TABLE officers_requirement ENABLE ROW LEVEL SECURITY;
CREATE POLICY requirement_seen ON officers_requirement FOR SELECT TO izdes_app
    USING ((SELECT office_is_in_post()));
CREATE POLICY requirement_made ON officers_requirement FOR INSERT TO izdes_app
    WITH CHECK ((SELECT office_has_role('administrator')));
CREATE POLICY requirement_changed ON officers_requirement FOR UPDATE TO izdes_app
    USING ((SELECT office_has_role('administrator')));

REVOKE ALL ON FUNCTION office_posts(), office_has_role(text), office_is_in_post(),
    office_is_inside(), office_may_see_cases(), office_institutions(), office_below(bigint[]),
    office_units(text), office_decides_post(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office_posts(), office_has_role(text), office_is_in_post(),
    office_is_inside(), office_may_see_cases(), office_institutions(), office_below(bigint[]),
    office_units(text), office_decides_post(bigint, text) TO izdes_app;
