"""How the record says a thing: affirmed, negated, uncertain, planned, resolved; hedged or past.

Cues are found once a sentence. Each covers what follows or precedes it up to a scope boundary; a phrase that only
looks like a negation ("no resolution of", "not only") is consumed first and covers nothing. A cue inside the words
found counts too, unless the nurse's own spelling holds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from agents.reading import patterns as re
from agents.reading.scopes import ends_of_denials
from agents.reading.sections import SectionKind
from priorauth.facts import Assertion

BACKWARD_REACH = 70
UNABLE_REACH = 14
COMPOUND_REACH = 12
ANSWER_REACH = 14
LIST_REACH = 240
ASIDE_LENGTH = 12
NEXT_TO_BUT = 28


class CueKind(StrEnum):
    nothing = "nothing"
    negated = "negated"
    unable = "unable"
    uncertain = "uncertain"
    planned = "planned"
    resolved = "resolved"
    hedged = "hedged"
    historic = "historic"
    beforehand = "beforehand"


SOME_DAY = (
    r"(?:\d{1,2}[/-]\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tues|wednes|thurs|fri|satur|sun|next"
    r"|early|late|the (?:\d|day|eve|morning|afternoon|evening|week)\b))"
)
HINDERS = (
    r"(?:prevent|preclude|compromise|interfere|limit|contraindicate|impair|hinder|obstruct|defeat|block|impede|spoil"
    r"|speak against|stand in the way|get in the way)"
)
MEASURED_OUT = (
    r"(?:(?<=\d )|(?<=% )|(?<=degrees )|(?<=percent )|(?<=minutes )|(?<=hours )|(?<=times )|(?<=feet )|(?<=yards )"
    r"|(?<=meters )|(?<=steps )|(?<=stairs )|(?<=block )|(?<=blocks )|(?<=pounds ))"
)
FAILED_TO = (
    r"failed to (?:\w+ ){0,2}(?:bring on|provoke|reproduce|elicit|show|reveal|demonstrate|find|confirm|detect|produce"
    r"|trigger|support|document|turn up|establish|capture|meet)"
)
# "Radiculopathy, probable" casts a doubt on it; "a study for suspected apnea" and "likely due to a disc" do not.
NO_NOUN_BEHIND = (
    r"(?= *(?:[^\sa-z]|$)| (?:by|on|in|at|from his|from her|per|but|and|or|given|clinically|because|though|based|to"
    r"|present|exists?|there|here|also|active|now|too|as|since|pending|until|if|vs|versus|only|enough|yet|with|despite"
    r"|although|than|that|he|she|when|while|after|before|for)\b)"
)
# "He ordered lunch with the device" is done, and no order of a treatment.
NOT_A_MEAL = (
    r"(?! (?:(?:his|her|an?|the|some|own) )*(?:lunch|dinner|breakfast|supper|coffee|tea|pizza|food|meals?|drinks?"
    r"|sandwich(?:es)?|burgers?|soup|takeout|groceries)\b)"
)
# "Did not bring a diary" denies the diary; "did not bring relief" tells what a treatment did.
A_THING_CARRIED = (
    r"(?! (?:(?:an?|the|his|her|any|in|back|it|them|along) )*(?:diary|diaries|log|record|list|reports?|films?|dis[ck]"
    r"|cd|card|forms?|download|machine|device)\b)"
)
# "I would be grateful if you would fit him with a splint": a letter asks for what is to come.
ASKED_KINDLY = (
    r"(?:(?:would|should) )?(?:be )?(?:most |very |much |so |really )*"
    r"(?:grateful|obliged|glad|happy|pleased|delighted|thankful|appreciate(?: it)?) if you"
)
# "Has not held the visit" denies the visit; "did not hold him" tells what a treatment did.
A_MEETING = (
    r"(?!(?:ing)? (?:(?:the|an?|any|this|that|such) )?(?:[\w-]+ ){0,3}(?:visit|meeting|session|discussion|talk"
    r"|conversation|conference|consultation|appointment)\b)"
)
# What is done from afar is not of long ago: "the remote check brought an alert".
FROM_AFAR = (
    r"(?:check|monitor\w*|transmi\w*|interrogat\w*|follow-?up|visits?|devices?|downloads?|uploads?|alerts?|data"
    r"|telemetry|control|sessions?|programming|consult\w*|units?|sensors?|surveillance|readings?|care|patient)"
)
FORWARD = {
    CueKind.nothing: (
        r"no(?: significant| meaningful| lasting| sustained| real| appreciable| adequate| durable| clear)? "
        r"(?:relief|improvement|resolution|benefit|response"
        r"|change(?! (?:in|of) (?:\w+ ){0,2}(?:bowels?|stools?|habits?|caliber))|increase|decrease|success|progress"
        r"|effect|avail|gains?|ease|joy|recovery"
        r"|interval change)"
        r"(?: (?:of|in|from|with|to|after|despite))?",
        r"without (?:helping|easing|relieving|clearing|controlling|touching|changing|curing|settling|stopping)",
        r"without (?:any |significant |adequate |sustained |lasting |meaningful |much )?"
        r"(?:relief|improvement|resolution|benefit|response|success|effect)(?: (?:of|in|from|with|to))?",
        r"not only",
        r"(?:does|do|did|could|can)(?: not|n't) (?:know|understand|recall|remember|say|explain) (?:why|what"
        r"|how|where|when)",
        r"(?:without|w/o) (?:any |supplemental |added |extra )?(?:oxygen|o2)",
        r"not (?:yet )?(?:at|to) (?:target|goal)",
        r"never (?:managed|been able|able|got used|adjusted|adapted) to(?= (?:sleep|tolerate|adjust|adapt|get used))",
        r"risks(?: and|,|/| &) ?(?:the )?benefits",
        r"no concerns? (?:about|with|regarding) (?:her|his|him|their|the patient)",
        rf"that would {HINDERS}",
        r"(?:would|should) be (?:grateful|glad|happy|pleased|obliged|delighted)(?! if you\b)",
        r"would (?:appreciate|be most grateful)(?!(?: it)? if you\b)",
        r"would (?:very much )?(?:welcome|value)(?= your\b)",
        rf"{ASKED_KINDLY} (?:would |could |might )?(?:kindly )?(?:see|meet|take on|receive) (?:this|my|our|mr|mrs|ms)\b"
        r"[^.;,]{0,60}(?=,? (?:with|who|whose)\b)",
        r"(?:cannot|can ?not|can't|could not|couldn't|unable to|(?:can )?no longer|(?:does|do)(?: not|n't))"
        r" (?:walk|climb"
        r"|carry|lift|stand|sit|lie|turn|twist|move|reach|roll|look|ride|eat|bend|kneel|rise|dress|cross|mow|work"
        r"|garden"
        r"|bathe|wash|step|cook|get (?:in|out|up|to|on|into|off|from|dressed)|put|pick|button|tie|open|feed"
        r"|shower|toilet|transfer|push)(?:e?s)?(?: (?!daily|regular|program)[\w'-]+){0,9} (?:without|w/o)",
        r"who (?:does|do|did|performs?) no (?:such |catheter |cardiac |invasive )?(?:procedures?|interventions?"
        r"|implants?|ablations?)(?: and (?:is|works|belongs) not (?:in|with|part of|to) (?:our|my|the) [a-z]+)?",
        r"not (?:an? )?(?:involved in (?:the |any )?(?:implant\w*|procedures?|interventions?)|implanters?"
        r"|proceduralists?|interventionalists?|operators?)",
        r"no[- ](?:icd|device|implant|treatment|surgery|stent|closure)(?: as an?)? option",
        r"doing no (?:such |catheter |cardiac )?(?:procedures?|interventions?|implants?|ablations?)",
        r"no[- ]load",
        r"(?<=: )(?:none|nothing) for",
        r"not (?:a |an )?(?:part|member) of (?:the |my |our |his |her |that )?(?:[\w-]+ )?(?:team|group|staff|service"
        r"|program)",
        # "70 degrees and no more" is how far, and denies nothing.
        MEASURED_OUT + r"and no more(?= ?[,;.)])",
        r"never (?:been )?off",
        r"without (?:any |much )?(?:help|assistance|difficulty|trouble|incident)(?=\s*[,;.)]|$)",
        r"(?:non-? ?|without |w/o )(?:iv |intravenous )?contrast"
        r"|non-?(?:stop|obstructive|specific|enhanced"
        r"|contrasted|weight[- ]?bearing|dominant|interventional|implanting|invasive|valvular|healing"
        r"|small|st\b|operative|surgical|steroidal|pharmacologic\w*)",
        r"not (?:been )?(?:adequately |well |fully |completely |sufficiently )?"
        r"(?:improv\w+|respond\w*|resolv\w+|help\w*|reliev\w+|toler\w+|control\w+|benefi\w+|alleviat\w+"
        r"|succeed\w*|moved|passed|budged|shifted|shrunk)(?: (?:by|with|on|to|from))?",
        r"(?:did|does|do|has|have|had|is|was)(?: not|n't) (?:adequately |fully |been )?(?:help|improve|relieve|work"
        r"|respond|resolve|tolerate|clear(?!(?:ed|s)? (?:for|by|her|him|them|the patient|to)\b)|touch|ease"
        rf"|budge|dent|settle|calm|lessen|reduc|lower|cut|hold{A_MEETING}|last|make"
        rf"|bring{A_THING_CARRIED}"
        r"|shift|take away|taken away|pass|move|shrink|stopped"
        r"|suffice|stop the|do much|do anything)\w*"
        r"(?: (?:by|with|on|to|from))?",
        r"not limited to",
        r"(?:no|without(?: an?)?|never an?) (?:missed|skipped|forgotten) (?:doses?|pills?|tablets?|days?"
        r"|nights?|weeks?|sessions?|visits?)",
        r"if (?:left )?(?:untreated|not treated|unmedicated)",
        r"if anything",
        # "No drug has helped his sciatica", "never a day without it" leave it where it is.
        r"(?:no|none of|not one of|not a|not any)"
        r"(?: (?!(?:pain|symptom|sign|evidence|complaint|trouble|history)s?\b)[\w-]+){1,3}? (?:(?:has|have|had) )?"
        r"(?:ever |yet |really )*(?:helped|eased|touched|changed|relieved|improved|controlled|altered|reduced|settled"
        r"|calmed|cured)(?! (?:to |us |me )*(?:rule|find|show|confirm|establish|explain|prove|diagnos|locate|tell))",
        r"(?:has|have|had|did|does|do|will)(?: not|n't) (?:(?:change|alter|affect|spare)\w*"
        r"|(?:let|leave)(?= (?:him|her|them)\b))",
        r"no (?:rest|peace|sleep|respite|reprieve|escape) (?:from|with)",
        r"never (?:been |once |quite |really )?(?:without|free (?:of|from))",
        r"not (?:a|one|a single) (?:day|night|hour|week|moment) (?:\w+ ){0,3}?without",
        r"(?:cannot|can't|can not|could not|couldn't) (?:escape|shake(?: off)?|get away from|ignore|outrun)",
        # What screening may find that is no danger.
        r"that would (?:never|not) (?:ever )?(?:have )?(?:hurt|harm|bother|troubl|kill|matter|cause|shorten)\w*",
        r"is no (?:use|good)(?= and\b)",
        r"without (?:an?|one|any|a single) (?:scrape|scratch|hitch|bump|mishap|collision|incident)",
        r"everything (?:he|she) (?:is|was) supposed to",
        r"(?:is|are|was|were) no more than an?",
        r"no (?:more|less|fewer|higher|lower|greater|larger|wider|bigger|better|further) than(?= (?:about |some |an? )?"
        r"(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
        r"|sixty))",
        r"look(?:s|ed|ing)? after",
        r"(?:did|does|do)(?: not|n't) do the (?:job|trick)",
        r"(?:can|could) (?:hardly|barely|scarcely) (?:bear|stand|tolerate|endure)",
        r"lack of (?:effect|efficacy|benefit|response|relief|improvement|help|success)",
        r"without (?:a |any )?(?:break|let-?up|respite|pause|interruption|day off)",
        r"(?:(?:has|have|had|is|are|was|were|did|does|do|will) )?(?:never|not|hasn't|haven't|hadn't|didn't|doesn't"
        r"|won't)(?: (?:once|yet|quite|really|ever|fully"
        r"|entirely)){0,2}"
        r" (?:been |gone |going )?(?:away|gone|let up|letting up|let-up|eased|easing|quit|stopped|left (?:him|her|them)"
        r"|subsided|abated|quieted|lifted|settled|let go)(?! (?:by|with|from|the)\b"
        r"| for\b(?! (?:even )?(?:a|one|an|more than an?) (?:single )?(?:day|hour|minute|moment|second|night|week)\b"
        r"| long\b))",
        r"(?:without|with no|no|not|never) (?:had |has |have )?(?:a|one|any|a single|even a|even one) (?:single )?"
        r"(?:(?:better|good|clear|easier|pain-free|free|symptom-free|headache-free|dry)"
        r"(?: (?:day|week|month|night|spell|stretch|morning|hour))?s?(?: (?:free of|without|off|clear of))?"
        r"|(?:day|week|month|night|morning)s? (?:free of|without|off|clear of))",
        r"neither [^.;:]{2,60}? nor [^.;:]{2,60}?(?= (?:has |have |had |was |were |is |did |does |do |could |would "
        r"|can )?"
        r"(?:ever |much |really )?(?:helped|help|helps|worked|works|eased|eases|relieved|controlled|controls|brought"
        r"|brings"
        r"|gave|gives|made|makes|keeps|steadies|supports|held|holds|lasted|touched|touches|stopped|eradicated"
        r"|cleared|cured"
        r"|healed"
        r"|settled|kept|improved|did any|did much|did a"
        r"|of (?:any )?(?:use|help|benefit|avail)|enough|sufficed|suffices|agreed|any (?:use|help|good)|been (?:any|of"
        r"|enough|able))\b)",
        r"(?:neither|none)(?: (?:of (?:them|these|which|it|those)|one|drug|course|measure))?(?: (?:has|have|had|ever))*"
        r" (?:changed|altered|affected|touched|helped|eased|shifted|moved|stopped|reduced|improved|relieved|budged"
        r"|did (?:much|anything))",
        r"(?:could not|cannot|can't|couldn't|can not|unable to) (?:be )?(?:weaned?|come|taken|got|get|do|manage)"
        r" (?:\w+ )?(?:from|off|without)",
        r"no further",
        r"not (?:an? )?adequate(?:ly)?",
        r"difficulty",
        r"(?:cannot|unable to|could not|can not|can't|not able to|inability to)(?= (?:tolera|toler|continu|wear"
        r"|sleep))",
        r"failed to (?:improve|respond|relieve|resolve|control|help|provide)",
        r"inadequate(?:ly)?",
        r"no change(?! (?:in|of) (?:\w+ ){0,2}(?:bowels?|stools?|habits?|caliber))",
        r"no (?:doubt|question|hesitation|reservations?)",
        r"without (?:any |a |the least )?(?:question|doubt|hesitation|reservation)",
        # "It should be noted that", "I wish to stress": what is stressed is said.
        r"should (?:be )?(?:noted?|mention(?:ed)?|stress(?:ed)?|emphasi[sz]ed?|point(?:ed)? out|stated?"
        r"|(?:add(?:ed)?|sa(?:y|id)) that)",
        r"(?:would(?: like)?(?: to)?|wish to|should like to|want to) (?:stress|emphasi[sz]e"
        r"|underline|point out|draw (?:your )?attention to|(?:add|note|mention|say) that)",
        r"(?:(?<=^i )|(?<= i )|(?<=we ))would (?:rate|grade|classify|class|characteri[sz]e|describe"
        r"|call (?:it|this|that|him|her))",
    ),
    CueKind.negated: (
        r"☐(?= )",
        FAILED_TO,
        r"(?:could not|cannot|can't|couldn't|unable to|would not) be",
        r"not (?:currently )?(?:a |an )?(?:good |suitable |appropriate "
        r"|reasonable )?(?:surgical )?candidate(?: for)?",
        r"no(?!\. ?\d)",
        r"not yet",
        r"not",
        r"nor",
        r"neither",
        r"(?:nobody|no one|no-one)(?! (?:else|but|other|could|can|knows|would|wants))",
        r"nothing for(?= (?:\w+ )?(?:wrinkles|looks|appearance|cosme|beauty|show|effect|vanity))",
        r"nothing(?= (?:is |was |seems? to be )?(?:pressing|compressing|impinging|pushing|encroaching|protruding"
        r"|indenting|touching|displacing|abutting|crowding|narrowing|sticking out)\b)",
        r"nothing(?= (?:\w+,? (?:or )?){0,2}(?:metastatic|infecti\w+|inflammatory|malignant|sinister|systemic"
        r"|suspicious))",
        # "The right side never, does not travel" denies what stands before it.
        r"never(?!, (?:does|do|did|is|has|it|no)\b)",
        # "Warfarin/DOAC/none": one of several that were weighed.
        r"(?<!/)none(?!/)",
        r"without",
        r"w/o",
        r"den(?:y|ies|ied|ying)",
        r"(?<!triple-)(?<!triple )negative(?: for)?(?!\s*[,.;)])",
        r"neg(?:ative)? ?(?:for|:)",
        r"neg(?= (?:new )?(?:cough|hemoptysis|blood|wt loss|weight loss|fevers?|chills|dyspnea|sob|cp|chest pain"
        r"|syncope|angina|bleeding|hoarseness|edema|orthopnea)\b)",
        r"absence of",
        r"absent(?!\s*(?:[,;.)]|$))",
        r"lacks?|lacking",
        r"free of|free from",
        r"fail(?:ed|s)? to (?:show|reveal|demonstrate|attend|complete|start|begin|be|obtain|undergo|have|meet|reach"
        r"|get|take|fill)",
        r"rather than",
        r"instead of",
        r"(?:at|on) no (?:point|time|visit|occasion|examination)",
        r"nowhere(?! (?:else|near))",
        r"rul(?:ed|es|ing) out(?: for)?",
        r"exclud(?:ed|es)",
        r"declin(?:ed|es|ing)",
        r"refus(?:ed|es|ing|al of)",
        r"isn't|wasn't|doesn't|didn't|hasn't|haven't|hadn't|won't|don't",
        r"unremarkable for",
        r"resolution of",
        r"cancel(?:l?ed|s)?",
        r"(?:missed|skipped)(?= (?:the|his|her|their|an?|every|all|both|most) (?:\w+ )?(?:dieti[ct]ian|nutritionist"
        r"|psychologist|therapist|appointments?|visits?|sessions?|class(?:es)?|clinic|evaluation|tests?|scan|study"
        r"|follow-?up|consult\w*)\b)",
        r"no-show(?:ed)?(?: for)?",
        r"zero(?! on\b)",
        r"unlikely",
        r"\(-\)",
        r"contraindicat\w+",
        r"far from|anything but|no question of|pas de|pas d'|sans|ohne|keine?[nrs]?|senza|ningun[ao]?|niega|nega",
        r"allerg(?:y|ic) to",
        r"has yet to|have yet to|yet to",
    ),
    CueKind.unable: (
        r"non|cannot|unable to|could not|couldn't|can not|can't|not able to|inability to|no longer able to",
    ),
    CueKind.planned: (
        # "You will recall he has back pain" reminds the reader of a letter; "I would be grateful if you" asks.
        rf"{ASKED_KINDLY}(?:,[^,;.]{{2,80}},)?(?: (?:would|could|might|can))?",
        r"would you (?:kindly|please)",
        r"(?!(?<=you )will (?:recall|remember|know|gather|note|notice|see from|have (?:seen|heard|noted))\b)"
        r"will(?! power| not (?:meet|suffice|work|fit|allow|support|hold|serve|accommodate|do\b|be (?:enough|sufficient"
        r"|adequate|safe)))",
        r"plan(?! (?:was |were |has been |is )?(?:modified|changed|adjusted|revised|altered|followed))(?:s|ned"
        r"|ning)?(?: is)?(?: (?:to|for|on|includes?))?(?: (?:start|begin|initiate|order|obtain|schedule"
        r"|trial))?",
        r"recommend(?!ed against|s against|ing against|ation against)(?:s|ed|ing|ation)?(?: (?:for|that|to))?",
        r"(?:my |our |the )?next (?:step|option|move|line)(?: (?:is|would be|will be|may be))?",
        r"consider(?:s|ed|ing|ation)?(?! whether\b[^.;]{2,120}\bconcluded\b)"
        r"(?! (?:and|but) (?:(?:is|was|were|are|found|judged|felt|it is|it was) )*(?:not\b"
        r"|unlikely"
        r"|rejected|ruled|excluded|dismissed|unsafe|too\b|set aside))(?! (?:him|her|it|them"
        r"|the patient)\b(?! for\b))(?: (?:of|for))?",
        r"schedul(?:e|ed|ing)(?: (?:for|to))?",
        r"(?:(?:is|are)|(?<=[.;:] )) ?to be(?= (?!(?:noted|expected|commended|congratulated|hoped|feared|regretted"
        r"|admired|needed)\b)(?:\w+ )?(?:done|seen|drawn|given|taught|shown|\w+ed)\b)",
        r"(?<!thank you for )(?<!thanks for )(?<!kindly )(?<!after )(?<!upon )"
        r"refer(?:s|red|ral|rals|ring)?(?! (?:by|with)\b|(?<=ring) (?:physician|doctor|provider|clinician|surgeon"
        r"|dentist|\w+ologist)\b"
        r"| (?:here|over)\b| to (?:me|us|our|my|this)\b)(?: (?:to|for|placed))?"
        r"(?: for)?",
        r"(?!(?:(?<=his )|(?<=her ))ordered (?:oxygen|o2|flow|dose|settings?|pressure)\b)"
        r"(?<!before this )(?<!before the )(?<!before my )(?<!on my )(?<!on our )order(?:s|ed|ing)?"
        + NOT_A_MEAL
        + r"(?: (?:for|placed))?(?! by)",
        r"pending",
        r"await(?:s|ed|ing)?",
        r"candidate for",
        r"would (?:like|benefit|recommend|consider|qualify)(?: (?:to|from|for))?",
        r"(?<!before this )(?<!before the )(?<!before that )"
        r"(?!(?<=at my )request,? (?:he|she|they|the patient|pt) (?:had|underwent|got|completed|did)\b)"
        r"request(?:s|ed|ing)?(?: (?:for|approval of))?",
        r"propos(?:e|ed|ing|al)(?: (?:to|for))?",
        r"intend(?:s|ed|ing)?(?: to)?",
        r"(?:aim|goal|target)s?:",
        r"should(?! er)(?!(?<![a-z] should) (?:it|this|that|he|she|they|the \w+|symptoms?|pain|things)\b)",
        r"interested in",
        r"(?:is|are|has (?:him|her|them)|have (?:him|her|them)|put (?:him|her|them)) (?:down|slated"
        r"|pencill?ed in|listed"
        r"|booked|due|on the (?:books|list|calendar|schedule)) for(?! (?:the )?(?:(?:past|last|some|many|over"
        r"|about|years"
        r"|months|weeks|days)\b|\d+ (?:years?|months?|weeks?|days?|hours?)\b))",
        r"(?:slot|date|place|bed|appointment|chair|time) (?:is |was |now )?(?:held|kept|reserved|saved|taken|secured)"
        r"(?= (?:for|on|in|\d|at|until))",
        r"wait(?:s|ed|ing)?(?: list\w*)?(?: \w+){0,3} for(?! (?:the |his |her )?(?:next )?(?:breath|gasp|snore))"
        # "Dressing waits for his wife": who must be helped waits for the helper.
        r"(?! (?:(?:the|his|her|an?|any) )?(?:wife|husband|spouse|partner|daughter|son|sister|brother|mother|father"
        r"|aides?|carers?|caregivers?|helpers?|help|assistance|someone|somebody|neighbou?rs?|attendants?)\b(?!'))",
        r"(?:paperwork|application|registration|consent|consented|forms?|sign(?:ed)? up)(?: \w+)? (?:for|to)",
        r"(?<!medicare[- ])enroll?(?:ed|ing|ment)?(?: (?:in|to))?",
        r"offer(?:ed|s|ing)?",
        r"advis(?!\w+ against)(?:e|ed|ing)(?: (?:to|on))?",
        r"encourag(?:e|ed|ing)(?: to)?",
        r"talk(?:ed|s|ing)? (?:about|of|over) (?:starting|trying|adding|using|going|beginning|having|doing|getting)",
        r"prescrib(?:e|ing)(?! (?:it |this |the \w+ )?(?:i|we) (?:had|have|read|saw|examined|received|reviewed|went))",
        r"begin(?:ning)? (?=next|in|on|soon)",
        r"discuss(?!ed that (?:his|her|this|he|she)\b)"
        r"(?!ed (?:at|in|by|with) (?:the |our |both )?(?:\w+ )?(?:heart team|valve team|team"
        r"|tumor board|board|conference|conf|mdt"
        r"|meeting)\b)(?:ed|ing)?(?: (?:the|starting|possible))?",
        r"(?:goal|target(?! (?:veins?|vessels?|lesions?|nerves?|joints?|segments?|levels?))|aim)s? "
        r"[^.;,]{0,60}?\b(?:is|are|would be)",
        r"goal(?:s)?(?!\s*[,.;)])(?: (?:is|of|are|was|for))?(?: to)?",
        r"target(?:s|ed|ing)?(?!\s*[,.;)])(?! (?:veins?|vessels?|lesions?|nerves?|joints?|areas?|zones?"
        r"|segments?|levels?"
        r"|organ|symptoms?))"
        r"(?: (?:is|of|for))?",
        r"upcoming",
        r"trial of (?=.{0,40}(?:planned|next|recommended))",
        r"needs? to (?:start|begin|complete|try|undergo|have|see|get)",
        r"agree(?:s|d)? to",
        r"(?:we|i)'ll",
        r"wants? (?:him|her|them|the patient) to (?:start|begin|do|try|get|have|undergo|see|take|use|go|attend|resume)",
        r"wish(?:es|ed|ing)? to (?:proceed|go ahead|undergo|have|continue)",
    ),
    CueKind.uncertain: (
        r"(?<![a-z] )should(?= (?:it|this|that|he|she|they|the \w+|symptoms?|pain|things)\b)",
        r"(?<!not )possib(?:le|ly|ility of)",
        r"wish(?:ed|ing)?(?! to (?:proceed|go ahead|undergo|have|continue)\b)"
        r"|(?<!her )(?<!his )(?<!their )(?<!own )(?<!'s )wishes(?! to (?:proceed|go ahead|undergo|have|continue)\b)",
        r"hop(?:es|ed|ing)",
        r"(?:we|i|he|she|they) (?:now |do |still )?aim(?:s|ed)? (?:at|for|to)|aiming (?:at|for|to)|ought to",
        r"(?:idea|thought|notion|prospect) of",
        r"fear of (?!\w+ing\b)(?=(?:the |a )?(?:diabetes|cancer|malignan\w+|stroke|dementia|infection|recurrence"
        r"|metasta\w+|heart|clots?|sugar)\b)",
        r"(?:handled|treated|managed|coded|billed|counted|regarded|booked|filed|classed) (?:like|as if|as though)",
        r"(?:chart|problem list|referral|label|header|order set)(?:,)? (?:still|only|merely) (?:carries|lists|says"
        r"|reads|shows|calls)",
        r"(?:desk|clerk|scheduler|biller|front office|billing)(?: has| had)? (?:put|wrote|entered|listed|counted|booked"
        r"|filed|called|marked)",
        r"(?:delay(?:s|ing)?|waiting) (?:lets|allows|makes|risks|means|turns)",
        r"(?:hardly|barely|scarcely)(?! any [a-z-]+(?: [a-z-]+)?, (?:\d|one|two|three|four|five)\b)"
        r"(?! (?:touch|help|hurt|work|budg|dent|eas|reliev|improv|opens?\b|opening|moves?\b"
        r"|\d"
        r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|half|an?) (?:\w+ )?(?:feet|foot"
        r"|steps?"
        r"|yards?|blocks?|minutes?|inch(?:es)?|meters?|metres?)))",
        r"rarely|seldom",
        r"(?:is|are|was|were) (?:said|supposed|meant|rumou?red) to|(?:was|were) to have",
        # "The therapist was to sit with him": it was meant to be.
        r"(?<!response )(?<!goal )(?<!aim )(?<!plan )(?<!tenderness )(?:was|were) to"
        r"(?= (?:sit|come|meet|teach|train|instruct|show|see|start|begin|attend|go|get|take|undergo|complete|do|bring"
        r"|fit|call|visit|wear|use|try|review|discuss|measure|repeat|return|follow|join|perform|give|receive"
        r"|run|last|span|continue|go on|finish|end|stay on|stay in)\b)",
        r"(?:was|were|been) told(?! to (?:join|enter|enrol|attend|sign|take part|participate|register|go|come))",
        r"(?:class|lecture|talk|book|article|(?<!acute )(?<!treatment )course|seminar|leaflet|film"
        r"|chapter) (?:on|about)(?! \d| (?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.? \d)",
        r"teaches|lectures on",
        r"(?:watch|fitbit|wristband|wearable|phone|app|gadget|internet|google|website|computer|printout|algorithm)"
        r" (?:has |had |once |twice |keeps |kept )?(?:announc\w+|alert\w*|alarm\w*|buzz\w*|warn\w*|claim\w*|says?|said"
        r"|thinks?|thought|call(?:s|ed|ing)?|diagnos\w+|label\w*|nam(?:es|ed|ing)|tells?|told|flag\w*)",
        r"(?:computer|machine|automated) (?:read|reading|readout|interpretation):?",
        r"smacks of|reminiscent of|looks like|resembl\w+|mimic\w+|as (?:if|though)",
        r"reference (?:range|value|table)|atlas",
        r"probabl[ey]",
        r"(?:hunch|gut feeling|working (?:idea|guess|theory)|bet|best guess|impression so far) (?:is|was|says"
        r"|remains)?",
        r"(?:i|we) (?:would |fully |half |rather )?expect(?:ed)?(?! (?:no|him|her|them|to (?:remove|take"
        r"|excise|resect))\b)",
        r"likely(?! due)",
        r"(?<!as )suspect(?:s|ed|ing)?(?: to have)?",
        r"suspicion (?:for|of)",
        r"presum(?:ed|ptive|ably)",
        r"question(?:able|s)?(?: of)?(?!:)(?! (?:of )?(?:the |our |his |her )?(?:[\w-]+ ){0,2}(?:form"
        r"|questionnaire|scale|survey|inventory|screener|checklist)\b)",
        r"\?",
        r"r/o",
        r"rule[ -]?out",
        r"(?:versus|vs\.?)(?! \d)"
        r"(?! (?:the )?(?:lab(?:oratory)?|venous|clinic)(?: inr| result| value| draw| of)* ?=? ?\d)"
        r"(?! (?:taped|untaped|baseline|before|after|last|prior|sham|supplier|vendor"
        r"|opposite|contralateral)\b)",
        r"(?:can ?not|can't|could not|unable to) (?:exclude|rule out|confirm|verify|determine)",
        r"(?<!since )(?<!in )(?<!last )(?<!this )(?<!of )(?<!from )(?<!until )(?<!early )(?<!late )(?<!\d )(?<!mid )"
        r"(?<!by )(?<!to )(?<!between )(?<!till )(?<!through )may(?! (?:19|20)\d\d| \d{1,2}\b| of (?:19|20|this|last)"
        r"| (?:and|to|through|thru|until|or) (?:early |late |mid-?)?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct"
        r"|nov|dec)| proceed\b)"
        r"(?: (?:have|be|represent|reflect|indicate))?",
        r"might(?: (?:have|be))?",
        r"(?!(?:(?<=relief she )|(?<=relief he )|(?<=help she )|(?<=help he ))could use\b)"
        r"could(?: (?:have|be|represent))?(?! not)(?! (?:only|just)\b| (?:feel|hear|palpate|overcome|reproduce|elicit"
        r"|express|push (?:it|the) )| (?:\w+ )?be (?:felt|heard|reproduced|elicited|pushed|reduced|overcome|palpated"
        r"|expressed|seen(?! (?:by|in|next|on|for|at|when|if|with|again)))\b"
        r"| \w+ (?:only |about "
        r"|no more than )?(?:\d|(?:one|two|three"
        r"|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)\b))",
        r"concern(?:s|ed|ing)?(?: (?:for|about|of))",
        r"worri(?:some|ed)(?: (?:for|about))?",
        r"evaluat(?:e|ed|ing) (?:for|of)|(?<!written )evaluation (?:for|of)(?! (?:\d|the patient|(?:his|her|my|our)\b"
        r"|(?:mr|mrs|ms|dr)\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d))",
        r"work-?up (?:for|of)",
        r"screen(?:ed|ing|s)?(?: (?:for|of))",
        r"assess(?:ed|ment|ing)? for",
        r"(?<!companion )(?<!approved )test(?:ed|ing|s)? for",
        r"monitor(?:ed|ing)? for",
        r"(?:at |increased |high |elevated |higher )?(?<!memory )"
        r"(?<!language )(?<!speech )risk(?:s)?(?! (?:study|scan|findings?|features?|nodule"
        r"|lesion|is\b|was\b|remains\b|by\b|score)|: (?:cha2?ds2|chads|has-?bled|sts)\b)"
        r"(?: factors?)?(?: (?:of|for))?",
        # "If he stands, it hurts" tells what brings it on.
        r"if(?! anything\b)(?! (?:he|she|they|the patient|pt) (?:stands?|walks?|sits?|lies|lifts?|bends?|moves?|turns"
        r"|reach(?:es)?|climbs?|coughs?|sneezes|leans|kneels|squats|rolls|is on (?:his|her) feet)\b"
        r"(?=[^.;]{0,80}\b(?:stops|forces|makes|wakes|shoots|burns|hurts|kicks in|sets in|takes over|brings)\b)"
        r"(?![^.;]{0,80}\b(?:will|would|should|may|might|could|can|check|look|order|obtain|consider|we)\b))",
        r"unless",
        r"in case of",
        r"whether(?! to)(?! (?:he |she |it )?(?:(?:is|was) )?(?:sit\w*|stand\w*|lying|lies|walk\w*|rest\w*|at rest"
        r"|in bed|awake|day\b|night\b|up\b|active))",
        r"asked (?:about|if|whether)",
        r"to (?:prevent|avoid|rule)",
        r"(?:to look|looking(?! (?:in|into|down|through|at (?:the|her|his))\b)|(?<!'s )(?<!my )(?<! a )(?<!second )"
        r"(?<!direct )look(?! (?:normal|fine|clear|intact|healthy|good|clean))"
        r"|to assess|to check|to test|to screen|to determine"
        r"|(?<!me )(?<!us )to see(?! (?:and|or|better|well|clearly|past|over|above|out|far|straight|ahead|tv|signs?"
        r"|overhead|traffic|print"
        r"|(?:him|them|you|mr|mrs|ms|miss)\b"
        r"|her(?= (?:again|back|today|for|with|in|on|at|about|because|regarding|as|and)\b|[,.;)])"
        r"|(?:this|your|an?) (?:[\w-]+ ){0,3}(?:man|woman|patient|gentleman|lady)\b"
        r"|(?:his|her|the|an?|my|our) (?:own |new |old )*(?:daughters?|sons?|wife|husband|family|grand\w+"
        r"|children|parents?|mother"
        r"|father|sisters?|brothers?|friends?|doctors?|surgeons?|dentist|therapist|\w+ologist)\b"
        r"|(?:the|her|his) (?:tv|television|road|street|signs?|screen|page|print|board|food|plate|keyboard|steps?"
        r"|stairs"
        r"|curbs?))\b|[.,;)])|to evaluate)(?! (?:me|us|dr"
        r"|my|our)\b)"
        r"(?: (?:for|"
        r"if|whether))?",
        r"white[ -]coat",
        r"(?<!primary )(?<!secondary )(?<!stroke )(?<!stroke-)(?<!osteoporosis )(?<!fracture )(?<!fracture-)"
        r"(?<!fall )(?<!fall-)prevent(?:ion|ing|s)?(?: of)?",
        r"prophyla\w+",
        r"differential(?: (?:diagnosis|includes))?",
        r"(?:chance|likelihood|probability|odds) (?:of|for|that)",
        r"equivocal(?: for)?",
        r"indeterminate(?: for)?",
        r"borderline",
        r"inconclusive(?: for)?",
        r"pre(?=-? ?diabet)",
        r"claims?(?: to| that| of)?",
        r"alleged(?:ly)?",
        r"reportedly",
        r"(?:his|her|their|own|patient's|by|an) (?:own )?estimat\w+",
        r"estimates(?= (?:his|her|that|about|the pain))",
        r"self-?report(?:s|ed)?",
        r"(?:believes?|thinks?)(?! (?:that )?(?:his|her|the|this) (?:[a-z-]+ ){1,4}(?:is|are|comes?|stems?|arises?"
        r"|results?) (?:from|due to|caused by|because|related to|secondary to)\b)",
        r"feels (?:that|she|he)",
        r"guess(?:es|ed)?",
        r"wonders?",
        r"doubt(?:s|ful|ed)?",
        r"(?<!etiology )(?<!cause )(?<!onset )unclear",
        r"unsure",
        r"unknown",
        r"unverified|unconfirmed",
        r"hypothetical(?:ly)?",
        # "She would not advise a second resection" is an opinion that is held.
        # "He would wake gasping" is told as a habit.
        r"would(?! (?:wake|gasp|snore|leak|limp|stumble|choke|vomit|wet)\b)"
        r"(?! not (?:advise|recommend|offer|operate|favou?r|support|suggest)\b)",
        r"when(?! (?:i|we|he|she|they) )(?=.{0,30}\b(?:reach|exceed|drop|fall)s?\b)",
        r"until(?! (?:now|today|this|last|the present|\d|(?:the )?(?:early|late|mid|end of|first|second|third|last)\b"
        r"|(?:thanksgiving|christmas|easter|halloween|(?:labor|memorial) day),? (?:of )?(?:19|20)\d\d"
        r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b|spring|summer|autumn|fall|winter)"
        r"|(?: (?:[^\s.;,()]+|\([^()]*\))){1,12} (?:left|made|forced|cost|stopped|robbed|took)"
        r" (?:him|her|it|that|them)\b)",
        r"predicted (?:to|risk)",
        r"(?<!of )(?<!of the )expected",
        r"anticipat\w+",
    ),
    CueKind.resolved: (
        r"no longer(?: (?:has|have|having|uses|requires|taking|on))?",
        r"resolved(?! (?:the|his|her|in|on|after|with|by|and|but|over|within|at|when|once|since)\b)",
        r"former(?:ly)?(?! (?:heavy |cigarette )?smok)(?! (?:\w+[ -])?(?:\w+(?:ist|men|man|woman|ian|eer"
        r"|keeper|layer|maker|driver"
        r"|worker)|teacher|nurse|carpenter|plumber|farmer|welder|painter|miner|baker|dancer|singer|officer"
        r"|soldier|sailor"
        r"|marine|pilot|coach|athlete|runner|chef|cook|clerk|judge|pastor|professor|lawyer|roofer|logger"
        r"|trucker|builder"
        r"|manager|butcher|barber|tailor)\b)",
        r"recovered from",
        r"cured of",
        r"history of resolved",
        r"(?:wedge |surgical |complete )?(?:resection|excision|removal|lobectomy|extirpation) (?:of|for)",
        r"(?:resected|excised|removed)",
        rf"remote(?! {FROM_AFAR}\b)"
        r"(?: history of)?",
    ),
    CueKind.hedged: (
        r"suggest(?:s|ed|ive|ing)?(?: of)?",
        r"appear(?:s|ed|ing)?(?: to)?",
        r"seem(?:s|ed|ingly)?(?: to)?",
        r"compatible with",
        r"approximate(?:ly)?",
        r"roughly|(?:around|about)(?= (?:\d|one|two|three|four|five|six|seven|eight|nine|ten|twelve|half)\b)|(?:around"
        r"|about)(?= \d)|estimated(?! (?:at|to be|the|lv|left|ejection|ef))",
        r"felt to be",
        r"thought to be",
        r"impression of",
    ),
    CueKind.historic: (
        # "No history of bleeding" holds to this day.
        r"(?<!\bno )history(?: significant)? (?:of|for)",
        r"(?<!\bno )hx(?: of)?",
        r"(?<!\bno )h/o",
        r"s/p|status[ -]post",
        r"previous(?:ly)?",
        r"prior",
        r"past(?! (?:\w+ )?(?:days?|wks?|weeks?|mos?|months?|years?|yrs?)\b)",
        # A person's age is nothing of old; a thing's is.
        r"(?<!-day-)(?<!-week-)(?<!-month-)"
        r"(?<![2-9]\d-year-)(?<![2-9]\d year )(?<![2-9]\d-year )(?<![2-9]\d years )(?<![2-9]\d yr )(?<![2-9]\d-yr-)old"
        r"|(?<=year-)old(?= (?:fracture|injury|scar|mri|ct|scan|film|x-?ray|study|lesion|wound|repair|graft|implant"
        r"|prosthesis|surgery)\b)",
        r"last(?! (?:\w+ )?(?:days?|weeks?|months?|year|night|visit)\b)",
        r"used to",
        r"years? ago",
        r"in childhood",
        r"as a child",
    ),
}
BACKWARD = {
    CueKind.nothing: (
        r"(?:has|have|had|did|does|is|was|were|are)?(?: ?not|n't) (?:adequately |fully |been )?"
        r"(?:improv\w+|help\w*|resolv\w+|respond\w*|reliev\w+|toler\w+|work(?!\w* up)\w*|effective|successful"
        r"|control\w*|alleviat\w+|clear(?!(?:ed|s)? (?:for|by|her|him|them|the patient|to)\b)\w*"
        r"|eas(?:e|ed)|budge\w*|dent|settle\w*|calm\w*|lessen\w*|reduc\w+|suffice\w*|stop the|do (?:much|anything))",
        # "Did not hold it" tells what a treatment did; "was not held" that there was none.
        r"(?:has|have|had|did|does)(?: ?not|n't) (?:adequately |fully )?(?:lower\w*|cut|h[eo]ld(?:ing)?"
        rf"{A_MEETING}|last"
        rf"|br(?:ing|ought){A_THING_CARRIED}"
        r"|make|made|shift|move\w*|pass(?:ed)?|shr[iu]nk|provide\w*|touch\w*|g[ai]ve)",
        r"(?:with(?:out)?|no) .{0,20}(?:relief|improvement|benefit|response)",
    ),
    CueKind.negated: (
        r"(?:is|was|were|are|has been)? ?(?:absent(?! (?:\w+ )?(?:reflex\w*|jerks?|pulses?|sensation))|negative|neg"
        r"|denied|declined|refused|(?<!to be )(?<!should be )(?<!must be )excluded|cancel?led|unremarkable|deferred)",
        r"(?:is|was|were|are|has been|have been|did|does|has) ?(?:not|never)"
        r"(?! (?:thought to be |felt to be )?(?:due to|caused by|because of|explained by|attributed to|attributable to"
        r"|related to|secondary to|the result of|from (?:an?|the|any|his|her))\b)",
        r"not (?:held|made|provided|given|present|seen|noted|identified|found|demonstrated|appreciated"
        r"|observed|performed|done|obtained"
        r"|documented|detected"
        r"|available|reported|applicable|completed|attempted|tried|attended|started|yet|on file|recorded|known"
        r"|required|needed|used(?! (?:to|for|because|since|as|in|with|by)\b))",
        r"never (?:started|completed|attended|tried|done|happened|performed|obtained|taken|used|filled|attempted|begun"
        r"|given|delivered|received|carried out|materiali[sz]ed|went ahead|got (?:a)?round to"
        r"|came (?:about|off|to (?:pass|anything|be)))",
        r"ruled out",
        r"(?:ruled|ruling|rules) (?:it|this|that|them|these|both|each|all(?: (?:of )?(?:them|these|three|four))?) out",
        r"n/a",
        r"(?:loading|testing|tests?|provocation|compression|man(?:eu|oeu)vers?|stress\w*|stretch\w*)"
        r" (?:does|do|did) nothing",
        r":\s*☐",
        FAILED_TO,
        r"could not be (?:given|granted|made|completed|obtained|provided|done|established|performed|shown|scheduled"
        r"|taken|read|scored|measured|found|seen|identified|visuali[sz]ed|reproduced|elicited|located"
        r"|demonstrated|assessed"
        r"|interpreted)",
        r"(?<!device )(?<!pump )(?<!battery )failed(?=, no (?:usable|valid|signal|data))",
        r"(?:is|are|was|were) (?:still )?missing(?= from|\s*[.;,)]|$)|still missing",
        r"(?:(?:was |were |is |be )|(?<!and ))(?:converted|changed|moved|switched) to",
        r"fell through|did not (?:happen|occur|take place)|never (?:took place|happened)",
        r"(?:was |were |is )?(?:withheld|revoked|postponed|rescheduled|suspended|voided|missed|skipped|aborted|"
        r"abandoned(?! (?:for|because|due|after|as|when|owing)\b))",
        r"(?:has|have) closed",
        r"improved to (?:nothing|none|zero)"
        r"|gone(?! (?:over|through|back|up|down|on|to|from|into|without|weak|numb|dead|blind|deaf|bad|wrong|white"
        r"|blue|cold|dark"
        r"|stiff|limp|flat|hard|lame|untreated|by\b))"
        r"|vanished|disappeared",
        r":\s*(?:all |both )?(?:no|none|neg|negative|denies|denied|absent|never|n|0)\b"
        r"(?=\s*(?:$|[.;,()|\n])| (?:to|for) (?:every|each|all|any)\b)",
        r":\s*none (?:on|in|at|over|along|seen|found|anywhere|present|noted|today|within|of (?:the|these|any))\b",
        r":\s*(?:not|never) (?:done|performed|obtained|completed|available|examined|assessed|tested|recorded|taken"
        r"|possible)\b",
        r"=\s*(?:no|none|neg|negative)",
        r"(?:\(|- )(?:no|neg|negative|denies|none)\b(?=\s*(?:[).,;]|$))",
        # "HBsAg -, HCV -." as a laboratory writes it.
        r"\(-\)|(?:(?<=[a-z0-9] )|:\s*)-(?=[,;.)](?!\d)|\s*\Z)",
        r"unlikely",
        r"no-?show(?:ed)?",
        r"isn't|wasn't|weren't|hasn't|haven't|didn't",
        r"was (?:invalid|normal|withdrawn)",
    ),
    CueKind.planned: (
        r"(?:is|are|was|were|has been|have been)? ?(?:planned|scheduled"
        r"|(?<!his )(?<!her )ordered(?! by)" + NOT_A_MEAL + r"|pending"
        r"|(?<!and )recommended|requested|proposed|offered|(?<!and )advised"
        r"|considered(?! (?:and|but) (?:(?:is|was|were|are|found|judged|felt|it is|it was) )*(?:not\b|unlikely"
        r"|rejected|ruled"
        r"|excluded|dismissed|unsafe|too\b|set aside))|being considered|discussed|arranged|anticipated|indicated"
        r"|approved(?! (?:him|her)\b)|encouraged)",
        r"(?<!noted )(?<!found )(?<!felt )(?<!thought )(?<!known )(?<!appears )(?<!seems )to be"
        r" (?:done|performed|obtained|scheduled|started|arranged|determined|completed|tried|repeated|reviewed|fitted"
        r"|checked|ordered|taken|given|begun|used|seen|sent|brought|returned|filled|decided|shown|confirmed|proven"
        r"|proved|established|demonstrated|verified)",
        r"(?:is|are|has been|have been) (?:all )?(?:booked|lined up|slotted|set for)",
        r":\s*(?:to be )?(?:scheduled|planned|pending|booked|ordered|awaiting|awaited|deferred|tbd)\b",
        r"will (?:be|start|begin|follow|need|have)",
        r"(?:is|are|has been|have been|,)? ?(?:booked|slated|pencill?ed in"
        r"|(?<!home )(?<!exercise )set for|down for)(?! (?:and|by|in|her|him"
        r"|me) )(?! (?:her|him)\b)",
        r"(?:is |are )?(?:on the (?:calendar|books|schedule)|in the diary|lined up|coming up)",
        r"(?:to|will) (?:start|begin) (?:next|soon|in|on|after)",
        r"not yet",
        r"(?:hinges|hangs) (?:up)?on|depends (?:up)?on(?= (?:the|how|whether|what|when|insurance|response|results?)\b)"
        r"|subject to|is awaited|awaits",
        r"(?:is|are|comes?|will be) next|to follow",
        r"next (?:week|month|visit|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|tomorrow",
        rf"(?:has|have|had|got) (?:him|her|them|it|this|the patient|(?:mr|mrs|ms)\.? \w+) (?:down|in|on (?:the|her|his)"
        rf" (?:list|books?|calendar))(?: for| on)?(?= {SOME_DAY})",
        rf"(?:is|are) (?:down|in) for(?= {SOME_DAY})",
        r"to (?:begin|start|commence|follow)(?= (?:on )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow"
        r"|next|soon"
        r"|when|once|after)\b|\s*[.;,)]|$)",
        r"(?:still |yet )?(?:has|have|had|needs?) to be (?!(?<=had to be )(?:stopped|discontinued|abandoned"
        r"|aborted|withdrawn|halted|cut short|carried"
        r"|helped|lifted|hospitali[sz]ed|admitted|intubated|given up)\b)(?:drawn|had|made|read|held|seen|run"
        r"|sent|signed|given|worn|set"
        r"|done|\w+ed)",
        r"still to (?:come|be had|follow)|has a slot|(?:is|are|am) on the (?:waiting )?list"
        r"|not (?:yet )?(?:scheduled|begun)",
        r"referral(?: placed)?",
        r"tbd",
        r"(?:is|are|was|were|has been|have been) (?:asked|sent|applied|put in) for(?= (?:but|and|yet|today|this|last"
        r"|on|in|at|with"
        r"|not)\b|\s*[.,;:)]|$)(?!:)",
        r"(?:still |yet |remains? |left )to be (?:drawn|had|made|read|held|seen|run|sent|signed|given|worn|set|\w+ed)",
        r"goal",
        r"starting (?:next|soon)",
    ),
    CueKind.uncertain: (
        r"(?:(?<!cause )(?<!etiology )(?<!aetiology )(?<!origin )(?<!reason )(?:is|was|remains|are))? ?(?:"
        r"(?<!what we )(?<!what i )(?<!we had )(?<!i had )suspected"
        + NO_NOUN_BEHIND
        + r"|(?<!, )(?<!not )possible"
        + NO_NOUN_BEHIND
        + r""
        r"|questionable|(?<!cause is )(?<!etiology is )(?<!origin is )(?<!cause was )(?<!cause remains )uncertain"
        r"|(?<!etiology )(?<!cause )(?<!onset )unclear|(?<!not )in question"
        r"|(?<!cause )(?<!etiology )(?<!origin )(?<!cause is )(?<!etiology is )(?<!origin is )(?<!cause remains )"
        r"(?<!cause was )unknown|questioned|unconfirmed)",
        r"(?:is|was|be)? ?(?:(?<!, )likely|probable)" + NO_NOUN_BEHIND,
        r"(?:cannot|can't|could not) be (?:excluded|ruled out|confirmed|verified)",
        r"(?:(?:is|are|was|were|has|have|had|needs?|yet|still|remains?) )?(?:to|should|must) be (?:excluded|ruled out)",
        r"\?",
        r"(?:versus|vs\.?)(?! \d)"
        r"(?! (?:the )?(?:lab(?:oratory)?|venous|clinic)(?: inr| result| value| draw| of)* ?=? ?\d)"
        r"(?! (?:taped|untaped|baseline|before|after|last|prior|sham|supplier|vendor"
        r"|opposite|contralateral)\b)",
        r"(?:is |was |are )?(?:conditional|contingent|provisional|unsigned|in draft)",
        r"would (?:be(?! (?:grateful|glad|happy|pleased|obliged|delighted))|need|require|have|mean|confirm"
        r"|qualify|count"
        r"|prove|establish)|might|may be|could be",
        r"(?:may|could) (?:well |also |only |already )?have (?:been|taken|had|come|gone)\b",
        r"(?:is|are|was|were|has been|have been|had been) (?:possibly|perhaps|maybe|presumably|supposedly|conceivably)",
        r"will (?:count|qualify|be (?:called|counted|taken)) as",
        r"(?:is|was|are|were) (?:feared|dreaded)",
        r"is (?:required|demanded) (?:by|under) (?:the|her|his|their) (?:plan|payer|insurer|policy|insurance)",
        r"if .{0,40}(?:trusted|correct|accurate|believed|true|right)",
        r"(?:was|were|is) (?:inquired|asked(?! for)|queried|judged|deemed|thought|believed|said|supposed)",
        r"(?<!primary )(?<!secondary )(?<!stroke )(?<!stroke-)(?<!osteoporosis )(?<!fracture )"
        r"(?<!fracture-)(?<!fall )(?<!for )prevention"
        r"|support group|lecture|seminar|pamphlet|clinic was"
        r"|at (?:the )?screening",
        r"(?:except|other than|apart from|aside from|save for)",
        r"(?:is|are|was|were) what (?:we|i|he|she|they)(?:'re| are| am| is| were| was)? (?:all |both )?(?:after|aim\w*"
        r"|hop\w+|look\w*|seek\w*|want\w*|need\w*|expect\w*|promise\w*|told)",
        r"if (?:needed|indicated|required|possible)",
        r"(?:with|and) (?:an? )?question marks?",
        r"(?:on|in|from|off) (?:the|his|her|our|an?) (?:order set|superbill|billing (?:sheet|slip|form)|encounter form"
        r"|face ?sheet|pick[- ]?list|drop-?down\w*)",
        r",? which (?:i|we) (?:have |had )?(?:asked (?:\w+ ){1,4}to (?:explain|check|recheck|verify|correct|clarify"
        r"|account|look)|queried|questioned|sent back|cannot explain|do(?:n't| not) (?:trust|believe|understand))",
    ),
    CueKind.resolved: (
        r"(?:has|have|had|is|was|are|were|now)? ?(?:completely |fully |since |now |spontaneously )?(?:resolved|cured"
        r"|subsided|cleared up|healed(?! (?:and|but|then|as)\b))"
        r"(?! only\b| for (?:only |just |about )?(?:an?|one|two|three|four|\d+) (?:days?|weeks?|hours?)\b)",
        r"(?:is |are |now |currently )?in (?:complete |full |sustained )?remission",
        r"no longer (?:present|an issue|active|needed|seen|visible|noted|palpable)",
        r"(?:was|were|has been|have been|is|now|since) (?:\w+ )?(?:resected|removed|excised|extirpated|amputated|"
        r"recovered|repaired)",
        r"(?:fully|completely|has|have|since|now|spontaneously|entirely) (?:\w+ )?recovered",
    ),
    CueKind.beforehand: (
        r"(?:before|prior to|preceding) (?:his |her |the |an? )?(?:\w+ )?(?:angioplasty|revasculari[sz]ation|"
        r"bypass|stent\w*|surgery|"
        r"repair|resection|treatment|transplant\w*|intervention)",
    ),
    CueKind.hedged: (
        r"suggested",
        r"\(?(?:approx|approximate|estimated)\)?",
    ),
    CueKind.historic: (
        r"years? ago",
        r"in (?:childhood|his youth|her youth|the past(?! (?:\w+ )?(?:days?|wks?|weeks?|mos?|months?|year)\b))",
        r"previously",
        r"remote(?:ly(?! (?:checked|monitored|interrogated|programmed|followed|read|seen|controlled))"
        rf"|(?! {FROM_AFAR}\b))",
    ),
}


def _cue_pattern(table: dict[CueKind, tuple[str, ...]], reach: str) -> re.Pattern[str]:
    """The cues of a table and those listed for it in `phrases/assertion.txt`, each kind a group of its name."""
    said = {kind: (*patterns, *re.listed("assertion").get(f"{reach}-{kind}", ())) for kind, patterns in table.items()}
    groups = [f"(?P<{kind}>" + "|".join(patterns) + ")" for kind, patterns in said.items() if patterns]
    return re.at_words(re.framed(r"(?:(?<![a-z0-9_'])|(?=[:=]| - ))…(?![a-z0-9_])", "|".join(groups)))


FORWARD_CUES, BACKWARD_CUES = _cue_pattern(FORWARD, "forward"), _cue_pattern(BACKWARD, "backward")
# "No palsy, severe lung or valve disease, stroke": what is listed up to an "or" is one list.
LISTED = (
    r"(?: (?!(?:is|are|was|were|has|had|but|with|on|at|in|for|to|since|after|not|and|now|worse|can|cannot|which|who)\b)"
    r"[a-z/-]+)"
)
GOES_ON_TO_OR = rf"{LISTED}{{0,3}}(?:,{LISTED}{{1,4}}){{0,4}},? n?or{LISTED}{{1,4}}(?:[,;.)]|$)"
BOUNDARY = re.compile(
    r"[☑☒✓✔]|[;!?](?=\s)|(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!i\.e)(?<!e\.g)\.(?=\s)|:(?=\s)|\n\s*\n|\||\b(?:but"
    r"|however"
    r"|although|though"
    rf"|that would {HINDERS}|except|apart from"
    r"|aside from|other than"
    r"|whereas|while|yet|"
    r"still(?! (?:to be|to come|pending|awaited|outstanding|due))|which|who|nevertheless|despite|hence|therefore"
    r"|thus)\b|"
    r",\s*(?:and\s+)?(?:he|she|they|patient|pt|the patient|with|has|had|is"
    r"|was|reports?|"
    r"positive|now|currently|decided|agreed|chose|elected|opted|since|because|then|hence|therefore|thus|there"
    r"|this|these|his|her|uses|takes|after"
    r"|completed|failed|tried|confirmed|showing"
    r"|shows)\b|"
    r"\band (?:has|is|was|reports?|had|continues|remains|uses|takes|requires|needs|completed|failed|tried|he|she|it|the"
    r"|i|we|they|shows|positive)\b|"
    r"\band (?=(?:the |his |her )?[a-z-]+(?: [a-z-]+)? (?:is|was) \d)|"
    r",(?=\s*(?:\w+[ -]){1,5}(?:is |are |was |were |both )?(?:clear|normal|nl|intact|patent|dry|unremarkable|wnl"
    r"|suitable|appropriate|adequate|favou?rable)\b)|"
    rf",\s*(?:large|severe|marked|extensive|advanced|kellgren)\b(?!{GOES_ON_TO_OR})"
    r"|,\s*(?:small|good|excellent|very|moderate(?:ly)?|mild(?:ly)?)\b(?![^.;]{0,60}\bn?or\b)"
    r"|,\s*(?:[a-z-]+ ){0,3}(?:unchanged|intact|clinically stable|the same)\b|\s-{1,2}\s(?!(?:no|neg|negative|denies"
    r"|none)\b\s*(?:[).,;]|$))|(?:,\s*|\b(?:and|or)\s+)no\b"
)
COMPOUND = re.at_words(
    re.compile(
        r"(?<![a-z0-9_'])(?:(?<!high )(?<!low )(?<!intermediate )(?<!prohibitive )(?<!memory )"
        r"(?<!language )(?<!speech )"
        r"risk(?! (?:class|category|group|profile))"
        r"|awareness|registry|(?<!on )(?<!by )(?<!at )(?<!from )(?<!the )(?<! a )(?<!his )(?<!her )(?<!baseline )"
        r"(?<!prior )(?<!last )(?<!first )(?<!annual )(?<!yearly )screening"
        r"|(?<!on the )(?<!on my )(?<!on our )(?<!on a )(?<!large )(?<!big )(?<!touch )screen"
        r"|workup|work-up|precautions"
        r"|education|counseling)\b"
    )
)
QUESTION = re.compile(r"(?<=[a-z0-9])\?")
# "?reflux", "Imp: ?deviated septum": the sign before a word doubts what follows it.
QUERY = re.compile(r"(?<![a-z0-9?.!)\]'\"])\?(?=[a-z0-9])")
# "No failure, no demyelination, abscess drained": where each thing has its own "no", one without is not denied.
EACH_WITH_ITS_NO = re.at_words(
    re.compile(
        r"\bno (?=[^,;.:]{2,60}, (?:and )?no )[^,;.:]{2,60}, (?:and )?no [^,;.:]{2,60}(?P<ends>,)"
        r"(?! ?(?:and |or |nor )?(?:no|nor|not|without|neither|denies)\b)(?![^.;]{0,90}\bn?or\b)"
        r"(?=[^,;.]{0,60}(?:\d|\b\w{3,}ed\b)| ?(?:walks|drives|works|climbs)\b)"
    )
)
VERSUS = re.compile(r"versus|vs\.?")
OPTIONS = re.at_words(
    re.compile(
        r"\b(?:discuss\w*|options?|went over|laid out|compared|weighed|choices?|alternatives|talked"
        r"|shared[- ]decision|sdm|decision (?:talk|visit|meeting|session)|decision aid"
        r"|gone over|all three|both (?:options|routes|ways))\b"
    )
)
# Enrolled in "Decompression vs Standard Care": what a study compares is in no doubt.
NAMED_STUDY = re.at_words(
    re.compile(
        r"\b(?:enroll?\w*|randomi[sz]\w+|consent\w*|participa\w+|join(?:ed|s)?|register\w*)\b[^.;]{0,120}"
        r"\b(?:versus|vs)\b[^;]{0,120}\b(?:stud(?:y|ies)|trials?|registry|nct ?\d+)\b"
    )
)
LOST_SIGN = re.compile(
    r"absent (?:\w+ ){0,3}(?:reflex\w*|jerks?|pulses?|sensation|(?:otoacoustic )?emissions?|oaes?)\b"
)
LOSS = re.compile(r"absent|missing|gone|vanished|disappeared")
SIGN_BEFORE = re.compile(
    r"\b(?:reflex\w*|jerks?|pulses?|sensation|(?:joint|cartilage|disc) ?(?:space)?)"
    r"(?: (?:is|was|were|are|has|have))?\s?$"
)
RULED_OUT = re.compile(
    r"ruled out(?=\s*[,.;:])|(?<!not )(?<!be )(?<!been )(?<!n't )(?:excluded|declined|refused|cancell?ed)(?=\s*[,.;])"
)
SAYS = re.compile(r"\b(?:is|was|are|were|has|have|had|did|does|shows?|showed|with|but|treated|tried|failed)\b")
GOES_ON_WITH = (
    r",(?= (?:has|had|have|held|is|was|were|are|did|does|wrote|saw|met|led|says?|said|shows?|showed|gave|went|sat|used"
    r"|discussed|reviewed|performed|examined|evaluated|signed|agreed|agrees|carried|conducted|demonstrates?)\b)"
)
ASIDE = re.compile(
    rf"\([^()\n]*\)|, who [^,;.()\n]{{6,60}}{GOES_ON_WITH}"
    # "You, as his own doctor and not an implanter, met him": what stands between the commas tells who it was.
    r"|, (?:as (?:(?:his|her|their|our|the|an?|my) )?|not (?:an?|one of|part of|in|on) |neither |having no |himself "
    r"|herself |an? |the |our |my |his |her )"
    rf"(?!(?:he|she|it|we|i|they|you)\b)[^,;.()\n]{{4,90}}{GOES_ON_WITH}"
    r"|\b(?:as|because|since) (?:he|she|it|they) (?:cannot|can not"
    r"|can't|could not|couldn't|does not|doesn't|is not|isn't|was not|has no|had no)\b[^,;.()\n]{3,60}"
    rf"{GOES_ON_WITH}"
    # "Her own doctor and not involved in implanting, met her": who somebody is denies nothing of the deed.
    r"|(?:\band|\bbut|\bthough|,)(?: (?:who is|himself|herself|otherwise|personally))? not (?:himself |herself "
    r"|personally |otherwise |at all )?(?:involved|engaged|taking part|on|in|of|one of|connected|affiliated|employed)\b"
    rf"[^,;.()\n]{{3,60}}{GOES_ON_WITH}"
)
PLAN_BOUNDARY = re.compile(
    r"\b(?:for(?! (?:about |at least |up to |half )?(?:an?|one|two|three|\d+) (?:hours?|hrs?|minutes?|mins?)\b)"
    r"|given|because|due to|as|since|secondary to|to treat|to address|in the setting of|based on|after"
    r"|following)\b|(?<=met),|(?<=reached),|(?<=achieved),|(?<=exceeded),"
    r"|,(?! (?:i\.e\.|that is\b|namely\b|an? (?:improvement|reduction|drop|fall|decrease|gain|cut)\b))|\("
)
WEIGHT = {
    CueKind.uncertain: 4,
    CueKind.planned: 3,
    CueKind.negated: 5,
    CueKind.unable: 5,
    CueKind.resolved: 2,
}
ASSERTIONS = {
    CueKind.negated: Assertion.negated,
    CueKind.unable: Assertion.negated,
    CueKind.uncertain: Assertion.uncertain,
    CueKind.planned: Assertion.planned,
    CueKind.resolved: Assertion.resolved,
}
KINDS = {kind.value: kind for kind in CueKind}
NEGATIONS = frozenset({CueKind.negated, CueKind.unable})
OWN_DENIALS = frozenset({*NEGATIONS, CueKind.nothing})
UNDOING = frozenset({*NEGATIONS, CueKind.resolved})
SECTION_SAYS = {
    SectionKind.differential: Assertion.uncertain,
    SectionKind.indication: Assertion.uncertain,
    SectionKind.instructions: Assertion.instruction,
    SectionKind.policy: Assertion.policy_talk,
    SectionKind.family_history: Assertion.other_person,
}


class Cue(NamedTuple):
    """Words that say how others are said; `since` is where the list begins that a denial behind it closes."""

    start: int
    end: int
    kind: CueKind
    forward: bool
    of_list: bool = False
    compound: bool = False
    denial: bool = False
    predicate: bool = False
    answer: bool = False
    closed: bool = False
    since: int = 0
    opens: int = 0
    contrast: int = 0
    of_number: bool = False
    of_deed: bool = False
    of_all: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues and scope boundaries of one sentence, found once."""

    found: tuple[Cue, ...]
    boundaries: tuple[int, ...]
    hard_boundaries: tuple[int, ...]
    plan_boundaries: tuple[int, ...]
    turns: tuple[int, ...] = ()
    plan_turns: tuple[int, ...] = ()
    asides: tuple[tuple[int, int], ...] = ()
    denial_ends: tuple[int, ...] = ()
    buts: tuple[int, ...] = ()
    causes: tuple[int, ...] = ()
    denies: bool = False


