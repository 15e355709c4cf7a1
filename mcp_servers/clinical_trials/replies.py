"""What the clinical-trials server answers. `available` false means nobody was asked: no finding and no failure."""

from mcp_servers.reply import Reply
from priorauth.base import Frozen


class Trial(Frozen):
    """One registered trial as its registry describes it."""

    nct_id: str
    title: str
    status: str
    phases: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    sponsor: str = ""
    enrollment: int | None = None


class TrialsReply(Reply):
    available: bool
    trials: tuple[Trial, ...] = ()
    total: int = 0
    detail: str = ""


class TrialReply(Reply):
    """One trial with who may take part; `trial` is absent when the number is not registered."""

    available: bool
    trial: Trial | None = None
    eligibility: str = ""
    sex: str = ""
    minimum_age: str = ""
    maximum_age: str = ""
    detail: str = ""


class Endpoint(Frozen):
    measure: str
    time_frame: str = ""
    primary: bool


class EndpointsReply(Reply):
    available: bool
    nct_id: str
    endpoints: tuple[Endpoint, ...] = ()
    detail: str = ""


class Investigator(Frozen):
    name: str
    organization: str = ""
    role: str = ""
    nct_id: str


class InvestigatorsReply(Reply):
    available: bool
    investigators: tuple[Investigator, ...] = ()
    detail: str = ""
