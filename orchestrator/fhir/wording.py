"""Structured clinical resources in words, one line each, as a person would note them. Nothing is inferred."""

from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser

from orchestrator.fhir.element import Element

NOT_TO_BE_READ = frozenset({"entered-in-error", "superseded", "cancelled", "stopped-in-error"})
_ANSWERS = ("String", "Boolean", "Decimal", "Integer", "Date", "DateTime", "Time", "Uri")
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "section",
        "pre",
        "dt",
        "dd",
    ]
)
_HIDDEN = frozenset({"script", "style", "head", "title", "template", "noscript"})
_LOOKS = ("display:none", "visibility:hidden")


class _Words(HTMLParser):
    """The text of HTML as it would be shown, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.concealed = False
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.append(tag)
            return
        look = "".join((dict(attrs).get("style") or "").lower().split())
        concealed = any(one in look for one in _LOOKS) or any(name == "hidden" for name, _ in attrs)
        if (tag in _HIDDEN or concealed) and tag not in _VOID:
            self._hidden.append(tag)
            self.concealed = self.concealed or concealed
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


_VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "col"})


def html_words(html: str) -> str:
    return html_text(html)[0]


def html_text(html: str) -> tuple[str, bool]:
    """HTML as text, and whether it holds words that are not shown; those are not read."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line), reader.concealed


def quantity_words(quantity: Element) -> str:
    value = quantity.number("value")
    if value is None:
        return ""
    unit = quantity.text("unit") or quantity.text("code")
    return f"{quantity.text('comparator')}{value:g} {unit}".strip()


def value_words(element: Element, name: str = "value") -> str:
    """A choice of any kind in words."""
    for kind in _ANSWERS:
        found = element.one(f"{name}{kind}").value
        if isinstance(found, bool):
            return "yes" if found else "no"
        if isinstance(found, int | float):
            return f"{found:g}"
        if isinstance(found, str) and found.strip():
            return found.strip()
    if words := element.one(f"{name}CodeableConcept").words():
        return words
    if coding := element.one(f"{name}Coding"):
        return coding.text("display") or coding.text("code")
    if words := quantity_words(element.one(f"{name}Quantity")):
        return words
    span = element.one(f"{name}Range") or element.one(f"{name}Ratio")
    if span:
        both = [quantity_words(span.one(n)) for n in ("low", "high", "numerator", "denominator")]
        return (" to " if span.one("low") or span.one("high") else " / ").join(w for w in both if w)
    period = element.one(f"{name}Period")
    return " to ".join(t[:10] for n in ("start", "end") if (t := period.text(n)))


def _answer_words(answer: Element) -> str:
    """An answer in words, also one whose value stands under a name that R4 does not know."""
    attached = answer.text("valueAttachment", "title")
    if known := value_words(answer) or answer.text("valueReference", "display") or attached:
        return known
    told = [v for n, v in answer.members() if n not in ("id", "item", "extension") and isinstance(v, str | int | float)]
    return ", ".join(str(v).strip() for v in told)


def when_words(element: Element, *names: str) -> str:
    """The first day that is told under one of these names."""
    for name in names:
        told = [element.text(f"{name}DateTime"), element.text(f"{name}Instant"), element.text(f"{name}Date")]
        told += [element.text(f"{name}Period", "start"), element.text(name), element.text(f"{name}Period", "end")]
        if day := next((t[:10] for t in told if t), ""):
            return day
    return ""


def _sentence(day: str, what: str, *more: str) -> str:
    tail = "; ".join(m for m in more if m)
    line = f"{what}: {tail}" if what and tail else what or tail
    return f"{day}: {line}" if day and line else line


def _notes(resource: Element) -> str:
    return " ".join(n.text("text") for n in resource.each("note") if n.text("text"))


def _status(resource: Element, *ordinary: str) -> str:
    status = resource.text("status")
    return f"status {status}" if status and status not in ordinary else ""


