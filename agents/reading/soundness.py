"""Whether a statement stands as a careful nurse would demand: nothing in it or right after it undoes it.

Four questions: is the thing left open or ended by the words around it, did the act take place, was the value taken
under conditions and told by somebody that make it count, and is there a second figure that says otherwise. Each answer
can only cast doubt.
"""

from collections.abc import Sequence

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.sentences import SENTENCE_BOUND
from agents.reading.values import Value

ANAPHORA = re.compile(
    r"[\s\-*]*(?:it|this|that|these|those|which|neither|both|the (?:result|value|number|figure|reading|test|study"
    r"|sample|tube|specimen|scale|cuff|probe|sensor|machine|monitor|diagnosis|label|entry|line|statement|above"
    r"|images?|films?|tracing|strip|report|score|answers?|forms?|lab|laboratory|technician|technologist)|lab"
    r"|laboratory"
    r"|repeat(?:ed)?|recheck(?:ed)?|again|retest|later|since then|afterwards?|then)\b"
)
AMENDED = re.compile(r"[\s\-*]*(?:amended|amendment|corrected|correction|corrigendum|erratum|revised)\b[^.:;]{0,24}:")
WITHHELD = re.compile(
    r"\b(?:not (?:comfortable|able|prepared|ready|willing|in a position)(?: to)?|(?:can|could|will|would)(?:not|n't)"
    r"|unable to|reluctant to|hesitate to|hesitant to|decline to|refuse to) (?:\w+ )?"
    r"(?:writ(?:e|ing)|say(?:ing)?|stat(?:e|ing)|attest(?:ing)?|sign(?:ing)?|swear(?:ing)?|vouch(?:ing)?|certif(?:y"
    r"|ying)"
    r"|document(?:ing)?|claim(?:ing)?|call(?:ing)?|confirm(?:ing)?|exclud(?:e|ing)|rule out|put down)\b[^.;]{0,60}$"
)
THINKING = re.compile(r"(?:^|[.;:,]\s*|\bi(?:'m| am)? |\bwe(?:'re| are)? )thinking\b[^.;]{0,80}$")
LEFT_OPEN = re.compile(
    r"(?: [\w'-]+){0,4}? (?:was|is|were|are|being) (?:what|how|where|who|why|high on|on (?:my|our|the|his"
    r"|her) (?:list|"
    r"mind|differential|radar)|a (?:thought|worry|concern|fear|guess|working|possibility|label|word|question)"
    r"|the (?:question|concern|worry|fear|thought|word|label|leading|working|first thought|referring|presumptive))\b"
    r"| (?:has|have|had|was|is|were) (?:been )?(?:raised|entertained|floated|mooted|bandied|mentioned|brought up|put"
    r" forward|thrown around|queried|on the table)\b"
    r"|,? (?:or|vs\.?|versus) (?!more|less|greater|so\b|other|better|worse|even|both|older|higher|above|below|equal)"
    r"(?:[\w'-]+ ){0,5}(?:effect|artifact|mimic|not|something|perhaps|just|merely|simply|time will)\b"
    r"|[^.;]{0,30}\b(?:time will tell|remains to be seen|jury is out|too early to (?:say|tell)|hard to (?:say|tell)"
    r"|too \w+ to (?:say|tell|read|call|judge|trust))\b"
)
LED_BY = re.compile(
    r"\b(?:thinking (?:of|about)|thought (?:of|about)|(?:raised|raises|raising) (?:the )?(?:question|possibility"
    r"|specter"
    r"|thought|suspicion|concern)s? (?:of|for|about)|flagged|alert(?:ed)? (?:for|to)|on the lookout for|watching for"
    r"|mindful of|fearful of|afraid of|dreads?|fears?|in the direction of|on the way to|verging on|bordering on"
    r"|short of"
    r"|next thing to|(?:could|might|may) (?:\w+ )?(?:represent|signify|mean|reflect|point to)|label(?:ed"
    r"|led)? (?:as|with)"
    r"|so-called|what (?:\w+ ){1,4}(?:call(?:s|ed)?|termed|labels?|labeled)|carries (?:a|the) (?:label|tag)"
    r"|mistaken for"
    r"|taken for|confused with|passed (?:off )?as|treated as if|screened (?:\w+ ){0,4}for|tested (?:\w+ ){0,4}for"
    r"|checked (?:\w+ ){0,4}for|looked (?:\w+ ){0,4}for|read (?:up )?(?:about|on)|asked (?:\w+ ){0,3}about"
    r"|worried (?:\w+ ){0,2}about|in doubt about)[^.;,]{0,30}$"
)
ENDED = re.compile(
    r"(?:[^.;,]{0,24}\b(?:stopped|ceased|ended|abated|settled(?! on)|faded|lifted|went away|gone away|dried up"
    r"|vanished"
    r"|cleared(?: up| completely| entirely|(?=[.;,]))|died down|burned out|wore off|came back to (?:full|normal)"
    r"|returned to normal"
    r"|quieted|melted away|left (?:him|her|them)|behind (?:him|her|them))\b|"
    r" (?:\w+ ){0,3}(?:a )?thing of the past| (?:is|was) history\b|"
    r" (?:until|till|before|up to|prior to) (?:the |his |her |an? |she |he |starting |beginning )?(?:\w+ )?(?:19"
    r"|20)\d\d\b|"
    r" (?:until|till|before|prior to|up to) (?:the |his |her |an? |starting |beginning |she "
    r"|he )?(?:\w+ )?(?:cpap|bipap"
    r"|stent\w*|bypass|ablation|graft\w*|angioplasty|transplant\w*|decompression|fusion|began|started|lost|quit)\b|"
    r" (?:until|till) (?:the |his |her |an? )?(?:\w+ )?(?:surgery|operation|repair|replacement|treatment|therapy"
    r"|injection"
    r"|diet|medication|drug)\b|[^.;,]{0,40}\b(?:has|have|had) (?:since )?(?:gone|passed|left|lifted|cleared"
    r"|settled|ended|stopped|faded))"
)
USED_TO = re.compile(
    r"\b(?:used to|would once|once (?:had|got|suffered)|formerly|at one time|back (?:in|when))[^.;]{0,40}$"
)
PREDICATE_DENIED = re.compile(
    r"(?P<between>[^.;]{0,70}?)\b(?:has|have|had|was|were|is|are)(?: not|n't| never)"
    r" (?:yet |ever |been |be |actually |really |in fact )*(?P<verb>[a-z]+(?:ed|en|ne|wn|ade|ept|eld|ent|one|ook))\b"
)
OTHER_SUBJECT = re.compile(
    r"\b(?:he|she|they|we|i|patient|pt|who|pain|symptoms?|there|mr|mrs|ms|that|which|because|since|as|but|with"
    r"|so|if|and the)\b"
)
STAYS = re.compile(
    r"improv|respond|resolv|help|reliev|toler|control|benefi|heal|chang|better|able|progress|decreas|lessen"
    r"|subsid|abat"
    r"|provid|work|adequate|effective|enough|success|allevia|manag|optim|sufficient|candidate|need|requir|only"
    r"|just|due"
    r"|caus|relat|explain|limited|associat|us(?:e|ed|ing)$|smok|walk|climb|stand|kneel|sleep|drive|explained|attribut"
    r"|given|gain|last|sustain|had|have|drop|fall|fallen|rise|return|met|reach|clos|shr[iu]nk"
)
ACT = re.compile(
    r"\b(?:evaluation|assessment|visit|discussion|decision|consult(?:ation)?|counsel(?:l)?ing|conversation"
    r"|appointment"
    r"|session|interview|meeting|seen|face[- ]to[- ]face|decision[- ]making)\W*$"
)
NOT_HELD = re.compile(
    r"\b(?:called off|no[- ]shows?|released|fell through|had to be|turned into|slipped|left before"
    r"|before it (?:started|began)"
    r"|walked out|only to"
    r"|(?:re)?set for|pencil(?:l)?ed|slated|bumped|pushed (?:back|out)|moved (?:to|out)|double[- ]booked"
    r"|overbooked|stood up"
    r"|did not (?:show|come|make it|appear|attend|arrive|answer)|didn't (?:show|come|make it)|forgot|overslept|nobody"
    r"|no one|no trace|cannot find|can't find|not on file|lost in|snow(?:ed)?|storm|power (?:cut|outage)"
    r"|out sick|was sick"
    r"|called in sick|never (?:came|got|made)|turned (?:him|her|them) away|sent home|sent away|rebook\w*|gave up"
    r"|backed out"
    r"|pulled out|got cold feet|changed (?:his|her) mind|preferred not|would rather not|passed on|turned (?:it "
    r"|this )?down"
    r"|thought better|hour went|slot went|instead (?:of|we|he|she)|too late|ran out of time|in limbo"
    r"|up in the air|line went"
    r" dead|dropped the call|disconnected|by (?:fax|e-?mail)|questionnaire (?:mailed|sent))\b"
)
CONDITIONS = re.compile(
    r"\b(?:before (?:the|his|her) (?:\w+ )?(?:closure|ablation|surgery|operation|repair|replacement|transplant|graft"
    r"|stenting|procedure) (?:on|in|of)|(?:find|show|confirm)s? (?:it|them) (?:\w+ )?(?:obliterated|closed|gone|healed"
    r"|resolved|occluded|ablated)"
    r"|boots?|shoes|coats?|clothed|clothes|clothing|belt|jacket|backpack|plaster cast|cast on|fully dressed"
    r"|loaner"
    r"|(?:smart|wrist|her|his|apple) ?watch|(?:phone|smartphone|mobile) (?:app|camera|reading)|finger ?sticks? kit"
    r"|test kit|home kit|drug ?store|pharmacy|mall|kiosk|health fair|grocery|supermarket|bathroom scale|internet"
    r"|online"
    r"|clot(?:s|ted)?\b|hemoly\w*|haemoly\w*|dilut\w*|contaminat\w*|lipemi\w*|above the (?:iv|line|drip)"
    r"|iv (?:arm|line)"
    r"|under-?filled|thawed|expired|redraw\w*|re-?drawn|(?<!no )(?<!without )nail (?:polish|varnish)"
    r"|cold (?:\w+ )?(?:fingers?|hands?|digits?)"
    r"|would not (?:pick|read|register|seal)|not pick up|noisy|motion|drop-?out|loose (?:lead|probe|sensor|cuff|mask)"
    r"|unplugged|battery|too poor|poor (?:signal|windows?|quality|tracing|waveform|effort|seal|study|image\w*"
    r"|visuali\w+)"
    r"|(?:images?|study|window|quality|views?) (?:\w+ ){0,2}(?:poor|limited|suboptimal|inadequate)|nondiagnostic"
    r"|suboptimal (?:study|window|images?)|remember(?:s|ed)?|recall(?:s|ed)?|from memory|by recollection|eye-?ball\w*"
    r"|quick (?:\w+ )?(?:look|glance)|glance|rough(?:ly)? estimat\w*|by eye|verbally|over the phone|as told"
    r"|told (?:me|us) of"
    r"|representative|company rep|sales|vendor|neighbou?r|chiropractor|coach|trainer|naturopath|lodger"
    r"|treadmill|at (?:the )?(?:summit|altitude|peak)|on the flight|in flight|breath[- ]hold\w*|hyperventilat\w*"
    r"|(?:was|is|were) the question|question put|put to (?:the )?(?:duplex|scan|echo|study)|in question"
    r"|during (?:an? |the |his |her )?(?:\w+ )?(?:infection|exacerbation|\w+itis|sepsis|pneumonia|illness|flare"
    r"|shock|attack"
    r"|arrest|h(?:a)?emorrhage|bleed|labor|pregnancy|crisis|code|tachycardia|surgery|anesthesia|sedation"
    r"|bronchoscopy)"
    r"|at the time of (?:the |his |her |an? )?(?:\w+ )?(?:infarct\w*|shock|arrest|sepsis|stroke|bleed|admission"
    r"|crash)"
    r"|before (?:\w+ ){0,2}(?:units?|transfus\w+|dialysis|diures\w+|insulin|cardioversion|thoracentesis)"
    r"|entered (?:as|in) (?:pounds|kilos?|kilograms?|inches|cm|feet)|(?:repeat|redo|recheck|retest)\w* (?:\w+ ){0,3}"
    r"(?:advised|ordered|planned|pending|booked|requested|needed|recommended|scheduled)|to be repeated"
    r"|our (?:own )?\w+ is"
    r" (?:booked|pending|due)|each attempt|every (?:blow|attempt)|coughing|different (?:lobes?|nodules?|lesions?"
    r"|scanners?"
    r"|slices|sites?|machines?|units?|methods?|labs?|scales?|people|patients?)|prorat\w*|(?:half|some"
    r"|most) (?:of )?(?:the |her"
    r" |his )?(?:items|questions|answers)|(?:items|questions) (?:left |were )?(?:empty|blank|skipped|missing"
    r"|unanswered)"
    r"|no conclusions?|cannot (?:conclude|judge|be (?:counted|used|interpreted|trusted|relied|scored|judged))"
    r"|uninterpretable"
    r"|(?:does|do|should|shall|will|did) not count|not (?:to be )?(?:counted|comparable|meaningful|usable|believed)"
    r"|meaningless|worthless|nonsense|(?:on|by) my (?:own )?(?:over-?)?(?:read|count|review|reading)"
    r"|i (?:disagree|differ)"
    r"|in the (?:\w+ )?(?:hilar|mediastinal|axillary|lymph|supraclavicular) nodes?|crashed|malfunction\w*"
    r"|haywire|glitch\w*"
    r"|wrong (?:card|chart|file|folder|tube|label|ankle|arm|leg|eye|ear|side|unit|cuff|setting|bed|room|record"
    r"|sheet|data)"
    r"|(?:articles?|leaflets?|flyers?|posters?|brochures?|booklets?|web ?pages?|websites?|portal (?:article"
    r"|message)) "
    r"|what is|(?:mr|mrs|ms)\.? [a-z]+'s (?:machine|device|card|sample|result|chart|film|scan|meter|tube|report)"
    r"|(?:is|are|was) (?:reasonable|acceptable|advisable|desirable|sensible|ideal|allowed|permitted"
    r"|the (?:target|goal|aim"
    r"|cut-?off|limit|rule))|in (?:older|elderly|frail|younger|most|such|all|healthy) (?:adults|people|persons"
    r"|children)"
    r"|per (?:the )?(?:\w+ ){1,4}(?:standards?|guidance|society|statement)|column|off by (?:one|a)|shifted"
    r"|misprint\w*"
    r"|re-?issu\w*|which (?:is|was) (?:really |actually |in fact )?(?:his|her|their|my|someone|the (?:white"
    r"|other|wrong"
    r"|previous|old))|pages? \w+ (?:of \w+ )?(?:is |are )?(?:missing|torn|lost)|torn|smudged|smeared|cut off"
    r"|illegible"
    r"|(?:mis-?)?fil(?:ed|led) (?:in )?(?:under|for|by)|ticked|wrong (?:smith|jones|box|line|name|mr|mrs|ms)"
    r"|(?:gentleman|lady|man|woman|fellow|bed|person) (?:before|after|next|in the|across|beside|ahead)"
    r"|next patient)\b"
)
UNDOES = re.compile(
    r"\b(?:not (?:hers|his|theirs|ours|this|the|from|of|yet|reproduc\w*|repeat\w*|confirm\w*|valid\w*|trust\w*"
    r"|believ\w*)"
    r"|never (?:confirmed|repeated|verified|reproduced)|before (?:\w+ ){0,4}(?:units?|transfus\w+|treatment"
    r"|stent\w*|surgery"
    r"|bypass|cpap|dialysis)|from (?:19|20)\d\d|years? (?:old|ago)|belongs?|belonged|somebody|someone|another"
    r"|different"
    r"|(?:taken|cut|came|pulled) out|removed|resected|replaced|repaired|gone|clot\w*|hemoly\w*|phoned|rang"
    r"|called (?:back|to)"
    r"|turned out|instead|in fact|actually|void(?:ed)?|doubt\w*|wrong\w*|error|mistak\w*|swap\w*|mix\w*"
    r"|mis\w+led|discard\w*"
    r"|thrown|cancel\w*|amend\w*|correct(?:ed|ion)|normal|negative|resolved|settled|cleared up|passed|stopped"
    r"|none since"
    r"|estimate|guess|joke|kidding|hypothetical|example|sample|training|test patient|of (?:his|her) (?:brother"
    r"|sister|mother"
    r"|father|wife|husband|son|daughter))\b"
)


