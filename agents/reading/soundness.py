"""Whether a statement stands as a careful nurse would demand: nothing in it or right after it undoes it.

Four questions: is the thing left open or ended by the words around it, did the act take place, was the value taken
under conditions and told by somebody that make it count, and is there a second figure that says otherwise. Each answer
can only cast doubt.
"""

from collections.abc import Sequence
from itertools import takewhile

from agents.reading import patterns as re
from agents.reading.lookalikes import OF_THE_LABORATORY, usual_ranges
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.sentences import SENTENCE_BOUND
from agents.reading.text import contains
from agents.reading.value import Value

ANAPHORA = re.phrases("soundness", "anaphora", r"[\s\-*]*(?:…)\b")
AMENDED = re.compile(r"[\s\-*]*(?:amended|amendment|corrected|correction|corrigendum|erratum|revised)\b[^.:;]{0,24}:")
WITHHELD = re.phrases(
    "soundness",
    "withheld",
    r"\b(?:not (?:comfortable|able|prepared|ready|willing|in a position)(?: to)?|(?:can|could|will|would)(?:not|n't)"
    r"|unable to|reluctant to|hesitate to|hesitant to|decline to|refuse to) (?:\w+ )?(?:…)\b[^.;]{0,60}$",
)
THINKING = re.compile(
    r"(?:^|[.;:,]\s*|\bi(?:'m| am)? |\bwe(?:'re| are)? )thinking\b(?! (?:and|or|is|are|was|clear|intact|sound"
    r"|good)\b|,)[^.;]{0,80}$"
)
LEFT_OPEN = re.compile(
    r"(?: [\w'-]+){0,4}? (?:was|is|were|are|being) (?:(?:what|how|where|who"
    r"|why(?! (?:he|she|i|we|they|the patient|mr|mrs|ms)\b))(?! (?:is |are |still |has "
    r"|have )?(?:narrow|compress|pinch|caus|keep|limit|stop|hinder|bother|bring|brought|bleed|hurt|wak|block|hold"
    r"|trap|we (?:revise|replace|operate|treat|chose)|(?:she|he|we) (?:and (?:i|she|he) )?(?:have |has )?(?:chosen"
    r"|chose|picked|agreed|settled))\w*)|high on|on (?:my|our|the|his"
    r"|her) (?:list|"
    r"mind|differential|radar)|a (?:thought|worry|concern|fear|guess|working|possibility|label|word|question)"
    r"|the (?:question|concern|worry|fear|thought|word|label|leading|working|first thought|referring|presumptive))\b"
    r"|[^.;]{0,60}\b(?:on|about|of) which (?:the |his |her |our |this )?\w+(?: \w+)? (?:(?:is|was|are|were) silent"
    r"|(?:say|tell)s? nothing|(?:said|told us|told) nothing)\b"
    r"| (?:has|have|had|was|is|were) (?:been )?(?:raised|entertained|floated|mooted|bandied|mentioned|brought up|put"
    r" forward|thrown around|queried|on the table)\b"
    r"|,? (?:or|vs\.?|versus) (?!more|less|greater|so\b|other|better|worse|even|both|older|higher|above|below|equal)"
    r"(?:[\w'-]+ ){0,5}(?:effect|artifact|mimic|not|something|perhaps|just|merely|simply|time will)\b"
    r"|[^.;]{0,30}\b(?:time will tell|remains to be seen|jury is out|too early to (?:say|tell)|hard to (?:say|tell)"
    r"|too \w+ to (?:say|tell|read|call|judge|trust))\b"
)
LED_BY = re.phrases("soundness", "led-by", r"\b(?:…)[^.;,]{0,30}$")
ENDED = re.compile(
    r"(?:[^.;,]{0,24}(?<!i have )(?<!we have )(?<! i )(?<! we )"
    r"\b(?<!since treatment )(?<!since therapy )(?<!since chemo )(?<!since chemotherapy )(?<!since radiation )"
    r"(?:stopped|ceased|ended|abated|settled(?! on)|faded|lifted|went away|gone away|dried up"
    r"|vanished"
    r"|(?<!: )(?<!- )cleared(?: up| completely| entirely|(?=[.;,]))|died down|burned out"
    r"|(?<!shot )(?<!injection )(?<!block )(?<!blocks )(?<!shots )(?<!effect )(?<!relief )(?<!benefit )(?<!help )"
    r"wore off|came back to (?:full|normal)"
    r"|returned to normal"
    r"|quieted|melted away|left (?:him|her|them)|(?<!lie )(?<!lies )(?<!lay )behind (?:him|her|them))\b|"
    r"[^.;,]{0,24} (?:was|were|has been|had been) (?:relieved|corrected|decompressed|fixed|cured|reversed|abolished)"
    r" (?:by|with|after|at)\b|"
    r" (?:\w+ ){0,3}(?:a )?thing of the past| (?:is|was) history\b|"
    r" (?:until|till|before|up to|prior to) (?:the |his |her |an? |she |he |starting |beginning )?(?:\w+ )?(?:19"
    r"|20)\d\d\b|"
    r" (?:until|till|before|prior to|up to) (?:the |his |her |an? |starting |beginning |she "
    r"|he )?(?:\w+ )?(?:cpap|bipap"
    r"|stent\w*|bypass|ablation|graft\w*|angioplasty|transplant\w*|decompression|fusion|began|started|lost|quit)\b|"
    r" (?:until|till) (?:the |his |her |an? )?(?:\w+ )?(?:surgery|operation|repair|replacement|treatment|therapy"
    r"|injection"
    r"|diet|medication|drug)\b|[^.;,]{0,40}\b(?<! i )(?<! we )(?:has|have|had) (?:since )?(?:gone(?! (?:weak"
    r"|numb|dead|blind|deaf|bad"
    r"|wrong"
    r"|cold|stiff|limp|flat|lame|untreated|up|on|over|through|to|into|without)\b)|passed|left|lifted|cleared"
    r"|settled|ended|stopped|faded))"
)
USED_TO = re.compile(
    r"\b(?:used to|would once|once (?:had|got|suffered)|formerly(?! an? [a-z ]{3,30},)|at one time"
    # "Came back in January", "pain across the low back in the morning" are of now.
    r"|(?<!came )(?<!come )(?<!comes )(?<!coming )(?<!is )(?<!was )(?<!are )(?<!were )(?<!went )(?<!crept )(?<!pain )"
    r"(?<!low )(?<!lower )(?<!upper )(?<!mid )(?<!the )(?<!his )(?<!her )(?<!and )(?<!or )(?<!been )(?<!right )"
    r"back (?:in|when))[^.;]{0,40}$"
)
PREDICATE_DENIED = re.compile(
    r"(?P<between>(?:[^.;]|(?<= dr)\.|(?<=\(dr)\.){0,70}?)\b(?:has|have|had|was|were|is|are)(?: not|n't| never)"
    r"(?! (?:really |quite |once )?(?:been |gone )?(?:away|free|better|clear of|right|well|the same|let up)\b)"
    r" (?:yet |ever |been |be |actually |really |in fact )*"
    r"(?!made it (?:(?:there )?in time|to (?:the |her |his )?(?:toilet|bathroom|commode|kitchen|table|door|car)\b))"
    r"(?P<verb>[a-z]+(?:ed|en|ne|wn|ade|ept|eld|ent|one|ook))\b"
)
OTHER_SUBJECT = re.compile(
    r"\b(?:he|she|they|we|i|patient|pt|who|pain|symptoms?|there|mr|mrs|ms|that|which|because|since|as|but|with"
    r"|so|if|and the)\b"
)
STAYS = re.phrases("soundness", "stays")
DEED_OF_THE_DAY = re.compile(
    r"bathed|showered|driven|cooked|dressed|washed|walked|climbed|shopped|cleaned|left|gone|gotten|bent"
)
ACT = re.compile(
    r"\b(?:evaluation|assessment|visit|discussion|decision|consult(?:ation)?|counsel(?:l)?ing|conversation"
    r"|appointment"
    r"|session|interview|meeting|seen|face[- ]to[- ]face|decision[- ]making)\W*$"
)
NOT_HELD = re.phrases("soundness", "not-held", r"\b(?:…)\b")
KEPT_ACT = re.compile(
    r"\b(?:evals?|evaluat\w+|assess\w+|interview\w*|testing|visits?|appts?|appointments?|exams?|examin\w+|consult\w*"
    r"|counsel\w*|sessions?|class(?:es)?|clinic|clearance|seen|met|program\w*|rehab\w*|therapy|pt)\b"
)
NOT_KEPT = re.phrases("soundness", "not-kept", r"\b(?:…)\b")
ENDED_AFTER = re.compile(
    r"[^.;]{0,70}(?:[;.–—]|,? (?:but|and|though|yet)|,)\s+(?:but |and |since )?"
    r"(?:all )?(?:that|this|it|they|these|those|both|(?:all|most|none) of (?:it|this|that|them)"
    r"|the (?:symptoms?|episodes?|trouble|complaints?|attacks?|spells?|whole thing|problem))"
    r" (?:has |have |had |is |are |was |were |all |both |since |now |completely |entirely |then |soon |long ){0,4}"
    r"(?:wore off|worn off|went away|gone away|gone(?= *[.,;]| since| now| by| over| with)|stopped(?! (?:her|him|them"
    r"|work|short|me|from|at|when|after one|everything))|ceased|quit(?= *[.,;]| by| in| after| over)|cleared up"
    r"|resolved(?! to)|subsided|abated|vanished|disappeared|faded(?: away)?|petered out|died down|dried up"
    r"|behind (?:him|her|them)|over(?: now)?(?= *[.,;]|$)|history(?= *[.,;]|$)|(?:a )?thing of the past"
    r"|no longer (?:a problem|an issue|there|present|happen\w*|occur\w*))\b"
    r"(?![^.;]{0,50}\b(?:return\w*|c[ao]me back|recur\w*|again|only|for (?:a|one|two|three|four|six|some)"
    r"|after (?:a few |some |two |three |four |six |ten |\d+ )?(?:days|weeks|hours))\b)"
)
WORN_OFF = re.compile(
    r"\b(?:relief|help\w*|benefit\w*|better|eas(?:e|ed|ier)|gains?|improv\w*|effects?|injections?|shots?|blocks?"
    r"|steroid\w*|cortisone|toxin|botox|ablation|rfa|tfesi|esi|gel|patch\w*|dose|drugs?|pills?|tablets?|taken|took"
    r"|tried|trial|treatments?|therapy|pt|medications?)\b"
)
CONDITIONS = re.at_words(re.phrases("soundness", "conditions", r"\b(?:…)\b"))
UNDOES = re.phrases("soundness", "undoes", r"\b(?:…)\b")