# Where nothing can reach, it does not matter where reaching ends.
NO_CUES = Cues((), (), (), ())


class Said(NamedTuple):
    """How a mention is said. `cue` is the span of the words that decided, if any did; `denied` where a negation
    stands beside the doubt or plan that decided."""

    assertion: Assertion
    hedged: bool = False
    historic: bool = False
    cue: tuple[int, int] | None = None
    denied: bool = False


TO_BE = re.compile(r"(?:is|are|was|were|has been|have been) ")
UNHINDERED = re.compile(
    r"without (?:any |much )?(?:difficulty|trouble|incident)|not (?:yet )?(?:at|to) (?:target|goal)"
    r"|(?:without|w/o) (?:any |supplemental |added |extra )?(?:oxygen|o2)|not (?:a |an )?(?:part|member) of [\w -]+"
)


def find_cues(low: str, start: int, end: int) -> Cues:
    """All cues of a sentence and where their scopes end."""
    found = [*_scan(FORWARD_CUES, low, start, end, True), *_scan(BACKWARD_CUES, low, start, end, False)]
    found = [_widened(low, start, end, c) for c in found if not _is_idle(low, end, c)]
    found += [Cue(m.start(), m.end(), CueKind.uncertain, forward=False) for m in QUESTION.finditer(low, start, end)]
    found += [Cue(m.start(), m.end(), CueKind.uncertain, forward=True) for m in QUERY.finditer(low, start, end)]
    found += [
        Cue(m.start(), m.end(), CueKind.uncertain, forward=False, compound=True)
        for m in COMPOUND.finditer(low, start, end)
    ]
    if not found:
        return NO_CUES
    found = [c._replace(denial=True) if UNHINDERED.fullmatch(low, c.start, c.end) else c for c in found]
    found = [c._replace(of_number=True, kind=CueKind.hedged) if _is_of_a_number(low, c) else c for c in found]
    found = [
        c._replace(of_deed=True) if c.forward and c.kind in UNDOING and A_DEED.match(low, c.start) else c for c in found
    ]
    if any(VERSUS.fullmatch(low, c.start, c.end) for c in found) and (
        OPTIONS.search(low, start, end) or NAMED_STUDY.search(low, start, end)
    ):
        found = [c for c in found if not VERSUS.fullmatch(low, c.start, c.end)]
    stops = [(m.start(), m.group()) for m in BOUNDARY.finditer(low, start, end)]
    stops += [(m.start("ends"), ";") for m in EACH_WITH_ITS_NO.finditer(low, start, end)]
    found = [c._replace(predicate=True) if _tells_of_its_subject(low, c) else c for c in found]
    if " you" in low[start:end]:
        found = [c._replace(asks=True) if ASKED.match(low, c.start) else c for c in found]
    limits = [(m.start(), m.group()) for m in PLAN_BOUNDARY.finditer(low, start, end)]
    denying = any(c.forward and c.kind in NEGATIONS for c in found)
    return Cues(
        found=tuple(found),
        boundaries=tuple(at for at, _ in stops),
        hard_boundaries=tuple(at for at, words in stops if not words.startswith(("which", "who", ","))),
        plan_boundaries=tuple(at for at, _ in limits),
        plan_turns=tuple(at for at, words in limits if words != "for"),
        turns=tuple(at for at, words in stops if words[0].isalpha()),
        asides=tuple(
            m.span() for m in ASIDE.finditer(low, start, end) if m.end() - m.start() > ASIDE_LENGTH or " " in m.group()
        ),
        denial_ends=ends_of_denials(low, start, end) if denying else (),
        buts=tuple(at for at, words in stops if words == "but") if denying else (),
        causes=tuple(m.start() for m in CAUSE.finditer(low, start, end)) if any(c.of_deed for c in found) else (),
        denies=any(c.denial or c.kind in NEGATIONS for c in found),
    )