BRACKETED = re.compile(
    r"[a-z][a-z \-/]*\s?(?:\(|\[|(?:reference|ref\.?|normal|range|nl|limits?|expected|should be)\b[\s:(]*)[^()]*\d"
)
IN_GENERAL = re.compile(r"[\s\"'\[(*\-]*an?\s+")
EMPTY_CELL = re.compile(r"\|\s*(?:pending|not done|n/?a|see\b|in progress|-{2,}|\?|\|)")
CUT_SHORT = re.compile(
    r"\.[ \t]*\n[\s\-*]*(?:page|pg|flag|\[|--)|\s?(?:\.{2,}|-{2,}|\?|_+|#{2,}|\[|[(<](?:cut|illeg|torn|fax|smudg))"
)


CONTESTED = re.compile(
    r"\b(?:on|by|to) my (?:own )?(?:over-?)?(?:read|eye|review|reading|exam)\b|\bi (?:disagree|differ|see none"
    r"|saw none"
    r"|find none|found none|am not (?:sure|convinced|so sure))\b|\b(?:says?|said|reads?|lists?|states?|reports?"
    r"|calls? it)\b"
    r"[^.]{3,90};[^.;]{0,40}\b(?:say|says|said|disagrees?|insists?|denies|swears?|reads?|calls?)\b"
    r"|\bbystanders?\b|\b(?:not|never) (?:looked at|examined|inspected)\b"
    r"|\b(?:refuted|disputed|contested|overruled|overturned|questioned|challenged) by\b|\bnot borne out\b"
    r"|\bdoes not (?:hold|fit|add up|bear out)\b|\bno (?:such|evidence of it|sign of it|proof)\b"
)