STOPPED = re.compile(r"[^.;]{0,70}, (?:then |later |was |and )?(?:stopped|discontinued|weaned off|came off)\b")
NOW_ON = re.compile(r"\W*(?:now|currently|today) (?:on|takes|taking|only|managed|controlled)\b")
DEFINED = re.compile(r"(?:=|\bdefined (?:as|by)|\bmeans|\bindicates)\s*(?:an? )?(?:\w+ ){0,3}$")
BRACKETED = re.compile(
    r"[a-z][a-z \-/]*\s?(?:\(|\[|(?:reference|ref\.?|normal|range|nl|limits?|expected|should be)\b[\s:(]*)[^()]*\d"
)
IN_GENERAL = re.compile(r"[\s\"'\[(*\-]*an?\s+")
EMPTY_CELL = re.compile(r"\|\s*(?:pending|not done|n/?a|see\b|in progress|-{2,}|\?|\|)")
CUT_SHORT = re.compile(
    r"\.[ \t]*\n[\s\-*]*(?:page|pg|flag|\[|--)|\s?(?:\.{2,}|-{2,}|\?|_+|#{2,}|\[|[(<](?:cut|illeg|torn|fax|smudg))"
)


# "TWSTRS total: first visit; not scored": what a clause without a subject says was not done is what stands before it.
NOT_DONE = (
    r"(?:but |and |so far |as yet |yet |still |it |this |that |was |were |has been |is )*(?:not|never) (?:yet |been "
    r"|actually )*(?:scored|done|performed|obtained|completed|taken|measured|recorded|given|rated|graded|tested|held"
    r"|filled (?:in|out)|administered|carried out|drawn|read|signed)(?: (?:today|yet|here|this visit|so far|at all))*"
)
LEFT_UNDONE = re.compile(rf"[^.;]{{0,120}}(?:[;\u2013\u2014]| -) ?{NOT_DONE} ?(?:[.;,)]|$)")
UNDONE_NEXT = re.compile(rf"\W*{NOT_DONE}\W*")
UNDONE_BEFORE = re.any_of(LED_BY, USED_TO, WITHHELD, THINKING)
CONTESTED = re.at_words(re.phrases("soundness", "contested"))