# "Cannot work because of sciatica": what keeps somebody from doing a thing is there.
A_DEED = re.compile(
    r"(?:(?:not|never|cannot|can ?not|can't|could|unable|inability|no longer|isn't|wasn't|doesn't|didn't|hasn't|haven't"
    r"|hadn't|won't|don't|missed|skipped)\b|cancel|declin|refus)"
)
CAUSE = re.at_words(re.compile(r"\b(?:because(?: of)?|due to|owing to|on account of|thanks to|secondary to)\b"))
ABOUT_A_NUMBER = re.compile(
    r"(?:about|around|roughly|approximate(?:ly)?|perhaps|maybe) "
    r"(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve"
    r"|fifteen|twenty|thirty|forty|fifty|sixty|half)\b)[\w.-]* ?(?:an? )?(?:minutes?|mins?|hours?|hrs?|days?|weeks?"
    r"|wks?|months?|years?|yrs?|feet|foot|ft|yards?|blocks?|steps?|miles?|stairs?|flights?)\b"
)


def _is_of_a_number(low: str, cue: Cue) -> bool:
    """Whether a hedge only makes a number wider: "takes about 20 minutes to reach the toilet"."""
    doubts = cue.kind in (CueKind.hedged, CueKind.uncertain) and cue.forward
    return doubts and ABOUT_A_NUMBER.match(low, cue.start) is not None


