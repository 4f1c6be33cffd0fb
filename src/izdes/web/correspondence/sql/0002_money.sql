-- Money: what the traces of all cases say lies on the accounts of an order, and which orders are on it
-- already. Whoever reads an order may have its sum compared; he learns whose case else claims money
-- there by the numbers of cases' rows only, and nothing of those cases.

CREATE TABLE correspondence_traced (
    case_id bigint NOT NULL REFERENCES cases_case (id), account text NOT NULL,
    currency text NOT NULL, pieces jsonb NOT NULL, trace text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (account, currency, case_id));
CREATE INDEX correspondence_traced_case ON correspondence_traced (case_id);

-- Put what a new trace of a case says in the place of what the last one said; the system's own.
CREATE FUNCTION correspondence_keep_traced(a_case bigint, a_trace text, places jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF office_officer() IS NOT NULL THEN
        RAISE EXCEPTION 'only the system keeps traces' USING ERRCODE = 'check_violation';
    END IF;
    DELETE FROM correspondence_traced WHERE case_id = a_case;
    INSERT INTO correspondence_traced (case_id, account, currency, pieces, trace)
        SELECT a_case, place ->> 'account', place ->> 'currency', place -> 'pieces', a_trace
        FROM jsonb_array_elements(places) AS place;
END $$;

-- The accounts whose money the sum of an order is: of its subjects, and those of its holder.
CREATE FUNCTION correspondence_accounts(a_request bigint) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT account FROM correspondence_subject WHERE request_id = a_request AND account <> ''
    UNION
    SELECT jsonb_array_elements_text(coalesce(draft -> 'accounts', '[]'))
    FROM correspondence_request WHERE id = a_request
$$;

CREATE FUNCTION correspondence_traced_on(a_request bigint) RETURNS SETOF jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT piece FROM correspondence_traced, jsonb_array_elements(pieces) AS piece
    WHERE (office_officer() IS NULL OR correspondence_reads(a_request))
        AND account IN (SELECT correspondence_accounts(a_request))
    ORDER BY case_id, account, currency
$$;

-- Other orders upon the money of these accounts, ended ones included: of any case of the country.
CREATE FUNCTION correspondence_held_on(a_request bigint, a_measures text[]) RETURNS TABLE (
    number text, measure text, ground text, rule text, parts jsonb, accounts text[],
    caught_minor bigint, is_standing boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN correspondence_reads(r.id) THEN r.number ELSE '' END, r.measure,
        coalesce('case:' || coalesce(r.case_id, k.case_id)::text, 'complaint:' || r.complaint_id::text),
        coalesce(r.draft -> 'cap' ->> 'rule', ''), coalesce(r.draft -> 'parts', '[]'),
        ARRAY(SELECT correspondence_accounts(r.id)),
        (SELECT sum(h.amount_minor)::bigint FROM correspondence_hold h
            WHERE h.request_id = r.id AND h.ended_why <> 'corrected'),
        r.ended_at IS NULL AND (r.answered_at IS NULL OR EXISTS (
            SELECT FROM correspondence_hold h
            WHERE h.request_id = r.id AND h.status = 'held' AND h.ended_at IS NULL))
    FROM correspondence_request r LEFT JOIN cases_complaint k ON k.id = r.complaint_id
    WHERE correspondence_reads(a_request) AND r.sent_at IS NOT NULL AND r.id <> a_request
        AND r.measure = ANY (a_measures)
        -- Not the order in whose place it goes, which it lets go or whose number it tells; but the
        -- first order of a supplement holds what it holds.
        AND NOT EXISTS (
            SELECT FROM correspondence_request mine
            WHERE mine.id = a_request AND mine.related_id = r.id
                AND NOT (mine.relation = 'supplements' AND mine.measure = r.measure AND NOT EXISTS (
                    SELECT FROM correspondence_notice n WHERE n.request_id = r.id
                        AND n."to" = 'institution' AND n.told_at IS NULL)))
        AND EXISTS (
            SELECT correspondence_accounts(r.id) INTERSECT SELECT correspondence_accounts(a_request))
    ORDER BY r.sent_at, r.id
$$;

-- Holds whose term is over: the institution lets the money go by itself. The system's own.
CREATE FUNCTION correspondence_lapse() RETURNS TABLE (hold_id bigint, request_id bigint, case_id bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE correspondence_hold AS h SET ended_at = h.until, ended_why = 'lapsed'
    FROM correspondence_request r
    WHERE r.id = h.request_id AND h.status = 'held' AND h.ended_at IS NULL
        AND h.until < clock_timestamp() AND office_officer() IS NULL
    RETURNING h.id, r.id, r.case_id
$$;

-- Answers that are late, and the lead in whose name the next paper is drafted. The system's own.
CREATE FUNCTION correspondence_overdue() RETURNS TABLE (request_id bigint, lead_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.id, m.officer_id FROM correspondence_request r
    JOIN cases_member m ON m.case_id = r.case_id AND m.kind = 'lead' AND m.until IS NULL
    WHERE office_officer() IS NULL AND r.due_at < clock_timestamp()
        AND r.state IN ('sent', 'delivered', 'accepted', 'clarification_asked', 'extension_asked')
        AND NOT EXISTS (
            SELECT FROM correspondence_request next
            WHERE next.related_id = r.id AND next.follows = 'answer_overdue')
$$;

-- Orders of which less or more was traced when they arrived, and the lead in whose name the paper that
-- puts it right is drafted. The system's own.
CREATE FUNCTION correspondence_amounts_to_correct() RETURNS TABLE (request_id bigint, lead_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT r.id, m.officer_id FROM correspondence_request r
    JOIN cases_member m ON m.case_id = r.case_id AND m.kind = 'lead' AND m.until IS NULL
    WHERE office_officer() IS NULL AND r.amount_outcome IN ('lower', 'higher')
        AND r.state IN ('delivered', 'accepted', 'clarification_asked', 'extension_asked')
        AND NOT EXISTS (
            SELECT FROM correspondence_request next
            WHERE next.related_id = r.id AND next.measure = r.measure)
        AND NOT EXISTS (
            SELECT FROM correspondence_request first
            WHERE first.id = r.related_id AND r.relation = 'supplements' AND first.measure = r.measure)
$$;

REVOKE ALL ON FUNCTION correspondence_keep_traced(bigint, text, jsonb),
    correspondence_accounts(bigint), correspondence_traced_on(bigint),
    correspondence_held_on(bigint, text[]), correspondence_lapse(), correspondence_overdue(),
    correspondence_amounts_to_correct() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION correspondence_keep_traced(bigint, text, jsonb),
    correspondence_traced_on(bigint), correspondence_held_on(bigint, text[]),
    correspondence_lapse(), correspondence_overdue(), correspondence_amounts_to_correct() TO izdes_app;
