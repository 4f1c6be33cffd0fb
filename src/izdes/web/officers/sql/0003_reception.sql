-- The reception: an officer that is no person. It takes in what windows and portals sent.

-- The bodies whose open cases the acting officer may `read`, `write`, `lead` (answer for) or
-- `supervise` (as a prosecutor), and in which he may `take` complaints; any other verb opens nothing.
CREATE OR REPLACE FUNCTION office_units(verb text) RETURNS SETOF bigint
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
        WHERE verb IN ('read', 'write', 'take')
            AND role IN ('duty_officer', 'operative', 'inquirer', 'investigator')
    UNION SELECT id FROM led WHERE verb IN ('read', 'write', 'take', 'lead')
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
    -- The reception takes complaints in for every body of the police, and reads no case of any.
    UNION SELECT body.id FROM officers_body body
        WHERE verb = 'take'
            AND body.kind IN ('police_unit', 'police_hq', 'investigation_department')
            AND EXISTS (SELECT FROM posts WHERE role = 'reception')
$$;

-- A head decides who works in his bodies, not who keeps the office, audits it, counts it, sees the
-- country, or answers for an institution.
CREATE OR REPLACE FUNCTION office_decides_post(in_body bigint, wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT office_has_role('administrator') OR (
        in_body IN (SELECT office_units('lead')) AND wanted NOT IN (
            'administrator', 'auditor', 'statistician', 'hq_analyst', 'institution_responder',
            'liaison', 'reception'))
$$;

-- Who takes in what was sent; asked before anybody acts.
CREATE FUNCTION office_reception() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT post.officer_id
    FROM officers_post post JOIN officers_officer officer ON officer.id = post.officer_id
    WHERE post.role = 'reception' AND officer.is_active
        AND post.state = 'confirmed' AND post.since <= statement_timestamp()
        AND (post.until IS NULL OR statement_timestamp() < post.until)
    ORDER BY post.id LIMIT 1
$$;

REVOKE ALL ON FUNCTION office_reception() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION office_reception() TO izdes_app;
