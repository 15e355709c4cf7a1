"""Rows read: for each row of a policy, what the record says about it, with spans and slots; never a status."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache, partial
from typing import NamedTuple

from agents.reading import patterns as re
from agents.reading.additions import held_back
from agents.reading.assertion import COMPOUND, SECTION_SAYS, Said, said_of
from agents.reading.corrections import Retractions, find_retractions
from agents.reading.courses import TreatmentCourse, course_of, denies_the_effect, no_longer_needed
from agents.reading.deeds import (
    concluded_from_a_denial,
    dated_in_brackets,
    done_after_all,
    is_a_risk_told_of,
    is_ground,
    only_showed_none,
    was_talked_over,
)
from agents.reading.finds import AIMS, idle_cues, misses
from agents.reading.grading import date_doubts, grade_of, wording_doubts
from agents.reading.limbs import on_the_other_side
from agents.reading.lookalikes import is_what_a_night_counts_by
from agents.reading.measured import mentions_by_sentence
from agents.reading.of_old import not_repeated_from_of_old
from agents.reading.orders import ordered_before_it_came
from agents.reading.other_level import not_of_another_level
from agents.reading.other_side import not_of_the_other_side
from agents.reading.pain import of_a_limb, of_the_spine
from agents.reading.pictured import only_named
from agents.reading.places import Place, place_of, same_region, sides_of, sites_of, told_throughout
from agents.reading.purposes import meant_otherwise
from agents.reading.record import PreparedDocument, PreparedRecord, ReadingTime, Sentence, prepare
from agents.reading.returned import carried_on
from agents.reading.sections import SectionKind
from agents.reading.sentences import SENTENCE_BOUND
from agents.reading.slots import SlotMention, find_slot
from agents.reading.soundness import another_figure, denial_turned, ill_taken, taken_back_next, undone
from agents.reading.spells import OF_TALK, bars_earlier_spells, of_an_earlier_spell
from agents.reading.standing import (
    begins_as_an_order,
    carried_out,
    listed_for_afterwards,
    spoilt,
    spoilt_from_afar,
    standing_of,
)
from agents.reading.subject import subject_of
from agents.reading.terms import (
    MENTIONS_BOUND,
    Kind,
    Mention,
    Spelled,
    find_mentions,
    own_words,
    spellings_of,
    words_in,
)
from agents.reading.text import blank, contains, fold, normalise
from agents.reading.timing import from_report, stands_behind, told_by_its_date, when_of
from agents.reading.told_side import told_side
from agents.reading.value import Value
from agents.reading.values import disagrees_with_body, for_a_criterion, vague_words, values_of
from agents.reading.vocabulary import wording_of, words_near
from agents.reading.whose import foreign_pages, told_of_the_other_sex
from priorauth.case import Document
from priorauth.criteria import (
    AbsenceCheck,
    ChangeCheck,
    Course,
    CourseCheck,
    DatedCheck,
    DenialCheck,
    DocumentsCheck,
    MeasureCheck,
    Row,
    SlotCheck,
    Term,
)
from priorauth.evidence import Evidence, Observation, quote
from priorauth.facts import Assertion, DateInterval, Doubt, Grade, Outcome, Side, Subject
from priorauth.measures import MEASURES
from priorauth.reading import ReadingContext, RowQuestion, RowReading

SET_ASIDE_BOUND = 20
# "Not interested in looking younger", "no plans for", "does not wish to": what is not even wished is not there.
NO_WISH = re.compile(
    r"(?:\b(?:not|no|never|neither|nor|den(?:y|ies|ied|ying))|n't)"
    r"(?: (?:at all|really|currently|any|an?|her|his|the))* $"
)
# Who is no candidate for one treatment has not been said to have had none.
UNSUITED = re.compile(
    r"not (?:currently )?(?:a |an )?(?:good |suitable |appropriate |reasonable )?candidate|contraindicat|allerg"
)
# "No NSAID (CKD 3a)", "cannot take naproxen": what the patient is kept from takes nothing back of other treatments.
MAY_NOT_HAVE = re.compile(r"(?:cannot|can't|can not|could not|unable to|not able to|must not|may not)\b")
FOR_A_REASON = re.compile(
    r"s?\s*[(,:-]?\s*(?:given |because of |due to |for |on |history of |hx |h/o |prior |with )*(?:her |his |the )?"
    r"(?:ckd|e?gfr|kidney|renal|warfarin|apixaban|rivaroxaban|eliquis|xarelto|anticoag\w*"
    r"|ulcers?\b|gi bleed\w*|bleeding ulcer"
    r"|stomach bleed\w*|allerg\w+|chf"
    r"|heart failure|cirrhosis|contraindicat\w+)"
)
WEIGHED_AND_LEFT = re.compile(r"rul(?:ed|es|ing) (?:\w+ )?out|exclud|reject|dismiss")
SPOILS_AHEAD, SPOILS_NEAR, SPOILS_BEHIND = 1, 2, 4
TIMES_OF_CARE = frozenset({"months of care", "weeks of care"})
SPINE = frozenset(("lumbar spine", "cervical spine", "thoracic spine"))
TermCheck = DocumentsCheck | DenialCheck | AbsenceCheck | CourseCheck
REPORTED = frozenset({Assertion.policy_talk, Assertion.instruction})
CARERS = frozenset(("caregiver", "carer", "partner", "family", "parent", "guardian"))
KINFOLK = frozenset(
    (
        *("mother", "father", "sister", "brother", "aunt", "uncle", "cousin", "sibling", "parent", "relative"),
        *("grandmother", "grandfather", "family", "fh", "fhx"),
    )
)
REPORT_PARTS = frozenset(("findings", "technique", "impression"))
FORETOLD = frozenset(("resection weight",))
FORETELLS = re.compile(
    r"\W*(?:we |i )?(?:be |is |are |to be )?(?:expect|anticipat|estimat|plan|propos|will|remov|resect)"
)
# "The FEV1 she will be left with": how the breath after an operation is named, and no plan.
WILL_BE_LEFT = re.compile(r"\b(?:will|would) (?:be left|remain|stay)\b")
PAIN, ARM_PAIN = "pain score", re.compile(r"\b(?:arm|leg) pain\b", re.IGNORECASE)
CARE_HELPED = "care helped"
# "Left 82% at the bulb, R 30%": a side right before a figure is that figure's own.
SIDE_AHEAD = re.compile(r"(?<![\w/])(?P<side>[rl])(?:igh|ef)?t?[.:=]? ?$")
SPOKEN = {"r": Side.right, "l": Side.left}
GROWS = frozenset(("pain score", "height loss", "aneurysm size", "nodule size"))
RISES = re.compile(
    r"\b(?:worsen\w*|worse|progress\w*|climb\w*|increas\w*|ris(?:es|en|ing)|rose|gr(?:ow\w*|own|ew)|up from"
    r"|escalat\w*)\b"
)
AT_PRESENT = re.compile(
    r"(?:/10| ?%| ?mm| ?cm| percent| of (?:10|ten))?,? ?(?:\w+ ){0,2}?(?:now|today|currently|at present)\b"
)
OF_BEFORE = re.compile(
    r"\b(?:was|initially|at first|first|at onset|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|weeks?|ago"
    r"|last|early|end of|\d{1,2}/\d{1,2}(?:/\d{2,4})?|began|start\w*|at (?:the )?injury|ed visit)\b"
)
IN_A_ROW = re.compile(r"(?:->|=>|\u2192|\bto\b|; ?\d{1,2}/\d)")
SCORES_TOGETHER = 2
NOUGHT = re.compile(r"\b(?:zero|none|nothing|gone)\b")
TROUBLE = re.compile(r"[\s-]?(?:complications?|problems?|issues?|difficult\w+)\b")
RESULT = re.compile(r"\W*(?:is |was |were |are |both )*(?:unremarkable|negative|neg|normal|clear|non-?reactive)\W*")
A_STUDY = re.compile(
    r"(?:(?:staging|pet|pet/ct|pet-ct|chest|abdomen|abdominal|cap|c/a/p|plain|standing|low-dose|ldct|lcs|screening|yearly|annual|third|second|first|chest|lung"
    r"|weight-?bearing|repeat|recent|films?|x-?rays?|radiographs?|ct|cta|mri|mr|scans?|tomography"
    r"|imaging|ultrasound|us|duplex|echo\w*|emg|eeg|myelogram|views?|ap|of|the|and|both|left|right|[lr]|lumbar|cervical"
    r"|thoracic|hips?|pelvis|knees?|l-?spine|c-?spine|spine|brain|head|neck|si|sacroiliac|joints?|shoulders?|l"
    r"|s|\d[\d/.\-]*)"
    r"[\s,/\-]*)+"
)
ASKS_FOR_A_STUDY = re.compile(r"\b(?:films?|imaging|staging|ct|mri|x-rays?|angiography|duplex|screening scan)\b")
OF_KIN = re.compile(r"\b(?:risk|inherited|hereditary|relatives?|family)\b")
A_CARER_CAN = re.compile(r"\bcaregiver\b.*\bcan\b")
ON_THE_SIDE = re.compile(r"\b(?:on|to|for) (?:the |her |his )?(left|right)(?= ?(?:side)? ?(?:[:;,.)]|$))")
AN_OPEN_QUESTION = re.compile(
    r"\W*(?:whether|if|vs\.?|versus|(?:to )?(?:see|look|search|check|assess|evaluate|rule|exclude)|r/o|candidate"
    r"|determin\w+)\b"
)
# "Would resect if the nodes are cold": what follows from an answer of the scan, which no wish or plan of others is.
WOULD = re.compile(r"\W*would\b(?! (?:not|never|have)\b)")
IF_FOUND_SO = re.compile(
    r"\bif (?!(?:he|she|they|we|i|you|insurance|approved|covered|possible|needed|asked)\b)[^.;,]{0,50}\b(?:cold|clean"
    r"|clear|negative|positive|hot|lights?|lit|avid|spread|mets?|metasta\w+|nodes?|n[0-3]|m[01]|pet|scan|elsewhere"
    r"|distant|single|isolated|solitary|confined|localized|localised|limited|nothing else|more)\b"
)
# Odd beside a finding, and plain where it tells what a treatment gave.
SAID_OF_FAILURE = frozenset(map(fold, ("nil", "zilch", "zip", "nada", "abandoned", "abandon", "withdrawn", "qtc")))
# A differential that is worked off tells what was found: "neurology excluded other causes: brain MRI normal".
WORKED_OFF = re.compile(
    r"\b(?:(?:was|were|has|have|all|been|now|visit[^.;]{0,20}|\)|neurology|exam\w*|mri|emg|labs?|testing|imaging) )+"
    r"(?:excluded|ruled out)\b"
    r"(?! (?:if|only|once|when|by (?:the )?(?:planned|pending)))"
)
NOT_TREATMENTS = frozenset({SectionKind.allergies})


def read_rows(documents: Sequence[Document], context: ReadingContext, question: RowQuestion) -> RowReading:
    """What the documents say about the rows of one policy."""
    return read_prepared(prepare(documents, context), question)


def read_prepared(record: PreparedRecord, question: RowQuestion) -> RowReading:
    """The same of a record that was parsed once for several policies."""
    return _Reading(record, question).read()


def _has_become_another(row: Row, value: Value, values: Sequence[Value]) -> bool:
    """Whether the sentence tells what a value came to since: "32, down from 36", "from 11.2 to 11.7".

    A row of change asks for both. What treatment made of it ("AHI 34 -> 3") leaves the first as it was.
    """
    if not value.former or isinstance(row.check, ChangeCheck):
        return False
    beside = [v for v in values if v.sentence == value.sentence and not v.prior]
    return any(v.number[0] <= value.number[0] + 1 for v in beside)


def _is_kept_from(low: str, cue: tuple[int, int], mention: Mention) -> bool:
    """Whether a treatment is denied as one that the patient may not have."""
    return (
        UNSUITED.match(low, cue[0]) is not None
        or (cue[1] <= mention.start and MAY_NOT_HAVE.match(low, cue[0]) is not None)
        or FOR_A_REASON.match(low, mention.end) is not None
    )


def _has_grown(row: Row, document: PreparedDocument, value: Value, values: Sequence[Value]) -> bool:
    """Whether a lower value is told as of before, and a higher one of now: "6/10 in October, 8/10 now, climbing"."""
    check, low = row.check, document.low
    if not isinstance(check, MeasureCheck) or check.low is None or check.high is not None:
        return False
    sentence = document.sentences[value.sentence]
    later = [v for v in values if v.sentence == value.sentence and v.number[0] >= value.number[1]]
    if not any(_is_higher(value, v) for v in later) or RISES.search(low, sentence.start, sentence.end) is None:
        return False
    last = max(later, key=lambda v: v.number[0])
    between = low[value.number[1] : later[0].number[0]]
    return (
        _is_higher(value, last)
        and AT_PRESENT.match(low, value.number[1], sentence.end) is None
        and OF_BEFORE.search(between if OF_BEFORE.search(between) else low[sentence.start : value.number[0]])
        is not None
        and (AT_PRESENT.match(low, last.number[1], sentence.end) is not None or IN_A_ROW.search(between) is not None)
    )


def _is_higher(one: Value, other: Value) -> bool:
    """Whether the other of two values is known to be higher."""
    mine, theirs = one.quantity, other.quantity
    highest, lowest = mine and mine.high, theirs and theirs.low
    return highest is not None and lowest is not None and lowest > highest


def _was_kept_up(row: Row, document: PreparedDocument, sentence: Sentence) -> bool:
    """Whether a later visit says of what a sentence begins that it was carried on."""
    if row.bar or (returned := carried_on(document, sentence)) is None:
        return False
    return returned.whole or isinstance(row.check, CourseCheck)


def _is_its_result(row: Row, low: str, mention: Mention, said: Said) -> bool:
    """Whether "unremarkable" or "negative" behind the name of a study tells what it showed, not that there was none."""
    if row.bar or not isinstance(row.check, DocumentsCheck) or said.cue is None or said.cue[0] < mention.end:
        return False
    if not ASKS_FOR_A_STUDY.search(row.check.term.casefold()):
        return False
    return (
        RESULT.fullmatch(low, *said.cue) is not None and A_STUDY.fullmatch(low, mention.start, mention.end) is not None
    )


def _asks_for_what_is_local(row: Row) -> bool:
    """Whether a row asks for a block, an injection, their relief or a score of pain: one elsewhere is none of it.

    So it is with care that helped another joint, where that would be a bar.
    """
    if row.bar:
        return isinstance(row.check, AbsenceCheck) and row.check.term == CARE_HELPED
    match row.check:
        case MeasureCheck():
            asked = row.check.measures
        case DocumentsCheck():
            asked = (row.check.term,)
        case _:
            asked = ()
    return any(word in name for name in asked for word in ("relief", "block", "injection", "pain score"))


def _counts_care(row: Row) -> bool:
    """Whether a row counts the kinds of care that were tried: therapy of another part of the body is none of them."""
    return not row.bar and isinstance(row.check, DocumentsCheck) and row.check.term.startswith("kinds of ")


def _nearest(low: str, mention: Mention, values: Sequence[Value]) -> Value:
    """The value a condition belongs to: the one of its own clause with the fewest characters between."""

    def between(value: Value) -> tuple[bool, int]:
        start, end = sorted((mention.start, mention.end, *value.number))[1:3]
        return ";" in low[start:end], max(value.number[0] - mention.end, mention.start - value.number[1])

    return min(values, key=between)


@dataclass
class _Reading:
    record: PreparedRecord
    question: RowQuestion
    over_budget: bool = False
    mentions: dict[tuple[str, int, bool], list[Mention]] = field(
        default_factory=dict[tuple[str, int, bool], list[Mention]]
    )

    spelled: dict[int, dict[str, list[Spelled]]] = field(default_factory=dict[int, dict[str, list[Spelled]]])
    spoils: dict[tuple[int, int], bool] = field(default_factory=dict[tuple[int, int], bool])
    foreign: dict[int, list[tuple[int, int]]] = field(default_factory=dict[int, list[tuple[int, int]]])
    quoted: dict[tuple[int, int, int], Evidence] = field(default_factory=dict[tuple[int, int, int], Evidence])

    def read(self) -> RowReading:
        observations: list[Observation] = []
        clock = ReadingTime()
        for row in self.question.rows:
            if clock.is_over:
                self.over_budget = True
                break
            seen = not_repeated_from_of_old(row, list(self._row(row)))
            seen = not_of_another_level(row, seen, self.question.item, self.record.documents)
            observations += not_of_the_other_side(row, seen, self.question.item.sides)
        return RowReading(
            policy_id=self.question.policy_id,
            observations=self._unless_amended(observations),
            set_aside=set_aside(self.record),
            over_budget=self.over_budget or self.record.over_budget,
            told_side=None if self.question.item.sides else told_side(self.record, self.question.rows, observations),
        )

    def _unless_amended(self, observations: Sequence[Observation]) -> tuple[Observation, ...]:
        """The observations, less sure where an entry was added later that tells what no row has heard."""
        return held_back(
            self.record,
            observations,
            asked=(own_words(term) for term in self.question.terms),
            bars=frozenset(row.id for row in self.question.rows if row.bar),
            sides=self.question.item.sides,
        )

    @cached_property
    def terms(self) -> dict[str, Term]:
        return {t.name: t for t in self.question.terms}

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(normalise(self.record.context.patient_name).replace(",", " ").split())

    @cached_property
    def item_sites(self) -> frozenset[str]:
        """The body sites the requested service is about, from its site and label, else from the diagnoses."""
        label = normalise(f"{self.question.item.site}; {self.question.item.label}")
        titles = normalise("; ".join(self.record.context.diagnosis_titles))
        found = sites_of(label, 0, len(label)) or sites_of(titles, 0, len(titles))
        if not found and self.question.item.site == "spine":
            told = {f.site for d in self.record.documents for f in sites_of(d.low, 0, len(d.low))} & SPINE
            return frozenset(told if len(told) == 1 else ())
        return frozenset(f.site for f in found)

    @cached_property
    def bars_earlier_spells(self) -> bool:
        return any(map(bars_earlier_spells, self.question.rows))

    @cached_property
    def retractions(self) -> Retractions:
        return find_retractions(self.record)

    def _row(self, row: Row) -> Iterator[Observation]:
        match row.check:
            case MeasureCheck(measures=names) | DatedCheck(measures=names):
                for name in names:
                    yield from self._measure(row, name)
            case ChangeCheck(measure=name):
                yield from self._measure(row, name)
            case DocumentsCheck() | DenialCheck() | AbsenceCheck() | CourseCheck():
                yield from self._term(row, row.check)
            case SlotCheck(slot=slot):
                yield from self._sided(
                    self._slot(row, document, mention)
                    for document in self.record.documents
                    for mention in find_slot(document, slot, self.question.item)
                )
            case _:
                return

    def _measure(self, row: Row, name: str) -> Iterator[Observation]:
        if name not in MEASURES:
            return
        own = _words_of_measure(name)
        for document in self.record.documents:
            values = values_of(self.record, document, name)
            self.over_budget = self.over_budget or len(values) >= MENTIONS_BOUND
            values = values[:MENTIONS_BOUND]
            for value in values:
                if row.bar or not (
                    _has_become_another(row, value, values)
                    or self._is_the_lesser_pain(document.low, value, values)
                    or is_what_a_night_counts_by(document.low, name, value.number)
                    or (name in GROWS and _has_grown(row, document, value, values))
                ):
                    yield self._value(row, document, value, values, own)

    def _is_the_lesser_pain(self, low: str, value: Value, values: Sequence[Value]) -> bool:
        """Whether a policy of arm pain meets the score of the neck beside a higher one of the arm."""
        if value.measure != PAIN or not any(ARM_PAIN.search(row.statement) for row in self.question.rows):
            return False
        near = (v for v in values if abs(v.sentence - value.sentence) <= SCORES_TOGETHER)
        beside = [v for v in near if of_a_limb(low, v.number)]
        return of_the_spine(low, value.number) and any(map(partial(_is_higher, value), beside))

    def _together(self, name: str, document: PreparedDocument, value: Value, values: Sequence[Value]) -> bool:
        """Whether the term stands in the value's own sentence, nearer to it than to another value of the measure."""
        term = self.terms.get(name)
        beside = [v for v in values if v.sentence == value.sentence]
        mentions = self._mentions(term, document) if term else []
        if value.under is not None:
            return any(m.kind is Kind.thing and contains([value.under], m.start, m.end) for m in mentions)
        return any(
            m.sentence == value.sentence and m.kind is Kind.thing and _nearest(document.low, m, beside) is value
            for m in mentions
        )

    def _value(
        self, row: Row, document: PreparedDocument, value: Value, all_values: Sequence[Value], own: frozenset[str]
    ) -> Observation:
        sentence = document.sentences[value.sentence]
        value = value if row.bar else for_a_criterion(document, value)
        about = [vague_words(document.low, sentence, value)] if value.vague else []
        about += [m.span() for m in NOUGHT.finditer(document.low, *value.number)]
        about += [m.span() for m in WILL_BE_LEFT.finditer(document.low, value.start, value.number[0])]
        said = said_of(sentence.cues, value.start, value.end, own=about, of_value=True)
        if said.hedged and any(v.former for v in all_values if v.sentence == value.sentence):
            said = said_of(sentence.cues, value.start, value.end, own=about)
        if value.measure in FORETOLD and not said.denied:
            told = said.cue is not None and FORETELLS.match(document.low, said.cue[0]) is not None
            planned = said.assertion is Assertion.planned or told
            said = said._replace(hedged=False, assertion=Assertion.affirmed if planned else said.assertion)
        when = self._value_date(document, sentence, value, all_values, historic=said.historic or value.prior)
        doubts: list[Doubt] = []
        if row.together is not None and not self._together(row.together, document, value, all_values):
            doubts.append(Doubt.condition_missing)
        if value.quantity is None:
            doubts.append(Doubt.unit_missing)
        if value.confused:
            doubts.append(Doubt.confuser)
        if value.vague and value.measure not in FORETOLD:
            value = replace(value, quantity=value.quantity.roughly() if value.quantity else None)
        if value.prior and when is None and not value.former:
            doubts.append(Doubt.hedged)
        if value.measure == "BMI" and disagrees_with_body(self.record, document, value):
            doubts.append(Doubt.conflicting)
        if not row.bar and (
            ill_taken(document, sentence, value)
            or another_figure(sentence, document.low, value, all_values, self._named(document, sentence))
        ):
            doubts.append(Doubt.conflicting)
        if self.retractions.of_measure(document, sentence, value.measure, bar=row.bar):
            said = Said(Assertion.retracted)
        seen = _Seen(row, document, sentence, value.start, value.end, said, when, own)
        return self._observation(seen, doubts, thing=value.measure, value=value)

    def _named(self, document: PreparedDocument, sentence: Sentence) -> frozenset[int]:
        """Where measures are named in a sentence."""
        return frozenset(m.start for m in mentions_by_sentence(document).get(sentence.index, ()))

    def _value_date(
        self,
        document: PreparedDocument,
        sentence: Sentence,
        value: Value,
        all_values: Sequence[Value],
        *,
        historic: bool,
    ) -> DateInterval | None:
        """The date of one value, leaving to its neighbours the dates that are theirs."""
        if value.dated is not None:
            return value.dated
        others = [v for v in all_values if v.sentence == value.sentence and v.number != value.number]
        claimed = frozenset(
            d.start for v in others for d in sentence.dates if stands_behind(document.low, d, v.number[1])
        )
        mine = [d.start for d in sentence.dates if stands_behind(document.low, d, value.number[1])]
        days = sorted((d.interval for d in sentence.dates if d.interval and not d.birth), key=lambda i: i.last)
        if len(days) >= 2 and not mine and any(v.prior for v in (value, *others)):
            return days[0] if value.prior else days[-1]
        return when_of(
            document,
            sentence,
            *value.number,
            reported=MEASURES[value.measure].report,
            historic=historic,
            claimed=claimed - frozenset(mine),
        )

    def _spelled_in(self, document: PreparedDocument) -> dict[str, list[Spelled]]:
        """Of each term of the policy the spellings whose words the document has, looked for all at once."""
        key = document.document.document_id
        if key not in self.spelled:
            self.spelled[key] = spellings_of(self.question.terms).standing_in(document)
        return self.spelled[key]

    def _mentions(self, term: Term, document: PreparedDocument, *, against: bool = False) -> list[Mention]:
        key = (term.name, document.document.document_id, against)
        if key not in self.mentions:
            served_on, standing = self.record.context.judged_on, self._spelled_in(document).get(term.name, ())
            found, over = find_mentions(document, standing, against=against, served_on=served_on)
            self.mentions[key] = found
            self.over_budget = self.over_budget or over
        return self.mentions[key]

    def _term(self, row: Row, check: TermCheck) -> Iterator[Observation]:
        term = self.terms.get(check.term)
        if term is None:
            return
        own = own_words(term)
        for document in self.record.documents:
            mentions = self._mentions(term, document, against=row.bar)
            for mention in mentions:
                if _is_label(document.low, mention, mentions) or misses(row, document, mention, mentions):
                    continue
                yield self._mention(row, check, document, mention, mentions, own)

    def _mention(
        self,
        row: Row,
        check: TermCheck,
        document: PreparedDocument,
        mention: Mention,
        others: Sequence[Mention],
        own: frozenset[str],
    ) -> Observation:
        sentence = document.sentences[mention.sentence]
        said = said_of(
            sentence.cues, mention.start, mention.end, own=_own_spans(document.low, row, sentence, mention, others, own)
        )
        said = self._sound(
            row, check, document, sentence, mention, self._adjusted(row, document, sentence, mention, said)
        )
        if row.also_planned and said.assertion is Assertion.planned and not said.denied:
            said = said._replace(assertion=Assertion.affirmed)
        # "No history of cancer" is said of today.
        historic = said.historic and said.assertion is not Assertion.negated
        when = when_of(document, sentence, mention.start, mention.end, reported=False, historic=historic)
        if row.bar and row.window_days is not None:
            when = told_by_its_date(document, sentence, mention.start, mention.end) or when
        doubts = [Doubt.unfamiliar_wording] if mention.loose else []
        if ordered_before_it_came(row, document, sentence):
            doubts.append(Doubt.conflicting)
        if only_named(row, document, sentence, mention):
            doubts.append(Doubt.not_from_report)
        if sentence.section.kind in NOT_TREATMENTS:
            doubts.append(Doubt.confuser)
        if self._of_care(row) and self.item_sites and meant_otherwise(document, sentence):
            doubts.append(Doubt.confuser)
        if isinstance(check, CourseCheck):
            return self._course(row, check, document, mention, others, own, said, when, doubts)
        if (
            self._of_care(row)
            and course_of(document, sentence, mention, others, self.item_sites).outcome is Outcome.helped
        ):
            doubts.append(Doubt.outcome_missing)
        seen = _Seen(row, document, sentence, mention.start, mention.end, said, when, own)
        return self._observation(seen, doubts, thing=mention.thing)

    def _adjusted(self, row: Row, document: PreparedDocument, sentence: Sentence, mention: Mention, said: Said) -> Said:
        """What a form of absence, an order, or a later correction makes of how it is said."""
        if row.bar and is_a_risk_told_of(document.low, sentence.start, mention.start, sentence.end):
            return Said(Assertion.negated, cue=said.cue)
        if mention.kind is Kind.absent:
            listed = said.cue is not None and document.low[said.cue[0] : said.cue[1]].strip().startswith("neg")
            if said.assertion is Assertion.affirmed or (said.assertion is Assertion.negated and listed):
                return Said(Assertion.negated, said.hedged, historic=False, cue=said.cue)
            return Said(Assertion.uncertain, said.hedged, said.historic, said.cue)
        if self._is_there(row, document.low, sentence, mention, said):
            return said._replace(assertion=Assertion.affirmed)
        if said.assertion is Assertion.affirmed and begins_as_an_order(document.low, sentence.start, mention.start):
            grounded = not row.bar and is_ground(document.low, sentence.start, mention.start, mention.end, sentence.end)
            return (
                said
                if grounded or _was_kept_up(row, document, sentence)
                else Said(Assertion.planned, said.hedged, said.historic, said.cue)
            )
        if said.assertion is Assertion.affirmed and sentence.section.kind is SectionKind.plan and not row.bar:
            stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
            if listed_for_afterwards(document.low, sentence.start, mention.start, mention.end, stop):
                return said._replace(assertion=Assertion.planned)
        if said.assertion is Assertion.negated and _is_its_result(row, document.low, mention, said):
            return said._replace(assertion=Assertion.affirmed)
        if said.assertion is Assertion.negated and TROUBLE.match(document.low, mention.end):
            return Said(Assertion.uncertain, said.hedged, said.historic, said.cue)
        if row.bar and said.denied and said.cue and NO_WISH.search(document.low, sentence.start, said.cue[0]):
            return said._replace(assertion=Assertion.negated)
        if said.assertion is Assertion.planned and said.cue and not said.denied:
            low, cue, stop = document.low, said.cue, min(sentence.end, sentence.start + SENTENCE_BOUND)
            if carried_out(low, cue, min(end for _, end in mention.own), stop):
                return said._replace(assertion=Assertion.affirmed)
            if _was_kept_up(row, document, sentence):
                return said._replace(assertion=Assertion.affirmed)
        if (
            row.bar
            and said.assertion is Assertion.negated
            and (
                dated_in_brackets(document, sentence, mention, said.cue)
                or concluded_from_a_denial(document.low, mention, said.cue)
            )
        ):
            return said._replace(assertion=Assertion.affirmed)
        if self.retractions.of_words(document, sentence, document.low[mention.start : mention.end], bar=row.bar):
            return Said(Assertion.retracted)
        return said

    def _is_there(self, row: Row, low: str, sentence: Sentence, mention: Mention, said: Said) -> bool:
        """Whether a plan or a denial beside what is named shows that it was done."""
        if row.bar or said.denied or said.cue is None or not isinstance(row.check, DocumentsCheck):
            return False
        if said.assertion is Assertion.uncertain:
            return _asks_for_an_aim(row) and _hangs_on_an_answer(low, sentence, said.cue[0])
        begin, start, end = sentence.start, mention.start, mention.end
        if said.assertion is Assertion.planned:
            backward = said.cue[0] >= end
            return (backward and is_ground(low, begin, start, end, sentence.end)) or was_talked_over(
                low, begin, start, end, said.cue
            )
        if said.assertion is not Assertion.negated:
            return False
        stop = min(sentence.end, begin + SENTENCE_BOUND)
        return only_showed_none(low, start, end, said.cue) or done_after_all(low, said.cue, stop)

    def _sound(
        self, row: Row, check: TermCheck, document: PreparedDocument, sentence: Sentence, mention: Mention, said: Said
    ) -> Said:
        """The same, unless the words around undo it. What stands against approval is never undone here."""
        if row.bar or isinstance(check, CourseCheck):
            return said
        turned = (said.assertion is Assertion.affirmed and undone(document, sentence, mention.start, mention.end)) or (
            said.assertion is Assertion.negated and denial_turned(document, sentence, mention.start, mention.end)
        )
        if turned or (said.assertion is Assertion.affirmed and taken_back_next(document, sentence)):
            return Said(Assertion.uncertain, said.hedged, said.historic, said.cue)
        return said

    def _course(
        self,
        row: Row,
        check: CourseCheck,
        document: PreparedDocument,
        mention: Mention,
        others: Sequence[Mention],
        own: frozenset[str],
        said: Said,
        when: DateInterval | None,
        doubts: list[Doubt],
    ) -> Observation:
        sentence = document.sentences[mention.sentence]
        course = course_of(document, sentence, mention, others, self.item_sites)
        if course.unfinished and course.outcome is not Outcome.not_tolerated:
            doubts.append(Doubt.outcome_missing)
        if self._of_this_spell(row, check) and of_an_earlier_spell(document, sentence, course.when or when):
            doubts.append(Doubt.condition_missing)
        if said.assertion is Assertion.negated and said.cue and denies_the_effect(document, sentence, said.cue):
            said = Said(Assertion.affirmed, said.hedged, said.historic)
        if said.assertion is Assertion.negated and said.cue and _is_kept_from(document.low, said.cue, mention):
            said = said._replace(assertion=Assertion.uncertain)
        # "Cane and walker ruled out" tells that they do not serve, not that none was tried.
        if said.assertion is Assertion.negated and said.cue and WEIGHED_AND_LEFT.search(document.low, *said.cue):
            said = said._replace(assertion=Assertion.uncertain)
        if said.assertion is Assertion.affirmed and _only_planned(sentence, course.outcome):
            said = Said(Assertion.planned, said.hedged, said.historic)
        if check.at_least_days is not None and course.duration is None:
            doubts.append(Doubt.duration_missing)
        outcome = _of_its_length(check, course)
        if outcome is Outcome.helped and not row.bar and no_longer_needed(document.low, sentence, mention):
            outcome = Outcome.unknown
        if outcome in (Outcome.unknown, Outcome.ongoing):
            doubts.append(Doubt.outcome_missing)
        seen = _Seen(row, document, sentence, mention.start, mention.end, said, course.when or when, own, course.end)
        if outcome in (Outcome.failed, Outcome.not_tolerated):
            seen = seen._replace(own=own | SAID_OF_FAILURE)
        observation = self._observation(seen, doubts, thing=mention.thing)
        return observation.model_copy(update={"duration": course.duration, "outcome": outcome})

    def _slot(self, row: Row, document: PreparedDocument, mention: SlotMention) -> Observation:
        """A slot of the general checklist; words that settle their own meaning are read as they stand."""
        sentence, course = mention.sentence, mention.course
        own = [(sentence.start, sentence.end)] if mention.settled else []
        said = said_of(sentence.cues, mention.start, mention.end, own=own)
        if self.retractions.of_words(document, sentence, document.low[mention.start : mention.end]):
            said = Said(Assertion.retracted)
        when = when_of(document, sentence, mention.start, mention.end, reported=False, historic=said.historic)
        through = course.end if course else 0
        words = frozenset(words_in(document.low[mention.start : mention.end]))
        words |= SAID_OF_FAILURE if course else frozenset()
        dated = course.when if course and course.when else when
        seen = _Seen(row, document, sentence, mention.start, mention.end, said, dated, words, through)
        doubts: list[Doubt] = []
        place = place_of(document, sentence, mention.start, mention.end)
        requested = set(self.question.item.sides) - {Side.bilateral}
        harmed = course is not None and course.outcome is Outcome.not_tolerated
        if place.stated_here and self._elsewhere(place) and not harmed:
            doubts.append(Doubt.wrong_site)
        if requested and place.stated_here and place.side and place.side not in (*requested, Side.bilateral):
            doubts.append(Doubt.wrong_side)
        observation = self._observation(seen, doubts, thing=mention.thing)
        if course is None:
            return observation
        return observation.model_copy(update={"duration": course.duration, "outcome": course.outcome})

    def _sided(self, found: Iterable[Observation]) -> Iterator[Observation]:
        """Where the side is told, and is only the other one, what names no side is of that side too."""
        seen = list(found)
        asked = set(self.question.item.sides) - {Side.bilateral}
        astray = any(Doubt.wrong_side in o.doubts for o in seen)
        if not astray or any(o.side in asked or o.side is Side.bilateral for o in seen):
            yield from seen
            return
        for o in seen:
            yield o.model_copy(update={"doubts": (*o.doubts, Doubt.wrong_side), "grade": Grade.c})

    def _observation(
        self, seen: "_Seen", doubts: list[Doubt], *, thing: str, value: Value | None = None
    ) -> Observation:
        document, sentence, row = seen.document, seen.sentence, seen.row
        context = self.record.context
        assertion, subject = self._standing(seen, of_value=value is not None)
        place = place_of(document, sentence, seen.start, seen.end, row.site)
        if value is not None and row.on_requested_side:
            ahead = SIDE_AHEAD.search(document.low, sentence.start, value.number[0])
            place = place._replace(side=SPOKEN[ahead["side"]]) if ahead else place
        place, place_doubts = self._place(row, document, place)
        if value is None and row.on_requested_side and self._spans_the_other_side(document, place, seen):
            place_doubts.append(Doubt.wrong_side)
        if self._of_care(row) and self._is_of_the_other_side(document, sentence):
            place_doubts.append(Doubt.wrong_side)
        if value is None and on_the_other_side(row, document, sentence):
            place_doubts.append(Doubt.wrong_side)
        near = words_near(document.low, sentence.words, seen.start, seen.end)
        wording = wording_of(near, document.document.text, seen.own, self.names)
        doubts = [*doubts, *wording_doubts(wording), *place_doubts]
        if value is None or not value.former:
            doubts += date_doubts(row, seen.when, context)
        reported = from_report(document, sentence, seen.start)
        if seen.said.hedged:
            doubts.append(Doubt.hedged)
        if row.from_report and not reported:
            doubts.append(Doubt.not_from_report)
        doubts = list(dict.fromkeys(doubts))
        return Observation(
            row=row.id,
            thing=thing,
            evidence=self._evidence(seen),
            assertion=assertion,
            subject=subject,
            value=value.quantity if value else None,
            when=seen.when,
            side=place.side,
            site=place.site,
            grade=grade_of(assertion, subject, doubts),
            doubts=tuple(doubts),
            unfamiliar=() if wording.familiar else wording.odd,
            from_report=reported,
            former=value is not None and value.former,
        )

    def _standing(self, seen: "_Seen", *, of_value: bool) -> tuple[Assertion, Subject]:
        """Assertion and subject, after everything that takes a whole sentence out."""
        sentence = seen.sentence
        of_kin = KINFOLK if _asks_about_kin(seen.row) and seen.own & KINFOLK else frozenset[str]()
        whole = sentence.standing or (
            None if of_kin and _tells_of_family(sentence) else section_says(seen.document, sentence)
        )
        if whole is Assertion.policy_talk and _asks_for_these_rules(seen):
            whole = None
        people = of_kin | (seen.own & CARERS)
        # Between the name of a measure and its figure another may be named, whose figure it then is.
        exempt = [] if of_value else [(seen.start, seen.end)]
        if people:
            exempt += [(w.start, w.end) for w in sentence.words if w.folded in people]
        of_carer = _asks_about_a_carer(seen.row)
        subject = subject_of(
            seen.document,
            sentence.start,
            min(sentence.end, sentence.start + SENTENCE_BOUND),
            exempt=exempt,
            surnames=self.names,
            sex=self.record.context.patient_sex,
            told=seen.end,
            began=seen.start,
            bar=seen.row.bar,
            of_carer=of_carer,
        )
        if whole is Assertion.other_person or subject is Subject.other_person or self._foreign(seen):
            return Assertion.other_person, Subject.other_person
        if not of_carer:
            subject = told_of_the_other_sex(seen.document, sentence, self.record.context.patient_sex)
        # What stands against approval stands until a person has looked, however badly it was written down.
        if whole is None and not seen.row.bar and self._spoilt(seen.document, sentence):
            whole = Assertion.retracted
        return whole or seen.said.assertion, subject

    def _spoilt(self, document: PreparedDocument, sentence: Sentence) -> bool:
        """Whether the sentence itself, the one before it or one of those that follow it in its paragraph spoils it."""
        key = (document.document.document_id, sentence.index)
        if key not in self.spoils:
            at, low = sentence.index, document.low
            around = document.sentences[max(0, at - SPOILS_AHEAD) : at + 1 + SPOILS_BEHIND]
            told = [s for s in around if s.block == sentence.block]
            near = [s for s in told if at <= s.index <= at + SPOILS_NEAR]
            self.spoils[key] = spoilt(low, sentence.start, near[-1].end) or spoilt_from_afar(
                low, told[0].start, told[-1].end
            )
        return self.spoils[key]

    def _foreign(self, seen: "_Seen") -> bool:
        """Whether the page is headed by another patient's name."""
        key = seen.document.document.document_id
        if key not in self.foreign:
            self.foreign[key] = foreign_pages(seen.document, self.record.context.patient_name)
        return contains(self.foreign[key], seen.start, seen.end)

    def _place(self, row: Row, document: PreparedDocument, place: Place) -> tuple[Place, list[Doubt]]:
        """Where it is, as the sentence or else the whole note tells, and what is missing or wrong about it."""
        doubts: list[Doubt] = []
        told = told_throughout(document)
        site = place.site or (told.site if told.site == row.site else None)
        side = place.side or (told.side if row.on_requested_side else None)
        if row.site:
            if site is None:
                doubts.append(Doubt.site_missing)
            elif site == row.site or (row.site in place.sites and same_region(row.site, site)):
                site = row.site
            else:
                doubts.append(Doubt.wrong_site)
        elif (self._of_care(row) or _asks_for_what_is_local(row) or _counts_care(row)) and self._elsewhere(place):
            doubts.append(Doubt.wrong_site)
        requested = set(self.question.item.sides) - {Side.bilateral}
        if row.on_requested_side and side is None:
            doubts.append(Doubt.side_missing)
        concerned = row.on_requested_side or (self._of_care(row) and place.stated_here)
        if concerned and requested and side and side not in (*requested, Side.bilateral):
            doubts.append(Doubt.wrong_side)
        return place._replace(site=site, side=side), doubts

    def _spans_the_other_side(self, document: PreparedDocument, place: Place, seen: "_Seen") -> bool:
        """Whether the other side is named amid the words that were found ("left knee loose; right implant sound")."""
        requested = set(self.question.item.sides) - {Side.bilateral}
        if not requested or place.side is Side.bilateral:
            return False
        named = {found.side for found in sides_of(document.low, seen.start, seen.end)}
        return bool(named - requested - {Side.bilateral})

    def _is_of_the_other_side(self, document: PreparedDocument, sentence: Sentence) -> bool:
        """Whether a sentence says of what it tells that it was "on the left", where the right is asked about."""
        requested = set(self.question.item.sides) - {Side.bilateral}
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        named = {Side(m[1]) for m in ON_THE_SIDE.finditer(document.low, sentence.start, stop)}
        return bool(requested and named and not named & requested)

    def _of_care(self, row: Row) -> bool:
        """Whether a row asks for a course of treatment, or for words that say how long one went on."""
        if row.bar or isinstance(row.check, CourseCheck):
            return isinstance(row.check, CourseCheck)
        return isinstance(row.check, DocumentsCheck) and row.check.term in TIMES_OF_CARE

    def _of_this_spell(self, row: Row, check: CourseCheck) -> bool:
        """Whether only what was tried in the present spell of the illness counts for a row."""
        return not row.bar and OF_TALK not in check.term and self.bars_earlier_spells

    def _elsewhere(self, place: Place) -> bool:
        """Whether a treatment is told of another part of the body than the requested one."""
        if not self.item_sites or not place.stated_here:
            return False
        return not any(same_region(mine, other) for mine in self.item_sites for other in place.sites)

    def _evidence(self, seen: "_Seen") -> Evidence:
        document = seen.document.document
        start, end = seen.sentence.start, max(seen.sentence.end, seen.through)
        if end - start > 2 * SENTENCE_BOUND:
            start, end = seen.start, seen.end
        key = (document.document_id, start, end)
        if key not in self.quoted:
            self.quoted[key] = quote(document, start, end, seen.sentence.section.header)
        return self.quoted[key]


