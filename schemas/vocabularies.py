"""The closed vocabularies of the facts. Values are what the warehouse stores and what SQL users filter on."""

from __future__ import annotations

from enum import StrEnum


class PartnerKind(StrEnum):
    """What sort of party a partner is."""

    COUNTRY = "country"
    INTERNATIONAL_ORGANIZATION = "international_organization"
    FUND_OR_BANK = "fund_or_bank"
    AGENCY = "agency"
    NGO = "ngo"
    COMPANY = "company"
    OTHER = "other"


class MeetingKind(StrEnum):
    """The form in which parties convened."""

    TALKS = "talks"
    VISIT = "visit"
    CONFERENCE = "conference"
    SUMMIT = "summit"
    DIALOGUE = "dialogue"
    CONSULTATION = "consultation"
    WORKSHOP = "workshop"
    CEREMONY = "ceremony"
    CAMPAIGN = "campaign"


class MeetingStatus(StrEnum):
    """Whether a meeting had taken place when the article was published."""

    HELD = "held"
    ONGOING = "ongoing"
    PLANNED = "planned"
    PROPOSED = "proposed"


class MeetingFormat(StrEnum):
    """How the parties were present."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Salience(StrEnum):
    """Whether the article is about the meeting or only mentions it."""

    MAIN = "main"
    MENTIONED = "mentioned"


class CommitmentKind(StrEnum):
    """What the sentence does: promise, agree, aim, ask, or report what was given."""

    PLEDGE = "pledge"
    AGREEMENT = "agreement"
    TARGET = "target"
    REQUEST = "request"
    DELIVERY = "delivery"


class Instrument(StrEnum):
    """The form in which a commitment is laid down or carried out."""

    MOU = "mou"
    JOINT_STATEMENT = "joint_statement"
    TREATY = "treaty"
    ODA = "oda"
    LOAN = "loan"
    CREDIT_MECHANISM = "credit_mechanism"
    PLAN = "plan"
    PROJECT = "project"


class Topic(StrEnum):
    """Fields of environmental and climate cooperation, from the most specific to `other`."""

    CLIMATE_MITIGATION = "climate_mitigation"
    CLIMATE_ADAPTATION = "climate_adaptation"
    CLIMATE_CHANGE = "climate_change"
    ENERGY = "energy"
    CARBON_MARKETS = "carbon_markets"
    GREEN_FINANCE = "green_finance"
    WASTE = "waste"
    CIRCULAR_ECONOMY = "circular_economy"
    OCEAN = "ocean"
    WATER = "water"
    AIR_QUALITY = "air_quality"
    BIODIVERSITY = "biodiversity"
    FORESTS = "forests"
    CHEMICALS = "chemicals"
    DISASTER_RISK = "disaster_risk"
    SUSTAINABLE_CITIES = "sustainable_cities"
    ENVIRONMENTAL_GOVERNANCE = "environmental_governance"
    OTHER = "other"


class DatePrecision(StrEnum):
    """The grain of an EDTF date; `unknown` where the year is not known or there is no date."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """The step of the pipeline in which a record was rejected."""

    DISCOVER = "discover"
    READ = "read"
    CLEAN = "clean"
    EXTRACT = "extract"
    VALIDATE = "validate"
    LOAD = "load"
