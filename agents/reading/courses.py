"""Courses of treatment: what was tried, for how long, until when, and what came of it.

A course counts only where its words say so: enrolled, ordered, declined and cancelled are told apart by their cues, and
a number of sessions is no duration. Duration and result may stand in the sentence after, where it plainly goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.reading import patterns as re
from agents.reading.dates import DateMention
from agents.reading.durations import DURATION, VAGUE_BOUNDS, is_duration, length_of, runs_on, since
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.remembered import Mention
from agents.reading.sections import SectionKind
from agents.reading.subject import subject_of
from priorauth.facts import DateInterval, Duration, Outcome, Subject

FAILED = re.compile(
    r"\bfail(?:ed|ure|s|ing)?\b(?! to (?:attend|return|keep|follow|call|pay|bring|sign|complete|start|begin|show|"
    r"obtain|have|be|undergo|take|fill|appear"
    r"|schedule|arrive|reach|ship|hurt|come|open|turn|power|register|deliver|pick|renew|refill|cash|send|mail)\b)"
    r"(?! (?:its|the|an?|his|her) (?:\w+ ){0,2}(?:check|test|inspection|exam\w*|class|audit|review|quiz|license))|"
    r"\bno (?:\w+ ){0,2}(?:relief|improvement|benefit|response|success|help|effect|change|progress|gains?"
    r"|resolution)\b|"
    r"\bwithout (?:\w+ ){0,2}(?:relief|improvement|benefit|response|success|help|effect|change|progress|resolution"
    r"|resolving)\b|"
    r"\b(?:did|does|do|has|have|had|was|were|is|are)(?: not|n't) (?:\w+ )?(?:help\w*|improv\w+|respond\w*|reliev\w+"
    r"|work\w*|resolv\w+|benefi\w+|effective|successful|"
    r"control\w*|provide\w*|change\w*|alleviat\w+|make a difference|clear\w*|touch\w*|eas(?:e|ed)\b|budge\w*"
    r"|dent\b|settle\w*"
    r"|calm\w*|lessen\w*|reduc\w+|lower\w*|cut\b|hold\b|held\b|last\b|bring (?:\w+ )?relief|make a dent|suffice\w*"
    r"|g[ai]ve (?:\w+ ){0,2}relief|do (?:much|anything)|stop the)|\bfailed to (?:bring|give|provide|offer"
    r"|produce) (?:\w+ "
    r"){0,2}(?:relief|benefit|improvement|results?)|\bheld (?:\w+ ){0,4}for only (?:a |few )?(?:days?|weeks?|hours?)"
    r"|\bnone of (?:it|this|these|that|them|those) (?:has |have |had )?(?:work|help|reliev|last|held|gave|did"
    r"|made)\w*"
    r"|\b(?:regardless|nonetheless|all the same|anyway|neither did|nor did)\b|\bdid not(?: \w+)? either\b|"
    r"\b(?:minimal(?:ly)?|little|limited|temporary|temporarily|transient(?:ly)?|short[- ](?:lived|term)|brief(?:ly)?"
    r"|inadequate(?:ly)?|insufficient(?:ly)?|incomplete(?:ly)?|"
    r"suboptimal|poor(?:ly)?|unsatisfactory|negligible|modest|only partial|partial|mild|marginal|slight|fleeting"
    r"|not enough|unsustained|nonsustained|non-sustained|scant|meager)"
    r"(?: \w+){0,3} (?:relief|improvement|benefit|response|help|effect|success|pain relief|gains?|results?"
    r"|controlled)|\b(?:partially|temporarily|minimally|marginally) (?:helpful|effective|relieved|improved)|"
    r"\bunsuccessful(?:ly)?|\bineffective(?:ly)?\b|\bnot effective|\bnot successful|\bunhelpful|\bnot helpful"
    r"|\bno longer (?:effective|help\w*|work\w*|provid\w*)|\brefractory\b|\bunresponsive\b|\bnonresponsive\b|"
    r"\binadequate (?:response|control|relief)|\bdespite\b|\bpersist(?:s|ed|ent|ing|ence)?\b|\bcontinu(?:es|ed"
    r"|ing) (?:to have|pain|symptoms|severe|limitation|with)|\bstill (?:has|had|having|painful|symptomatic|limited"
    r"|in pain)|"
    r"\bworsen(?:ed|ing|s)?\b|\bworse\b|\bplateau(?:ed|ing)?\b|\brecur(?:red|rence|rent)?\b|\breturned\b"
    r"|\bwore off\b|\bunimproved\b|\bunrelieved\b|\bunchanged\b|\bnonhealing|\bnon-healing|\bnot heal\w*|"
    r"\b(?:symptoms|pain) (?:remain|continue|persist|unchanged|return|recur)\w*|\bexhausted\b|\bcould not control\b"
    r"|\brelief (?:lasted|lasting|for|of) (?:only |less |about |just )?(?:a |one |two |three |few |several "
    r"|\d+ )?(?:days?|hours?|weeks?)|"
    r"\b(?:lack|want|absence|loss) of (?:\w+ )?(?:effect|efficacy|benefit|response|relief|improvement|help)\b"
    r"|\bto no avail\b|\bof no (?:benefit|help|use)\b|\bnone (?:of (?:which|these|them) )?(?:helped|worked|provided"
    r"|gave|were|was|has|have)\b|\bnothing (?:has )?help\w*|\bw/o (?:\w+ ){0,2}(?:relief|improvement|benefit|response"
    r"|success|help|effect|change|progress)\b|\b(?:is|are|was|were|got|feels?|been)? ?(?:no|not any|not) better\b"
    r"|\b(?:no|any) lasting\b|\bnothing (?:that |has )?(?:lasted|lasting|worked|held)\b|\b(?:did|does|done|gave"
    r"|gives|"
    r"brought|provided) (?:\w+ )?(?:nothing|little|no more)\b|\bin spite of\b|\bnot (?:\w+ )?(?:helped|improved"
    r"|relieved"
    r"|enough)\b|\b(?:symptoms|pain|function|scores?|limits?|oswestry|odi) (?:is |are |was |were |stayed )?(?:the )?"
    r"(?:same|unaltered)\b|\bstayed (?:the same|at|above|over)\b|\bremain(?:s|ed) (?:the same|unchanged|severe|at)\b"
    r"|\b(?:came|comes|come|coming|keeps? coming) back\b|\brecurs?\b|\bhas not held\b|\bhave not held\b|\buseless\b"
    r"|\b(?:relief|help|helped|benefit|improvement|better|gain|response)\b[^.;]{0,12}\b(?:a|one|two|three|four"
    r"|five|six"
    r"|few|\d{1,2}) (?:days?|weeks?|hours?) (?:only|at (?:the )?most)\b|\b(?:helped|better|relief|gain"
    r"|response) (?:for )?"
    r"(?:only|just|barely) (?:a |about |for )*(?:one |two |three |four |few |\d{1,2} )?(?:days?|weeks?|hours?)"
    r"|\b(?:a|one|two|three|four|five|few|\d{1,2}) (?:days?|weeks?|hours?) of (?:relief|help|benefit|improvement)\b"
    r"|\bgain of (?:days|weeks)\b|\bno (?:\w+ ){0,2}(?:gain|lift|headway)\b|\bstill at (?:that|the same)\b"
    r"|\b(?:response|benefit|relief|improvement|effect|gain|change|results?)(?: (?:was|is|were|has been))?:? (?:only )?"
    r"(?:minimal|poor|inadequate|insufficient|nil|none|partial|limited|little|brief|short-lived|slight|negligible"
    r"|disappointing|modest|marginal|temporary|transient)\b|\bwent down all the same\b"
)
AWAITED = re.compile(r"\b(?:whether|(?:see|know|decide|learn|tell|find out) (?:if|how|what))\b[^.,;]{0,60}")
NOT_FAILED = re.compile(
    r"\b(?:has|have|had|did|does|is|was)(?: not|n't) (?:yet )?(?:fail\w*|refractory|exhausted)|\bnever failed"
    r"|\bnot (?:yet )?(?:failed|refractory)|\bno (?:fail|worsen|recur)\w*|\bwithout (?:fail|worsen|recur)\w*|"
    r"\bheart failure\b|\brespiratory failure\b|\brenal failure\b|\bkidney failure\b|\bfailed back\b"
    r"|\bpersistent (?:asthma|atrial)|\bno (?:pain|symptoms?) (?:persist|return|recur)\w*|"
    r"\bno change in (?:medication|dose|regimen)\w*|\bnot (?:worse|worsen\w*)"
)
NOT_TOLERATED = re.compile(
    r"\b(?:not|unable to|could not|couldn't|cannot|can't|did not|didn't|poorly|never) (?:be )?tolera\w+"
    r"|\bintoleran\w+"
    r"|\bnot well tolera\w+|\bintolerable\b|\bside effects?\b|\badverse (?:effects?|reactions?|events?)|"
    r"\b(?:stopp|discontinu|halt|quit|abandon|ceas)\w* (?:early |it |this |use )?(?:due to|because of|for"
    r"|secondary to|after|from|owing to|because) (?!lack|complet|improv|no |in|poor|want|failure)"
    r"|\bcould not continue|"
    r"\b(?:caused|causing|developed|due to|because of) (?:\w+ ){0,2}(?:gastritis|dyspepsia|gi (?:upset|bleed\w*"
    r"|distress|intolerance)|nausea|sedation|dizziness|rash|ulcers?|claustrophobia|somnolence|bradycardia"
    r"|hypotension|cognitive)|\b(?:gastritis|dyspepsia|gi upset|(?:stomach|abdominal) (?:pain|upset)|nausea|sedation"
    r"|dizz\w+|rash|restless\w*|weight gain|hives"
    r"|drows\w+|sleepiness|akathisia|bleed\w*)[, -]{1,3}(?:was |and )?(?:stopped|discontinued)|"
    r"\bcontraindicated\b|\bover-?sedat\w+|\buntil (?:gi upset|nausea|sedation|rash|(?:stomach|gi) (?:pain|bleed\w*))"
)
HELPED = re.compile(
    r"\b(?:good|excellent|great|significant|marked|substantial|complete|full|dramatic|considerable|meaningful"
    r"|sustained|major|much|near-complete|satisfactory|adequate|nice|very good|lasting) "
    r"(?:\w+ ){0,2}(?:relief|improvement|benefit|response|help|success|results?)|\bhelp(?:ed|s|ful|ing)\b"
    r"|\beffective(?:ly)?\b|\bwell[- ]controlled\b|\bresolved\b|\bsuccessful(?:ly)?\b|\bimprov(?:ed|es|ing)\b"
    r"|\brelieved\b|"
    r"\bworks? well\b|\bworking well\b|\bworked (?:well|better|nicely|great)\b|\bpain[- ]free\b|\bdoing well\b|"
    r"\bresponded (?:well|nicely)"
    r"|\blike a charm\b|\bdid the trick\b|\bworked? wonders\b|\b(?:a )?godsend\b|\bnothing hurt\w*|\bpain (?:is "
    r"|was )?gone\b"
    r"|\bhalf as painful\b|\bdone (?:her|him|them) good\b|\b(?:strength|motion|function) (?:is |are )?(?:nearly|almost"
    r"|fully) back\b"
    r"|\bpain (?:is |was )?(?:nearly |almost |all )?gone\b"
    r"|\bhealed\b|\bin remission\b|\b(?:5|6|7|8|9)\d ?% (?:\w+ )?(?:relief|improvement|reduction|better)"
)
COMPLETED = re.compile(
    r"\bcomplet(?:ed|es|ion|ing)\b|\bfinish(?:ed|ing)?\b|\bcourse\b|\bunderwent\b|\bundergone\b|\bended\b|\bending\b"
    r"|\bdischarged from\b|\bwas treated\b|\bhas had\b|\bhad\b|\btried\b|\btrial(?:ed|s)?\b|\breceived\b"
    r"|\bparticipated\b|"
    r"\battended\b|\bdone\b|\bgraduated\b|\bcarried out\b|\bwas (?:given|performed|on)\b|\bstopped\b|\btook\b"
    r"|\bused\b|\bworn?\b|\bwore\b"
)
UNFINISHED = re.compile(
    r"\b(?:did not|didn't|has not|hasn't|never|not yet|failed to|unable to|without|not) (?:\w+ )?(?:complet\w+"
    r"|finish\w*|attend\w*|start\w*|beg[iau]n|done|perform\w*|tried|try)|\bincomplete course\b|"
    r"\battended only\b|\bonly attended\b|\b(?:stopped|quit|dropped out|withdrew|discontinued) (?:early"
    r"|after (?:\w+ ){1,3}(?:visits?|sessions?|days?|weeks?|appointments?))|\bdropped out\b|"
    r"\bno-?show\w*|\bmissed (?:most|all|several|many)|\bnon-?(?:complian|adheren)\w+|\bpartially completed\b"
    r"|\bin progress\b|\bnext (?:week|month)\b|\bhalfway\b|\bwait(?:ed|ing|s|list\w*)\b|\bstayed home\b|\bnever "
    r"left\b|\bno drug given\b|\bnot given\b|\bunopened\b|\bconsented\b|\bwithheld\b|\bin name only\b|\bon paper\b|"
    r"\bzero (?:visits|sessions)|\bcancel\w+"
    r"|\bflush(?:ed|es|ing)? (?:the|his|her|them|it)\b|\b(?:threw|throws|throwing) (?:\w+ ){0,2}(?:away|out)\b"
    r"|\b(?:skipp|hoard)(?:ed|ing) (?:the|his|her|most|many|doses|them)\b"
    r"|\b(?:did not|didn't|never) (?:actually )?(?:take|took|swallow|fill|use|wear)\b"
)
ONGOING = re.compile(
    r"\b(?:ongoing|currently|continues|in progress|is attending|is undergoing|is doing|to date|so far|now in|"
    r"presently|since)\b"
)
ANAPHORA = re.compile(
    r"^(?:[\s\-*]*)(?:it|this|these|those|they|that|the (?:therapy|treatment|program|course|injection|injections"
    r"|medication|medications|exercises|sessions|brace|diet|patient (?:had|reported|noted|had no))|"
    r"therapy|treatment|both|neither|none|no (?:\w+ )?(?:relief|improvement|benefit|response)|symptoms|pain|relief|"
    r"response"
    r"|there (?:was|has been)|(?:he|she|patient|pt) (?:had|noted|reported|got|experienced|obtained|has had|did not"
    r"|could|still|is|was|got|keeps|feels|"
    r"reports|completed|finished|attended|continues)|despite|outcome|result|minimal|unfortunately|without|w/o"
    r"|in spite|no better|no (?:\w+ )?(?:progress|gains?|change|effect|help|success|lift|headway)|worse|still|unchanged"
    r"|(?:his|her|their) (?:function|pain|symptoms?|limp|range|motion|strength)|strength|function|change in"
    r"|persist\w*|(?:in all|all told|altogether|overall)"
    r"|(?:after|three|six|nine|twelve|\d+) (?:\w+ ){0,3}(?:weeks|months|(?:of a )?year)[ ,]"
    r"|not (?:better|helped|improved|enough)|each|nothing|gain|last(?:ed|ing)|non-?(?:operative|surgical) (?:care"
    r"|treatment|management)"
    r"|conservative (?:care|treatment|management|measures|therapy)|all"
    r"|however|duration|dates?)\b"
)
BULLETED = re.compile(r"[*\-+]\s|\d{1,2}[.)]\s")
DATES_OF_CARE = re.compile(
    r"[^.]{0,40}\b(?:dates?|period|duration|course) of (?:care|service|therapy|treatment)|[^.]{0,20}\bfrom\b"
)
HEADER_FAILED = re.compile(
    r"\bfail(?:ed|ure)|tried and failed|without (?:relief|success|benefit|improvement)|inadequate|unsuccessful|"
    r"ineffective"
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
SCORES = re.compile(
    r"(?P<before>\d{1,3}(?:\.\d)?)\s?(?:->|→|-->)\s?(?P<after>\d{1,3}(?:\.\d)?)(?![\d%/])"
    r"|\b(?:nrs|vas|madrs|phq-?9|ham-?d\d*|odi|pain|score|ndi|womac|koos|nose|ipss|psqi|ess)\s?:?(?: from)? "
    r"(?P<begin>\d{1,3}(?:\.\d)?) to (?P<last>\d{1,3}(?:\.\d)?)(?![\d%/])"
)
NO_CHANGE, HELPFUL = 0.15, 0.5


@dataclass(frozen=True, slots=True)
class TreatmentCourse:
    """A mention as a course, with what its words fill in. `end` is where the last sentence used ends."""

    end: int
    duration: Duration | None
    when: DateInterval | None
    outcome: Outcome
    unfinished: bool
    vague: bool


def course_of(
    document: PreparedDocument, sentence: Sentence, mention: Mention, others: Sequence[Mention]
) -> TreatmentCourse:
    """What the record says of the treatment named at a mention."""
    stretch = _stretch(document, sentence)
    low, end = document.low, stretch[-1].end
    outcome, decided = _outcome(low, sentence, mention, end, stretch)
    duration, vague, used = _duration(document, sentence, mention, others, stretch)
    dated = _dates(document, stretch) or _dates_above(document, sentence)
    if (duration is None or vague) and len(dated) == 2:
        spanned = (dated[1].last - dated[0].first).days
        duration, vague = Duration(low=float((dated[1].first - dated[0].last).days), high=float(spanned)), False
    if (begun := since(document, stretch)) and sentence.visit and len(dated) < 2:
        duration = duration or Duration(low=float(max(0, (sentence.visit.first - begun.last).days)))
        dated = [sentence.visit]
    unfinished = UNFINISHED.search(low, sentence.start, end) is not None
    last = max(mention.end, decided, used)
    return TreatmentCourse(
        end=next((s.end for s in stretch if s.end >= last), stretch[-1].end),
        duration=duration,
        when=dated[-1] if dated else None,
        outcome=outcome,
        unfinished=unfinished,
        vague=vague,
    )


def _stretch(document: PreparedDocument, sentence: Sentence) -> list[Sentence]:
    """The sentence, and up to two after it that plainly go on about it."""
    found = [sentence]
    skipped = 0
    for after in document.sentences[sentence.index + 1 : sentence.index + 5]:
        same = after.block == sentence.block and after.section is sentence.section and after.standing is None
        if not same or skipped > 1 or BULLETED.match(document.low, after.start):
            break
        if not ANAPHORA.search(document.low[after.start : after.end]):
            skipped += 1
            continue
        if subject_of(document, after.start, after.end) is not Subject.patient:
            break
        found.append(after)
    return found


def _outcome(
    low: str, sentence: Sentence, mention: Mention, end: int, stretch: Sequence[Sentence]
) -> tuple[Outcome, int]:
    """The result told with a course and where its words end; a mixed message is a failure only if it says so last."""
    if scored := _by_scores(low, sentence, mention, end):
        return scored
    if own := _in_own_clause(low, sentence, mention):
        return own
    text = low[sentence.start : end]
    masked = AWAITED.sub(_blank, NOT_FAILED.sub(_blank, text))
    if m := NOT_TOLERATED.search(text):
        return Outcome.not_tolerated, sentence.start + m.end()
    failures = list(FAILED.finditer(masked))
    covered = [(f.start(), f.end()) for f in failures]
    helps = [
        h
        for h in HELPED.finditer(masked)
        if not any(a < h.end() and h.start() < b for a, b in covered) and not _negated(masked, h.start())
    ]
    if failures and not (helps and helps[-1].start() > failures[-1].start()):
        return Outcome.failed, sentence.start + failures[-1].end()
    if helps:
        return Outcome.helped, sentence.start + helps[-1].end()
    if sentence.section.kind is SectionKind.treatments and HEADER_FAILED.search(sentence.section.header):
        return Outcome.failed, 0
    if LEAD_FAILED.search(_lead(low, sentence)):
        return Outcome.failed, 0
    if m := COMPLETED.search(text):
        return Outcome.completed, sentence.start + m.end()
    if ONGOING.search(text):
        return Outcome.ongoing, 0
    return Outcome.unknown, 0


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


def _by_scores(low: str, sentence: Sentence, mention: Mention, end: int) -> tuple[Outcome, int] | None:
    """A score before and after a treatment ("33 -> 34"): hardly any change is a failure."""
    stop = low.find(";", mention.end, sentence.end)
    m = SCORES.search(low, mention.end, stop if stop >= 0 else end)
    if m is None:
        return None
    before, after = float(m["before"] or m["begin"]), float(m["after"] or m["last"])
    if abs(before - after) <= NO_CHANGE * before:
        return Outcome.failed, m.end()
    return (Outcome.helped, m.end()) if after <= HELPFUL * before else None


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
) -> tuple[Duration | None, bool, int]:
    """The duration nearest the mention that no other treatment claims, whether vague, and where it ends."""
    low = document.low
    best: tuple[float, re.Match[str]] | None = None
    taken = [(d.start, d.end) for s in stretch for d in s.dates]
    for m in DURATION.finditer(low, sentence.start, stretch[-1].end):
        if any(a < m.end() and m.start() < b for a, b in taken) or not is_duration(low, sentence, m):
            continue
        gap = _gap(low, m, mention, others)
        if gap is not None and (best is None or gap < best[0]):
            best = (gap, m)
    if best is None:
        return None, False, 0
    return (
        length_of(best[1]),
        (best[1]["bound"] or "").startswith(VAGUE_BOUNDS),
        best[1].end(),
    )


def _gap(low: str, m: re.Match[str], mention: Mention, others: Sequence[Mention]) -> float | None:
    """How far a duration is from a mention; None where another treatment stands between."""
    left, right = (m.end(), mention.start) if m.end() <= mention.start else (mention.end, m.start())
    if any(o.start < right and left < o.end and (o.start, o.end) != (mention.start, mention.end) for o in others):
        between = [o for o in others if left <= o.start and o.end <= right]
        joined = between and m.start() > mention.end and re.search(r"\b(?:and|both|each|all)\b", low[left:right])
        if not joined:
            return None
    distance = float(right - left)
    if m.end() <= mention.start:
        return (
            distance
            if re.fullmatch(r"[\s\-]*(?:of |course of |trial of |\w+ ){0,7}", low[left:right])
            else distance + 40
        )
    return distance


def _dates_above(document: PreparedDocument, sentence: Sentence) -> list[DateInterval]:
    """The dates of care told just before in the same paragraph."""
    for before in reversed(document.sentences[max(0, sentence.index - 3) : sentence.index]):
        if before.block != sentence.block or before.section is not sentence.section:
            break
        if before.dates and DATES_OF_CARE.match(document.low, before.start, before.end):
            return _dates(document, [before])
    return []


def _dates(document: PreparedDocument, stretch: Sequence[Sentence]) -> list[DateInterval]:
    """One date of a course, or its first and last."""
    dates: list[DateMention] = [d for s in stretch for d in s.dates if d.interval and not d.birth]
    low = document.low
    dates = [
        d
        for d in dates
        if not re.search(
            r"(?:scheduled|follow-?up|return|planned|surgery|next|dob)[^.;]{0,20}$", low[max(0, d.start - 30) : d.start]
        )
    ]
    if len(dates) >= 2:
        between = low[dates[0].end : dates[1].start]
        if runs_on(low, dates[0], dates[1]) or re.fullmatch(
            r"[\s,]*(?:-|(?=to )|to|through|thru|until|till|and(?= )|ending|ended(?: on)?|and ended(?: on| in)?|and "
            r"completed|completed|stopped)[\s,a-z]{0,20}",
            between,
        ):
            intervals = [d.interval for d in dates[:2] if d.interval]
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
