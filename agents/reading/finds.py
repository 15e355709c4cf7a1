"""Finds of a row's words that say nothing of it, and cues beside a find that change nothing about it."""

from collections.abc import Iterator, Sequence

from agents.reading import patterns as re
from agents.reading.assertion import NEGATIONS, Cue, CueKind, said_of
from agents.reading.by_another import was_shown_by_another
from agents.reading.never_had import tells_of_none
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.remembered import Kind, Mention
from agents.reading.scopes import LISTED_ON, passes_by
from agents.reading.terms import words_in
from agents.reading.text import contains
from agents.reading.unkept import not_kept
from agents.reading.verdicts import is_denied_in_another_clause, is_of_what_is_sound
from priorauth.criteria import CourseCheck, DenialCheck, DocumentsCheck, Row
from priorauth.facts import Assertion

# Words behind a denial that leave open what it is a denial of.
LEFT_UNSAID = re.compile(
    r" (?:that|true|clear|sure|certain|say|tell|claim|confirm|exclude|rule|know|recall|remember|need|require|use|unable"
    r"|without|come|why)\b"
)
VERDICT = re.compile(
    r"(?:not |un)suitable|inappropriate|not appropriate|futile|pointless|useless|unsafe|not safe|unwise"
    r"|dangerous|ineffective"
    r"|inadequate|not adequate|insufficient|not sufficient|not enough|poor substitute|only (?:waste|delay|harm|worsen)"
    r"|no use|waste of time|(?:ruled|rules) out|excluded|rejected|does not account|not account\w*"
    r"|not an option|too (?:weak|risky)"
)
WEIGHED = re.compile(r"\s*(?:(?:was|were|been|is) )?(?:considered|offered|would)")
TALK = re.compile(
    r"(?:discuss|talk|counsel|explain|review|convers|spoke|went over|gone over|sat (?:down|with)|laid out"
    r"|covered|weighed"
    r"|shared decision|decided (?:jointly|together))"
)
MATTER = re.compile(
    r"(?:may|might|could|would|whether|risks?|possib\w+|likely|offer\w*|recommend\w*|advis\w+|consider\w*)\b"
)
DANGERS = re.compile(r"risks?\b")
# "He would have it looked into": where a row asks for a will, this is it.
ASKS_FOR_A_WILL = re.compile(r"\bwilling")
WOULD = re.compile(
    r"would (?!not\b|never\b|rather not\b|only\b)"
    r"|if (?:it (?:came|comes) to (?:that|it)|needed|asked|something|anything|one|cancer|a )"
)
# What a "no" answers where a row asks that there be no tie to a seller: "evaluator's tie to the vendor: none".
ASKS_FOR_NO_TIE = re.compile(r"independen|\bno (?:financial )?tie")
A_TIE = re.compile(
    r"\b(?:ties?|interests?|stakes?|links?|relation(?:s|ships?)?|affiliations?|connections?|conflicts?(?: of interest)?"
    r"|commissions?|payments?)(?: (?:to|with|in|from|between|of) [^.;:,]{1,50})? ?$"
)
# "Seen by the specialist: QRS 104, no indication for one" tells what came of it.
ASKS_FOR_A_LOOK = re.compile(r"evaluation|assessment|consultation")
NO_REASON = re.compile(r"no (?:[\w/-]+ ){0,2}(?:indications?|need|role|reason)\b")
SOCIAL = re.compile(
    r"[^.;]{0,24}?\b(?:misuse|abuse|addiction|dependen\w+|use disorder|seeking|problems?)\b|\s*(?:$|[.;])"
    r"|,? (?:and |or )?(?:\w+ ){0,3}(?:drinks?|alcohol|etoh|tobacco|smok\w+|cigar\w+|wine|beer)\b"
)
STREET = re.compile(r"\b(?:alcohol|drink\w*|tobacco|smok\w+|illicit|street|recreational)\b")
DENIES = re.compile(r"(?:no|not|nothing|never|none|without|free of)\b")
TROUBLES = re.compile(r" (?:\w+ )?(?:trouble|difficult\w+|problems?|loss|limit\w*|weakness|pain|complaints?|issues?)\b")
INABLE = re.compile(r"(?:cannot|can't|can not|unable|not able|no longer able|lost)\b")
WITHOUT = re.compile(r"without|w/o")
# "A scooter is no answer either: she cannot reach the bar" says what an inability asked for comes to.
NO_ANSWER = re.compile(
    r"no (?:(?:good|real|safe|useful|workable|longer an?) )?(?:answer|option|solution|substitute|alternative|use|good"
    r"|choice|match|fit|way out|help)\b"
)
OF_ITS_OWN_SUBJECT = re.compile(
    r", (?:and )?(?!(?:it|this|that|they|both|these|those|which|he|she|the (?:patient|pain|latter))\b)"
    r"[a-z][a-z -]{2,40} (?:is|are|was|were|does|do|did|has|have)(?: not|n't) (?:\w+ ){0,2}$"
)
PAINFUL = re.compile(r"\b(?:pain|ache|aches|sore|hurts?)\b")
EASED_SO = re.compile(
    r"(?:(?:when|while) )?(?:he is |she is )?(?:lying|sitting|seated|at rest|resting|in bed|in a chair|leaning forward"
    r"|bent forward|bending forward)\b(?! (?:or|and) (?:stand|walk|mov|activ))"
)
KIND_REACH = 24
OF_A_KIND = re.compile(r"\bno (?:rest|resting|new|further|other|additional|night|nocturnal|nighttime) $")
NO_DEED_SINCE = re.compile(
    r"\bno (?:[a-z-]+ ){0,2}(?:ablation|rfa|surger|operation|block|injection|fusion|replacement|procedure|infarct|mi\b"
    r"|heart attack|stroke|tia\b|revasculari|stent|pci\b|cabg\b|bypass|angioplast)\w*"
    r"(?: (?:and|or|nor) no (?:[a-z-]+ ){1,3})? ?"
    r"since(?: (?:\d|then|that|the|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|last|this)| *(?:[.;,)]|$))"
)
# "Not able to shop, needs help in the tub": an inability is what a row of limits asks for.
LIMITED = re.compile(
    r"needs?|needed|gave up|given up|stopped|quit|limit|restrict|difficult|trouble|struggl|avoids?|help|dependent"
    r"|(?:no longer|not|cannot|can't|unable|could not)\b"
)
# "Has not bathed in the tub since spring", "no longer cooks": what somebody has given up is such a limit too.
GIVEN_UP = re.compile(
    r"(?:hasn't|haven't|(?<=\bhas )not|(?<=\bhave )not|no longer) (?:been able to |even |really )?(?:bath|shower|cook"
    r"|driv|dress|wash|walk|climb|cross|leav|left\b|shop|clean|garden|slept|sleep|got(?:ten)? (?:out|up|in|to|on)\b"
    r"|gets (?:out|up|in|to|into|on)\b|goes (?:out|up|to)\b|gone (?:out|up|to)\b|been (?:out|to|up)\b|stood|stand"
    r"|carri|vacuum|mow|golf|travel|danc|attend|play|prepar|makes? (?:his|her|the)\b)"
    r"(?![^.;,]{0,24}\b(?:limp|cane|walker|aid|help|wheelchair)\b)"
)
# "It decides: with spread no operation": what follows from either answer is what a row of aims asks for.
ONE_ANSWER = re.compile(r"\b(?:if|with|should|when)\b[^.;]{3,60}$")
NOTHING_DONE = re.compile(
    r"(?:no|not) (?:an? )?(?:operat\w+|surg\w+|resect\w+|\w+ectomy|chemo\w*|radiation|curative|transplant\w*|local)\b"
)
WOULD_HAVE = re.compile(
    r"\b(?:would|could|might|was (?:going )?to|were to|should|had been meant to) have\b|\bno longer\b"
)
# A complaint that is denied is no examination, and takes nothing back of one.
ASKS_FOR_AN_EXAMINATION = re.compile(r"examination of\b")
DENIES_A_COMPLAINT = re.compile(r"no|den(?:y|ies|ied|ying)|without|w/o|nor|neg(?:ative)?(?: ?for| ?:)?")
EXAMINED = re.compile(r"\bexam\w*|\btest\w*|\breflex\w*|\bjerks?\b|\bstrength\b|\bslr\b")
# "NSAID hold n/a", "hold naproxen 5 days": what is stopped for a procedure tells nothing of how it served.
HELD = re.compile(r"s? (?:hold|held|to be held|washout|not held)\b")
# A row that asks whether other causes were excluded: to deny one of them is the answer.
ASKS_FOR_EXCLUSION = re.compile(r"\bexclu|ruled out|other cause")
RULES_OUT = re.compile(r"(?:no|not (?:his|her|a|an|the|due to|from|coming from)|nor|neither|none)\b")
LEAVES_OPEN = re.compile(
    r"[^.;,]{0,24}\b(?:exclu\w*|ruled?|tested|examined|checked|looked|consider\w*|assess\w*|clear|known)\b"
)
SENTENCE_ENDS = re.compile(r"[.;|]")
NO_AHEAD = re.compile(r"\bno $")
BARRED = re.compile(
    r"s? ?\((?:[^()]{0,24}\b)?(?:ckd|egfr|gfr|renal|kidneys?|ulcers?|gerd|gi|bleed\w*|allerg\w+|intoleran\w+"
    r"|anticoag\w*|warfarin|eliquis|apixaban|xarelto|doac|contraindic\w+|chf|heart failure|gastric|cirrhosis|liver)\b"
)
DRUGS = frozenset(("drug", "drugs"))
AXIAL = "axial pain"
AIMS = re.compile(r"purpose of the scan|distant staging")
# "Neck ache, C4 to the shoulder blade": where a pain ends tells of its kind only where nothing tells of a limb.
TO_A_PLACE = re.compile(r"\bto (?:the )?(?:top of (?:the )?|base of (?:the )?)?(?:shoulder|scapula|occiput|skull|trap)")
LIMB = r"(?:arms?|forearms?|hands?|fingers?|thumbs?|elbows?|wrists?|legs?|calf|calves|foot|feet|toes?|thighs?)"
IN_A_LIMB = re.compile(
    rf"\b{LIMB}\b[^.;\n]{{0,30}}\b(?:pain\w*|ach\w+|tingl\w*|numb\w*|paresthes\w*|paraesthes\w*|weak\w*|burn\w*|hurts?)"
    rf"|\b(?:pain|ache|radiat\w*|runs?|running|shoots?|shooting|goes|travels?|down|into|tingl\w*|numb\w*|paresthes\w*"
    rf"|paraesthes\w*|weak\w*)\b[^.;\n]{{0,30}}\b{LIMB}\b"
    r"|\bspurling\w*(?:'s)? ?(?:test |sign )?(?::|is|was)? ?(?:\+|pos)"
    r"|\b(?:brachialgia|radicular|dermatom\w+)\b"
)
NOT_IN_IT = re.compile(
    r"\b(?:no|not|non|never|den(?:y|ies|ied)|without|w/o|neither|nor|nothing|neg\w*|free of)\b[^.;\n]{0,40}$"
)
FOUND = re.compile(
    r";|\b(?:positive|(?<!non-)(?<!non )reactive|converted|present|found|shows?|showed|active|treated|had|has"
    r"|but|although)\b"
)