def _observation(resource: Element) -> str:
    absent = resource.one("dataAbsentReason").words()
    parts = [value_words(resource), f"not known ({absent})" if absent else ""]
    parts += [i.words() for i in resource.each("interpretation")]
    for component in resource.each("component"):
        parts.append(f"{component.one('code').words()} {value_words(component)}".strip())
    day = when_words(resource, "effective", "issued")
    return _sentence(day, resource.one("code").words(), *parts, _status(resource, "final"), _notes(resource))


def _condition(resource: Element) -> str:
    verified = resource.one("verificationStatus").words()
    code = next(iter(resource.one("code").codes()), "")
    what = resource.one("code").words()
    name = f"{what} ({code})" if code and code != what else what
    refuted = "Ruled out, not present" if verified.lower() in ("refuted", "entered in error") else ""
    doubtful = f"verification {verified}" if verified.lower() not in ("", "confirmed", "refuted") else ""
    parts = [refuted, resource.one("clinicalStatus").words(), doubtful, resource.one("severity").words()]
    onset = when_words(resource, "onset") or value_words(resource, "onset")
    parts += [f"onset {onset}" if onset else "", _notes(resource)]
    return _sentence(when_words(resource, "recordedDate"), name, *parts)


def _procedure(resource: Element) -> str:
    not_done = resource.text("status") == "not-done"
    reason = resource.one("statusReason").words()
    parts = ["not done" if not_done else _status(resource, "completed"), reason if not_done else ""]
    parts += [resource.one("outcome").words(), *(r.words() for r in resource.each("reasonCode")), _notes(resource)]
    return _sentence(when_words(resource, "performed"), resource.one("code").words(), *parts)


def _report(resource: Element) -> str:
    concluded = [c.words() for c in resource.each("conclusionCode")]
    day = when_words(resource, "effective", "issued")
    parts = [resource.text("conclusion"), *concluded, _status(resource, "final")]
    return _sentence(day, resource.one("code").words(), *parts)


def _medication(resource: Element) -> str:
    what = resource.one("medicationCodeableConcept").words() or resource.text("medicationReference", "display")
    dosage = [d.text("text") for n in ("dosageInstruction", "dosage") for d in resource.each(n)]
    refused = "not taken or not ordered" if resource.flag("doNotPerform") else ""
    stopped = resource.one("statusReason").words()
    day = when_words(resource, "effective", "authoredOn", "whenHandedOver", "dateAsserted")
    parts = [refused, *dosage, _status(resource, "active", "completed"), stopped, _notes(resource)]
    return _sentence(day, what, *parts)


def _order(resource: Element) -> str:
    what = resource.one("code").words() or resource.one("codeCodeableConcept").words()
    reasons = [r.words() for r in resource.each("reasonCode")]
    parts = [*reasons, resource.text("patientInstruction"), _notes(resource)]
    return _sentence(when_words(resource, "authoredOn"), what, *parts) if any(parts) else ""


def _communication(resource: Element) -> str:
    said = [p.text("contentString") for p in resource.each("payload")]
    return _sentence(when_words(resource, "sent"), "Communication", *said, _notes(resource)) if any(said) else ""


def _impression(resource: Element) -> str:
    findings = [f.one("itemCodeableConcept").words() for f in resource.each("finding")]
    parts = [resource.text("description"), resource.text("summary"), *findings, _notes(resource)]
    return _sentence(when_words(resource, "effective", "date"), "Clinical impression", *parts) if any(parts) else ""


def _allergy(resource: Element) -> str:
    verified = resource.one("verificationStatus").words()
    parts = ["refuted" if verified.lower() == "refuted" else "", resource.text("criticality"), _notes(resource)]
    return _sentence(when_words(resource, "recordedDate"), f"Allergy: {resource.one('code').words()}", *parts)