def _tells_of_its_subject(low: str, cue: Cue) -> bool:
    """Whether a plan is told of what stands before it: "an evaluation for a device is scheduled"."""
    return cue.kind is CueKind.planned and not cue.forward and TO_BE.match(low, cue.start) is not None


def _is_idle(low: str, end: int, cue: Cue) -> bool:
    """Whether a cue only says that a sign is lost ("the left ankle jerk was absent"), names what it rules out, or tells
    that those who met discussed something."""
    if cue.kind is CueKind.planned:
        before = low[max(0, cue.start - 70) : cue.start]
        if cue.forward and AS_ASKED.match(low, cue.start) and COMPLIED.search(before) and not IF_ONCE.search(before):
            return True
        if not cue.forward and TO_BE.match(low, cue.start) and SHE_FOR_IT.search(before):
            return True
        if DISCUSSED.match(low, cue.start) is not None:
            return MET.search(before) is not None
        return low[cue.start : cue.end].endswith("indicated") and NEITHER_NOR.search(before) is not None
    if cue.kind is not CueKind.negated:
        return False
    if cue.forward:
        return LOST_SIGN.match(low, cue.start, end) is not None or RULED_OUT.match(low, cue.start, end) is not None
    return (
        LOSS.search(low, cue.start, cue.end) is not None
        and SIGN_BEFORE.search(low, max(0, cue.start - 40), cue.start) is not None
    )


