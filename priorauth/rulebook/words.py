"""The shared groups of words (`skills/words.md`): what stands for what, once for all rules."""

from collections.abc import Iterable, Mapping, Sequence

from priorauth.criteria import Term, WordGroup
from priorauth.errors import Complaint, RuleMistake
from priorauth.rulebook.names import did_you_mean
from priorauth.rulebook.pages import BlockKind, Page
from priorauth.rulebook.pieces import read_term
from priorauth.spellings import BESIDE, groups_in, parts_of

WORDS, MARKS = "words", "{}()&"
Groups = Mapping[str, tuple[str, ...]]


def compile_words(page: Page) -> tuple[dict[str, tuple[str, ...]], list[Complaint]]:
    """The groups of a page by their folded names; a group may name groups that stand above it."""
    groups: dict[str, tuple[str, ...]] = {}
    complaints: list[Complaint] = []
    for block in (b for s in page.sections for b in s.of_kind(BlockKind.item)):
        try:
            term = read_term(block.text)
            if term.name.casefold() in groups:
                raise RuleMistake(f'the group "{term.name}" is defined twice')
            groups[term.name.casefold()] = _flat(term, groups)
        except RuleMistake as mistake:
            complaints.append(Complaint(page.file, block.line, str(mistake)))
    return groups, complaints


def with_groups(term: Term, shared: Groups, above: Sequence[Term]) -> Term:
    """The term with the groups its spellings name: shared ones, and terms that stand above it in its file."""
    written = [spelling for spelling in term.spellings if any(mark in spelling for mark in MARKS)]
    names = sorted({name.casefold() for spelling in written for name in groups_in(spelling)})
    groups = tuple(WordGroup(name=name, words=_words(name, shared, above)) for name in names)
    table = {g.name: g.words for g in groups}
    for spelling in written:
        parts_of(spelling, table)
    return term.model_copy(update={"groups": groups}) if groups else term


def _words(name: str, shared: Groups, above: Sequence[Term]) -> tuple[str, ...]:
    own = next((t for t in above if t.name.casefold() == name), None)
    if own is not None:
        return tuple(_plain(own))
    if name not in shared:
        known = (*shared, *(t.name.casefold() for t in above))
        raise RuleMistake(f'"{{{name}}}" names no group of words{did_you_mean(name, known)}')
    return shared[name]


def _flat(term: Term, groups: Groups) -> tuple[str, ...]:
    """The phrases of a group, those of the groups it names included."""
    if term.absent_when or term.not_when:
        raise RuleMistake(f'the group "{term.name}" is a list of words; "absent when" and "not when" belong to a term')
    phrases: list[str] = []
    for spelling in term.spellings:
        if BESIDE in spelling:
            raise RuleMistake(f'the group "{term.name}" joins words by &, which only a term may')
        phrases += (p for part in parts_of(spelling, groups) for p in part.phrases)
    return tuple(dict.fromkeys(phrases))


def _plain(term: Term) -> Iterable[str]:
    """The spellings of a term that are one plain phrase."""
    table = {g.name: g.words for g in term.groups}
    for spelling in (words for thing in term.things for words in thing):
        if BESIDE not in spelling:
            yield from (p for part in parts_of(spelling, table) for p in part.phrases)
