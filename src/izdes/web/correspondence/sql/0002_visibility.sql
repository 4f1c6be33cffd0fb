-- A request is seen with its case; an institution sees what was sent to it, and no case.

ALTER TABLE correspondence_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY request_seen ON correspondence_request FOR SELECT TO izdes_app USING (
    (sent_at IS NOT NULL AND addressee_id IN (SELECT office_institutions()))
    OR (SELECT true FROM cases_case WHERE cases_case.id = case_id));
CREATE POLICY request_drafted ON correspondence_request FOR INSERT TO izdes_app
    WITH CHECK (office_writes_case(case_id));
CREATE POLICY request_changed ON correspondence_request FOR UPDATE TO izdes_app
    USING (office_writes_case(case_id));
