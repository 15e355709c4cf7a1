"""The policies of the rulebook in force, as the cms-coverage server shows them."""

from collections.abc import Callable, Iterable
from datetime import date

from mcp_servers.cms_coverage.cards import Criterion, PolicyCard, PolicyShelf
from mcp_servers.cms_coverage.imported import ImportedCards
from mcp_servers.cms_coverage.known import card_of
from priorauth.rulebook import Policy, Rulebook

# The day up to which the shipped policies' sources were read.
AS_OF = date(2026, 9, 30)


class RulebookPolicies:
    """Reads the rules anew at every question, so that edited rules and imported lists show without a restart."""

    def __init__(self, rules: Callable[[], Rulebook], imported: ImportedCards | None = None) -> None:
        self._rules, self._imported = rules, imported
        self._made: tuple[Rulebook, tuple[PolicyCard, ...], PolicyShelf] | None = None

    def shelf(self) -> PolicyShelf:
        rules, imported = self._rules(), self._imported.cards() if self._imported else ()
        if self._made is None or self._made[0] is not rules or self._made[1] is not imported:
            self._made = (rules, imported, shelf_of(rules, imported))
        return self._made[2]


def shelf_of(rules: Rulebook, imported: Iterable[PolicyCard] = ()) -> PolicyShelf:
    """The policies of one rulebook; checklists are the plan's own questions and no coverage policy.

    What an import tells of a policy comes after what the index tells of it.
    """
    cards = tuple(_card(policy, rules) for policy in rules.policies if not policy.is_checklist)
    indexed = {one.id: card_of(one) for one in rules.known}
    known = {card.policy_id: card for card in imported} | indexed
    release = f"rules {rules.digest[:12]}"
    return PolicyShelf(release=release, as_of=AS_OF, cards=cards, known=tuple(known.values()))


def _card(policy: Policy, rules: Rulebook) -> PolicyCard:
    return PolicyCard(
        policy_id=policy.id,
        title=policy.title,
        kind=policy.kind,
        jurisdiction=policy.jurisdiction.written,
        jurisdictions=policy.jurisdiction.contractors,
        effective=policy.effective,
        ends=policy.ends,
        lines_of_business=tuple(sorted(policy.lines_of_business)),
        codes=(*policy.codes, *policy.accessory_codes),
        diagnoses=policy.diagnoses,
        criteria=tuple(Criterion(id=row.id, text=row.statement, request=row.ask_for) for row in policy.rows),
        documents=policy.documents,
        keywords=_keywords(policy, rules),
        source=policy.source,
        certainty=policy.certainty,
        digest=policy.digest,
        text=policy.text,
    )


def _keywords(policy: Policy, rules: Rulebook) -> tuple[str, ...]:
    """The names of the policy's terms, and of the services whose codes it lists."""
    services = [service for code in policy.codes if (service := rules.services.of(code.partition("-")[0]))]
    names = [word for service in services for word in (service.label, *service.names)]
    return tuple(dict.fromkeys([*(term.name for term in policy.terms), *names]))
