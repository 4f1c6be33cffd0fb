-- Who sees what of the journal.
--
-- Whoever sees a case sees its entries and their values. An auditor sees every entry, who did it and
-- that it was done, and no value. Nobody else sees anything; where nobody acts, nothing is seen.
--
-- Which cases those are, the policies of the cases say: a policy's own query obeys them. It is asked
-- by key, and what they ask in turn is computed once for a whole query.

CREATE POLICY entry_seen ON journal_entry FOR SELECT TO izdes_app USING (
    (SELECT office_has_role('auditor'))
    OR EXISTS (SELECT FROM cases_case AS its_case WHERE its_case.id = journal_entry.case_id));
CREATE POLICY value_seen ON journal_value FOR SELECT TO izdes_app USING (EXISTS (
    SELECT FROM journal_entry AS entry JOIN cases_case AS its_case ON its_case.id = entry.case_id
    WHERE entry.number = journal_value.entry_number));
CREATE POLICY reading_seen ON journal_reading FOR SELECT TO izdes_app USING (
    (SELECT office_has_role('auditor')) OR officer_id = (SELECT journal_acting()));
