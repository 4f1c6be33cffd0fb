-- What is known elsewhere of an identifier or of a series: by what complaints name, and by what
-- answers state beside.

-- What the country knows of an identifier, naming nobody: how many complaints, in which regions, in
-- how many series; sealed cases that the officer does not see count for nothing.
CREATE FUNCTION linking_known(given_kind text, given_value text)
RETURNS TABLE (complaints bigint, seen bigint, regions text[], units bigint[], series bigint,
    verdict text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH sight AS MATERIALIZED (
        SELECT * FROM linking_sight(array(
            SELECT mention.complaint_id FROM subjects_identifier identifier
            JOIN subjects_mention mention ON mention.identifier_id = identifier.id
            WHERE identifier.kind = given_kind AND identifier.value = given_value
                AND mention.role <> 'victim'
            UNION SELECT linking_stated_by(given_kind, given_value)))
    )
    SELECT count(*), count(*) FILTER (WHERE sight.is_seen),
        coalesce(array_agg(DISTINCT sight.region) FILTER (WHERE sight.region <> ''), '{}'),
        coalesce(array_agg(DISTINCT sight.unit_id), '{}'),
        (SELECT count(*) FROM (
            SELECT linked.series FROM linking.complaint linked
            JOIN linking_sight(array(
                SELECT member.complaint_id::bigint FROM linking.complaint member
                WHERE member.series IN (
                    SELECT one.series FROM linking.complaint one
                    WHERE one.complaint_id IN (SELECT sight.complaint_id::text FROM sight)))) told
                ON linked.complaint_id = told.complaint_id::text
            GROUP BY linked.series HAVING count(*) > 1) AS several),
        (SELECT coalesce(
            (SELECT said.verdict FROM subjects_hub_verdict said WHERE said.withdrawn_at IS NULL
                AND said.kind = given_kind AND said.value = given_value),
            (SELECT said.verdict FROM linking.verdict said
                WHERE said.kind = given_kind AND said.value = given_value LIMIT 1), ''))
    FROM sight
$$;

-- The units that know an identifier from cases or complaints which the acting officer does not see:
-- the unit and nothing more, and only for a look-up of his own. A sealed case is not told of.
CREATE FUNCTION subject_known_elsewhere(given_lookup bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER ROWS 5
SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT coalesce(its_case.unit_id, complaint.unit_id)
    FROM subjects_lookup lookup
    JOIN subjects_identifier identifier USING (kind, value)
    JOIN subjects_mention mention ON mention.identifier_id = identifier.id
    JOIN cases_complaint complaint ON complaint.id = mention.complaint_id
    LEFT JOIN cases_case its_case ON its_case.id = complaint.case_id
    WHERE lookup.id = given_lookup AND lookup.officer_id = office_officer()
        AND NOT coalesce(its_case.is_sealed, false)
        AND NOT CASE WHEN its_case.id IS NULL
            THEN complaint.unit_id IN (SELECT office_units('read'))
            ELSE office_sees_case(its_case.id) END
    UNION
    SELECT its_case.unit_id
    FROM subjects_lookup lookup
    JOIN linking.said said ON said.kind = lookup.kind AND said.value = lookup.value
    JOIN cases_case its_case ON its_case.id = said.case_id
    WHERE lookup.id = given_lookup AND lookup.officer_id = office_officer()
        AND NOT its_case.is_sealed AND NOT office_sees_case(its_case.id)
    ORDER BY 1
$$;

-- Other series, and complaints alone, that name what a series names, and did not join it. What
-- answers state together counts once, as in the sum of a pair; the address of a log-in counts where
-- nothing else weighs more, for it is of the same log-ins as the device and the holder.
CREATE FUNCTION linking_possible(given_complaint bigint, least_milli bigint, most integer)
RETURNS TABLE (complaint_id bigint, unit_id bigint, members bigint, evidence bigint,
    kinds text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH sight AS MATERIALIZED (
        SELECT * FROM linking_sight(linking_series_keys(given_complaint))
    ), mine AS MATERIALIZED (
        SELECT linked.number, linked.series FROM sight
        JOIN linking.complaint linked ON linked.complaint_id = sight.complaint_id::text
        WHERE EXISTS (SELECT FROM sight WHERE is_seen)
    ), named AS MATERIALIZED (
        SELECT DISTINCT naming.node FROM mine JOIN linking.naming ON naming.complaint = mine.number
        WHERE naming.how <> 3
    ), shared AS MATERIALIZED (
        SELECT DISTINCT other.series, other.complaint_id::bigint AS key, node.number, kind.name,
            CASE kind.name WHEN 'stated' THEN node.weight ELSE node.agreement END AS agreement
        FROM named
        JOIN linking.node node ON node.number = named.node
        JOIN linking.kind kind ON kind.number = node.kind
            AND (node.agreement > 0 OR kind.name = 'stated')
        JOIN linking.naming naming ON naming.node = named.node AND naming.how <> 3
        JOIN linking.complaint other ON other.number = naming.complaint
        WHERE other.series NOT IN (SELECT series FROM mine) AND right(kind.name, 5) <> '_near'
    ), told AS MATERIALIZED (
        SELECT DISTINCT shared.series, shared.number, shared.agreement, shared.name,
            other.complaint_id, other.unit_id, other.is_seen
        FROM shared JOIN linking_sight(array(SELECT DISTINCT key FROM shared)) other
            ON other.complaint_id = shared.key
    ), summed AS (
        SELECT series, greatest(
                sum(agreement) FILTER (WHERE name <> 'login_ip'),
                max(agreement) FILTER (WHERE name = 'login_ip'))::bigint AS evidence,
            array_agg(DISTINCT name ORDER BY name) FILTER (WHERE name <> 'stated') AS kinds
        FROM (SELECT DISTINCT series, number, agreement, name FROM told) AS node
        GROUP BY series
    ), weighed AS (
        SELECT * FROM summed WHERE evidence >= least_milli ORDER BY evidence DESC, series LIMIT most
    )
    SELECT CASE WHEN one.is_seen THEN one.complaint_id END, one.unit_id,
        (SELECT count(*) FROM linking_sight(array(
            SELECT member.complaint_id::bigint FROM linking.complaint member
            WHERE member.series = weighed.series))),
        weighed.evidence, weighed.kinds
    FROM weighed JOIN LATERAL (
        SELECT told.complaint_id, told.unit_id, told.is_seen FROM told
        WHERE told.series = weighed.series ORDER BY told.is_seen DESC, told.complaint_id LIMIT 1
    ) one ON true
    ORDER BY weighed.evidence DESC, weighed.series
$$;

REVOKE ALL ON FUNCTION
    linking_known(text, text), subject_known_elsewhere(bigint),
    linking_possible(bigint, bigint, integer)
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    linking_known(text, text), subject_known_elsewhere(bigint),
    linking_possible(bigint, bigint, integer)
    TO izdes_app;
