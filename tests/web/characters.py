"""The characters of the cast: bodies, people and cases, by the names that they have in the tests.

Nobody here exists. Logins say what somebody is and where: ``investigator_a1`` investigates in the
unit ``a1``, which lies in the region ``a`` below ``a-hq``. Cases are called by their unit.
"""

from izdes.web.officers.roles import Role

REGIONS = {"a": "75", "b": "61", "c": "71"}
# Everybody with the one post that he holds: login, role, body.
PEOPLE: tuple[tuple[str, Role, str], ...] = (
    ("duty_officer_a1", Role.DUTY_OFFICER, "a1"),
    ("operative_a1", Role.OPERATIVE, "a1"),
    ("inquirer_a1", Role.INQUIRER, "a1"),
    ("investigator_a1", Role.INVESTIGATOR, "a1"),
    ("investigator_a2", Role.INVESTIGATOR, "a2"),
    ("investigator_a_inv", Role.INVESTIGATOR, "a-inv"),
    ("investigator_b1", Role.INVESTIGATOR, "b1"),
    ("investigator_c1", Role.INVESTIGATOR, "c1"),
    ("head_of_investigation_a", Role.HEAD_OF_INVESTIGATION, "a-inv"),
    ("head_of_unit_a1", Role.HEAD_OF_UNIT, "a1"),
    ("head_of_unit_a_hq", Role.HEAD_OF_UNIT, "a-hq"),
    ("head_of_unit_b1", Role.HEAD_OF_UNIT, "b1"),
    ("hq_analyst", Role.HQ_ANALYST, "centre"),
    ("hq_analyst_b", Role.HQ_ANALYST, "b-hq"),
    ("group_member_c1", Role.GROUP_MEMBER, "c1"),
    ("released_c1", Role.GROUP_MEMBER, "c1"),
    ("prosecutor_a1", Role.PROSECUTOR, "a1-pros"),
    ("prosecutor_b1", Role.PROSECUTOR, "b1-pros"),
    ("head_of_prosecutors_a", Role.HEAD_OF_PROSECUTORS, "a-pros"),
    ("duty_prosecutor_b", Role.DUTY_PROSECUTOR, "b-pros"),
    ("acting_prosecutor_c1", Role.ACTING_PROSECUTOR, "c1-pros"),
    ("responder_one", Role.INSTITUTION_RESPONDER, "bank-one"),
    ("liaison_two", Role.LIAISON, "bank-two"),
    ("specialist", Role.SPECIALIST, "centre"),
    ("translator", Role.TRANSLATOR, "centre"),
    ("statistician", Role.STATISTICIAN, "centre"),
    ("auditor", Role.AUDITOR, "centre"),
    ("ended_a1", Role.INVESTIGATOR, "a1"),
    ("shut_out_a1", Role.INVESTIGATOR, "a1"),
    ("not_yet_a1", Role.INVESTIGATOR, "a1"),
    ("proposed_a1", Role.INVESTIGATOR, "a1"),
)
ADMINISTRATORS = ("administrator", "administrator_2")
NO_POST_NOW = ("ended_a1", "shut_out_a1", "not_yet_a1", "proposed_a1", "nobody")
# Every case with its unit and its lead.
CASES = {
    "a1": ("a1", "investigator_a1"),
    "a1-sealed": ("a1", "investigator_a1"),
    "a2": ("a2", "investigator_a2"),
    "a-inv": ("a-inv", "investigator_a_inv"),
    "b1": ("b1", "investigator_b1"),
    "c1": ("c1", "investigator_c1"),
}
