"""From folders of markdown to a rulebook: the shipped skills, overlaid by a plan's own folder, id by id."""

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable

from priorauth.errors import Complaint, RulesRefused
from priorauth.rulebook.book import Rulebook, RuleFile
from priorauth.rulebook.contradictions import between_policies, of_caps, of_laws
from priorauth.rulebook.known import KnownPolicy, compile_index
from priorauth.rulebook.laws import LawFile, compile_laws
from priorauth.rulebook.pages import Page, read_front, read_page
from priorauth.rulebook.policy import Policy
from priorauth.rulebook.policy_file import compile_policy
from priorauth.rulebook.skill_files import compile_skills
from priorauth.rulebook.words import WORDS, Groups, compile_words

POLICY_FOLDERS = ("policies", "checklists")
LAW_FOLDER = "laws"
INDEX = "index.md"
_SLUG = re.compile(r"[^a-z0-9]+")


def shipped_root() -> Traversable:
    """The folder of rules that comes with the project."""
    return package_files("skills")


def load_rulebook(roots: Sequence[Traversable] | None = None) -> Rulebook:
    """Compile everything under the roots, a later root replacing files of an earlier one by id.

    Without roots, the shipped rules. Raises RulesRefused with every complaint at once.
    """
    return compile_rulebook(read_files(roots if roots is not None else [shipped_root()]))


def read_files(roots: Sequence[Traversable]) -> tuple[RuleFile, ...]:
    """The rule files in force under the roots; raises RulesRefused where one root holds an id twice."""
    in_force: dict[str, RuleFile] = {}
    complaints: list[Complaint] = []
    for number, root in enumerate(roots):
        here: dict[str, RuleFile] = {}
        for path, text in _texts(root):
            file = RuleFile(path, _id_of(path, text), text, overlay=number > 0)
            if file.id in here:
                message = f"the id {file.id} is already used by {here[file.id].path}"
                complaints.append(Complaint(path, 1, message))
            here[file.id] = file
        in_force |= here
    if complaints:
        raise RulesRefused(complaints)
    return tuple(sorted(in_force.values(), key=lambda f: f.path))


def read_file(path: str, entry: Traversable, *, overlay: bool = False) -> RuleFile:
    """One rule file, to stand at `path` among the others; raises RulesRefused where it is no text."""
    text = _text(path, entry)
    return RuleFile(path, _id_of(path, text), text, overlay=overlay)


def edited_file(files: Iterable[RuleFile], text: str, place: str = "") -> RuleFile:
    """The text as a plan's own rule file, where the file of the id `place` stands, or the one its own id names.

    A text that takes nobody's place is a new policy.
    """
    paths = {f.id: f.path for f in files}
    own = _id_of("", text)
    path = (
        paths.get(place)
        or paths.get(own)
        or f"{POLICY_FOLDERS[0]}/{_SLUG.sub('-', own.lower()).strip('-') or 'new'}.md"
    )
    return RuleFile(path, own or path, text, overlay=True)


def laid_over(files: Iterable[RuleFile], edited: Iterable[RuleFile]) -> tuple[RuleFile, ...]:
    """The files, with the edited ones in place of those of the same id or path."""
    edited = tuple(edited)
    ids, paths = {f.id for f in edited}, {f.path for f in edited}
    kept = (f for f in files if f.id not in ids and f.path not in paths)
    return tuple(sorted((*kept, *edited), key=lambda f: f.path))


def compile_rulebook(files: Iterable[RuleFile]) -> Rulebook:
    """Compile rule files; raises RulesRefused with every complaint at once."""
    files = tuple(files)
    pages = {f.path: read_page(f.path, f.text) for f in files}
    skills, complaints = compile_skills(pages[f.path] for f in files if f.path.endswith("/SKILL.md"))
    words, found = _shared_words(files, pages)
    complaints += found
    policies: list[Policy] = []
    laws: list[LawFile] = []
    known: tuple[KnownPolicy, ...] = ()
    for file in files:
        folder = file.path.split("/")[0]
        if file.path.endswith(f"{POLICY_FOLDERS[0]}/{INDEX}"):
            known, found = compile_index(pages[file.path])
            complaints += found
        elif folder in POLICY_FOLDERS:
            policy, found = compile_policy(pages[file.path], file.digest, words)
            policies += [policy] if policy else []
            complaints += found
        elif folder == LAW_FOLDER:
            law, found = compile_laws(pages[file.path])
            laws.append(law)
            complaints += found
    complaints += between_policies(policies)
    complaints += of_caps(policies, skills.coverage.met_from) if skills else ()
    complaints += of_laws(laws, {f.id: f.path for f in files})
    if complaints or skills is None:
        raise RulesRefused(complaints)
    return Rulebook(files, tuple(policies), skills, tuple(laws), known)


def _shared_words(files: Iterable[RuleFile], pages: dict[str, Page]) -> tuple[Groups, list[Complaint]]:
    """The groups of words all rules may name; none where no such file is in force."""
    found = next((f for f in files if f.id == WORDS), None)
    return compile_words(pages[found.path]) if found else ({}, [])


def _texts(root: Traversable, folder: str = "") -> Iterator[tuple[str, str]]:
    for entry in sorted(root.iterdir(), key=lambda e: e.name):
        path = f"{folder}{entry.name}"
        if entry.is_dir() and not entry.name.startswith((".", "_")):
            yield from _texts(entry, f"{path}/")
        elif entry.name.endswith(".md") and entry.name != "README.md":
            yield path, _text(path, entry)


def _text(path: str, entry: Traversable) -> str:
    try:
        return entry.read_text("utf-8")
    except UnicodeDecodeError:
        raise RulesRefused([Complaint(path, 1, "the file is not written in UTF-8")]) from None


def _id_of(path: str, text: str) -> str:
    """What an overlay replaces by: the id or name of the front matter, else the path."""
    front = read_front(text)
    named = front.get("id") or front.get("name")
    return named.value if named and named.value else path
