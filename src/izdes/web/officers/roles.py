"""Roles and kinds of bodies: what a post may be, where, and how far its holder sees.

A role is a row of the office, not a role of PostgreSQL. The same rules stand a second time in
``sql/0002_visibility.sql``, on purpose: a test compares what both let each officer see.

The lists are this program's own; which person holds which post, a head decides by an order.
"""

from enum import StrEnum


class BodyKind(StrEnum):
    """What a body is; its words stand under ``body_`` and the same name."""

    POLICE_UNIT = "police_unit"
    POLICE_HQ = "police_hq"
    INVESTIGATION_DEPARTMENT = "investigation_department"
    PROSECUTOR_OFFICE = "prosecutor_office"
    COURT = "court"
    INSTITUTION = "institution"


class Role(StrEnum):
    """What an officer is on a post; its words stand under ``role_`` and the same name."""

    DUTY_OFFICER = "duty_officer"
    OPERATIVE = "operative"
    INQUIRER = "inquirer"
    INVESTIGATOR = "investigator"
    HEAD_OF_INVESTIGATION = "head_of_investigation"
    HEAD_OF_UNIT = "head_of_unit"
    HQ_ANALYST = "hq_analyst"
    GROUP_MEMBER = "group_member"
    PROSECUTOR = "prosecutor"
    HEAD_OF_PROSECUTORS = "head_of_prosecutors"
    DUTY_PROSECUTOR = "duty_prosecutor"
    ACTING_PROSECUTOR = "acting_prosecutor"
    INSTITUTION_RESPONDER = "institution_responder"
    LIAISON = "liaison"
    SPECIALIST = "specialist"
    TRANSLATOR = "translator"
    STATISTICIAN = "statistician"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    RECEPTION = "reception"


# Work on the cases of their own body.
DESK = frozenset({Role.DUTY_OFFICER, Role.OPERATIVE, Role.INQUIRER, Role.INVESTIGATOR})
# Work on, and answer for, the cases of their own body and of all below it.
HEADS = frozenset({Role.HEAD_OF_INVESTIGATION, Role.HEAD_OF_UNIT})
# Know who stands in which post of their own body and of all below it.
HEADING = HEADS | {Role.HEAD_OF_PROSECUTORS}
# Read the cases of the area that their office supervises.
PROSECUTORS = frozenset(
    {
        Role.PROSECUTOR,
        Role.HEAD_OF_PROSECUTORS,
        Role.DUTY_PROSECUTOR,
        Role.ACTING_PROSECUTOR,
    }
)
# See what was addressed to their own institution.
INSTITUTIONAL = frozenset({Role.INSTITUTION_RESPONDER, Role.LIAISON})
# Whoever keeps the office, or looks at who did what, holds no other post beside it; nor does the
# machine that takes in what windows and portals sent, which has no password and is nobody.
APART = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.RECEPTION})
# See no case, not even as its member.
CASELESS = INSTITUTIONAL | APART | {Role.STATISTICIAN}
# Held from a day to a day, never without an end.
TEMPORARY = frozenset({Role.DUTY_PROSECUTOR, Role.ACTING_PROSECUTOR})
# No head decides who holds these, only administrators.
ADMINISTRATORS_CHOICE = APART | {Role.HQ_ANALYST, Role.STATISTICIAN, *INSTITUTIONAL}

POLICE = frozenset({BodyKind.POLICE_UNIT, BodyKind.POLICE_HQ, BodyKind.INVESTIGATION_DEPARTMENT})
_OFFICES = POLICE | {BodyKind.PROSECUTOR_OFFICE}


def bodies_of(role: Role) -> frozenset[BodyKind]:
    """Return the kinds of bodies in which a role may be held."""
    if role in INSTITUTIONAL:
        return frozenset({BodyKind.INSTITUTION})
    if role in PROSECUTORS:
        return frozenset({BodyKind.PROSECUTOR_OFFICE})
    if role in {Role.HQ_ANALYST, Role.RECEPTION}:
        return frozenset({BodyKind.POLICE_HQ})
    if role in DESK or role in HEADS:
        return POLICE
    return _OFFICES
