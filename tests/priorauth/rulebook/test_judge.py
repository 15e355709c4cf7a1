"""What observations make of rows: MET only on words that carry it by themselves."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from priorauth.criteria import Assessment, Status
from priorauth.evidence import Observation, Relation
from priorauth.facts import Assertion, DateInterval, Doubt, Grade, Outcome, Quantity, Side, Subject
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.judge import PolicyJudgement

Judge = Callable[..., PolicyJudgement]
Observe = Callable[..., Observation]
MET, NOT, UNKNOWN = Status.met, Status.not_met, Status.insufficient


def row_of(judgement: PolicyJudgement, row: str = "C1") -> Assessment:
    return next(a for a in judgement.assessments if a.row == row)


def test_a_plain_dated_value_in_range_is_met_and_quoted(judge: Judge, observe: Observe) -> None:
    row = row_of(judge("AHI at least 15", observe("C1", "AHI of 22 events per hour", value=22)))
    assert row.status is MET and 85 <= row.confidence <= 95
    assert [(s.relation, s.evidence.quote) for s in row.spans] == [(Relation.supports, "AHI of 22 events per hour")]


def test_nothing_found_is_insufficient_and_says_what_to_ask_for(judge: Judge) -> None:
    row = row_of(judge("AHI at least 15"))
    assert (row.status, row.confidence, row.settles) == (UNKNOWN, 0, "the record of 1")


LESS_THAN_PLAIN: list[dict[str, Any]] = [
    {"grade": Grade.b},
    {"grade": Grade.c},
    {"doubts": (Doubt.hedged,)},
    {"doubts": (Doubt.unfamiliar_wording,)},
    {"doubts": (Doubt.other_reader,)},
    {"assertion": Assertion.uncertain},
    {"subject": Subject.unknown},
    {"on": None},
    {"on": DateInterval(first=date(2025, 10, 1), last=date(2026, 2, 1))},
    {"value": Quantity(low=12, high=22)},
    {"value": 97},
]


@pytest.mark.parametrize("slots", LESS_THAN_PLAIN, ids=str)
def test_what_is_not_said_plainly_is_only_probably_met(judge: Judge, observe: Observe, slots: dict[str, Any]) -> None:
    row = row_of(judge("AHI at least 15", observe("C1", "AHI of 22 events per hour", **{"value": 22} | slots)))
    assert row.status is UNKNOWN and 60 <= row.confidence <= 69
    assert row.reason.startswith("Probably met, please confirm")
    assert [s.relation for s in row.spans] == [Relation.partly_supports]


BESIDE_THE_POINT: list[dict[str, Any]] = [
    *({"assertion": a} for a in Assertion if a not in ("affirmed", "negated", "uncertain", "resolved")),
    {"assertion": Assertion.negated},
    {"subject": Subject.other_person},
    {"on": date(2025, 11, 1)},
    {"on": date(2026, 12, 2)},
    {"doubts": (Doubt.stale,)},
    {"doubts": (Doubt.confuser,)},
    {"value": None},
]


@pytest.mark.parametrize("slots", BESIDE_THE_POINT, ids=str)
def test_what_does_not_speak_of_the_patient_now_is_set_aside(
    judge: Judge, observe: Observe, slots: dict[str, Any]
) -> None:
    row = row_of(judge("AHI at least 15", observe("C1", "AHI of 22 events per hour", **{"value": 22} | slots)))
    assert row.status is UNKNOWN and row.confidence <= 25 and not row.spans


@pytest.mark.parametrize(
    ("check", "value", "status"),
    [
        ("AHI at least 15", 15, MET),
        ("AHI more than 15", 15, NOT),
        ("AHI more than 15", Quantity(low=15, high=None, low_open=True), MET),
        ("AHI at most 15", 15, MET),
        ("AHI less than 15", 15, NOT),
        ("AHI less than 15", Quantity(low=None, high=15, high_open=True), MET),
        ("AHI 5 to 14", 14.9, MET),
        ("AHI 5 to 15", 15, MET),
        ("AHI 5 to 14", 15, NOT),
        ("AHI 16 to 20", 15, NOT),
        ("AHI at least 15", Quantity(low=14, high=15), UNKNOWN),
        ("AHI at least 15", Quantity(low=None, high=15), UNKNOWN),
    ],
    ids=str,
)
def test_a_value_must_lie_wholly_inside_its_bound(
    judge: Judge, observe: Observe, check: str, value: Any, status: Status
) -> None:
    assert row_of(judge(check, observe("C1", "AHI of 14.9 to 15 events", value=value))).status is status


def test_a_value_wholly_outside_contradicts_the_row(judge: Judge, observe: Observe) -> None:
    row = row_of(judge("AHI at least 15", observe("C1", "AHI of 4 per hour", value=4)))
    assert row.status is NOT and [s.relation for s in row.spans] == [Relation.weakens]


def test_an_unclear_value_outside_contradicts_nothing(judge: Judge, observe: Observe) -> None:
    assert row_of(judge("AHI at least 15", observe("C1", "AHI of 4", value=4, on=None))).status is UNKNOWN


def test_values_of_one_day_that_do_not_agree_are_insufficient_with_both_quotes(judge: Judge, observe: Observe) -> None:
    row = row_of(judge("AHI at least 15", observe("C1", "AHI of 22", value=22), observe("C1", "AHI of 4", value=4)))
    assert row.status is UNKNOWN
    assert {s.evidence.quote for s in row.spans} == {"AHI of 22", "AHI of 4"}


def test_a_later_value_replaces_an_older_one_but_never_the_other_way_round(judge: Judge, observe: Observe) -> None:
    older = date(2026, 3, 1)
    rising = [observe("C1", "AHI of 4", value=4, on=older), observe("C1", "AHI of 22", value=22)]
    falling = [observe("C1", "AHI of 22", value=22, on=older), observe("C1", "AHI of 4", value=4)]
    assert row_of(judge("AHI at least 15", *rising)).status is MET
    assert row_of(judge("AHI at least 15", *falling)).status is UNKNOWN


def test_two_values_of_one_month_that_do_not_agree_are_a_conflict(judge: Judge, observe: Observe) -> None:
    values = [
        observe("C1", "AHI of 4", value=4, on=date(2026, 10, 21)),
        observe("C1", "AHI of 22", value=22, on=date(2026, 11, 6)),
    ]
    assert row_of(judge("AHI at least 15", *values)).status is UNKNOWN


def test_a_lasting_fact_needs_no_date(judge: Judge, observe: Observe) -> None:
    seen = observe("C1", "weakness", thing="weakness", on=None, doubts=(Doubt.undated,))
    assert row_of(judge("documents weakness at any time", seen)).status is MET
    assert row_of(judge("documents weakness", seen)).status is UNKNOWN


@pytest.mark.parametrize(
    ("asked", "side", "status"),
    [
        (Side.right, Side.right, MET),
        (Side.right, Side.bilateral, MET),
        (Side.right, Side.left, UNKNOWN),
        (Side.right, None, UNKNOWN),
        (None, Side.right, UNKNOWN),
        (Side.bilateral, Side.right, UNKNOWN),
        (Side.bilateral, Side.bilateral, MET),
    ],
)
def test_the_side_must_be_the_requested_one(
    judge: Judge, observe: Observe, facts: CaseFacts, asked: Side | None, side: Side | None, status: Status
) -> None:
    seen = observe("C1", "weakness", thing="weakness", side=side)
    judged = judge("documents weakness on the requested side", seen, facts=facts.model_copy(update={"side": asked}))
    assert row_of(judged).status is status


def test_a_side_that_the_record_alone_names_is_said_in_the_reason(
    judge: Judge, observe: Observe, facts: CaseFacts
) -> None:
    told = facts.model_copy(update={"side": Side.left, "side_is_told": True})
    seen = observe("C1", "left weakness", thing="weakness", side=Side.left)
    row = row_of(judge("documents weakness on the requested side", seen, facts=told))
    assert row.status is MET and row.reason.endswith("The request names no side; the record names the left one.")
    assert "names no side" not in row_of(judge("documents weakness", seen, facts=told)).reason


def test_where_both_sides_are_requested_each_needs_its_own_evidence(
    judge: Judge, observe: Observe, facts: CaseFacts
) -> None:
    left, right = (observe("C1", f"{side} weakness", thing="weakness", side=side) for side in (Side.left, Side.right))
    denied = observe("C1", "no left weakness", thing="weakness", side=Side.left, assertion=Assertion.negated)
    both = facts.model_copy(update={"side": Side.bilateral})
    check = "documents weakness on the requested side"
    assert row_of(judge(check, left, right, facts=both)).status is MET
    assert {s.evidence.quote for s in row_of(judge(check, left, right, facts=both)).spans} == {
        "left weakness",
        "right weakness",
    }
    assert row_of(judge(check, right, facts=both)).status is UNKNOWN
    assert row_of(judge(check, right, denied, facts=both)).status is NOT


@pytest.mark.parametrize(("site", "status"), [("knee", MET), ("Knee", MET), ("hip", UNKNOWN), (None, UNKNOWN)])
def test_the_part_of_the_body_must_be_the_one_asked_for(
    judge: Judge, observe: Observe, site: str | None, status: Status
) -> None:
    seen = observe("C1", "weakness", thing="weakness", site=site)
    assert row_of(judge("documents weakness for the knee", seen)).status is status


def test_a_row_from_a_report_is_not_met_by_a_statement_in_passing(judge: Judge, observe: Observe) -> None:
    passing, reported = observe("C1", "AHI of 22", value=22), observe("C1", "AHI of 22", value=22, from_report=True)
    assert row_of(judge("AHI at least 15 from a report", passing)).status is UNKNOWN
    assert row_of(judge("AHI at least 15 from a report", reported)).status is MET


def test_a_plain_denial_contradicts_what_should_be_documented_dated_or_not(judge: Judge, observe: Observe) -> None:
    denied = observe(
        "C1", "no weakness", thing="weakness", assertion=Assertion.negated, on=None, doubts=(Doubt.undated,)
    )
    row = row_of(judge("documents weakness", denied))
    assert row.status is NOT and [s.relation for s in row.spans] == [Relation.weakens]


def test_a_thing_stated_and_denied_is_a_conflict_but_two_things_are_not(judge: Judge, observe: Observe) -> None:
    stated = observe("C1", "weakness", thing="weakness")
    same = observe("C1", "no weakness", thing="weakness", assertion=Assertion.negated)
    other = observe("C1", "no numbness", thing="numbness", assertion=Assertion.negated)
    whole = observe("C1", "strength intact", thing="strength intact", assertion=Assertion.negated)
    assert row_of(judge("documents weakness", stated, same)).status is UNKNOWN
    assert row_of(judge("documents weakness", stated, whole)).status is UNKNOWN
    assert row_of(judge("documents weakness", stated, other)).status is MET


def test_so_many_things_must_be_different_ones(judge: Judge, observe: Observe) -> None:
    one = [observe("C1", "weakness", thing="weakness"), observe("C1", "paresis", thing="weakness")]
    assert row_of(judge("documents at least 2 of weakness", *one)).status is UNKNOWN
    two = [*one, observe("C1", "numbness", thing="numbness")]
    assert row_of(judge("documents at least 2 of weakness", *two)).status is MET


def test_silence_is_no_denial(judge: Judge, observe: Observe) -> None:
    denied = observe("C1", "no infection", thing="infection", assertion=Assertion.negated)
    stated = observe("C1", "infection", thing="infection")
    assert row_of(judge("states no infection")).status is UNKNOWN
    assert row_of(judge("states no infection", denied)).status is MET
    assert row_of(judge("states no infection", stated)).status is NOT
    assert row_of(judge("states no infection", stated, denied)).status is UNKNOWN


def test_a_term_of_several_things_is_denied_only_as_a_whole(judge: Judge, observe: Observe) -> None:
    def no(thing: str) -> Observation:
        return observe("C1", f"no {thing}", thing=thing, assertion=Assertion.negated)

    assert row_of(judge("states no weakness", no("weakness"))).status is UNKNOWN
    assert row_of(judge("states no weakness", no("weakness"), no("numbness"))).status is MET
    assert row_of(judge("states no weakness", no("strength intact"))).status is MET


@pytest.mark.parametrize(
    ("check", "slots", "status"),
    [
        ("failed knee care", {"outcome": Outcome.failed}, MET),
        ("failed knee care", {"outcome": Outcome.not_tolerated}, MET),
        ("failed knee care", {"outcome": Outcome.completed}, UNKNOWN),
        ("failed knee care", {"outcome": Outcome.ongoing}, UNKNOWN),
        ("failed knee care", {"outcome": Outcome.unknown}, UNKNOWN),
        ("failed knee care", {}, UNKNOWN),
        ("failed knee care", {"outcome": Outcome.helped}, NOT),
        ("failed knee care", {"assertion": Assertion.negated}, NOT),
        ("failed knee care", {"outcome": Outcome.failed, "assertion": Assertion.planned}, UNKNOWN),
        ("completed knee care", {"outcome": Outcome.helped}, MET),
        ("completed knee care", {"outcome": Outcome.failed}, MET),
        ("completed knee care", {"outcome": Outcome.not_tolerated}, UNKNOWN),
        ("failed knee care for at least 6 weeks", {"outcome": Outcome.failed, "days": 42}, MET),
        ("failed knee care for at least 6 weeks", {"outcome": Outcome.failed, "days": 41}, UNKNOWN),
        ("failed knee care for at least 6 weeks", {"outcome": Outcome.failed}, UNKNOWN),
    ],
    ids=str,
)
def test_a_course_counts_only_when_carried_through_long_enough(
    judge: Judge, observe: Observe, check: str, slots: dict[str, Any], status: Status
) -> None:
    assert row_of(judge(check, observe("C1", "PT without relief", thing="physical therapy", **slots))).status is status


def test_a_dated_row_needs_a_date_inside_its_window(judge: Judge, observe: Observe) -> None:
    check = "AHI dated within 6 months"
    assert row_of(judge(check, observe("C1", "AHI of 22", value=22))).status is MET
    assert row_of(judge(check, observe("C1", "AHI of 22", value=22, on=date(2026, 1, 5)))).status is UNKNOWN
    assert row_of(judge("AHI dated at any time", observe("C1", "AHI of 22", value=22, on=None))).status is UNKNOWN


@pytest.mark.parametrize(
    ("check", "before", "after", "status"),
    [
        ("nodule size increased by at least 2 mm", 6, 8, MET),
        ("nodule size increased by at least 2 mm", 6, 7.9, NOT),
        ("nodule size decreased by at least 2 mm", 8, 6, MET),
        ("nodule size decreased by at least 50 percent", 8, 4, MET),
        ("nodule size increased by at least 50 percent", 8, 9, NOT),
        ("nodule size increased by at least 2 mm", Quantity(low=5, high=7), 8, UNKNOWN),
        ("nodule size increased by at least 2 mm", None, 8, UNKNOWN),
    ],
    ids=str,
)
def test_a_change_needs_two_dated_values_far_enough_apart(
    judge: Judge, observe: Observe, check: str, before: Any, after: Any, status: Status
) -> None:
    earlier = observe("C1", "5 to 8 mm", value=before, on=date(2024, 5, 1))
    later = observe("C1", "4, 6, 7.9, 8 or 9 mm", value=after)
    assert row_of(judge(check, earlier, later)).status is status


def test_a_change_to_an_old_value_does_not_count(judge: Judge, observe: Observe) -> None:
    pair = [observe("C1", f"{mm} mm", value=mm, on=date(year, 5, 1)) for mm, year in ((6, 2023), (9, 2024))]
    assert row_of(judge("nodule size increased by at least 2 mm", *pair)).status is UNKNOWN


def test_a_question_for_a_person_is_never_met(judge: Judge, observe: Observe) -> None:
    row = row_of(judge("reviewer judgement: is it safe?", observe("C1", "it is safe")))
    assert row.status is UNKNOWN and "is it safe?" in row.reason


@pytest.mark.parametrize(
    ("check", "known", "status", "field"),
    [
        ("age at least 70", {}, MET, "patient_dob"),
        ("age at least 71", {}, NOT, "patient_dob"),
        ("age at most 69", {}, NOT, "patient_dob"),
        ("age 65 to 70", {}, MET, "patient_dob"),
        ("age at least 18", {"age": None}, UNKNOWN, "patient_dob"),
        ("sex is female", {}, MET, "patient_sex"),
        ("sex is male", {}, NOT, "patient_sex"),
        ("sex is male", {"sex": "unknown"}, UNKNOWN, "patient_sex"),
        ("diagnosis code in M17.*", {}, MET, "diagnosis_codes"),
        ("diagnosis code in M16.*-M18.*", {}, MET, "diagnosis_codes"),
        ("diagnosis code in M17.1", {}, NOT, "diagnosis_codes"),
        ("diagnosis code in M17.*", {"diagnosis_codes": ()}, UNKNOWN, "diagnosis_codes"),
        ("procedure code in 27440-27447", {}, MET, "procedure_codes"),
        ("procedure code in 27486", {}, NOT, "procedure_codes"),
        ("modifier in RT", {"modifiers": ("RT",)}, MET, "modifiers"),
        ("modifier in RT", {"modifiers": ("LT",)}, NOT, "modifiers"),
        ("modifier in RT", {}, UNKNOWN, "modifiers"),
        ("state in OH", {"state": "OH"}, MET, "state"),
        ("state in OH", {"state": "PA"}, NOT, "state"),
        ("state in OH", {}, UNKNOWN, "state"),
    ],
    ids=str,
)
def test_a_row_about_the_request_names_its_field(
    judge: Judge, facts: CaseFacts, check: str, known: dict[str, Any], status: Status, field: str
) -> None:
    row = row_of(judge(check, facts=CaseFacts.model_validate(facts.model_dump() | known)))
    assert (row.status, row.source) == (status, f"request: {field}")
    assert row.confidence == (0 if status is UNKNOWN else 95)


def test_a_silent_bar_is_no_row_a_shown_one_not_met_a_doubtful_one_insufficient(judge: Judge, observe: Observe) -> None:
    bars = ["record shows no infection within 3 months"]

    def barred(*observations: Observation) -> PolicyJudgement:
        return judge("age at least 18", *observations, bars=bars)

    silent = [
        barred(),
        barred(observe("X1", "no infection", thing="infection", assertion=Assertion.negated)),
        barred(observe("X1", "infection", thing="infection", on=date(2026, 5, 1))),
        barred(observe("X1", "her sister's infection", thing="infection", subject=Subject.other_person)),
    ]
    assert all(len(j.assessments) == 1 and j.satisfied for j in silent)
    shown = barred(observe("X1", "infection", thing="infection", on=date(2026, 11, 1)))
    assert (row_of(shown, "X1").status, shown.status, row_of(shown, "X1").bar) == (NOT, NOT, True)
    assert row_of(shown, "X1").spans[0].relation is Relation.weakens
    for slots in ({"on": None}, {"assertion": Assertion.uncertain}, {"grade": Grade.c}):
        doubtful = barred(observe("X1", "infection", thing="infection", **{"on": date(2026, 11, 1)} | slots))
        assert (row_of(doubtful, "X1").status, doubtful.status) == (UNKNOWN, UNKNOWN)
    planned = barred(observe("X1", "infection", thing="infection", assertion=Assertion.planned))
    assert planned.status is UNKNOWN


def test_a_bar_with_a_bound_speaks_when_the_value_is_inside_it(judge: Judge, observe: Observe) -> None:
    bars = ["not: BMI at least 50", "not: diagnosis code in M45.*"]
    assert judge("age at least 18", observe("X1", "BMI of 41", value=41), bars=bars).satisfied
    assert judge("age at least 18", observe("X1", "BMI of 52", value=52), bars=bars).status is NOT


def test_a_bar_on_the_request_needs_no_reader(judge: Judge, facts: CaseFacts) -> None:
    bechterew = facts.model_copy(update={"diagnosis_codes": ("M45.0",)})
    assert judge("age at least 18", facts=bechterew, bars=["not: diagnosis code in M45.*"]).status is NOT


def test_nothing_follows_from_silence_when_the_documents_were_not_read_whole(judge: Judge, observe: Observe) -> None:
    checks, bars = ["AHI at least 15", "age at least 71"], ["record shows no infection"]
    judged = judge(checks, observe("C1", "AHI of 4", value=4), bars=bars, read_whole=False)
    assert (row_of(judged).status, row_of(judged, "C2").status) == (UNKNOWN, NOT)
    assert row_of(judged, "X1").status is UNKNOWN
    met = judge("AHI at least 15", observe("C1", "AHI of 22", value=22), read_whole=False)
    assert row_of(met).status is MET


def test_a_checklist_caps_the_confidence_of_its_rows(judge: Judge, observe: Observe) -> None:
    judged = judge("AHI at least 15", observe("C1", "AHI of 22", value=22), front="highest-confidence: 80\n")
    assert (row_of(judged).status, row_of(judged).confidence) == (MET, 80)


def test_rows_off_the_path_are_not_decisive(judge: Judge, observe: Observe) -> None:
    checks = ["AHI at least 15", "AHI 5 to 14", "documents weakness"]
    judged = judge(checks, observe("C1", "AHI of 22", value=22), approve="C1 or (C2 and C3)")
    assert [a.row for a in judged.assessments if a.decisive] == ["C1"] and judged.satisfied
