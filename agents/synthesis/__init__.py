"""The proposal of a review, computed by gates and arithmetic from what the other specialists found."""

from agents.synthesis.specialist import SYNTHESIS
from agents.synthesis.synthesis import synthesise

__all__ = ["SYNTHESIS", "synthesise"]
