"""Courses of treatment: what was tried, for how long, until when, and what came of it.

A course counts only where its words say so: enrolled, ordered, declined and cancelled are told apart by their cues, and
a number of sessions is no duration. Duration and result may stand in the sentence after, where it plainly goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from agents.reading import patterns as re
from agents.reading.comparisons import by_scores
from agents.reading.dates import DateMention
from agents.reading.durations import durations_in, is_duration, length_of, runs_on, since
from agents.reading.headed import heading_over, says_how_long, says_it_failed, says_it_lies_ahead
from agents.reading.masks import wearing_of
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.remembered import Mention
from agents.reading.returned import carried_on, of_the_same
from agents.reading.sections import SectionKind
from agents.reading.sequels import elsewhere, how_long_in_all, stretch_of, summed_up, told_next
from priorauth.facts import DateInterval, Duration, Outcome

FAILED = re.phrases("courses", "failed")
AWAITED = re.compile(r"\b(?:whether|(?:see|know|decide|learn|tell|find out) (?:if|how|what))\b[^.,;]{0,60}")
STILL = re.phrases("courses", "still")
STRONG = re.phrases("courses", "strong")
NOT_FAILED = re.compile(
    r"\b(?:has|have|had|did|does|is|was)(?: not|n't) (?:yet )?(?:fail\w*|refractory|exhausted)|\bnever failed"
    r"|\bnot (?:yet )?(?:failed|refractory)|\bno (?:fail|worsen|recur)\w*|\bwithout (?:fail|worsen|recur)\w*|"
    r"\bheart failure\b|\brespiratory failure\b|\brenal failure\b|\bkidney failure\b|\bfailed back\b"
    r"|\bpersistent (?:asthma|atrial)|\bno (?:pain|symptoms?) (?:persist|return|recur)\w*|"
    r"\bno change in (?:medication|dose|regimen)\w*|\bnot (?:worse|worsen\w*)"
    r"|\b(?:has|have|had|did)(?: not|n't) (?:since |yet )?(?:recur\w*|come back"
    r"|return(?:ed)?(?= since|\s*(?:[.;,)]|$)))"
    r"|\bnever (?:came|come) back|\bnever (?:returned|recurred)"
    r"|\b(?:despite|in spite of) (?:all )?(?:this|these|that|it),? (?:he|she|they|patient)"
    r" (?:wants?|asks?|prefers?|wishes|would|declines?|hopes?)\b"
    r"|\b(?:if|unless|should|in case) (?!anything)(?:\w+ ){0,5}(?:no|not|fails?|persists?|worsens?|unchanged|without"
    r"|recurs?|returns?|continues?)\b[^.;,]{0,20}"
)
NOT_TOLERATED = re.phrases("courses", "not-tolerated")
HELPED = re.phrases("courses", "helped")
COMPLETED = re.compile(
    r"\bcomplet(?:ed|es|ion|ing)\b|\bfinish(?:ed|ing)?\b|\bcourse\b|\bunderwent\b|\bundergone\b|\bended\b"
    r"|\bending\b|\bconcluded\b"
    r"|\bdischarged from\b|\bwas treated\b|\bhas had\b|\bhad\b|\btried\b|\btrial(?:ed|s)?\b|\breceived\b"
    r"|\bparticipated\b|"
    r"\battended\b|\bdone\b|\bgraduated\b|\bcarried out\b|\bwas (?:given|performed|on)\b|\bstopped\b|\btook\b"
    r"|\bused\b|\bworn?\b|\bwore\b"
    r"|\b(?:behind (?:him|her|them)|been through|did (?:them|it) all|(?:visits|sessions|lessons|weeks) (?:in all"
    r"|all told)"
    r"|all (?:of )?(?:her |his |the )?(?:\w+ )?(?:visits|sessions|lessons) (?:kept|attended|done))\b"
    r"|\bsaw (?:an? |the |her |his )?(?:\w+ ){0,3}(?:therapist|psychologist|counsell?or|dietitian|trainer)\b"
)
UNFINISHED = re.at_words(re.phrases("courses", "unfinished"))
ONGOING = re.compile(
    r"\b(?:ongoing|currently|continues|in progress|is attending|is undergoing|is doing|to date|so far|now in|"
    r"presently|since|to (?:the )?present|to (?:today|this day)|for (?:\w+ ){1,4}now|still (?:on|takes|taken|taking"
    r"|wears"
    r"|uses|using)|remain(?:s|ed) on|has been (?:on|taking|using|wearing))\b"
)
# "We have been at this since early spring": what is told next was done since then.
BEEN_AT_IT = re.compile(
    r"\b(?:(?:we|i|he|she|they)(?: have| has|'ve|'s)(?: all)? been (?:at (?:this|it)|working (?:on|at) (?:this|it|the)"
    r"|treating (?:this|it|the|her|him)|battling (?:this|it)|fighting (?:this|it))"
    r"|(?:non-?operative |conservative |non-?surgical )?(?:care|treatment|management)(?: \w+)? (?:began|begun|started"
    r"|has gone on|goes back))\b"
)
DATES_OF_CARE = re.compile(
    r"[^.]{0,40}\b(?:dates?|period|duration|course) of (?:care|service|therapy|treatment)|[^.]{0,20}\bfrom (?=\d|early"
    r"|late|mid"
    r"|the|january|february|march|april|may|june|july|august|september|october|november|december|[a-z]{3,4}\.? \d)"
)
HEADER_FAILED = re.compile(
    r"\bfail(?:ed|ure)|tried and failed|without (?:relief|success|benefit|improvement)|inadequate|unsuccessful|"
    r"ineffective"
)
OF_TODAY = re.compile(
    r"\b(?:current\w*|now|ongoing|present\w*|today|help(?:ed|ful|s)|effective|works?|working|planned|next)\b"
)
LEAD = re.compile(r"[\s*\-\d.)#]*([^:.;\n]{3,60}):(?=\s)")
LEAD_FAILED = re.compile(
    rf"{HEADER_FAILED.pattern}|\bfail\w*|w/o (?:relief|success|benefit|improvement)|without (?:adequate|lasting)"
    r"|not help(?:ed|ful)|no (?:lasting )?(?:relief|benefit|improvement|response)|did not (?:help|work)"
)


CONTROLS = re.compile(r"\bcontrols? (?:the|his|her|it|this)\b")
PASSING = re.compile(
    r"\b(?:at first|initially|briefly|temporar\w+|transient\w*|short\w*|only|some|somewhat|a little)\b"
    r"|\b(?:help\w*|relie[fv]\w*|better|improve\w*|lasted|good|response)\b[^.;]{0,12}\b(?:days?|weeks?|hours?)\b"
    r"|\b(?:days?|weeks?|hours?) (?:of|only)\b"
)
OF_THE_TROUBLE = re.compile(
    r"\b(?:worse(?:n\w*)?|pain\w*|symptom\w*|trouble|problems?|complaints?|arthritis|osteoarthritis|oa|limp\w*"
    r"|ache|aching"
    r"|sore|stiff\w*|hurt\w*|progressive(?:ly)?|deteriorat\w+|going downhill)"
    r"(?: (?:for|over|x|of|the|past|last|now|since|some|about)){0,4}\s*$"
)
TROUBLE_BEHIND = re.compile(
    r" of (?:\w+ ){0,3}?(?:pain|aches?|aching|symptoms|misery|trouble|suffering|limping|headaches?|migraines?|leak\w*"
    r"|numbness|weakness|swelling|sciatica|disability|worsening|incontinence|snoring|depression|seizures)\b"
    r"(?! (?:relief|management|medic\w+|program|clinic|school|class|psych\w*|drugs?|control|care|treatment|therapy"
    r"|tablets))"
)
ENDED_WITH = re.compile(
    r"[\s,]*(?:-|(?=to )|to|through|thru|until|till|ending|ended(?: on)?|and ended(?: on| in)?|and (?:completed"
    r"|finished"
    r"|concluded|stopped|discharged)|completed|stopped)[\s,a-z]{0,20}"
)
# "Started 3/4/26, d/c 7/8/26": what ends a course where words say that the first date began one.
CEASED = re.compile(
    r"(?:[\s,;(]*\d{1,2} ?(?:visits?|sessions?|sess|vis|x)\b)?[\s,;(]*(?:and |then )?(?:was |were )?(?:d/?c'?d?"
    r"|discharged|dc'd|finished|ended|end|done|stopped|quit|graduated"
    r"|completed|last(?: (?:visit|session|dose|day|one))?)[\s,:]*(?:(?:on|in|from|therapy|pt|it|there)[\s,:]+){0,2}"
)
OPENED = re.compile(
    r"\b(?:start(?:ed)?|began|begun|beginning|starting|first (?:\w+ )?(?:visit|session|dose)|eval(?:uation)?|intake"
    r"|from|since)"
    r"[\s,:]*(?:(?:on|in)[\s,:]+)?$"
)
BETWEEN = re.compile(r"\bbetween (?:early |mid-?|late |the (?:start|end|middle) of )?$")
AND = re.compile(r",? and (?:early |mid-?|late |the (?:start|end|middle) of )?")
THROUGH = re.compile(r"\b(?:through|thru)\b")


BROKEN_OFF = re.at_words(
    re.compile(
        r"(?<!no )(?<!without )(?<!without a )(?<!without any )\b(?:held(?! at)|paus\w+|interrupt(?:ed|ions?)"
        r"|restart\w*"
        r"|resum\w+"
        r"|gaps?|breaks?|broke off|stopp\w+|missed|skipp\w+|laps\w+|suspend\w+|off and on|on and off|intermittent\w*"
        r"|ran out"
        r"|until|weaned|discontinued)\b"
    )
)
UNSETTLED = (Outcome.unknown, Outcome.ongoing, Outcome.completed)
JUST_BEGUN = re.compile(
    r"[^.;,]{0,24}\b(?:given|prescribed|started|begun|began|ordered|issued|shown|taught|added|initiated|dispensed)"
    r" (?:today|yesterday|last (?:week|night)|this (?:week|morning|visit)|at this visit|just now|a week ago"
    r"|(?:two|2|three|3|a few) (?:weeks|days) ago)\b"
)
TOO_EARLY = 14
HAS_BEGUN = re.compile(r"[^.;,\d]{0,16}\b(?:started|begun|began|initiated|added)(?: on)? $")
TO_BEGIN = re.compile(r"\b(?:starts?|starting|begins?|beginning|commences?)\b[^.;\d]{0,12}$")
NOT_FOR_WANT_OF_EFFECT = re.compile(
    r"\b(?:stopp\w+|ended|quit|discontinu\w+|lapsed|ran out|gave (?:it|them) up|lost|dropped)\b[^.;]{0,40}"
    r"\b(?:costs?|insur\w+|copays?|money|afford\w*|coverage|deductible|job)\b"
)
FOR_ANOTHER_TROUBLE = re.compile(
    r"[^.;,]{0,30}\b(?:for|against) (?:the |his |her |high )?(?:blood pressure|bp\b|hypertension|gout|hot fl(?:a|u)shes"
    r"|toothache|shingles|pericarditis|kidney stones?)"
)
EFFECT_SAID = re.compile(r"(?:neither|nor) (?:did|does|do|has|have|had|was|were|is|are|could|would)\b")
OF_SOMEBODY = re.compile(r" (?:he|she|they|we|i|it|there|this|that|the (?:patient|family)|mr|mrs|ms|pt)\b")
NOT_TAKEN = re.compile(
    r"(?:\bnot|n't|\bnever|\bno)\b (?:\w+ ){0,3}(?:tr(?:y|ied|ial\w*)|giv\w*|gave|start\w*|beg[aiu]n|attempt\w*"
    r"|use[ds]?|tak\w+"
    r"|took|order\w*|done|had|attend\w*|receiv\w*|prescrib\w*|want\w*|offer\w*|need\w*|indicat\w*|option)\b"
)


def denies_the_effect(document: PreparedDocument, sentence: Sentence, cue: tuple[int, int]) -> bool:
    """Whether a denial beside a treatment is of what came of it: "and it has not closed", "neither was of any use".

    "Neither did B" says of B what was said of the treatment before it, which must be that it did not help.
    """
    low = document.low
    if said := EFFECT_SAID.match(low, cue[0], sentence.end):
        if OF_SOMEBODY.match(low, said.end()):
            return False
        before = low[sentence.start : cue[0]]
        if not before.strip(" -*") and sentence.index:
            one = document.sentences[sentence.index - 1]
            before = low[one.start : one.end] if one.block == sentence.block else ""
        return FAILED.search(before) is not None and NOT_TAKEN.search(before) is None
    text = low[sentence.start : sentence.end]
    at, end = cue[0] - sentence.start, cue[1] - sentence.start
    return NOT_TAKEN.search(text) is None and any(
        m.start() < end and at < m.end() for p in (FAILED, NOT_TOLERATED) for m in p.finditer(text)
    )


@dataclass(frozen=True, slots=True)
class TreatmentCourse:
    """A mention as a course, with what its words fill in. `end` is where the last sentence used ends."""

    end: int
    duration: Duration | None
    when: DateInterval | None
    outcome: Outcome
    unfinished: bool
    broken: bool = False


def course_of(
    document: PreparedDocument,
    sentence: Sentence,
    mention: Mention,
    others: Sequence[Mention],
    sites: frozenset[str] = frozenset(),
) -> TreatmentCourse:
    """What the record says of the treatment named at a mention; `sites` are the parts of the body asked about."""
    stretch = stretch_of(document, sentence, sites)
    low, end = document.low, stretch[-1].end
    outcome, decided = _outcome(document, sentence, mention, others, end, sites)
    summed = summed_up(document, sentence, others, sites) if outcome is not Outcome.helped else None
    if outcome in UNSETTLED and (later := _told_later(document, stretch, others, sites, summed)):
        outcome, decided = later
    if outcome in UNSETTLED and (worn := wearing_of(document, sentence, mention.start, mention.end)):
        outcome, decided = worn
    returned = carried_on(document, sentence)
    returned = returned if returned and of_the_same(returned, mention, others) else None
    if outcome in UNSETTLED and returned:
        outcome, decided = _by_words(document, document.sentences[returned.sentence].start, returned.end)
    duration, used = _duration(document, sentence, mention, others, stretch)
    if duration is None and returned:
        duration, used = returned.kept, document.sentences[returned.sentence].end
    heading = heading_over(document, sentence)
    dated = _dates(document, stretch, mention, others) or _dates_above(document, sentence)
    if duration is None and len(dated) == 2:
        spanned = (dated[1].last - dated[0].first).days
        shortest = ((dated[1].last if _inclusive(low, stretch) else dated[1].first) - dated[0].last).days
        # "May to August": begun late and ended early, or the other way round.
        duration = Duration(low=(shortest + spanned) / 2, high=float(spanned))
    if (begun := since(document, stretch)) and sentence.visit and len(dated) < 2:
        duration = duration or Duration(low=float(max(0, (sentence.visit.first - begun.last).days)))
        dated = [sentence.visit]
    if duration is None and heading and not elsewhere(document, *heading, sites):
        duration = says_how_long(document, sentence, heading)
    if duration is None and (begun := _begun_above(document, sentence)):
        duration = begun
    if duration is None and summed and (told := how_long_in_all(document, summed)):
        duration, used = told
    unfinished = UNFINISHED.search(low, sentence.start, end) is not None or _no_trial(low, sentence, mention)
    unfinished = unfinished or (heading is not None and says_it_lies_ahead(low, heading))
    last = max(mention.end, decided, used)
    return TreatmentCourse(
        end=next((s.end for s in document.sentences[sentence.index :] if s.end >= last), end),
        duration=duration,
        when=dated[-1] if dated else None,
        outcome=outcome,
        unfinished=unfinished,
        broken=BROKEN_OFF.search(low, sentence.start, end) is not None,
    )


def _no_trial(low: str, sentence: Sentence, mention: Mention) -> bool:
    """Whether it was begun a moment ago, begins on a day to come, or was meant for something else."""
    if JUST_BEGUN.match(low, mention.end, sentence.end) or FOR_ANOTHER_TROUBLE.match(low, mention.end, sentence.end):
        return True
    seen = sentence.visit
    return seen is not None and any(
        d.interval is not None
        and (
            (d.interval.first > seen.last and TO_BEGIN.search(low, max(sentence.start, d.start - 30), d.start))
            or (0 <= (seen.first - d.interval.first).days <= TOO_EARLY and HAS_BEGUN.match(low, mention.end, d.start))
        )
        for d in sentence.dates
    )


def _told_later(
    document: PreparedDocument,
    stretch: Sequence[Sentence],
    others: Sequence[Mention],
    sites: frozenset[str],
    summed: Sentence | None,
) -> tuple[Outcome, int] | None:
    """What came of it by the sentence that tells how the trouble is, or by the one that sums up what was done."""
    low = document.low
    for later in (told_next(document, stretch, others, sites), summed):
        if later is None:
            continue
        if scored := by_scores(low, later.start, later.end):
            return scored
        outcome, decided = _by_words(document, later.start, later.end)
        if outcome in (Outcome.failed, Outcome.helped):
            return outcome, decided
    return None


def _inclusive(low: str, stretch: Sequence[Sentence]) -> bool:
    """Whether two months are told with "through", so that all of the last one counts."""
    dates = [d for s in stretch for d in s.dates if d.interval and not d.birth][:2]
    return len(dates) == 2 and THROUGH.search(low, dates[0].end, dates[1].end) is not None


def _outcome(
    document: PreparedDocument,
    sentence: Sentence,
    mention: Mention,
    others: Sequence[Mention],
    end: int,
    sites: frozenset[str],
) -> tuple[Outcome, int]:
    """The result told with a course and where its words end; a mixed message is a failure only if it says so last."""
    low = document.low
    if scored := _by_scores(low, sentence, mention, others, end):
        return scored
    if own := _in_own_clause(low, sentence, mention):
        return own
    text = low[sentence.start : end]
    outcome, decided = _by_words(document, sentence.start, end)
    if outcome is not Outcome.unknown:
        return outcome, decided
    if _headed_as_failed(document, sentence, sites):
        return Outcome.failed, 0
    if LEAD_FAILED.search(_lead(low, sentence)):
        return Outcome.failed, 0
    if m := COMPLETED.search(text):
        return Outcome.completed, sentence.start + m.end()
    if ONGOING.search(text):
        return Outcome.ongoing, 0
    return Outcome.unknown, 0


def _headed_as_failed(document: PreparedDocument, sentence: Sentence, sites: frozenset[str]) -> bool:
    """Whether the line over the list, or else the header of the section, says that none of it helped."""
    heading = heading_over(document, sentence)
    if heading and says_it_failed(document, heading):
        return not elsewhere(document, *heading, sites)
    if heading and OF_TODAY.search(document.low, *heading):
        return False
    section = sentence.section
    return section.kind is SectionKind.treatments and HEADER_FAILED.search(section.header) is not None


def _by_words(document: PreparedDocument, start: int, end: int) -> tuple[Outcome, int]:
    """What the words of a stretch say of the result, looked at once for all the treatments that it names."""
    told = document.remembered.outcomes
    if (start, end) not in told:
        told[start, end] = _read_words(document.low[start:end], start)
    return told[start, end]


def _read_words(text: str, start: int) -> tuple[Outcome, int]:
    masked = AWAITED.sub(_blank, NOT_FAILED.sub(_blank, text))
    if m := NOT_TOLERATED.search(text):
        return Outcome.not_tolerated, start + m.end()
    failures = list(FAILED.finditer(masked))
    if STRONG.search(masked):
        failures = [f for f in failures if not f.group().startswith("still")]
    covered = [(f.start(), f.end()) for f in failures]
    helps = [
        h
        for h in HELPED.finditer(masked)
        if not any(a < h.end() and h.start() < b for a, b in covered) and not _negated(masked, h.start())
    ]
    if helps and NOT_FOR_WANT_OF_EFFECT.search(masked):
        return Outcome.helped, start + helps[-1].end()
    if failures and not (helps and helps[-1].start() > failures[-1].start()):
        return Outcome.failed, start + failures[-1].end()
    if helps:
        return Outcome.helped, start + helps[-1].end()
    if still := STILL.search(masked):
        return Outcome.failed, start + still.end()
    return Outcome.unknown, 0


# "75% relief after the ablation, off tramadol", "hydrocodone from 6 tablets to 1": what is needed less did not help.
OFF_IT = re.compile(
    r"\b(?:(?<!worse )(?<!pain )off|(?:needs?|needed|required?|requires|takes?|took) (?:no|less|fewer|half the)"
    r"|no longer (?:needs?|needed|takes?|took|on|required?|requires)"
    r"|able to (?:stop|quit|drop|halve|cut(?: down| back)?(?: on)?)"
    r"|cut (?:down|back) on|halved|less|fewer)(?: (?:of )?(?:all|the|her|his|any))* $"
)
OFF_REACH = 40
FEWER = re.compile(
    r"(?: (?:went|down|fell|cut|reduced|use|intake))* from \d[\d.]* ?"
    r"(?:mg|tablets?|tabs?|pills?|doses?|a day|per day|/day)"
)


def no_longer_needed(low: str, sentence: Sentence, mention: Mention) -> bool:
    """Whether a drug is told as needed less or no more, which is what something else came to."""
    before = max(sentence.start, mention.start - OFF_REACH)
    return (
        OFF_IT.search(low, before, mention.start) is not None or FEWER.match(low, mention.end, sentence.end) is not None
    )


def _in_own_clause(low: str, sentence: Sentence, mention: Mention) -> tuple[Outcome, int] | None:
    """What the clause between semicolons says of the treatment; a help that did not last is left to the rest."""
    begin = low.rfind(";", sentence.start, mention.start) + 1
    stop = low.find(";", mention.end, sentence.end)
    if not begin and stop < 0:
        return None
    begin, stop = max(begin, sentence.start), stop if stop >= 0 else sentence.end
    text = low[begin:stop]
    masked = AWAITED.sub(_blank, NOT_FAILED.sub(_blank, text))
    if m := NOT_TOLERATED.search(text):
        return Outcome.not_tolerated, begin + m.end()
    failures, helps = (
        list(FAILED.finditer(masked)),
        [h for h in HELPED.finditer(masked) if not _negated(masked, h.start())],
    )
    if failures and not any(h.start() > failures[-1].start() for h in helps):
        return Outcome.failed, begin + failures[-1].end()
    helps += CONTROLS.finditer(masked)
    if helps and not failures and not PASSING.search(masked):
        return Outcome.helped, begin + helps[-1].end()
    return None


def _by_scores(
    low: str, sentence: Sentence, mention: Mention, others: Sequence[Mention], end: int
) -> tuple[Outcome, int] | None:
    """A score before and after a treatment, behind its name or else, where no other stands there, before it."""
    stop = low.find(";", mention.end, sentence.end)
    beyond = [o for o in others if o.sentence == sentence.index and o.start >= mention.end]
    if stop >= 0 and any(o.start > stop for o in beyond):
        end = stop
    if scored := by_scores(low, mention.end, end):
        return scored
    if any(o.sentence == sentence.index and o.end <= mention.start for o in others):
        return None
    return by_scores(low, sentence.start, mention.start)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _lead(low: str, sentence: Sentence) -> str:
    """The words before a colon that open a list ("Tried and failed: a; b; c"), for what stands further on."""
    line = low.rfind("\n", 0, sentence.start) + 1
    m = LEAD.match(low, line, sentence.start)
    return m[1] if m and ". " not in low[m.end() : sentence.start] else ""


def _negated(text: str, at: int) -> bool:
    return (
        re.search(r"\b(?:not|no|never|without|hardly|n't|neither|nor|none)\b[^.,;]{0,24}$", text[max(0, at - 34) : at])
        is not None
    )


def _duration(
    document: PreparedDocument,
    sentence: Sentence,
    mention: Mention,
    others: Sequence[Mention],
    stretch: Sequence[Sentence],
) -> tuple[Duration | None, int]:
    """The duration nearest the mention that no other treatment claims, and where it ends."""
    low = document.low
    best: tuple[float, re.Match[str]] | None = None
    taken = [(d.start, d.end) for s in stretch for d in s.dates]
    for m in durations_in(document, sentence.start, stretch[-1].end):
        if any(a < m.end() and m.start() < b for a, b in taken) or not is_duration(low, sentence, m):
            continue
        if TROUBLE_BEHIND.match(low, m.end()):
            continue
        gap = _gap(low, m, mention, others)
        if gap is not None and (best is None or gap < best[0]):
            best = (gap, m)
    if best is None:
        return None, 0
    return length_of(best[1]), best[1].end()


# "Nine months of therapy, tablets and a cane", "over ten months: therapy, tablets": the time of all that is listed.
OF_A_LIST = re.compile(
    r"(?: or (?:so|more))?(?: of|:) (?![^:]{0,60}\b(?:pain|aches?|aching|symptoms|trouble|misery|limping|leaks|leaking"
    r"|headaches?|suffering|waiting|rest)\b)(?:[a-z][\w/'-]*(?: [a-z][\w/'-]*){0,3}(?:,| and|, and| &| \+|/) ?){1,8}"
    r"(?:[a-z][\w'-]* ){0,2}"
)


def _gap(low: str, m: re.Match[str], mention: Mention, others: Sequence[Mention]) -> float | None:
    """How far a duration is from a mention; None where another treatment stands between."""
    left, right = (m.end(), mention.start) if m.end() <= mention.start else (mention.end, m.start())
    if m.end() <= mention.start:
        others = [o for o in others if not low.startswith((":", " :"), o.end)]
    if any(o.start < right and left < o.end and (o.start, o.end) != (mention.start, mention.end) for o in others):
        between = [o for o in others if left <= o.start and o.end <= right]
        listed = m.end() <= mention.start and OF_A_LIST.fullmatch(low, left, right)
        told_behind = bool(between) and m.start() > mention.end
        joined = listed or (told_behind and re.search(r"\b(?:and|both|each|all)\b", low[left:right]))
        if not joined:
            return None
    apart = re.search(r"[,;(:]|\.\s", low[left:right]) is not None
    if apart and OF_THE_TROUBLE.search(low[max(0, m.start() - 40) : m.start()]):
        return None
    distance = float(right - left)
    if m.end() <= mention.start:
        return (
            distance
            if re.fullmatch(r"[\s\-]*(?:of |course of |trial of |\w+ ){0,7}", low[left:right])
            else distance + 40
        )
    return distance


def _ended_with(
    low: str, mention: Mention | None, one: DateMention, other: DateMention, others: Sequence[Mention]
) -> bool:
    """Whether a date is told as the end of what began on another, with no other treatment named between."""
    begun = low[max(0, one.start - 24) : one.start]
    if AND.fullmatch(low, one.end, other.start):
        if mention and ";" in low[min(other.end, mention.end) : max(one.start, mention.start)]:
            return False
        return BETWEEN.search(begun) is not None or low.startswith("between ", one.start)
    opened = OPENED.search(begun) is not None or low.startswith(("from ", "since ", "starting "), one.start)
    ceased = opened and CEASED.fullmatch(low, one.end, other.start) is not None
    if not (ceased or ENDED_WITH.fullmatch(low, one.end, other.start)):
        return False
    return not any(one.end <= o.start and o.end <= other.start for o in others)


def _apart(mention: Mention, others: Sequence[Mention], span: tuple[DateMention, DateMention]) -> tuple[bool, int]:
    """How far a span of dates is from a treatment; one with another treatment between comes after all others."""
    start, end = span[0].start, span[1].end
    left, right = (end, mention.start) if end <= mention.start else (mention.end, start)
    return any(left <= o.start and o.end <= right for o in others), right - left


def _begun_above(document: PreparedDocument, sentence: Sentence) -> Duration | None:
    """How long all the care of a paragraph has gone on, where it opens with when that began."""
    for before in document.sentences[max(0, sentence.index - 3) : sentence.index]:
        if before.block != sentence.block or before.section is not sentence.section or before.visit is None:
            continue
        if BEEN_AT_IT.search(document.low, before.start, before.end) and (told := since(document, [before])):
            return Duration(low=float(max(0, (before.visit.first - told.last).days)))
    return None


def _dates_above(document: PreparedDocument, sentence: Sentence) -> list[DateInterval]:
    """The dates of care told just before in the same paragraph."""
    for before in reversed(document.sentences[max(0, sentence.index - 3) : sentence.index]):
        if before.block != sentence.block or before.section is not sentence.section:
            break
        if before.dates and DATES_OF_CARE.match(document.low, before.start, before.end):
            return _dates(document, [before])
    return []


def _dates(
    document: PreparedDocument,
    stretch: Sequence[Sentence],
    mention: Mention | None = None,
    others: Sequence[Mention] = (),
) -> list[DateInterval]:
    """One date of a course, or its first and last: of several spans the one that stands nearest."""
    dates: list[DateMention] = [d for s in stretch for d in s.dates if d.interval and not d.birth]
    low = document.low
    dates = [
        d
        for d in dates
        if not re.search(
            r"(?:scheduled|follow-?up|return|planned|surgery|next|dob)[^.;]{0,20}$", low[max(0, d.start - 30) : d.start]
        )
    ]
    spans = [
        (one, other)
        for one, other in pairwise(dates)
        if runs_on(low, one, other) or (one is dates[0] and _ended_with(low, mention, one, other, others))
    ]
    if spans:
        nearest = min(spans, key=lambda span: _apart(mention, others, span)) if mention else spans[0]
        intervals = [d.interval for d in nearest if d.interval]
        return intervals if intervals[0].first <= intervals[1].last else []
    chosen = next(
        (
            d
            for d in dates
            if re.search(
                r"(?:end\w*|complet\w+|finish\w*|through|until|stopp\w+|discontinued)[^.;]{0,16}$",
                low[max(0, d.start - 30) : d.start],
            )
        ),
        None,
    )
    picked = chosen or (dates[-1] if dates else None)
    return [picked.interval] if picked and picked.interval else []
