"""How the wearing of a breathing mask went: told over several sentences of one paragraph, of "it" and "the machine".

"He wore it, or tried to. We went to a full face mask. He cannot stand it on his face." What says that it is borne by
now comes before what says that it was not.
"""

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.subject import subject_of
from priorauth.facts import Outcome, Subject

FAR = 8
PAP = re.compile(r"(?:auto|[abcv]|bi)?-?pap\b|bi-?level|mask|positive airway pressure")
A_MASK = r"(?:it|them|this|that|any of (?:it|them)|anything|(?:the|his|her|any|either|a|all|all the|full-?face|nasal)"
IT = (
    rf"{A_MASK} (?:\w+ )?(?:masks?|machine|device|unit|thing|hose|headgear|air|pressure|pillows|c-?pap|pap"
    r"|blower|straps))"
)
UNBORNE = re.compile(
    rf"\b(?:rip(?:s|ped|ping)?|pull(?:s|ed|ing)?|tears?|tore|tearing|strip(?:s|ped|ping)?|yank(?:s|ed|ing)?|fling(?:s"
    rf"|ing)?"
    rf"|flung|claw(?:s|ed)?|fight(?:s|ing)?) {IT} off\b"
    rf"|\b(?:takes|removes|throws) {IT} off (?:\w+ )?(?:asleep|in (?:his|her) sleep|within|after|in (?:a )?panic"
    rf"|unknowing\w*"
    rf"|during the night|every night|by midnight)|\b(?:took|take|taking) {IT} off (?:asleep|in (?:his|her) sleep"
    rf"|(?:every|each) night)"
    r"|\b(?:cannot|can't|can not|could not|couldn't|unable to|never able to|not able to|will not|won't|could never"
    r"|can never"
    rf"|never) (?:\w+ )?(?:stand|bear|abide|put up with|take|wear|get used to|got used to|keep|sleep with|sleep in"
    rf"|toler\w+"
    rf"|breathe with|breathe in|adjust to|adapt to|live with|cope with) {IT}"
    r"|\b(?:given|gave|gives|giving) (?:up (?:on|with) (?:it|c-?pap|pap|the (?:mask|machine))|it up\b|up (?:in|after"
    r"|by|entirely))"
    rf"|\b(?:brought|handed|sent|gave|turned|took|mailed|carried|given|taken|returned) {IT} (?:back|in)\b"
    r"|\b(?:brought|handed|sent|gave|turned|took|mailed) back (?:his|her|the|it)\b"
    r"|\breturned (?:the|his|her) (?:machine|device|unit|auto-?pap|c-?pap|bi-?pap)"
    r"|\b(?:done|finished|through) with (?:it|c-?pap|pap|the (?:mask|machine))(?=\s*[.,;)]|$)"
    r"|\bintoleran\w+ (?:of|to) (?:it|c-?pap|pap|the (?:mask|machine)|any mask)"
    r"|\b(?:stopped|quit|quits|abandoned|ceased) (?:using |wearing )?(?:it|c-?pap|pap|the (?:mask|machine))\b"
    r"|(?<=[,;] )(?:quit|abandoned|gave up|unable|intolerant)(?=\s*[.,;)]|$)"
    r"|\b(?:it|(?:the |his |her )?(?:machine|mask|c-?pap)) (?:is |sits |went |has been |lives "
    r"|ended up )?(?:back )?(?:in (?:the|a|his|her)"
    r" (?:closet|drawer|garage|attic|box|basement)|with the supplier)(?=\s*[.,;)]|$| (?:now|since|for))"
)
BORNE = re.compile(
    r"\b(?:sleeps?|slept|sleeping|does|doing|did|feels?|rests?|rested) (?:\w+ ){0,3}(?:well|better|great|fine|good"
    r"|rested)\b"
    r"|(?<!not )(?<!non)(?<!non-)(?<!poorly )\b(?:adheren[tc]\w*|complian[tc]\w*)\b(?! (?:report|download|card"
    r"|printout|data|chip|class))"
    r"|\b(?:uses?|wears?|used|wore|wearing|using) (?:it|c-?pap|pap|the (?:mask|machine)) (?:\w+ ){0,2}(?:all night"
    r"|nightly|every night"
    r"|each night|faithfully|[4-9] (?:h\b|hours))"
    r"|\b(?<!not )(?<!n't )(?<!never )(?:tolerates?|tolerated|tolerating) (?:it|c-?pap|pap|the (?:mask|machine)"
    r"|treatment)\b"
    r"|\b(?:no longer|stopped|does not|doesn't|never|not) (?:rip|pull|tear|strip|yank|tak)\w*"
    r"|(?<!not )(?<!never )(?<!n't )\b(?:got|gotten|grown|getting|now|is|become) (?:\w+ )?(?:used|accustomed) to (?:it"
    r"|the)"
    r"|\b(?:loves|likes (?:it|the|his|her|c-?pap)|happy with|pleased with|benefit(?:s|ing|ed)?|helped|helps|resolved"
    r"|cleared)\b"
    r"|\bkeeps? it on\b|\brecall\w*|\b(?:a|the|his|her) new (?:one|machine|device|unit|c-?pap)\b|\bunder (?:repair"
    r"|warranty)"
    r"|\b(?:machine|device|unit|c-?pap|and|it) (?:was |is |has been )?replaced\b|\breplacement (?:machine|device|unit)"
    r"|\bfor (?:an? |his |her |the )?(?:\w+ )?(?:download|check\w*|service|repairs?|cleaning|data|card)\b"
)
HYPOTHETICAL = re.compile(
    r"\b(?:if|unless|whether|should he|should she|in case|when|until|afraid|fears?|worr\w+|sure (?:he|she))\b"
)


def wearing_of(document: PreparedDocument, sentence: Sentence, start: int, end: int) -> tuple[Outcome, int] | None:
    """That a mask named at `start:end` was not borne, by its sentence or those after it, and where that is told."""
    low = document.low
    if PAP.search(low, start, end) is None:
        return None
    found = 0
    for after in document.sentences[sentence.index : sentence.index + FAR]:
        if after.block != sentence.block or (after is not sentence and (after.standing or low[after.start] == "|")):
            break
        if BORNE.search(low, after.start, after.end):
            return None
        told = UNBORNE.search(low, after.start, after.end)
        supposed = told is not None and HYPOTHETICAL.search(low, after.start, told.start()) is not None
        if told is None or supposed:
            continue
        if after is sentence or subject_of(document, after.start, after.end) is Subject.patient:
            found = found or told.end()
    return (Outcome.not_tolerated, found) if found else None
