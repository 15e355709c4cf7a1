"""Names of people as records write them: any order, initials, titles, suffixes, accents, short forms.

`same_person` is generous within one name and strict about the surname: what cannot be the same name is another name.
"""

import unicodedata

from agents.reading import patterns as re
from agents.reading.listed import listed

TITLES = listed("mr mrs ms miss mx dr prof sir madam sra sr srta rev fr sister brother")
SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "v", "esq"])
CREDENTIALS = listed(
    "md do np pa pa-c rn lpn lvn aprn cnp crnp fnp dnp phd psyd dpm dds dmd od dc pt dpt ot otr slp lcsw "
    "msw facs facp faap cws mph mbbs fnp-bc agacnp pharmd rd aud au.d m.d d.o ph.d n.p p.a"
)
SHORT_FORMS = [
    "alexander alex sandy al lex",
    "albert al bert",
    "alfred al fred",
    "andrew andy drew",
    "anthony tony",
    "antonio tony",
    "arthur art",
    "benjamin ben",
    "barbara barb",
    "bernard bernie",
    "beatrice bea",
    "catherine katherine kathryn cathy kathy kate katie cate kat",
    "charles chuck charlie",
    "christina christine chris tina",
    "christopher chris",
    "cynthia cindy",
    "daniel dan danny",
    "david dave",
    "deborah debra deb debbie",
    "donald don donnie",
    "dorothy dot dottie",
    "douglas doug",
    "edward ed eddie ted ned",
    "eleanor ellie nell",
    "elizabeth liz beth betty betsy eliza lizzie",
    "eugene gene",
    "frances fran",
    "francis frank",
    "franklin frank",
    "frederick fred freddie",
    "gerald gerry jerry",
    "gregory greg",
    "harold harry hal",
    "henry hank harry",
    "jacob jake",
    "jacqueline jackie",
    "james jim jimmy jamie",
    "janet jan",
    "jeffrey jeff",
    "jennifer jen jenny",
    "jessica jess",
    "john jack johnny",
    "jonathan jon",
    "joseph joe joey",
    "joshua josh",
    "judith judy",
    "kenneth ken kenny",
    "kimberly kim",
    "lawrence larry",
    "leonard len leo",
    "louis lou",
    "margaret maggie meg peggy marge",
    "matthew matt",
    "michael mike mick mickey",
    "nancy nan",
    "nathaniel nathan nate",
    "nicholas nick",
    "pamela pam",
    "patricia pat patty trish tricia",
    "patrick pat",
    "peter pete",
    "philip phillip phil",
    "raymond ray",
    "rebecca becky becca",
    "richard rick dick rich ricky",
    "robert bob bobby rob robbie",
    "ronald ron ronnie",
    "samuel sam",
    "samantha sam",
    "sandra sandy",
    "stephen steven steve",
    "stephanie steph",
    "stanley stan",
    "susan sue suzanne susie",
    "theodore ted teddy theo",
    "theresa teresa terry tess",
    "thomas tom tommy",
    "timothy tim",
    "victoria vicky tori",
    "vincent vince",
    "virginia ginny",
    "walter walt",
    "william bill billy will willy liam",
    "zachary zach",
    "jose pepe",
    "guadalupe lupe",
    "francisco paco pancho",
]
SAME = {
    word: frozenset(w for g in SHORT_FORMS if word in g.split() for w in g.split())
    for g in SHORT_FORMS
    for word in g.split()
}
NICKNAME = re.compile(r"[\"“(][^\"”)]*[\"”)]")
PART = re.compile(r"[^\W\d_]+(?:['.][^\W\d_]+)*")
LEAST_PREFIX = 3


def plain(name: str) -> str:
    """Lower case without accents; apostrophes inside a name are dropped."""
    spelled = unicodedata.normalize("NFKD", name.replace("\u2019", "'").replace("\u00df", "ss"))
    return "".join(c for c in spelled if not unicodedata.combining(c)).casefold()


def name_parts(name: str) -> tuple[str, ...]:
    """The parts of a name, surname last: `O'Neil, Catherine A.` and `Catherine A. O'Neil` are the same parts."""
    name = NICKNAME.sub(" ", name)
    surname, comma, given = plain(name).partition(",")
    if comma and given.split() and given.split()[0].strip(".") not in SUFFIXES | CREDENTIALS:
        name = f"{given} {surname}"
    else:
        name = plain(name).replace(",", " ")
    found = [p.replace("'", "").strip(".") for p in PART.findall(name.replace("-", " "))]
    kept = [p for p in found if p not in TITLES | SUFFIXES | CREDENTIALS]
    return tuple(kept)


def has_credentials(name: str) -> bool:
    words = {w.strip(".,()") for w in plain(name).split()}
    return bool(words & CREDENTIALS) or bool({"dr", "prof"} & words)


def same_person(one: str, other: str) -> bool:
    """Whether two written names may be one person's; a name with nothing to compare contradicts nothing."""
    a, b = name_parts(one), name_parts(other)
    if not a or not b or "".join(a) == "".join(b):
        return True
    short, long = sorted((a, b), key=len)
    if not any(len(p) > 1 and p in _variants(long) for p in short):
        return False
    if len(short) > 1 and _agree(short[0], long[0]) and short[-1] == long[-1]:
        return True
    used: set[int] = set()
    for part in short:
        at = next((i for i, other in enumerate(long) if i not in used and _agree(part, other)), None)
        if at is None:
            return _joined(short, long)
        used.add(at)
    return True


def _variants(parts: tuple[str, ...]) -> set[str]:
    return set(parts) | {"".join(parts[i : i + 2]) for i in range(len(parts) - 1)}


def _joined(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """`Van Dyke` and `Vandyke`, `De La Cruz` and `Delacruz`."""
    joined, whole = "".join(short), "".join(long)
    return joined == whole or (len(joined) > 5 and (whole.startswith(joined) or whole.endswith(joined)))


def _agree(one: str, other: str) -> bool:
    if one == other or one in SAME.get(other, ()):
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return min(len(one), len(other)) >= LEAST_PREFIX and (one.startswith(other) or other.startswith(one))
