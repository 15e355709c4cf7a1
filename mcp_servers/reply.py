"""What every reply of a data server says about itself: where it comes from and how fresh it is."""

from datetime import date
from typing import TypedDict

from pydantic import Field

from priorauth.base import Frozen


class Provenance(TypedDict):
    source: str
    release: str
    as_of: date | None


class Reply(Frozen):
    """`source` names the data, `release` its edition, `as_of` the day it was true; empty where nothing is held."""

    source: str = Field(description="The data this answer was read from")
    release: str = Field(description="Edition of that data; empty when nothing is held here")
    as_of: date | None = Field(description="The day the data stood like this")
