"""The names FHIR and the PAS guide give to things: code systems, extensions, profiles."""

from enum import StrEnum

PAS = "http://hl7.org/fhir/us/davinci-pas"
DEFINITIONS = f"{PAS}/StructureDefinition"
TEMPORARY_CODES = f"{PAS}/CodeSystem/PASTempCodes"
TOPIC = f"{PAS}/SubscriptionTopic/PASSubscriptionTopic"
BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition"

X12_ACTION = "https://codesystem.x12.org/005010/306"
X12_REJECT = "https://codesystem.x12.org/005010/901"
X12_FOLLOW_UP = "https://codesystem.x12.org/005010/889"
X12_REPORT = "https://codesystem.x12.org/005010/755"
X12_UNIT = "https://codesystem.x12.org/005010/673"
X12_ENTITY = "https://codesystem.x12.org/005010/98"
ADJUDICATION = "http://terminology.hl7.org/CodeSystem/adjudication"
DATA_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
LOINC = "http://loinc.org"
NPI = "http://hl7.org/fhir/sid/us-npi"
NPI_OID = "urn:oid:2.16.840.1.113883.4.6"

OUR_RESPONSES = "urn:priorauth:claim-response"
OUR_REQUESTS = "urn:priorauth:information-request"
OUR_BUNDLES = "urn:priorauth:bundle"
FHIR_JSON = "application/fhir+json"

ORDERS = (
    "ServiceRequest",
    "DeviceRequest",
    "MedicationRequest",
    "NutritionOrder",
    "VisionPrescription",
    "SupplyRequest",
)

DEPTH_BOUND = 64
BODY_BOUND = 20_000_000
VALUES_BOUND = 400_000


class ReviewAction(StrEnum):
    """X12 306, in our own words where a display is given."""

    approved = "A1"
    denied = "A3"
    pended = "A4"
    modified = "A6"
    cancelled = "C"


class Extension(StrEnum):
    """The last part of an extension's URL under the guide's definitions."""

    review_action = "extension-reviewAction"
    review_action_code = "extension-reviewActionCode"
    reviewer = "extension-claimResponseReviewer"
    trace_number = "extension-itemTraceNumber"
    requested_date = "extension-itemRequestedServiceDate"
    issue_date = "extension-itemPreAuthIssueDate"
    period = "extension-itemPreAuthPeriod"
    authorized_detail = "extension-itemAuthorizedDetail"
    authorized_provider = "extension-itemAuthorizedProvider"
    administration_reference = "extension-administrationReferenceNumber"
    authorization_number = "extension-authorizationNumber"
    request_type = "extension-serviceItemRequestType"
    certification_type = "extension-certificationType"
    level_of_service = "extension-levelOfServiceCode"
    requested_service = "extension-requestedService"
    claim_scope = "extension-careTeamClaimScope"
    info_changed = "extension-infoChanged"
    line_number = "extension-serviceLineNumber"
    error_path = "extension-errorPath"
    error_element = "extension-errorElement"
    follow_up = "extension-errorFollowupAction"
    transmission = "extension-TransmissionIdentifiers"
    code_end = "extension-productOrServiceCodeEnd"

    @property
    def url(self) -> str:
        return f"{DEFINITIONS}/{self.value}"


INFO_CANCELLED = f"{DEFINITIONS}/modifierextension-infoCancelled"
CANCELLED_MARKS = (INFO_CANCELLED, f"{DEFINITIONS}/extension-infoCancelled")
CANCEL = "3"
