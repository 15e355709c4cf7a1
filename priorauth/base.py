"""The shape every value of the vocabulary shares: frozen, closed, and silent about what it refused."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: equal by content, never changed, never quoting rejected input in an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
