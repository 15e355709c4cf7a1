"""What the icd10-codes server answers."""

from enum import StrEnum

from pydantic import Field

from mcp_servers.reply import Reply
from priorauth.base import Frozen


class CodeType(StrEnum):
    diagnosis = "diagnosis"
    procedure = "procedure"


class SearchBy(StrEnum):
    code = "code"
    description = "description"


class CodeStatus(StrEnum):
    billable = "billable"
    header = "header"
    retired = "retired"
    not_yet = "not yet in force"
    unknown = "unknown"
    heading = "chapter or block"
    malformed = "malformed"
    not_held = "not held here"


class CodeRow(Frozen):
    code: str
    description: str
    billable: bool


class Heading(Frozen):
    """A chapter or a block: a range of categories, never a code."""

    range: str
    title: str


class CodeReply(Reply):
    """One code on one date of service. `valid` is null where this server cannot know."""

    code: str = Field(description="The code as written officially, or as asked when it has no such form")
    code_type: CodeType
    status: CodeStatus
    valid: bool | None = Field(description="Whether the code exists on the date of service; headers exist too")
    billable: bool | None = Field(description="Whether the code is complete enough to be reported")
    description: str = ""
    children: tuple[CodeRow, ...] = Field(default=(), description="The complete codes below a header")
    children_total: int = 0
    detail: str = Field(description="The verdict in a sentence")


class CodeDetailReply(CodeReply):
    """The same verdict with the place of the code in the classification."""

    ancestors: tuple[CodeRow, ...] = ()
    block: Heading | None = None
    chapter: Heading | None = None


class CodeListReply(Reply):
    """Codes found, best first. An empty list with `held` false is no answer at all."""

    held: bool = True
    codes: tuple[CodeRow, ...] = ()
    total: int = Field(default=0, description="How many fit, as far as counted")
    headings: tuple[Heading, ...] = ()
    detail: str = ""


class HierarchyReply(Reply):
    """A place in the classification: what stands above and directly below it."""

    code: str
    found: bool
    billable: bool | None = None
    description: str = ""
    chapter: Heading | None = None
    block: Heading | None = None
    ancestors: tuple[CodeRow, ...] = ()
    children: tuple[CodeRow, ...] = ()
    detail: str = ""