# "Neither a defibrillator nor resynchronization is indicated" plans neither.
# "He completed the recommended program": what was asked for was done.
AS_ASKED = re.compile(
    r"(?:recommended|prescribed|ordered|requested|planned|advised|scheduled|proposed)\b(?! (?:to|for|that)\b)"
)
COMPLIED = re.compile(
    r"\b(?:completed|finished|underwent|attended|carried out|went through|complied with|kept to|stuck to|did)"
    r"(?: (?:all|most|of))* (?:the|his|her|our|my|this) (?:(?:whole|full|entire) )?$"
)
# "Because of her pain she is scheduled for ablation": what is scheduled stands behind.
SHE_FOR_IT = re.compile(
    r"\b(?:because of|due to|given|owing to|despite|on account of)\b[^.;]{0,60}[ ,](?:he|she|the patient|patient|pt) ?$"
)
IF_ONCE = re.compile(
    r"\b(?:once|when|after|until|till|if|unless|before|should have|would have|will have|to have)\b[^.;]*$"
)
ASKED = re.compile(rf"{ASKED_KINDLY}\b|would you (?:kindly|please)\b")
NEITHER_NOR = re.compile(r"\bneither [^.;:]{2,40} nor [^.;:]{2,30}$")
DISCUSSED = re.compile(
    r" ?(?:has |have )?discussed(?=\s*[,;.:]| (?:face[- ]to[- ]face|in person|together|jointly|at length|fully|on \d|\d"
    r"|and|with (?:him|her|the patient)|today|by)\b)"
)
MET = re.compile(
    r"\b(?:teams?|boards?|conference|conf|mdt|committee|panel)(?:,? (?:on |of )?[\d/.-]+)?(?: ?\([^()]*\))?[\s:,-]*"
    r"(?:(?:has|have|met|and|jointly|together|all|then) ?)*$"
)
NOTHING_OF = re.compile(r"none of|(?:at|on) no (?:point|time|visit|occasion|examination)|nowhere\b")
# "None of this has helped; it has grown": what was told before is meant, and no list follows.
NONE_OF_IT = re.compile(r"none of (?:this|that|it|these|those|them|which)\b(?! ?:)")
OF_ITS_OWN = re.compile(r", (?!(?:both|either|all|these|those|which|that|this|it|they)\b)[a-z][\w ]{2,}$")
# "Small, not medium as on the card": what is said not to be so is only the other of two.
CONTRASTED = re.compile(r", not (?!yet\b|been\b)(?:an? |the )?[a-z-]+(?= as\b|\s*[;.)]|$)")
ANSWERS = re.compile(r"\s*(?:[,;.)]|\s-|$)")
# "Scooter no: cannot hold the tiller" answers for the scooter and opens no list of what there is none of.
ANSWERED_AHEAD = re.compile(
    r"(?<![\w'])(?!(?:is|are|was|were|has|have|had|reports?|states?|there|with|and|or|but|shows?|showed|found|of|to"
    r"|for|in"
    r"|on|denies|says|said|also|still) )[a-z][\w/-]+ $"
)
# "Clip: yes; pacer: no": what was asked and answered before is no part of the list.
ANSWERED = re.compile(r":\s*(?:yes|no|y|n|none|neg|negative|pos|positive|present|absent|denied|never)\b[^;:]*;")
LIST_BEHIND = re.compile(
    r"(?:,? (?:on|at|today|this|any|all|of|the|following|visit|present|seen|found|noted|reported|evident|had|observed"
    r"|\d[\d/.\-]*))*,? ?:\s"
)
# "No implant, no clip, no metal other than fillings": the exception is one to the last denial alone.
EXCEPTS = re.compile(r"except|other than|apart from|aside from|save for")
# "Risks d/w pt: bleed, stroke": what stands behind the colon may come, and has not.
RISKS_NAMED = re.compile(
    r"(?:possible |potential )?(?:risks?|complications?)\b(?! (?:factors?|score|class|category|assessment|level|group))"
    r"[^.;:(\n]{0,40}[:(]"
)
# "The therapist was to meet him: show the mask, cleaning, filters": what stands behind the colon was meant to be.
MEANT_TO = re.compile(r"(?:was|were|is|are) to\b(?! (?:be )?(?:date|blame)\b)[^.;:\n]{0,80}:\s")
# "Carpal tunnel, plexus and cuff ruled out" rules all three out.
RULED_OUT_BEHIND = re.compile(
    r"(?:(?:is|was|were|are|has been|have been)? ?)(?:ruled out|excluded|absent|negative|denied|off the (?:list|table))"
)
# "We read the leaflet (headaches, falls, fits): none of these is his."
NONE_OF_THESE = re.compile(
    r"\W*none of (?:these|those|them|this|that) (?:is|are|was|were|apply|applies|applied|fits?|rings?)\b"
)
ALL_OF_THEM = re.compile(r"\b(?:all|each|both)(?: of (?:them|these|which))?(?: (?:is|are|was|were))? $")


