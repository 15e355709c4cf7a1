"""What models may be paid: a ceiling for each review and for each day, held before a call and settled after it.

What would pass a ceiling is not asked; the case pends instead.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from priorauth.errors import BudgetSpent

REVIEWS_REMEMBERED = 20_000
CHARACTERS_PER_TOKEN = 3.0


def estimated_tokens(text: str) -> int:
    """More tokens than any common vocabulary makes of clinical English; other scripts count by their bytes."""
    return int(max(len(text), len(text.encode("utf-8", "surrogatepass")) * 0.9) / CHARACTERS_PER_TOKEN) + 8


@dataclass
class Meter:
    """One process's spending. `today` turns the day over at midnight UTC."""

    per_review: int
    per_day: int
    today: Callable[[], date] = field(default=lambda: datetime.now(UTC).date())
    _day: date | None = None
    _of_day: int = 0
    _of_review: OrderedDict[str, int] = field(default_factory=OrderedDict[str, int])
    _turns: OrderedDict[str, dict[str, int]] = field(default_factory=OrderedDict[str, dict[str, int]])

    def hold(self, review: str, tokens: int) -> None:
        """Set tokens aside for a call that is about to be made. Raises BudgetSpent where they are not there."""
        if self.spent(review) + tokens > self.per_review:
            raise BudgetSpent("the model's tokens for this review are spent")
        if self.spent_today() + tokens > self.per_day:
            raise BudgetSpent("the model's tokens for today are spent")
        self._add(review, tokens)

    def settle(self, review: str, held: int, paid: int) -> None:
        """Give back what a call did not use."""
        self._add(review, paid - held)

    def spent(self, review: str) -> int:
        return self._of_review.get(review, 0)

    def took(self, review: str, step: str, turns: int) -> None:
        """A question of this step was answered after so many turns with the model."""
        steps = self._turns.setdefault(review, {})
        steps[step] = max(turns, steps.get(step, 0))
        while len(self._turns) > REVIEWS_REMEMBERED:
            self._turns.popitem(last=False)

    def turns(self, review: str) -> Mapping[str, int]:
        """The longest conversation of each step."""
        return self._turns.get(review, {})

    def spent_today(self) -> int:
        if self._day != self.today():
            self._day, self._of_day = self.today(), 0
        return self._of_day

    def _add(self, review: str, tokens: int) -> None:
        self._of_day = max(0, self.spent_today() + tokens)
        self._of_review[review] = max(0, self.spent(review) + tokens)
        self._of_review.move_to_end(review)
        while len(self._of_review) > REVIEWS_REMEMBERED:
            self._of_review.popitem(last=False)