class _Seen(NamedTuple):
    """A place in the record on its way to an observation; `through` where the words used go beyond the sentence."""

    row: Row
    document: PreparedDocument
    sentence: Sentence
    start: int
    end: int
    said: Said
    when: DateInterval | None
    own: frozenset[str]
    through: int = 0


@cache
def _words_of_measure(name: str) -> frozenset[str]:
    return frozenset(words_in(" ".join((name, *MEASURES[name].spellings))))


def _own_spans(
    low: str, row: Row, sentence: Sentence, mention: Mention, others: Sequence[Mention], own: frozenset[str]
) -> list[tuple[int, int]]:
    """Words whose cues are the question's own: of the mention, of a fuller one beside it, of a compound it names."""
    spans = list(mention.own)
    if not row.bar:
        spans += [
            span
            for o in others
            if o.sentence == mention.sentence and o.thing == mention.thing and o.kind is Kind.thing
            for span in o.own
        ]
    spans += [(w.start, w.end) for w in sentence.words if w.folded in own and COMPOUND.fullmatch(w.text)]
    return spans if row.bar else [*spans, *idle_cues(low, row, sentence, mention)]


def _of_its_length(check: CourseCheck, course: TreatmentCourse) -> Outcome:
    """How a course came out; one that still goes on has completed the length that is asked once it lasted so long."""
    lasted = check.at_least_days is not None and course.duration is not None
    if (
        check.course is Course.completed
        and course.outcome is Outcome.ongoing
        and lasted
        and not (course.unfinished or course.broken)
    ):
        return Outcome.completed
    return course.outcome