# "CT of the chest, abdomen and pelvis and CEA ordered" orders all of it.
SEVERAL_PARTS = re.compile(
    r"\b(?:cts?|mri|scans?|films|imaging|x-?rays?|pet|ultrasounds?|studies) of (?:the |his |her )?\w+(?:, \w+){1,4}"
    r",? (?:and|or) \w+(?:,? (?:and|plus|with) \w+(?: \w+)?){0,2},? $"
)


# "Naproxen, a brace and therapy are advised" advises all three.
LISTED_SUBJECTS = re.compile(
    r"\s*(?:[*\-]\s+)?(?:[\w/'-]+(?: [\w/'-]+){0,3}, ){1,8}(?:[\w/'-]+(?: [\w/'-]+){0,3},? )?(?:and|or|plus) "
    r"[\w/'-]+(?: [\w/'-]+){0,3} "
)
WHO_IS = re.compile(r", (?:who|which|whose) [^,;.()]{3,60}, $")
# "Shoulder, carpal tunnel, plexus excluded" names three things, or more, and nothing else.
BARE_LIST = re.compile(r"\s*(?:[*\-]\s+)?(?:[\w/'-]+(?: [\w/'-]+)?, ){2,8}[\w/'-]+(?: [\w/'-]+)? ")
EXCLUDES = re.compile(r"ruled out|excluded|off the")
CONCLUDED = re.compile(r" (?:therefore|thus|hence|thereby|all|now|so) $")
FINITE = re.compile(r"\b(?:is|was|are|were|has|have|had|did|does|shows?|showed|held|took)\b")