def undone(document: PreparedDocument, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words around a named thing leave it open, end it, deny what is said of it, or say it was not held."""
    low, begin, stop = document.low, sentence.start, min(sentence.end, sentence.start + SENTENCE_BOUND)
    if CONTESTED.search(low, begin, stop) or LEFT_OPEN.match(low, end, stop) or ENDED.match(low, end, stop):
        return True
    before = low[max(begin, start - 90) : start]
    if any(pattern.search(before) for pattern in (LED_BY, USED_TO, WITHHELD, THINKING)):
        return True
    return _denied_later(low, end, stop) or (
        ACT.search(low[start:end]) is not None and NOT_HELD.search(low, begin, stop) is not None
    )


CONTRAST = re.compile(
    r"[^.]{0,60}\b(?:apart from|except|save for|other than|besides|aside from|barring|but for|outside of"
    r"|beyond the|unless"
    r"|only when|if you do not count|not counting|until|(?:a|an|one|two|three|few|several|\d+) (?:minutes?"
    r"|hours?|days?"
    r"|weeks?|months?|years?) (?:ago|earlier|before)|yesterday|(?:hours?|days?|weeks?|minutes?) later|back then"
    r"|at first"
    r"|initially|so (?:he|she|they) (?:says?|claims?|told)|(?:he|she) (?:says|claims|insists)|on paper|officially"
    r"|by (?:his|her) account|told (?:the|us|me|my))\b"
)


SMOKING = re.compile(r"smok|tobacco|nicotine|cigar")
SMOKES = re.compile(
    r"\b(?:half an?|a|one|two|three|\d+(?:\.\d+)?)(?: a)? (?:packs?|cigarettes?|cigars?|bowls?|pouch(?:es)?|tins?)"
    r"(?: of \w+)? (?:a|per|each|every) (?:day|night|week|evening)\b(?![^.]{0,60}\b(?:quit|until|till|stopped"
    r"|ago|former\w*"
    r"|before|years ending|through)\b)|\b(?:still|currently|now|again) (?:smok\w+|vap\w+|chew\w+|dip\w+|lights)\b"
    r"|(?<!no )(?<!denies )(?<!or )(?<!nor )(?<!not )\b(?:vapes?|vaping|chews tobacco|dips snuff)\b(?! (?:no|none))"
)


def denial_turned(document: PreparedDocument, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a denial is limited, of an earlier hour, or only what somebody said."""
    stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
    if SMOKING.search(document.low, start, end) and SMOKES.search(document.low, sentence.start, stop + 200):
        return True
    if WITHHELD.search(document.low[max(sentence.start, start - 90) : start]):
        return True
    return (CONTRAST.match(document.low, end, stop) or LEFT_OPEN.match(document.low, end, stop)) is not None


def _denied_later(low: str, end: int, stop: int) -> bool:
    """Whether the predicate of a thing that stands as its subject is denied ("and has not been rebooked")."""
    m = PREDICATE_DENIED.match(low, end, stop)
    return m is not None and not OTHER_SUBJECT.search(m["between"]) and not STAYS.match(m["verb"])


def ill_taken(document: PreparedDocument, sentence: Sentence, value: Value) -> bool:
    """Whether a value was taken, sampled or told in a way that keeps it from counting, or is undone right after."""
    low = document.low
    stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
    ranged = value.quantity is not None and value.quantity.low != value.quantity.high
    if ranged and (
        BRACKETED.match(low, value.start, value.end) or IN_GENERAL.fullmatch(low, sentence.start, value.start)
    ):
        return True
    line = low.find("\n", value.end)
    if EMPTY_CELL.search(low, value.end, line if line >= 0 else len(low)):
        return True
    if CONDITIONS.search(low, sentence.start, stop) or CUT_SHORT.match(low, value.number[1]):
        return True
    return taken_back_next(document, sentence, value.quantity.low if value.quantity else None)


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
    if (other and not amended) or not ANAPHORA.match(low, amended.end() if amended else after.start, stop):
        return False
    return (UNDOES.search(low, after.start, stop) or CONDITIONS.search(low, after.start, stop)) is not None


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
    for n in sentence.numbers:
        if (
            (n.start, n.end) in taken
            or n.unit != token.unit
            or n.low is None
            or (n.of is not None and (n.of != token.of or not AT_LAST.match(low, n.end, sentence.end)))
            or n.start <= token.start
        ):
            continue
        clause = low[token.end : n.start]
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