def _only_planned(sentence: Sentence, outcome: Outcome) -> bool:
    """A treatment named under the plan counts only where its words say it is behind the patient."""
    return sentence.section.kind is SectionKind.plan and outcome in (Outcome.unknown, Outcome.ongoing)


def _asks_about_kin(row: Row) -> bool:
    return isinstance(row.check, DocumentsCheck) and _is_of_kin(row.check.term)


@lru_cache(maxsize=4_000)
def _is_of_kin(term: str) -> bool:
    return OF_KIN.search(term.casefold()) is not None


def _asks_about_a_carer(row: Row) -> bool:
    """Whether what a caregiver can do is the very question."""
    return isinstance(row.check, DocumentsCheck) and _is_of_a_carer(row.statement)


@lru_cache(maxsize=4_000)
def _is_of_a_carer(statement: str) -> bool:
    return A_CARER_CAN.search(statement) is not None


def _asks_for_these_rules(seen: _Seen) -> bool:
    """Whether the only talk of rules is in the words the row asks for ("approved filter", "local determination")."""
    if seen.row.bar or not isinstance(seen.row.check, DocumentsCheck):
        return False
    start, end = seen.sentence.start, min(seen.sentence.end, seen.sentence.start + SENTENCE_BOUND)
    asked = [
        (w.start - start, w.end - start)
        for w in seen.sentence.words
        if seen.start <= w.start and w.end <= seen.end and w.folded in seen.own
    ]
    rest = blank(seen.document.low[start:end], asked)
    return standing_of(rest, 0, len(rest)) is None


