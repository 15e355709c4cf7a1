"""What a reader is asked and what it answers. A reader reads; it never concludes."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from priorauth.base import Frozen
from priorauth.case import Sex
from priorauth.criteria import Row, Term
from priorauth.evidence import Evidence, Observation
from priorauth.facts import Side


class RequestedItem(Frozen):
    """The service the rows are about, as far as a reader needs it."""

    code: str
    label: str = ""
    names: tuple[str, ...] = ()
    site: str = ""
    sides: tuple[Side, ...] = ()
    family: str = ""


class ReadingContext(Frozen):
    """What is known of the request before a word of the record is read."""

    judged_on: date
    received_on: date
    patient_name: str = ""
    patient_dob: date | None = None
    patient_sex: Sex = Sex.unknown
    member_id: str | None = None
    urgency_expedited: bool = False
    items: tuple[RequestedItem, ...] = ()
    diagnosis_codes: tuple[str, ...] = ()
    diagnosis_titles: tuple[str, ...] = ()


class RowQuestion(Frozen):
    """The rows of one policy that need reading, with the terms they use."""

    policy_id: str
    rows: tuple[Row, ...]
    terms: tuple[Term, ...] = ()
    item: RequestedItem


class RowReading(Frozen):
    """The answer: observations, and the sentences taken out because they talk of policy or instruct the reader.

    `second` is what a model saw for the same rows, where one was asked; of it, `derived` names the rows whose number,
    date or course code has read again at the quoted place, and `dropped` counts quotes that stand nowhere.
    `unread` says why a model that was asked has not answered; the case then pends. `told_side` is the one side the
    record speaks of, where rows ask for the requested side and the request names none.
    """

    policy_id: str
    observations: tuple[Observation, ...] = ()
    set_aside: tuple[Evidence, ...] = ()
    over_budget: bool = False
    reader: str = "embedded"
    second: "RowReading | None" = None
    derived: tuple[str, ...] = ()
    dropped: int = 0
    unread: str = ""
    told_side: Side | None = None


class QualityFlag(StrEnum):
    thin = "thin"
    boilerplate = "boilerplate"
    copied = "copied"
    no_patient_data = "no_patient_data"
    instruction_text = "instruction_text"
    unreadable_parts = "unreadable_parts"


class NoteQuality(Frozen):
    """Whether the narrative is substantive, specific and not boilerplate."""

    clinical_sentences: int
    words: int
    has_history: bool
    has_findings: bool
    flags: tuple[QualityFlag, ...] = ()
    spans: tuple[Evidence, ...] = ()
    unread: str = ""


class FieldName(StrEnum):
    chief_complaint = "chief_complaint"
    history_of_present_illness = "history_of_present_illness"
    prior_treatments = "prior_treatments"
    severity_indicators = "severity_indicators"
    functional_limitations = "functional_limitations"
    diagnostic_findings = "diagnostic_findings"
    duration_and_progression = "duration_and_progression"
    medical_history_and_comorbidities = "medical_history_and_comorbidities"


class Statement(Frozen):
    """One thing the record says, with the slots found in it."""

    evidence: Evidence
    slots: tuple[str, ...] = ()
    when: date | None = None


class ExtractedField(Frozen):
    name: FieldName
    statements: tuple[Statement, ...] = ()
    confidence: int = Field(ge=0, le=100)
    bears_on_request: bool = True


class Extraction(Frozen):
    """The eight fields. Confidence is the mean over the fields that bear on the request.

    `summary` is a model's, with every sentence dropped that says more than was quoted.
    """

    fields: tuple[ExtractedField, ...]
    confidence: int = Field(ge=0, le=100)
    summary: str = ""
    unread: str = ""


class DiscrepancyKind(StrEnum):
    """What may not agree; how grave each is stands in the clinical-review skill."""

    age = "age"
    birth_date = "birth_date"
    sex = "sex"
    other_name = "other_name"
    other_member_id = "other_member_id"
    wrong_side = "wrong_side"
    wrong_site = "wrong_site"
    other_procedure = "other_procedure"
    urgency = "urgency"
    conflicting_values = "conflicting_values"
    service_date_past = "service_date_past"
    put_off = "put_off"
    policy_talk = "policy_talk"
    instruction = "instruction"


class FoundDiscrepancy(Frozen):
    """Something in the record that does not agree with the request or with itself."""

    kind: DiscrepancyKind
    detail: str
    spans: tuple[Evidence, ...] = ()
