-- What the login of the institutions' site sees and may do, and what the office does with it.
--
-- The site shows the token that it was shown. From it follows the institution, and from that every
-- row: whoever has the login and no token sees nothing, whatever he asks.

CREATE FUNCTION institutions_acting() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT institution_id FROM institutions_client_now()
$$;

-- The institution itself: its code in the register of bodies, its number, and whether its client
-- must sign what it answers.
CREATE FUNCTION institutions_self() RETURNS TABLE (code text, bin text, must_sign boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT body.code, body.bin, client.must_sign
    FROM institutions_client_now() client JOIN officers_body body ON body.id = client.institution_id
$$;

-- Whether a request of this number was sent to an institution.
CREATE FUNCTION institutions_was_sent(a_number text, an_institution bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM correspondence_request
        WHERE number = a_number AND sent_at IS NOT NULL AND addressee_id = an_institution)
$$;

-- Whether a paper of this number, of this body and with this digest left the house. Never more.
CREATE FUNCTION institutions_confirms(a_number text, a_bin text, a_digest text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM correspondence_request
        WHERE number = a_number AND digest = a_digest AND sent_at IS NOT NULL
            AND convert_from(paper, 'UTF8')::jsonb #>> '{initiator,body_bin}' = a_bin)
    OR EXISTS (
        SELECT FROM correspondence_decision decision
        JOIN correspondence_request request ON request.id = decision.request_id
        WHERE decision.number = a_number AND decision.digest = a_digest
            AND decision.paper IS NOT NULL AND request.sent_at IS NOT NULL
            AND convert_from(decision.paper, 'UTF8')::jsonb #>> '{decided_by,body_bin}' = a_bin)
    OR EXISTS (SELECT FROM paper_confirmed(a_number, a_digest) p WHERE p.body_bin = a_bin)
$$;

-- The latest edition of the directory.
CREATE FUNCTION institutions_directory_now()
RETURNS TABLE (content bytea, digest text, key text, signature bytea, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT content, digest, key, signature, at FROM institutions_directory
    ORDER BY id DESC LIMIT 1
$$;

-- Tidings. Those of one institution wait for each other, so that their numbers come forth in order.
CREATE FUNCTION institutions_tell(
    a_request bigint, an_institution bigint, a_kind text, a_text text, an_until timestamptz
) RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('izdes.tidings'), an_institution::int);
    INSERT INTO institutions_tiding (institution_id, request_id, kind, text, until, journal_head, at)
        VALUES (an_institution, a_request, a_kind, a_text, an_until,
            coalesce((SELECT note FROM journal_head ORDER BY size DESC, id DESC LIMIT 1), ''),
            clock_timestamp());
END $$;

CREATE FUNCTION institutions_request_told() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM institutions_tell(NEW.id, NEW.addressee_id, NEW.state, '', NEW.due_at);
    RETURN NULL;
END $$;
CREATE TRIGGER request_is_told AFTER UPDATE ON correspondence_request FOR EACH ROW
    WHEN (NEW.sent_at IS NOT NULL AND NEW.state IS DISTINCT FROM OLD.state
        AND NEW.state = 'sent')
    EXECUTE FUNCTION institutions_request_told();

CREATE FUNCTION institutions_receipt_told() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM institutions_tell(r.id, r.addressee_id, NEW.kind, NEW.text, NEW.asked_until)
        FROM correspondence_request r WHERE r.id = NEW.request_id AND r.sent_at IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER receipt_is_told AFTER INSERT ON correspondence_receipt FOR EACH ROW
    WHEN (NEW.kind IN (
        'clarified', 'extension_given', 'extension_refused', 'recalled', 'amount_lower'))
    EXECUTE FUNCTION institutions_receipt_told();

-- What was told stays told, what was sent stays as it came.
CREATE FUNCTION institutions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was told or received stays as it is';
END $$;
CREATE TRIGGER tiding_stays BEFORE UPDATE OR DELETE ON institutions_tiding
    FOR EACH ROW EXECUTE FUNCTION institutions_refuse();
CREATE TRIGGER directory_stays BEFORE UPDATE OR DELETE ON institutions_directory
    FOR EACH ROW EXECUTE FUNCTION institutions_refuse();
CREATE TRIGGER message_is_not_removed BEFORE DELETE ON institutions_message
    FOR EACH ROW EXECUTE FUNCTION institutions_refuse();
CREATE FUNCTION institutions_message_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.client_id, NEW.institution_id, NEW.kind, NEW.message_id, NEW.request_number, NEW.paper,
            NEW.digest, NEW.files, NEW.signatures, NEW.faults, NEW.at)
        IS DISTINCT FROM (OLD.client_id, OLD.institution_id, OLD.kind, OLD.message_id,
            OLD.request_number, OLD.paper, OLD.digest, OLD.files, OLD.signatures, OLD.faults,
            OLD.at)
        OR OLD.state = 'taken' THEN
        RAISE EXCEPTION 'what was told or received stays as it is';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_stays BEFORE UPDATE ON institutions_message
    FOR EACH ROW EXECUTE FUNCTION institutions_message_guard();

-- What the site's login reads, by policies.
CREATE POLICY sent_to_institution ON correspondence_request FOR SELECT TO izdes_institutions
    USING (sent_at IS NOT NULL AND addressee_id = (SELECT institutions_acting()));
CREATE POLICY sent_to_institution ON correspondence_signature FOR SELECT TO izdes_institutions
    USING ((SELECT true FROM correspondence_request r WHERE r.id = request_id));
CREATE POLICY sent_to_institution ON correspondence_decision FOR SELECT TO izdes_institutions
    USING ((SELECT true FROM correspondence_request r WHERE r.id = request_id));
ALTER TABLE institutions_tiding ENABLE ROW LEVEL SECURITY;
CREATE POLICY told_to_institution ON institutions_tiding FOR SELECT TO izdes_institutions
    USING (institution_id = (SELECT institutions_acting()));
ALTER TABLE institutions_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY sent_by_institution ON institutions_message FOR SELECT TO izdes_institutions
    USING (institution_id = (SELECT institutions_acting()));
ALTER TABLE institutions_client ENABLE ROW LEVEL SECURITY;
ALTER TABLE institutions_secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE institutions_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE institutions_counter ENABLE ROW LEVEL SECURITY;
ALTER TABLE institutions_directory ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA public TO izdes_institutions;
GRANT SELECT (id, number, addressee_id, measure, state, paper, digest, sent_at, delivered_at, due_at)
    ON correspondence_request TO izdes_institutions;
GRANT SELECT (id, request_id, paper, paper_digest, form, value, stamp)
    ON correspondence_signature TO izdes_institutions;
GRANT SELECT (id, request_id, number, kind, outcome, order_digest, paper, digest, judge, decided_on)
    ON correspondence_decision TO izdes_institutions;
GRANT SELECT ON institutions_tiding TO izdes_institutions;
GRANT SELECT (id, institution_id, kind, message_id, request_number, digest, state, refused,
    details, at, taken_at) ON institutions_message TO izdes_institutions;

-- The office's side, by functions: its tables are nobody's otherwise.

-- Messages that wait for the office and are due, or will be so soon; asked where nobody acts.
CREATE FUNCTION institutions_waiting(most int, ahead interval) RETURNS TABLE (
    id bigint, kind text, number text, paper bytea, files jsonb, tries int, institution_id bigint,
    responder_id bigint, works boolean, signatures jsonb, faults jsonb, must_sign boolean,
    at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT message.id, message.kind, message.request_number, message.paper, message.files,
        message.tries, message.institution_id, client.responder_id, institutions_works(client.id),
        message.signatures, message.faults, client.must_sign, message.at
    FROM institutions_message message JOIN institutions_client client
        ON client.id = message.client_id
    WHERE message.state = 'waiting' AND message.next_at <= clock_timestamp() + ahead
        AND office_officer() IS NULL
    ORDER BY message.id LIMIT most
$$;

-- Note what became of a message: `taken`, `refused`, or `waiting` until it is tried again.
CREATE FUNCTION institutions_note(
    a_message bigint, a_state text, a_code text, some_details jsonb, again interval)
RETURNS void LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE institutions_message SET state = a_state, refused = a_code, details = some_details,
        tries = tries + 1,
        next_at = clock_timestamp() + again,
        taken_at = CASE a_state WHEN 'taken' THEN clock_timestamp() END
    WHERE id = a_message AND state = 'waiting' AND office_officer() IS NULL
$$;

-- Messages that nothing became of, for whoever keeps the office or stands at its machine.
CREATE FUNCTION institutions_undelivered() RETURNS TABLE (
    id bigint, institution text, kind text, message_id text, request_number text, state text,
    refused text, details jsonb, tries int, at timestamptz, next_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT message.id, body.code, message.kind, message.message_id, message.request_number,
        message.state, message.refused, message.details, message.tries, message.at, message.next_at
    FROM institutions_message message JOIN officers_body body ON body.id = message.institution_id
    WHERE (office_officer() IS NULL OR office_has_role('administrator'))
        AND (message.state = 'refused' OR (message.state = 'waiting' AND message.tries > 0))
    ORDER BY message.id
$$;

CREATE FUNCTION institutions_try_again(a_message bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE institutions_message SET state = 'waiting', tries = 0, next_at = clock_timestamp()
        WHERE id = a_message AND state <> 'taken'
            AND (office_officer() IS NULL OR office_has_role('administrator'));
    RETURN FOUND;
END $$;

-- Forget tokens and counters whose time is over.
CREATE FUNCTION institutions_forget() RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone int;
BEGIN
    DELETE FROM institutions_counter WHERE until < clock_timestamp();
    DELETE FROM institutions_token WHERE until < clock_timestamp();
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- A blob of the site is still needed as long as its message was not taken.
CREATE FUNCTION institutions_blobs(asked uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT (file ->> 'blob')::uuid FROM institutions_message message,
        jsonb_array_elements(message.files) file
    WHERE message.state <> 'taken' AND (file ->> 'blob')::uuid = ANY (asked)
$$;

-- Who may sign or decide: posts of the police and of prosecutors that last, with the signatures by
-- which they are known. Asked where nobody acts.
CREATE FUNCTION institutions_signers() RETURNS TABLE (
    iin text, full_name text, role text, body text, body_bin text, since timestamptz,
    until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT officer.iin, officer.full_name, post.role, body.name_kk, body.bin, post.since, post.until
    FROM officers_post post
    JOIN officers_officer officer ON officer.id = post.officer_id
    JOIN officers_body body ON body.id = post.body_id
    WHERE office_officer() IS NULL AND post.state = 'confirmed' AND officer.is_active
        AND body.bin <> '' AND officer.iin IS NOT NULL
        AND (post.until IS NULL OR statement_timestamp() < post.until)
        AND post.role IN ('duty_officer', 'operative', 'inquirer', 'investigator',
            'head_of_investigation', 'head_of_unit', 'prosecutor', 'head_of_prosecutors',
            'duty_prosecutor', 'acting_prosecutor')
    ORDER BY body.bin, officer.iin, post.role, post.since
$$;

-- One signature of each certificate that stands over a paper that left the house.
CREATE FUNCTION institutions_signatures() RETURNS TABLE (
    certificate text, form text, value bytea, paper bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT ON (signature.certificate) signature.certificate, signature.form, signature.value,
        CASE signature.paper WHEN 'order' THEN request.paper ELSE decision.paper END
    FROM correspondence_signature signature
    JOIN correspondence_request request ON request.id = signature.request_id
    LEFT JOIN correspondence_decision decision ON decision.request_id = request.id
        AND decision.digest = signature.paper_digest
    WHERE office_officer() IS NULL AND request.sent_at IS NOT NULL
        AND signature.paper_digest IN (request.digest, decision.digest)
    ORDER BY signature.certificate, signature.id
$$;

CREATE FUNCTION institutions_keep_directory(
    a_content bytea, a_digest text, a_key text, a_signature bytea
) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF office_officer() IS NOT NULL OR a_digest = (
        SELECT digest FROM institutions_directory ORDER BY id DESC LIMIT 1) THEN
        RETURN false;
    END IF;
    INSERT INTO institutions_directory (content, digest, key, signature)
        VALUES (a_content, a_digest, a_key, a_signature) ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;

-- What whoever acts for an institution was told of its requests, for those who get files.
CREATE FUNCTION institutions_told() RETURNS TABLE (
    kind text, text text, until timestamptz, at timestamptz, number text, digest text,
    due_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT tiding.kind, tiding.text, tiding.until, tiding.at, request.number, request.digest,
        request.due_at
    FROM institutions_tiding tiding
    JOIN correspondence_request request ON request.id = tiding.request_id
    WHERE tiding.institution_id IN (SELECT office_institutions()) ORDER BY tiding.id
$$;

CREATE FUNCTION institutions_head_of(wanted bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT journal_head FROM institutions_tiding
    WHERE request_id = wanted AND kind = 'sent'
        AND institution_id IN (SELECT office_institutions()) ORDER BY id LIMIT 1
$$;

DO $$
DECLARE
    its text;
BEGIN
    FOR its IN SELECT oid::regprocedure::text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'institutions\_%'
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', its);
    END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION institutions_acting(), institutions_self(),
    institutions_sign_in(text, bytea, bytea, interval),
    institutions_count(bytea, interval),
    institutions_put(text, text, text, bytea, jsonb, jsonb, jsonb),
    institutions_confirms(text, text, text), institutions_directory_now() TO izdes_institutions;
GRANT EXECUTE ON FUNCTION institutions_propose(text, bigint, bigint),
    institutions_decide(bigint, text), institutions_new_secret(bigint, bytea, interval),
    institutions_end(bigint), institutions_clients(), institutions_waiting(int, interval),
    institutions_require_signing(bigint, boolean),
    institutions_note(bigint, text, text, jsonb, interval), institutions_undelivered(),
    institutions_try_again(bigint), institutions_blobs(uuid[]), institutions_forget(), institutions_signers(),
    institutions_signatures(), institutions_keep_directory(bytea, text, text, bytea),
    institutions_client_called(text), institutions_directory_now(), institutions_told(),
    institutions_head_of(bigint) TO izdes_app;