def _asks_for_an_aim(row: Row) -> bool:
    """Whether the question asks what is to be found out, as an open question does: "to see whether it spread"."""
    return not row.bar and isinstance(row.check, DocumentsCheck) and AIMS.fullmatch(row.check.term) is not None


def _hangs_on_an_answer(low: str, sentence: Sentence, cue: int) -> bool:
    """Whether doubt is that of an open question, or of what would be done according to the answer."""
    if AN_OPEN_QUESTION.match(low, cue):
        return True
    stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
    return WOULD.match(low, cue) is not None and IF_FOUND_SO.search(low, sentence.start, stop) is not None


def _tells_of_family(sentence: Sentence) -> bool:
    """Whether a sentence stands under the history of the family, for a row that asks for just that."""
    return sentence.section.kind is SectionKind.family_history


def section_says(document: PreparedDocument, sentence: Sentence) -> Assertion | None:
    """What a section makes of all it holds. The indication of a report is a question, that of a visit a statement."""
    kind = sentence.section.kind
    if kind is SectionKind.indication and not any(s.header in REPORT_PARTS for s in document.sections):
        return None
    if kind is SectionKind.differential and WORKED_OFF.search(document.low, sentence.start, sentence.end):
        return None
    return SECTION_SAYS.get(kind)


def set_aside(record: PreparedRecord) -> tuple[Evidence, ...]:
    """The sentences that talk of policy or instruct the reader, for a person to see."""
    return tuple(_standing_out(record.documents))[:SET_ASIDE_BOUND]


def _standing_out(documents: Iterable[PreparedDocument]) -> Iterator[Evidence]:
    for document in documents:
        for sentence in document.sentences:
            whole = sentence.standing or section_says(document, sentence)
            if whole in REPORTED and sentence.end - sentence.start <= 2 * SENTENCE_BOUND:
                yield quote(document.document, sentence.start, sentence.end, sentence.section.header)


def _is_label(low: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether the words only head a line that goes on about the same thing."""
    headed = low[mention.end : mention.end + 2].lstrip().startswith(":")
    return headed and any(o.sentence == mention.sentence and o.start > mention.end for o in mentions)
