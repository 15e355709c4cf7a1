"""Small pieces of a policy file, read from one line each: dates, terms, the request of an example."""

import re
from datetime import date

from priorauth.case import Sex
from priorauth.codes import is_icd10cm_syntax, normalise, parse_procedure
from priorauth.criteria import Term
from priorauth.errors import RuleMistake
from priorauth.rulebook.policy import ExampleRequest


def read_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RuleMistake(f'"{text}" is no date such as 2026-12-01') from None


def read_term(text: str) -> Term:
    """`**name**: spelling, spelling; other thing | absent when: … | not when: …`"""
    match = re.fullmatch(r"\*\*(.+?)\*\*\s*:\s*(.+)|\*\*(.+?):\*\*\s*(.+)", " ".join(text.split()))
    if match is None:
        raise RuleMistake('a term is written "- **name**: spelling, spelling; other thing"')
    name, words = (match[1] or match[3]), (match[2] or match[4])
    spellings, *parts = (part.strip() for part in words.split("|"))
    others: dict[str, tuple[str, ...]] = {}
    for part in parts:
        head = re.fullmatch(r"(absent when|not when):\s*(.+)", part, re.I)
        if head is None:
            raise RuleMistake(f'after | comes "absent when:" or "not when:", not "{part[:20]}"')
        others[head[1].casefold()] = _spellings(re.sub(";", ",", head[2]))
    things = tuple(thing for part in spellings.split(";") if (thing := _spellings(part)))
    if not things:
        raise RuleMistake(f'the term "{name}" has no spelling')
    return Term(
        name=name.strip(),
        things=things,
        absent_when=others.get("absent when", ()),
        not_when=others.get("not when", ()),
    )


def _spellings(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def read_request(text: str, code: str, diagnoses: tuple[str, ...]) -> ExampleRequest:
    """`request: age 67; sex female; code 27447-RT; diagnosis M17.11; state OH; service 2026-12-01`"""
    said: dict[str, str] = {}
    for part in filter(None, (p.strip() for p in text.partition(":")[2].split(";"))):
        key, _, value = part.partition(" ")
        if key not in ("age", "sex", "code", "diagnosis", "diagnoses", "state", "service") or not value.strip():
            raise RuleMistake(f'a request says age, sex, code, diagnosis, state and service, not "{part}"')
        said[key] = value.strip()
    procedure = parse_procedure(said.get("code", code))
    if not procedure.well_formed and code:
        raise RuleMistake(procedure.verdict)
    if not said.get("age", "68").isdigit() or said.get("sex", "female") not in list(Sex):
        raise RuleMistake("an age is a whole number, a sex male, female, other or unknown")
    asked = said.get("diagnosis", said.get("diagnoses", ""))
    given = tuple(normalise(d) for d in re.split(r"[,\s]+", asked) if d) or diagnoses
    if wrong := [d for d in given if not is_icd10cm_syntax(d)]:
        raise RuleMistake(f'"{wrong[0]}" is no diagnosis code')
    return ExampleRequest(
        age=int(said.get("age", "68")),
        sex=Sex(said.get("sex", "unknown")),
        code=procedure.code,
        modifiers=procedure.modifiers,
        diagnoses=given,
        state=said.get("state"),
        service_date=read_date(said.get("service", "2026-12-01")),
    )