def _planned_subject(low: str, start: int, cue: Cue) -> Cue:
    """A plan told of a subject that an aside parts from it ("the visit, in person, is down for Monday") or a list."""
    opened = max(start, low.rfind(";", start, cue.start) + 1, low.rfind(": ", start, cue.start) + 1)
    if TO_BE.match(low, cue.start) and low.endswith(", ", opened, cue.start):
        aside = WHO_IS.search(low, opened, cue.start)
        if FINITE.search(low, opened, aside.start() if aside else cue.start):
            return cue
        return cue._replace(of_list=True, of_all=aside is not None, since=opened)
    if TO_BE.match(low, cue.start) and LISTED_SUBJECTS.fullmatch(low, opened, cue.start):
        return cue if FINITE.search(low, opened, cue.start) else cue._replace(of_list=True, since=opened)
    # "Speech, strength, drift to be done on admission": none of the list was done.
    ahead = cue.start + (low[cue.start] == " ")
    if low.startswith("to be ", ahead) and BARE_LIST.fullmatch(low, opened, ahead):
        return cue._replace(of_list=True, since=opened)
    several = SEVERAL_PARTS.search(low, opened, ahead)
    return cue._replace(of_list=True, since=several.start()) if several else cue


def _widened(low: str, start: int, end: int, cue: Cue) -> Cue:
    """A denial before a colon ("NOT: a, b; c") or behind one ("a, b, c: none") is of the whole list."""
    if cue.kind is CueKind.planned and not cue.forward:
        return _planned_subject(low, start, cue)
    if cue.kind is CueKind.uncertain and not cue.forward and low.startswith("would", cue.start):
        comma = low.rfind(", ", start, cue.start)
        return cue._replace(opens=comma) if comma >= 0 and OF_ITS_OWN.match(low, comma, cue.start) else cue
    if cue.kind is CueKind.uncertain and not cue.forward and EXCEPTS.match(low, cue.start):
        own = low.rfind(", no ", start, cue.start)
        return cue._replace(opens=own) if own >= 0 else cue
    if cue.forward and cue.kind is CueKind.uncertain and RISKS_NAMED.match(low, cue.start, end):
        return cue._replace(of_list=True)
    if cue.forward and cue.kind in (CueKind.planned, CueKind.uncertain) and MEANT_TO.match(low, cue.start, end):
        return cue._replace(of_list=True)
    if cue.kind is not CueKind.negated:
        return cue
    told = NONE_OF_IT.match(low, cue.start)
    if cue.forward and not told and (NOTHING_OF.match(low, cue.start) or LIST_BEHIND.match(low, cue.end, end)):
        item = low[cue.start : cue.end + 1] == "no:" and ANSWERED_AHEAD.search(
            low, max(start, cue.start - 24), cue.start
        )
        return cue._replace(answer=True, closed=True) if item else cue._replace(of_list=True)
    if cue.forward and (told := CONTRASTED.match(low, max(start, cue.start - 2), end)) is not None:
        return cue._replace(contrast=told.end())
    if cue.forward and ANSWERS.match(low, cue.end, end) and low[max(start, cue.start - 2) : cue.end][1:] == " no":
        return cue._replace(answer=True, closed=low[cue.start - 2].isalnum())
    if cue.forward:
        return cue
    if NONE_OF_THESE.match(low, cue.start, end):
        return cue._replace(of_list=True, of_all=True)
    opened = max(start, low.rfind(";", start, cue.start) + 1)
    if low[cue.start] == ":":
        answered = max((m.end() for m in ANSWERED.finditer(low, start, cue.start)), default=0)
        return cue._replace(answer=True, of_list=SAYS.search(low, opened, cue.start) is None, since=answered)
    if RULED_OUT_BEHIND.fullmatch(low, cue.start, cue.end):
        return _rules_out_a_list(low, opened, cue)
    if ALL_OF_THEM.search(low, opened, cue.start):
        opened = max(opened, low.rfind(": ", start, cue.start) + 1, low.rfind("|", start, cue.start) + 1)
        return cue._replace(of_list=True, since=opened)
    return cue


