"""What kind of service a procedure code names: a fine hint and one of the six types of the compliance checklist.

Ranges are hints for people and checklists; nothing is approved or refused by them.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from priorauth.codes.procedures import parse_procedure
from priorauth.codes.ranges import CodeRanges


class ServiceType(StrEnum):
    """The six service types of the compliance checklist."""

    procedure = "procedure"
    medication = "medication"
    imaging = "imaging"
    device = "device"
    therapy = "therapy"
    facility = "facility"


class ServiceHint(StrEnum):
    """A finer word for the service, for lists and search."""

    injection = "injection"
    neurostimulator = "neurostimulator"
    cardiac_device = "cardiac device"
    surgery = "surgery"
    imaging = "imaging"
    laboratory = "laboratory"
    drug = "drug"
    equipment = "equipment"
    prosthetic = "prosthetic or orthotic"
    behavioral = "behavioral health"
    rehabilitation = "rehabilitation"
    ambulance = "ambulance"
    home_health = "home health"
    radiation = "radiation"
    hospital_care = "hospital or nursing facility care"
    visit = "visit"
    anesthesia = "anesthesia"
    other_medicine = "other medical service"


# First match wins: a narrow range stands before the wide one that holds it.
_HINTS: tuple[tuple[ServiceHint, CodeRanges], ...] = (
    (ServiceHint.injection, CodeRanges.parse("62320-62327, 64400-64530, 64633-64636, 20550-20611")),
    (ServiceHint.neurostimulator, CodeRanges.parse("61850-61888, 63650-63688, 64553-64595")),
    (ServiceHint.cardiac_device, CodeRanges.parse("33206-33275, 33361-33369")),
    (ServiceHint.surgery, CodeRanges.parse("10004-69990")),
    (ServiceHint.imaging, CodeRanges.parse("70010-77092, 78012-78999, G0235, G0297")),
    (ServiceHint.radiation, CodeRanges.parse("77261-77799, G6001-G6017")),
    (
        ServiceHint.laboratory,
        CodeRanges.parse("80047-89398, 0001U-9999U, 0001M-9999M, P0001-P9999, U0001-U0005, G0327-G0328"),
    ),
    (
        ServiceHint.drug,
        CodeRanges.parse("J0001-J9999, Q2000-Q2999, Q5000-Q5999, C9001-C9999, A9500-A9699, 90281-90399"),
    ),
    (ServiceHint.ambulance, CodeRanges.parse("A0021-A0999")),
    (ServiceHint.equipment, CodeRanges.parse("E0100-E8002, K0001-K0900, A4000-A9999, B4000-B9999, C1000-C1999")),
    (ServiceHint.prosthetic, CodeRanges.parse("L0001-L9999")),
    (ServiceHint.behavioral, CodeRanges.parse("90785-90899, H0001-H2037")),
    (ServiceHint.rehabilitation, CodeRanges.parse("97010-97799, 97810-97814, 92507-92526, G0281-G0283, G0329")),
    (ServiceHint.home_health, CodeRanges.parse("G0151-G0162, T1000-T5999")),
    (ServiceHint.hospital_care, CodeRanges.parse("99217-99239, 99304-99318")),
    (ServiceHint.visit, CodeRanges.parse("99202-99499")),
    (ServiceHint.anesthesia, CodeRanges.parse("00100-01999")),
    (
        ServiceHint.other_medicine,
        CodeRanges.parse(
            "90400-99607, 0001T-9999T, C8000-C8999, G0104-G0105, G0121, G0260, G0276-G0277, G0302-G0305, G0398-G0400"
        ),
    ),
)

_TYPES: Mapping[ServiceHint, ServiceType] = MappingProxyType(
    {
        ServiceHint.injection: ServiceType.procedure,
        ServiceHint.neurostimulator: ServiceType.procedure,
        ServiceHint.cardiac_device: ServiceType.procedure,
        ServiceHint.surgery: ServiceType.procedure,
        ServiceHint.imaging: ServiceType.imaging,
        ServiceHint.laboratory: ServiceType.procedure,
        ServiceHint.drug: ServiceType.medication,
        ServiceHint.equipment: ServiceType.device,
        ServiceHint.prosthetic: ServiceType.device,
        ServiceHint.behavioral: ServiceType.therapy,
        ServiceHint.rehabilitation: ServiceType.therapy,
        ServiceHint.ambulance: ServiceType.facility,
        ServiceHint.home_health: ServiceType.therapy,
        ServiceHint.radiation: ServiceType.therapy,
        ServiceHint.hospital_care: ServiceType.facility,
        ServiceHint.visit: ServiceType.procedure,
        ServiceHint.anesthesia: ServiceType.procedure,
        ServiceHint.other_medicine: ServiceType.procedure,
    }
)


def service_hint(code: str) -> ServiceHint | None:
    """What kind of service the code names, or None where no range holds it."""
    procedure = parse_procedure(code)
    return next((hint for hint, ranges in _HINTS if procedure.code in ranges), None)


def service_type(code: str) -> ServiceType | None:
    """Which of the six service types the code belongs to, or None where that cannot be told from the code."""
    hint = service_hint(code)
    return None if hint is None else _TYPES[hint]
