"""The record itself says that what is requested is put off, called off or not yet due: "told him it is too early".

Of the service, by its name or as "it"; of the request and its papers. What was put off once and is over, or would be
wrong to put off, is no such word.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument, PreparedRecord, Sentence
from agents.reading.requested import service_words
from agents.reading.sentences import SENTENCE_BOUND
from agents.reading.subject import subject_of
from priorauth.case import Sex
from priorauth.evidence import quote
from priorauth.facts import Assertion, Subject
from priorauth.reading import DiscrepancyKind, FoundDiscrepancy

PAPERS = (
    r"(?:(?:prior )?auth(?:orization)?|authorisation|pa|request|referral|order|submission|application|booking|slot"
    r"|(?:or |cath lab |surgical |surgery )?case|(?:surgery|procedure|or|operation) date)"
)
PUT = (
    r"(?:deferred|postponed|put off|called off|cancell?ed|on hold|put on hold|delayed|withdrawn|pulled|retracted"
    r"|premature|too early|too soon|not (?:yet )?(?:due|indicated|appropriate|warranted|needed|ready|recommended)"
    r"|off the (?:table|books|schedule)|to be (?:cancell?ed|withdrawn|deferred|postponed))"
)
PUTS = (
    r"(?:defer(?:ring)?|postpon(?:e|ing)|put(?:ting)? off|call(?:ing)? off|cancel(?:l?ing)?"
    r"|hold(?:ing)?(?: off)?(?: (?:on|with|for))?|delay(?:ing)?|withdraw(?:ing)?|pull(?:ing)?|table|tabling)"
)
OF_PAPERS = re.compile(
    rf"\b{PAPERS} (?:(?:is|was|are|were|has been|had been|being|to be|now|therefore|will be|should be|of [\d/]+|for"
    rf" [\d/]+|and date) ){{0,3}}{PUT}\b"
    rf"|\b{PUTS} (?:the |this |that |our |my |her |his |present |current |pending )*{PAPERS}\b"
    r"|\b(?:told|explained|advised|informed|said|agree\w*|feel|think|know|knows|understands?)\b[^.;:]{0,30}"
    r"\b(?:too (?:early|soon)(?! to (?:say|tell|know|judge))|premature|not (?:yet )?time|jump\w* the gun)\b"
    rf"|\b{PAPERS} (?:was |had been |has been )?(?:filed|sent|submitted|placed|entered|made) (?:too (?:early|soon)"
    r"|in error|by mistake|prematurely"
    r"|at (?:(?:the|her|his) )?(?:(?:family|husband|wife|daughter|son)(?:'s)? wish|(?:[a-z]+(?:'s)? )?insistence))"
    r"|\b(?:means|intends|plans|wants|wishes|going|is|will) (?:to )?(?:call (?:and|to) )?cancel\b"
    r"(?! (?:her|his|the|all) (?!(?:surgery|operation|procedure|case|slot|date|request)\b))"
    r"|\b(?:form|order|request|certificate|statement|cmn|dwo|swo|letter) (?:is |was )?(?:left |kept )?"
    r"(?:unsigned|not signed)\b(?! by the patient)"
)
OPERATIONS = re.compile(
    r"(?i)ectom|plasty|replacement|fusion|repair|implant|graft|surgery|bypass|lift|release|stimulator|closure|valve|reduction"
)
ARTICLES = r"(?:(?:the|a|an|this|that|her|his|any|elective|planned|right|left|r|l|on|with|permanent) )*"
IS = (
    r"(?:is|was|are|were|has been|will be|should be|to be)"
    r"(?: (?:now|therefore|being|currently|best|again|thus|to be))*"
)
# What was put off once, what would be wrong to put off, and what only might be.
OVER = re.compile(
    r"\b(?:previous(?:ly)?|prior (?!auth)|earlier|last (?:year|spring|summer|fall|winter|month)|in (?:19|20)\d\d"
    r"|initially|originally|first time|once|until now|since then|re-?(?:scheduled|booked|started|filed)"
    r"|covid|pandemic|for years|as long as)\b"
)
READY = re.compile(
    r"\b(?:now (?:ready|cleared|resolved|able|willing|wishes|wants|agrees)|ready now"
    r"|(?:has|have|is|are) (?:since |now )?(?:healed|cleared|resolved|ready|over)|re-?(?:scheduled|booked))\b"
)
WRONG_OR_MAYBE = re.compile(
    r"\b(?:cannot|can't|can not|could not|should not|shouldn't|must not|do(?:es)? not|don't|doesn't|did not|not be|no"
    r" reason|never|without|avoid|rather than|instead of|if|unless|would|may|might|risks? of|whether|denied|denies"
    r"|no longer|not want(?:ing)?|against|harm|danger\w*|further delay|longer|unable|not able)\b"
)
LOOKS_BACK, SHOWN = 60, 10
ANY = re.compile(
    r"\b(?:defer|postpon|put(?:ting)? (?:off|on hold)|call(?:ed|ing)? off|cancel|hold(?:ing)?|held|on hold|delay|withdr"
    r"|pull(?:ed|ing)?|retracted|premature|too (?:early|soon)|not (?:yet )?(?:a |an )?(?:due|indicated|appropriate"
    r"|warranted|needed|ready|recommended|candidate|time|eligible)|off the|in error|by mistake|unsigned|not signed"
    r"|insistence|wish|tabl(?:e|ing)|jump|not (?:be )?proceed|wait(?:ing)? with|revisit|no \w|if "
    r"|not (?:this|until|before|till)|says? no)"
)


def find_what_is_put_off(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """The sentences that say of the service or of the request that it shall wait or is not to be."""
    named = (item for item in record.context.items if item.label or item.names)
    patterns = (OF_PAPERS, *(_of_service(service_words(item), item.label) for item in named))
    spans = tuple(
        quote(d.document, s.start, s.end, s.section.header)
        for d in record.documents
        for s in d.sentences
        if ANY.search(d.low, s.start, s.end) and _is_put_off(d, s, patterns, record.context.patient_sex)
    )
    if spans:
        detail = "The record says that what is requested is put off, called off or not yet due."
        yield FoundDiscrepancy(kind=DiscrepancyKind.put_off, detail=detail, spans=spans[:SHOWN])


def _is_put_off(document: PreparedDocument, sentence: Sentence, patterns: Sequence[re.Pattern[str]], sex: Sex) -> bool:
    low, start, end = document.low, sentence.start, min(sentence.end, sentence.start + SENTENCE_BOUND)
    if sentence.standing is Assertion.template:
        return False
    return any(
        _stands(low, start, end, m)
        and subject_of(document, start, end, began=m.end() - 1, told=m.end(), sex=sex, bar=True) is Subject.patient
        for pattern in patterns
        for m in pattern.finditer(low, start, end)
    )


def _stands(low: str, start: int, end: int, found: re.Match[str]) -> bool:
    """Whether it is said of today, as it is, and not only feared or denied."""
    before = max(start, found.start() - LOOKS_BACK)
    opened = max(before, low.rfind(";", before, found.start()) + 1)
    closed = low.find(";", found.end(), end)
    clause = opened, closed if closed >= 0 else end
    past = OVER.search(low, *clause) or READY.search(low, found.start(), end)
    return not past and WRONG_OR_MAYBE.search(low, opened, found.start()) is None


@lru_cache(maxsize=256)
def _of_service(named: str, label: str) -> re.Pattern[str]:
    """What is said of a service by its names, or of "the operation" where it is one."""
    service = f"(?:{named}|surgery|operation)" if OPERATIONS.search(f"{label} {named}") else f"(?:{named})"
    return re.compile(
        rf"\b(?<!not ){PUTS} {ARTICLES}{service}\b"
        rf"|\b(?:not (?:be )?proceed(?:ing)? with|wait(?:ing)? with|too (?:early|soon) for|revisit) {ARTICLES}"
        rf"{service}\b"
        rf"|\bif (?:it|they|this|that|the pain|(?:the |his |her )?symptoms?) (?:should )?(?:returns?|recurs?"
        rf"|comes? back|relapses?|flares?)\b[^.;]{{0,40}}\b{service}\b"
        rf"|\b{service}\b[^.]{{0,80}}\b(?:says? no(?=[,;.]|$)|not (?:this|until|before|till) "
        r"(?:the |after |next |new )*(?:winter|spring|summer|fall|autumn|year|holidays?|christmas|months?)\b)"
        rf"|\bno {service} (?:now|for now|at this time|at present)\b"
        rf"|\b{service}(?: [\w/-]+){{0,2}} {IS} {PUT}\b"
        rf"|\b{service}(?: [\w/-]+){{0,2}} {PUT}(?= (?:until|till|for now|pending|at this time|today)\b|[.;,]|$)"
        rf"|\bnot (?:yet )?(?:a |an )?(?:candidate|ready|time|due|eligible) (?:for|to have) (?:the |an? )?{service}\b"
    )
