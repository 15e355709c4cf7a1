"""Service families: which kind of specialist a procedure code belongs to, by code range.

The ranges are this project's own judgement. A policy or checklist that names its family wins over them.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from priorauth.codes.procedures import CodeSystem, parse_procedure
from priorauth.codes.ranges import CodeRanges


class ServiceFamily(StrEnum):
    """A family of services that the same specialties provide; the value is its key in rule files."""

    OJ = "OJ"
    SP = "SP"
    PN = "PN"
    NS = "NS"
    CV = "CV"
    VA = "VA"
    BR = "BR"
    IM = "IM"
    ON = "ON"
    SL = "SL"
    DM = "DM"
    EN = "EN"
    EY = "EY"
    PL = "PL"
    UR = "UR"
    WD = "WD"
    GE = "GE"
    RT = "RT"
    PSY = "PSY"
    RH = "RH"
    OR = "OR"
    LU = "LU"
    GI = "GI"
    GS = "GS"
    FT = "FT"
    DX = "DX"

    @property
    def label(self) -> str:
        """The family in plain words."""
        return _LABELS[self]


_LABELS: Mapping[ServiceFamily, str] = MappingProxyType(
    {
        ServiceFamily.OJ: "joint replacement and arthroscopy",
        ServiceFamily.SP: "spine surgery",
        ServiceFamily.PN: "pain injections, ablation and stimulators",
        ServiceFamily.NS: "neurosurgery and nerve stimulation",
        ServiceFamily.CV: "cardiac procedures and devices",
        ServiceFamily.VA: "veins and vessels",
        ServiceFamily.BR: "bariatric surgery",
        ServiceFamily.IM: "advanced imaging",
        ServiceFamily.ON: "oncology",
        ServiceFamily.SL: "sleep, oxygen and ventilation",
        ServiceFamily.DM: "medical equipment",
        ServiceFamily.EN: "ear, nose and throat",
        ServiceFamily.EY: "eye and eyelid",
        ServiceFamily.PL: "plastic surgery",
        ServiceFamily.UR: "urology",
        ServiceFamily.WD: "wounds and hyperbaric oxygen",
        ServiceFamily.GE: "genetic testing",
        ServiceFamily.RT: "radiation therapy",
        ServiceFamily.PSY: "psychiatric stimulation",
        ServiceFamily.RH: "rehabilitation",
        ServiceFamily.OR: "orders only",
        ServiceFamily.LU: "lung and bronchoscopy",
        ServiceFamily.GI: "digestive endoscopy and surgery",
        ServiceFamily.GS: "general surgery",
        ServiceFamily.FT: "foot",
        ServiceFamily.DX: "laboratory and pathology",
    }
)

# Low-dose chest CT and PET are ordered by lung and cancer specialists; bronchoscopy and oxygen belong to the lung
# specialist, whose own family is SL; CAR-T counts as oncology.
_RANGES: Mapping[ServiceFamily, CodeRanges] = MappingProxyType(
    {
        ServiceFamily.OJ: CodeRanges.parse("23000-27277, 27281-28899, 29800-29999, 64702-64727"),
        ServiceFamily.SP: CodeRanges.parse("22010-22899, 27278-27280, 62380, 63001-63308, 0275T, G0276"),
        ServiceFamily.PN: CodeRanges.parse(
            "62320-62327, 64400-64530, 64625-64636, 63650-63688, 20550-20611, 64612-64617, 64642-64647, J0585-J0589, "
            "27096, 0275T, G0260, G0276"
        ),
        ServiceFamily.NS: CodeRanges.parse("61000-61888, 64553-64595"),
        ServiceFamily.CV: CodeRanges.parse("33016-33999, 92920-93799"),
        ServiceFamily.VA: CodeRanges.parse("34001-37799"),
        ServiceFamily.BR: CodeRanges.parse("43644-43645, 43770-43775, 43842-43848"),
        ServiceFamily.LU: CodeRanges.parse(
            "31600-32999, 94002-94799, 71271, G0296-G0297, G0302-G0305, E1390-E1392, E0424-E0444"
        ),
        ServiceFamily.GI: CodeRanges.parse("43180-43643, 43646-43769, 43776-43841, 43849-49999, G0104-G0105, G0121"),
        ServiceFamily.GS: CodeRanges.parse("10021-14350, 19000-19499, 38100-38999, 60000-60699"),
        ServiceFamily.UR: CodeRanges.parse("50010-55899, 56405-58999, 64561, 64581"),
        ServiceFamily.EY: CodeRanges.parse("65091-68899, 15820-15823"),
        ServiceFamily.EN: CodeRanges.parse(
            "30000-31599, 40490-42999, 60200-60281, 64582-64584, 69000-69979, L8614-L8629"
        ),
        ServiceFamily.PL: CodeRanges.parse("11400-14350, 15002-15879, 17106-17999, 19300-19396, 30400-30462"),
        ServiceFamily.WD: CodeRanges.parse("11042-11047, 97597-97610, 99183, G0277"),
        ServiceFamily.IM: CodeRanges.parse("70010-77092, 78012-78999, G0297"),
        ServiceFamily.ON: CodeRanges.parse(
            "77261-77799, 96401-96549, J8999-J9999, Q2040-Q2059, 0037U, 81445-81456, 38225-38228, 0537T-0540T, "
            "71271, 78811-78816, G6001-G6017"
        ),
        ServiceFamily.RT: CodeRanges.parse("77261-77799, G6001-G6017"),
        ServiceFamily.SL: CodeRanges.parse(
            "95782-95811, G0398-G0400, A7027-A7046, E0601, E0470-E0472, E1390-E1392, E0424-E0444, E0465-E0468, "
            "31615-31661"
        ),
        ServiceFamily.DM: CodeRanges.parse("E0100-E8002, K0001-K0900, A4238-A4239, A4253-A4259, A7027-A7046"),
        ServiceFamily.GE: CodeRanges.parse("81105-81479, 0001U-0999U"),
        ServiceFamily.PSY: CodeRanges.parse("90867-90870"),
        ServiceFamily.RH: CodeRanges.parse("92507-92526, 97010-97799"),
        ServiceFamily.FT: CodeRanges.parse("28001-28899"),
        ServiceFamily.DX: CodeRanges.parse("80047-81104, 81480-89398, G0327-G0328"),
    }
)
_JUDGED = frozenset(CodeSystem) - {
    CodeSystem.icd10cm_lookalike,
    CodeSystem.icd10pcs_lookalike,
    CodeSystem.unknown,
}


def service_families(code: str) -> frozenset[ServiceFamily]:
    """The families a procedure code belongs to; several where ranges overlap, none where no range holds it."""
    procedure = parse_procedure(code)
    if procedure.system not in _JUDGED:
        return frozenset()
    return frozenset(family for family, ranges in _RANGES.items() if procedure.code in ranges)