def misses(row: Row, document: PreparedDocument, mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether words are found that say nothing of what the row asks for."""
    if row.bar:
        return False
    match row.check:
        case CourseCheck():
            held = HELD.match(document.low, mention.end) is not None or not_kept(document, mention)
            return held or _of_the_street(document, mention) or _is_barred(document, mention)
        case DenialCheck():
            return _told_absent(document.low, mention, others) or _is_answered_in_a_table(document, mention)
        case DocumentsCheck():
            if AIMS.fullmatch(row.check.term) and _would_have(document, mention):
                return True
            if row.check.term == AXIAL and _ends_elsewhere(document, mention):
                return True
            if _stretched_over_a_denial(document, mention, others) or _is_a_complaint_denied(
                row.check, document, mention
            ):
                return True
            end = document.sentences[mention.sentence].end
            if tells_of_none(row.check, document.low, mention, end) or is_of_what_is_sound(document.low, mention, end):
                return True
            if was_shown_by_another(row, document, mention) or is_denied_in_another_clause(document.low, mention):
                return True
            of_a_kind = "rest" not in row.check.term and _is_of_a_kind_denied(document, mention)
            return of_a_kind or (not_kept(document, mention) and not _is_told_undone(document, mention))
        case _:
            return False


def _ends_elsewhere(document: PreparedDocument, mention: Mention) -> bool:
    """Whether a pain is known by where it ends alone, and a limb is told to hurt, tingle or be numb somewhere."""
    low = document.low
    if TO_A_PLACE.search(low, mention.start, mention.end) is None:
        return False
    told = IN_A_LIMB.finditer(low)
    return any(NOT_IN_IT.search(low, max(0, m.start() - 60), m.start()) is None for m in told)


def _is_barred(document: PreparedDocument, mention: Mention) -> bool:
    """Whether a drug is told not to be taken for a reason in brackets, which tells nothing of the care that was tried.

    "No NSAID (CKD 3a)" beside a therapy that failed.
    """
    low, sentence = document.low, document.sentences[mention.sentence]
    denied = NO_AHEAD.search(low, max(sentence.start, mention.start - 5), mention.start) is not None
    return denied and BARRED.match(low, mention.end, sentence.end) is not None


def _of_the_street(document: PreparedDocument, mention: Mention) -> bool:
    """Whether "drugs" are those that are misused ("no alcohol or drug misuse"), and no treatment."""
    low, sentence = document.low, document.sentences[mention.sentence]
    if low[mention.start : mention.end] not in DRUGS:
        return False
    return SOCIAL.match(low, mention.end, sentence.end) is not None and (
        STREET.search(low, max(sentence.start - 40, 0), sentence.end) is not None
    )


def _told_absent(low: str, mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a thing only names what is then told to be absent ("her TB test, drawn in May, was negative")."""
    return mention.kind is Kind.thing and any(
        o.kind is Kind.absent
        and o.sentence == mention.sentence
        and mention.end <= o.start
        and FOUND.search(low, mention.end, o.start) is None
        for o in others
    )


# "| Events in three months | No infarct, no stroke |": what a row of a table asks is said in its next cell.
IN_THE_FIRST_CELL = re.compile(r"\s*\|[^|\n]*")
ANSWERED_WITH_NO = re.compile(r"[^|\n]*\|\s*(?:no|none|den(?:y|ies|ied)|neg(?:ative)?)\b")


def _is_answered_in_a_table(document: PreparedDocument, mention: Mention) -> bool:
    """Whether words only name a row of a table whose answer is a denial."""
    low = document.low
    line = low.rfind("\n", 0, mention.start) + 1
    if not low.startswith("|", line):
        return False
    named = IN_THE_FIRST_CELL.fullmatch(low, line, mention.start) is not None
    return named and ANSWERED_WITH_NO.match(low, mention.end) is not None


def _stretched_over_a_denial(document: PreparedDocument, mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a wide find is denied only by a "no" to something between its parts, or to one of them in another clause
    ("no mass; the neck suits the cuff"), beside a close find that stands.
    """
    sentence = document.sentences[mention.sentence]
    if not mention.parts or not sentence.cues.denies:
        return False
    said = said_of(sentence.cues, mention.start, mention.end, own=mention.own)
    if said.assertion is not Assertion.negated or said.cue is None:
        return False
    if _in_another_clause(document.low, mention, said.cue, sentence.end):
        return True
    if _told_apart(document.low, said.cue, mention):
        close = [o for o in others if o.thing == mention.thing and o is not mention and o.kind is mention.kind]
        return any(_stands(document, o) for o in close)
    inside = contains([(mention.start, mention.end)], *said.cue)
    if inside and not passes_by(document.low, said.cue, mention.parts, sentence.end):
        return False
    if not inside and not (said.cue[1] <= mention.start and ";" in document.low[mention.start : mention.end]):
        return False
    if inside and _all_pass_by(document.low, mention, sentence):
        return True
    close = [o for o in others if o.sentence == mention.sentence and o.thing == mention.thing and o is not mention]
    return any(_stands(document, o) for o in close)


def _would_have(document: PreparedDocument, mention: Mention) -> bool:
    """Whether what a scan was for is told as over: "it would have decided"."""
    start = document.sentences[mention.sentence].start
    return WOULD_HAVE.search(document.low, start, mention.end) is not None


def _is_a_complaint_denied(check: DocumentsCheck, document: PreparedDocument, mention: Mention) -> bool:
    """Whether a row asks for an examination, and what was found is a complaint that is denied: "no groin numbness"."""
    cues, low = document.sentences[mention.sentence].cues, document.low
    if not cues.denies or ASKS_FOR_AN_EXAMINATION.match(check.term) is None:
        return False
    said = said_of(cues, mention.start, mention.end, own=mention.own)
    if said.assertion is not Assertion.negated or said.cue is None or EXAMINED.search(low, mention.start, mention.end):
        return False
    return DENIES_A_COMPLAINT.fullmatch(low, *said.cue) is not None


def _is_told_undone(document: PreparedDocument, mention: Mention) -> bool:
    """Whether a find is denied outright ("shared decision was not held"), which speaks against the row."""
    cues = document.sentences[mention.sentence].cues
    return said_of(cues, mention.start, mention.end, own=mention.own).assertion is Assertion.negated


def _stands(document: PreparedDocument, mention: Mention) -> bool:
    """Whether a find is said to be so."""
    cues = document.sentences[mention.sentence].cues
    return said_of(cues, mention.start, mention.end, own=mention.own).assertion is Assertion.affirmed


def _told_apart(low: str, cue: tuple[int, int], mention: Mention) -> bool:
    """Whether a comma parts the words of a find from those that are denied: "across the belt line, no leg pain"."""
    ahead = max((b for _, b in mention.parts if b <= cue[0]), default=None)
    return ahead is not None and "," in low[ahead : cue[0]]


def _is_of_a_kind_denied(document: PreparedDocument, mention: Mention) -> bool:
    """Whether only a kind of the thing, or more of it, is denied ("no rest tremor"), or a further deed ("no ablation
    since May")."""
    low, sentence = document.low, document.sentences[mention.sentence]
    if not sentence.cues.denies:
        return False
    begin = max(sentence.start, mention.start - KIND_REACH)
    if not mention.parts and OF_A_KIND.search(low, begin, mention.start):
        return True
    if _painless_so(low, sentence, mention):
        return True
    deed = NO_DEED_SINCE.search(low, begin, sentence.end)
    return deed is not None and deed.start() < mention.end and mention.start < deed.end()


def _painless_so(low: str, sentence: Sentence, mention: Mention) -> bool:
    """Whether a pain is denied only for a posture in which it eases: "lying down she has no pain in the back"."""
    if not PAINFUL.search(low, mention.start, mention.end) or not EASED_SO.match(low, sentence.start, sentence.end):
        return False
    return said_of(sentence.cues, mention.start, mention.end, own=mention.own).assertion is Assertion.negated


def _in_another_clause(low: str, mention: Mention, cue: tuple[int, int], end: int) -> bool:
    """Whether what a denial takes is over before a part that another clause tells of ("it moves without pain, tapping
    at the wrist does nothing"), or stands behind a semicolon, apart from a part before it ("settings changed; wants no
    mask")."""
    if WITHOUT.fullmatch(low, *cue):
        ahead = sorted(part for part in mention.parts if part[0] >= cue[1])
        over = LISTED_ON.search(low, ahead[0][1], end) if ahead else None
        return over is not None and over.start() < ahead[-1][0]
    if cue[1] <= mention.start:
        return ";" in low[mention.start : mention.end]
    return mention.start <= cue[0] < mention.end and ";" in low[mention.start : cue[0]]


def _all_pass_by(low: str, mention: Mention, sentence: Sentence) -> bool:
    """Whether each of the denials amid a wide find is of something else, or of a subject of its own."""
    last = max(start for start, _ in mention.parts)
    amid = [c for c in sentence.cues.found if c.kind in NEGATIONS and mention.start <= c.start and c.end <= last]
    own = OF_ITS_OWN_SUBJECT.search(low, min(end for _, end in mention.parts), last)
    return all(
        passes_by(low, (c.start, c.end), mention.parts, sentence.end) or (own is not None and own.start() < c.start)
        for c in amid
    )


def idle_cues(low: str, row: Row, sentence: Sentence, mention: Mention) -> Iterator[tuple[int, int]]:
    """Cues beside a find that change nothing about it."""
    if not sentence.cues.found:
        return
    own = [low[a:b] for a, b in mention.own]
    talk = _talk_begins(own, mention) if isinstance(row.check, DocumentsCheck) else None
    verdict = isinstance(row.check, DocumentsCheck) and any(VERDICT.search(words) for words in own)
    untied = isinstance(row.check, DocumentsCheck) and ASKS_FOR_NO_TIE.search(row.check.term.casefold()) is not None
    willing = isinstance(row.check, DocumentsCheck) and ASKS_FOR_A_WILL.search(row.check.term) is not None
    exclusion = isinstance(row.check, DocumentsCheck) and ASKS_FOR_EXCLUSION.search(row.check.term) is not None
    limits = isinstance(row.check, DocumentsCheck) and any(LIMITED.match(words) for words in own)
    looked_into = isinstance(row.check, DocumentsCheck) and ASKS_FOR_A_LOOK.search(row.check.term) is not None
    aims = isinstance(row.check, DocumentsCheck) and AIMS.fullmatch(row.check.term) is not None
    for cue in sentence.cues.found:
        if (
            (cue.kind in NEGATIONS and _alike(low, cue, mention))
            or (verdict and WEIGHED.match(low, cue.start))
            or (talk is not None and _is_what_was_talked_of(low, cue, talk))
            or (untied and cue.answer and A_TIE.search(low, sentence.start, cue.start) is not None)
            or (willing and WOULD.match(low, cue.start) is not None)
            or (exclusion and RULES_OUT.match(low, cue.start) and not LEAVES_OPEN.match(low, cue.end, mention.end))
            or (limits and INABLE.match(low, cue.start) and not LEFT_UNSAID.match(low, cue.end + len(" able to")))
            or (limits and GIVEN_UP.match(low, cue.start) is not None)
            or (looked_into and NO_REASON.match(low, cue.start) is not None)
            or (aims and NOTHING_DONE.match(low, cue.start) and ONE_ANSWER.search(low, sentence.start, cue.start))
        ):
            yield cue.start, cue.end


def _alike(low: str, cue: Cue, mention: Mention) -> bool:
    """A denial beside one that the spelling asks for, and no other than it could have asked for, or one of a list."""
    if mention.kind is Kind.absent:
        # Of a list of denials that begins with one: "no cough, no blood", "no voice change, nothing to suggest it".
        begun = DENIES.match(low, mention.start, mention.end) is not None
        inside = mention.start <= cue.start and cue.end <= mention.end
        return begun and (inside or (cue.end <= mention.start and "," in low[cue.end : mention.start]))
    if _tells_the_loss(low, cue, mention):
        return True
    if not mention.denials or LEFT_UNSAID.match(low, cue.end):
        return False
    words = tuple(words_in(low[cue.start : cue.end]))
    return words in mention.denials or words[-1:] in mention.denials or words == ("nor",)


def _tells_the_loss(low: str, cue: Cue, mention: Mention) -> bool:
    """Whether a "no" tells what an inability asked for comes to: "cannot use his hands: no writing, no typing"."""
    if low[cue.start : cue.end] != "no" or not mention.start <= cue.start < mention.end:
        return False
    if NO_ANSWER.match(low, cue.start) and any(a >= cue.end and INABLE.match(low, a, b) for a, b in mention.own):
        return True
    headed = low.rfind(":", mention.start, cue.start)
    unable = headed >= 0 and any(b <= headed and INABLE.match(low, a, b) for a, b in mention.own)
    return unable and TROUBLES.match(low, cue.end) is None and SENTENCE_ENDS.search(low, headed, cue.start) is None


def _talk_begins(own: Sequence[str], mention: Mention) -> int | None:
    return min((end for (_, end), words in zip(mention.own, own, strict=True) if TALK.match(words)), default=None)


def _is_what_was_talked_of(low: str, cue: Cue, talk: int) -> bool:
    """Whether a cue is of the risks and choices a talk was about, and not of the talk."""
    if cue.kind is CueKind.uncertain and DANGERS.match(low, cue.start):
        return True
    return cue.forward and cue.start >= talk and MATTER.match(low, cue.start) is not None