def _encounter(resource: Element) -> str:
    reasons = [r.words() for r in resource.each("reasonCode")]
    kinds = [
        resource.text("class", "display") or resource.text("class", "code"),
        *(t.words() for t in resource.each("type")),
    ]
    stay = resource.at("hospitalization", "dischargeDisposition").words()
    parts = [*kinds, *reasons, f"discharged to {stay}" if stay else "", _status(resource, "finished", "planned")]
    return _sentence(when_words(resource, "period"), "Encounter", *parts) if any(kinds) or any(reasons) else ""


def _care_plan(resource: Element) -> str:
    details = [a.one("detail") for a in resource.each("activity")]
    parts = [d.one("code").words() + (f" {w}" if (w := d.text("description")) else "") for d in details]
    parts += [resource.text("title"), resource.text("description"), _notes(resource), _narrative(resource)]
    return _sentence(when_words(resource, "created", "period"), "Care plan", *parts) if any(parts) else ""


def _history(resource: Element) -> str:
    """What is told of a relative, said of the relative, so that it never passes for the patient's own."""
    relative = resource.one("relationship").words() or "a relative"
    conditions = [c.one("code").words() for c in resource.each("condition")]
    parts = [*conditions, _notes(resource)]
    return _sentence(when_words(resource, "date"), f"Family history of {relative}", *parts) if any(parts) else ""


_SAID_OF_ITSELF = ("code", "type", "category", "description", "summary", "title")


def plain_words(resource: Element) -> str:
    """A resource of a kind that has no wording of its own: what it calls itself, its notes, its narrative."""
    names = [resource.one(n).words() or resource.text(n) for n in _SAID_OF_ITSELF]
    parts = [*dict.fromkeys(n for n in names if n), _notes(resource), _narrative(resource)]
    day = when_words(resource, "authoredOn", "date", "occurrence", "recordedDate", "start")
    status = _status(resource, "active", "completed", "final")
    return _sentence(day, resource.kind, *parts, status) if any(parts) else ""


def _narrative(resource: Element) -> str:
    return " ".join(html_words(resource.text("text", "div")).split())


WORDINGS: Mapping[str, Callable[[Element], str]] = {
    "Condition": _condition,
    "Observation": _observation,
    "Procedure": _procedure,
    "DiagnosticReport": _report,
    "MedicationRequest": _medication,
    "MedicationStatement": _medication,
    "MedicationAdministration": _medication,
    "MedicationDispense": _medication,
    "AllergyIntolerance": _allergy,
    "ClinicalImpression": _impression,
    "Communication": _communication,
    "ServiceRequest": _order,
    "DeviceRequest": _order,
    "NutritionOrder": _order,
    "CarePlan": _care_plan,
    "Encounter": _encounter,
    "FamilyMemberHistory": _history,
    "ImagingStudy": lambda r: _sentence(when_words(r, "started"), "Imaging study", r.text("description"), _notes(r)),
    "Immunization": lambda r: _sentence(when_words(r, "occurrence"), r.one("vaccineCode").words(), _status(r)),
}


def answers(response: Element) -> str:
    """A questionnaire's answers, question by question, nested ones under theirs."""
    return "\n".join(_answer_lines(response, 0))


def _answer_lines(element: Element, depth: int) -> Iterator[str]:
    for item in element.each("item"):
        said = [_answer_words(a) for a in item.each("answer")]
        given = ", ".join(w for w in said if w)
        question = item.text("text") or (item.text("linkId") if given else "")
        if question:
            ending = "" if question.endswith((":", "?")) else ":"
            yield f"{'  ' * depth}{question}{ending if given else ''} {given}".rstrip()
        yield from _answer_lines(item, depth + 1)
        for answer in item.each("answer"):
            yield from _answer_lines(answer, depth + 1)


def sections(composition: Element) -> str:
    """The sections of a Composition with their narrative."""
    lines: list[str] = []
    for section in composition.each("section"):
        words = html_words(section.text("text", "div"))
        lines += [f"{section.text('title').upper()}:" if section.text("title") else "", words, sections(section)]
    return "\n".join(line for line in lines if line)