def _rules_out_a_list(low: str, opened: int, cue: Cue) -> Cue:
    """A denial behind a list of subjects is of them all: "shoulder disease and entrapment therefore ruled out"."""
    concluded = CONCLUDED.search(low, opened, cue.start + (low[cue.start] == " "))
    stop = concluded.start() + 1 if concluded else cue.start + (low[cue.start] == " ")
    listed = LISTED_SUBJECTS.fullmatch(low, opened, stop) or (
        BARE_LIST.fullmatch(low, opened, stop) if EXCLUDES.search(low, cue.start, cue.end) else None
    )
    cue = cue._replace(start=stop - 1) if concluded else cue
    return cue._replace(of_list=True, since=opened) if listed and not FINITE.search(low, opened, stop) else cue


def _scan(pattern: re.Pattern[str], low: str, start: int, end: int, forward: bool) -> list[Cue]:
    return [
        Cue(m.start(), m.end(), KINDS[m.lastgroup], forward)
        for m in pattern.finditer(low, start, end)
        if m.lastgroup is not None
    ]


def said_of(cues: Cues, start: int, end: int, own: Sequence[tuple[int, int]] = (), *, of_value: bool = False) -> Said:
    """How the words at `start:end` are said; `own` are spans whose cues belong to the words themselves.

    A value measured before a treatment is no value of today, so it is hedged; an act before one is an act.
    """
    reaching = [c for c in cues.found if c.kind is not CueKind.nothing and _reaches(cues, c, start, end, own)]
    if of_value:
        reaching = [c for c in reaching if not _stops_before_a_value(cues, c, start)]
    idle = [c for c in cues.found if c.kind is CueKind.nothing]
    if denying := next((c for c in idle if _denies_a_part(c, own)), None):
        return Said(Assertion.negated, hedged=False, historic=False, cue=(denying.start, denying.end))
    reaching = [c for c in reaching if not _says_the_same(cues, c, own)]
    shadows = [(c.start, c.end) for c in idle]
    reaching = [c for c in reaching if not any(a <= c.start and c.end <= b for a, b in shadows)]
    hedging = (CueKind.hedged, CueKind.beforehand) if of_value else (CueKind.hedged,)
    hedged = any(c.kind in hedging and (of_value or not _widens_another(c, start, own)) for c in reaching)
    historic = any(c.kind is CueKind.historic for c in reaching)
    deciding = [c for c in reaching if c.kind in WEIGHT]
    if not deciding:
        return Said(Assertion.affirmed, hedged, historic)
    negations = [c for c in deciding if c.kind in NEGATIONS]
    doubts = [c for c in deciding if c.kind not in NEGATIONS]
    if negations and doubts:
        strongest = max(doubts, key=lambda c: WEIGHT[c.kind])
        return Said(ASSERTIONS[strongest.kind], hedged, historic, (strongest.start, strongest.end), denied=True)
    best = max(deciding, key=lambda c: (WEIGHT[c.kind], -abs(c.start - start)))
    return Said(ASSERTIONS[best.kind], hedged, historic, (best.start, best.end))


def _widens_another(cue: Cue, start: int, own: Sequence[tuple[int, int]]) -> bool:
    """Whether a hedge is of a number that is none of the words asked for."""
    return cue.of_number and not any(0 <= a - cue.end <= 1 for a in (start, *(a for a, _ in own)))


def _denies_a_part(cue: Cue, own: Sequence[tuple[int, int]]) -> bool:
    """Whether the words asked for are what a phrase such as "without trouble" says there is none of."""
    return cue.denial and any(cue.start < a and b <= cue.end for a, b in own)


def _says_the_same(cues: Cues, cue: Cue, own: Sequence[tuple[int, int]]) -> bool:
    """Whether a "no" answers an item, and the inability asked for tells why at once: "walker: no, he cannot"."""
    if not cue.answer:
        return False
    inner = [c for c in cues.found if c.kind in OWN_DENIALS and any(a <= c.start and c.end <= b for a, b in own)]
    return any(cue.end <= c.start <= cue.end + ANSWER_REACH for c in inner)


def _stops_before_a_value(cues: Cues, cue: Cue, start: int) -> bool:
    """A denial of one thing in a list ("no bullae, INR 1.0") says nothing of a value on the comma's other side."""
    if cue.kind is not CueKind.negated:
        return False
    if not cue.forward:
        return cue.of_list and any(start < b < cue.start for b in cues.plan_boundaries)
    length = cue.end - cue.start
    nearest = cue.end + 2 if length == len("no") else cue.end
    return length in (len("no"), len("not"), len("none")) and any(nearest <= b < start for b in cues.plan_boundaries)


def _turned_before_the_next(cues: Cues, cue: Cue, own: Sequence[tuple[int, int]]) -> bool:
    """Whether "but" ends a denial amid a find before its next part: "he cannot push her but works the joystick"."""
    if not cues.buts or not cue.forward or cue.kind not in NEGATIONS:
        return False
    ahead = min((a for a, _ in own if a >= cue.end), default=cue.end)
    return any(cue.end <= b and 0 < ahead - b <= NEXT_TO_BUT for b in cues.buts)


def _in_passing(aside: tuple[int, int], cue: Cue, start: int, end: int, own: Sequence[tuple[int, int]]) -> bool:
    """Whether a cue stands inside brackets that come between the words and say something further of their own."""
    a, b = aside
    between = start <= a < cue.start and cue.end < b <= end and not any(x < b and a < y for x, y in own)
    return between and cue.start > a + 1


def _reaches(cues: Cues, cue: Cue, start: int, end: int, own: Sequence[tuple[int, int]]) -> bool:
    if any(a < cue.end and cue.start < b for a, b in own):
        return False
    if start <= cue.start and cue.end <= end:
        if cue.compound or _turned_before_the_next(cues, cue, own):
            return False
        if cue.contrast and not any(a < cue.contrast and cue.end < b for a, b in own):
            return False
        return not any(_in_passing(aside, cue, start, end, own) for aside in cues.asides)
    if not cue.forward and end <= cue.opens:
        return False
    if cue.closed and any(cue.end <= b <= start for b in cues.plan_boundaries):
        return False
    left, right = (cue.end, start) if cue.forward else (end, cue.start)
    if left > right or (not cue.forward and not cue.of_list and right - left > BACKWARD_REACH):
        return False
    if cue.of_all:
        return cue.since <= start
    if cue.of_list:
        return cue.since <= start and right - left <= LIST_REACH and not any(left <= b < right for b in cues.turns)
    if cue.compound:
        # "Resection not advised, memory risk": what stands behind the comma is no noun of a find told in several words.
        stops = cues.plan_boundaries if len(own) > 1 else cues.boundaries
        return right - left <= COMPOUND_REACH and not any(left <= b < right for b in stops)
    looking_back = cue.kind in (CueKind.resolved, CueKind.uncertain) and not cue.forward
    stops = cues.hard_boundaries if looking_back else cues.boundaries
    if any(left <= b < right for b in stops):
        return False
    if cue.forward and cue.kind in NEGATIONS and any(left <= b < right for b in cues.denial_ends):
        return False
    if cue.forward and cue.of_deed and any(left + 1 < b < right for b in cues.causes):
        return False
    if cue.kind is CueKind.unable and right - left > UNABLE_REACH:
        return False
    if cue.forward and any(a < cue.start and cue.end < b <= start for a, b in cues.asides):
        return False
    limited = cue.kind in (CueKind.planned, CueKind.historic, CueKind.hedged, CueKind.beforehand) or not (
        cue.forward or looking_back
    )
    limited = limited and not cue.asks and cue.start not in cues.boundaries
    limits = cues.plan_turns if cue.predicate else cues.plan_boundaries
    return not (limited and any(left <= b < right for b in limits))