# "Relief that held for nine months before it wore off": how long it lasted is told by its end.
SO_LONG = re.compile(r"\b(?:relief|held|lasted|helped|better|good)\b[^.;]*\b(?:weeks?|months?|years?)$")
UNTIL_IT_ENDED = re.compile(r",? (?:before|until|till|when|then) ")
# A course of care that is behind the patient was gone through.
CARE = re.compile(r"\b(?:weeks|months|courses?|chemo\w*|radiation|radiotherapy|therapy|sessions|steroids?)\b")
IS_BEHIND = re.compile(r"[^.;,]{0,60}\b(?:is|are|now|all) (?:now |all )?behind (?:him|her|them)\b")


def undone(document: PreparedDocument, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words around a named thing leave it open, end it, deny what is said of it, or say it was not held."""
    low, begin, stop = document.low, sentence.start, min(sentence.end, sentence.start + SENTENCE_BOUND)
    if CONTESTED.search(low, begin, stop) or LEFT_OPEN.match(low, end, stop):
        return True
    if ENDED.match(low, end, stop) and not (
        (CARE.search(low, start, end) and IS_BEHIND.match(low, end, stop))
        or (SO_LONG.search(low, start, end) and UNTIL_IT_ENDED.match(low, end, stop))
    ):
        return True
    if able_again(document, sentence, start, end) or _given_up(document, sentence, end, stop):
        return True
    if _ended_after(document, sentence, end) or _not_kept(low, begin, stop, low[start:end]):
        return True
    before = low[max(begin, start - 90) : start]
    if UNDONE_BEFORE.search(before):
        return True
    return (
        _denied_later(low, start, end, stop)
        or _left_undone(document, sentence, end, stop)
        or (ACT.search(low[start:end]) is not None and NOT_HELD.search(low, begin, stop) is not None)
    )


def _left_undone(document: PreparedDocument, sentence: Sentence, end: int, stop: int) -> bool:
    """Whether a clause of its own behind what is named, or the next sentence, only says that it was not done."""
    if LEFT_UNDONE.match(document.low, end, stop):
        return True
    if stop != sentence.end or sentence.index + 1 >= len(document.sentences):
        return False
    after = document.sentences[sentence.index + 1]
    alike = after.block == sentence.block and after.section is sentence.section
    return alike and UNDONE_NEXT.fullmatch(document.low, after.start, after.end) is not None


def _ended_after(document: PreparedDocument, sentence: Sentence, end: int) -> bool:
    """Whether what goes on about a complaint, here or in the next sentence, says it is over: "...; that wore off"."""
    low, stop = document.low, min(sentence.end, end + SENTENCE_BOUND)
    if sentence.index + 1 < len(document.sentences):
        after = document.sentences[sentence.index + 1]
        if after.block == sentence.block and stop == sentence.end:
            stop = min(after.end, stop + SENTENCE_BOUND)
    return ENDED_AFTER.match(low, end, stop) is not None and not WORN_OFF.search(low, sentence.start, sentence.end)


def _not_kept(low: str, begin: int, stop: int, named: str) -> bool:
    """Whether somebody stayed away from an examination, a visit or a program."""
    return KEPT_ACT.search(named) is not None and NOT_KEPT.search(low, begin, stop) is not None


def _given_up(document: PreparedDocument, sentence: Sentence, end: int, stop: int) -> bool:
    """Whether what was taken was stopped, and the next sentence tells what is taken now: "..., stopped. Now on X"."""
    low = document.low
    if not STOPPED.match(low, end, stop) or sentence.index + 1 >= len(document.sentences):
        return False
    after = document.sentences[sentence.index + 1]
    return after.block == sentence.block and NOW_ON.match(low, after.start, after.end) is not None


UNABLE = re.compile(r"\b(?:unable|cannot|can ?not|can't|could not|couldn't|not able|non-?ambulatory|bed-?bound)\b")
ABLE_AGAIN = re.compile(
    r"\b(?:he|she|patient|pt|now|today|currently) (?:\w+ ){0,3}(?:walks?|propels?|ambulates?|climbs?|dresses"
    r"|stands|transfers?"
    r"|moves|drives)\b[^.;]{0,60}\b(?:without (?:any )?(?:help|assistance|difficulty|aid|trouble)|independently|unaided"
    r"|by (?:himself|herself))"
)


def able_again(document: PreparedDocument, sentence: Sentence, start: int, end: int) -> bool:
    """Whether what somebody could not do is told as done again in the same sentence or the two behind it."""
    if not UNABLE.search(document.low, start, end):
        return False
    near = document.sentences[sentence.index : sentence.index + 3]
    stop = max(s.end for s in near if s.block == sentence.block)
    return ABLE_AGAIN.search(document.low, end, stop) is not None


CONTRAST = re.phrases("soundness", "contrast", r"[^.]{0,60}\b(?:…)\b")


SMOKING = re.compile(r"smok|tobacco|nicotine|cigar")
SMOKES = re.compile(
    r"\b(?:half an?|a|one|two|three|\d+(?:\.\d+)?)(?: a)? (?:packs?|cigarettes?|cigars?|bowls?|pouch(?:es)?|tins?)"
    r"(?: of \w+)? (?:a|per|each|every) (?:day|night|week|evening)\b(?![^.]{0,60}\b(?:quit|until|till|stopped"
    r"|ago|former\w*"
    r"|before|years ending|through)\b)|\b(?:still|currently|now|again) (?:smok\w+|vap\w+|chew\w+|dip\w+|lights)\b"
    r"|(?<!no )(?<!denies )(?<!or )(?<!nor )(?<!not )\b(?:vapes?|vaping|chews tobacco|dips snuff)\b(?! (?:no|none))"
)


NOT_SOUGHT = re.compile(
    r"[^.;,]{0,40}?(?:\b(?:has|have|had|was|were|is|are)(?: not|n't| never)|\b(?:not|never))"
    r"(?: yet| been| formally| really| being)*"
    r" (?:looked|checked|tested|evaluated|assessed|studied|investigated|imaged|worked up|sought|considered|addressed"
    r"|examined|asked|explored|excluded|ruled out)\b"
)


def denial_turned(document: PreparedDocument, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a denial is limited, of an earlier hour, or only what somebody said."""
    stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
    if SMOKING.search(document.low, start, end) and SMOKES.search(document.low, sentence.start, stop + 200):
        return True
    if WITHHELD.search(document.low[max(sentence.start, start - 90) : start]):
        return True
    if NOT_SOUGHT.match(document.low, end, stop):
        return True
    return (CONTRAST.match(document.low, end, stop) or LEFT_OPEN.match(document.low, end, stop)) is not None


def _denied_later(low: str, start: int, end: int, stop: int) -> bool:
    """Whether the predicate of a thing that stands as its subject is denied ("and has not been rebooked").

    Behind an inability it only goes on with another: "cannot get to the toilet, hasn't bathed".
    """
    m = PREDICATE_DENIED.match(low, end, stop)
    if m is None or OTHER_SUBJECT.search(m["between"]) or STAYS.match(m["verb"]):
        return False
    return not (DEED_OF_THE_DAY.match(m["verb"]) and UNABLE.search(low, start, end))


def ill_taken(document: PreparedDocument, sentence: Sentence, value: Value) -> bool:
    """Whether a value was taken, sampled or told in a way that keeps it from counting, or is undone right after."""
    low = document.low
    stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
    ranged = value.quantity is not None and value.quantity.low != value.quantity.high
    if (
        ranged
        and value.measure != "years since quitting"
        and (
            BRACKETED.match(low, value.start, value.end)
            or DEFINED.search(low, sentence.start, value.start)
            or IN_GENERAL.fullmatch(low, sentence.start, value.start)
        )
    ):
        return True
    line = low.find("\n", value.end)
    if EMPTY_CELL.search(low, value.end, line if line >= 0 else len(low)):
        return True
    if CONDITIONS.search(low, sentence.start, stop) or CUT_SHORT.match(low, value.number[1]):
        return True
    return taken_back_next(document, sentence, value.quantity.low if value.quantity else None)


# "This episode: ..." goes on about something new, not about what was just said.
# "Both times it settled" tells how each of the attacks went.
NEW_MATTER = re.compile(
    r"\W*(?:this (?:episode|time|year|admission|spring|summer|fall|autumn|winter)"
    r"|(?:both|each|every|all|these|those) (?:of (?:them|these) )?(?:\w+ )?(?:times?|attacks?|spells?|episodes?"
    r"|bouts?))\b"
)


def taken_back_next(document: PreparedDocument, sentence: Sentence, figure: float | None = None) -> bool:
    """Whether the sentence after it goes on about it, not about another figure, and undoes it."""
    if sentence.index + 1 >= len(document.sentences):
        return False
    after, low = document.sentences[sentence.index + 1], document.low
    if after.block != sentence.block or after.section is not sentence.section:
        return False
    stop = min(after.end, after.start + SENTENCE_BOUND)
    amended = AMENDED.match(low, after.start, stop)
    other = figure is not None and bool(after.numbers) and all(n.low != figure for n in after.numbers)
    if NEW_MATTER.match(low, after.start, stop) and not amended:
        return False
    if (other and not amended) or not ANAPHORA.match(low, amended.end() if amended else after.start, stop):
        return False
    return (UNDOES.search(low, after.start, stop) or CONDITIONS.search(low, after.start, stop)) is not None


BEHIND_A_FIGURE = 9
BARE = re.compile(
    r"(?:^|[;(|]|\b(?:then|now|but))\s*(?:(?:on|at|in|by|the|repeat(?:ed)?|it|was|is|now|then"
    r"|today|later"
    r"|rest|home|recheck(?:ed)?|a|only|just|though|but)\s+)*$"
)
NOW = re.compile(r"\s*(?:today|now|currently|later|since|on (?:repeat|recheck)|at the visit|after)\b")
AT_LAST = re.compile(r"\s*(?:today|now|currently|at (?:the|this|today's) visit|on (?:repeat|recheck))\b")
SIDE = re.compile(r"[\s,(]*(?:on the |of the |in the )?\b(?:left|right|l|r|od|os|bilateral\w*)\b")
FREE = re.compile(
    r"\s*(?:$|[.;,)]|(?:on|at|in|by|when|after|once|now|today|later|before|off|while|by|undivided|over)\b)"
)


# What stands under another heading of a table is of another kind.
ANOTHER_CELL = re.compile(r"\||\t| {2,}")


def another_figure(
    sentence: Sentence, low: str, value: Value, values: Sequence[Value], measured: frozenset[int]
) -> bool:
    """Whether a further figure of the same kind, under no name of its own, says something else."""
    if value.quantity is None or value.quantity.low is None:
        return False
    token = next((n for n in sentence.numbers if value.number[0] <= n.start < value.number[1]), None)
    if token is None or token.low is None:
        return False
    taken = {v.number for v in values if v.sentence == sentence.index}
    days = [d for d in sentence.dates if d.interval is not None and not d.birth]
    mine = next((d.interval for d in days if d.end <= token.start), None)
    usual = usual_ranges(low, token.start, sentence.end) if value.measure in OF_THE_LABORATORY else []
    stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
    for n in takewhile(lambda other: other.start < stop, sentence.numbers):
        if (
            (n.start, n.end) in taken
            or value.number[0] <= n.start < value.number[1]
            or n.unit != token.unit
            or n.low is None
            or (n.of is not None and (n.of != token.of or not AT_LAST.match(low, n.end, sentence.end)))
            or n.start <= token.start
            or contains(usual, n.start, n.end)
        ):
            continue
        earlier = (d.interval for d in days if 0 <= d.start - n.end <= BEHIND_A_FIGURE)
        if mine and any(other.last < mine.first for other in earlier if other):
            continue
        clause = low[token.end : n.start]
        if value.start == value.number[0] and ANOTHER_CELL.search(clause):
            continue
        if SIDE.search(clause) or SIDE.match(low, n.end):
            continue
        begun = token.end + max(clause.rfind(c) for c in ";,(|") + 1
        if any(begun <= at < n.start for at in measured):
            continue
        bare = BARE.search(clause) or (clause.rstrip().endswith(",") and NOW.match(low, n.end, sentence.end))
        if (
            bare
            and FREE.match(low, n.end, sentence.end)
            and abs(n.low - token.low) > 0.05 * max(abs(n.low), abs(token.low))
        ):
            return True
    return False
