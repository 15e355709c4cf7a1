"""A review as the terminal shows it: proposal, gates, criteria with their quotes, gaps and the arithmetic."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from priorauth.criteria import Assessment, Status
from priorauth.findings import Failure, ItemFinding, Severity
from priorauth.recommendation import Proposal, Recommendation
from priorauth.record import ReviewRecord

_WORDS = {
    Recommendation.approve: "[bold green]Approve[/]",
    Recommendation.pend_for_review: "[bold yellow]Pend for review[/]",
    Recommendation.deny: "[bold red]Deny (a person must determine)[/]",
}
_MARKS = {
    Status.met: "[green]✔ met[/]",
    Status.not_met: "[red]✘ not met[/]",
    Status.insufficient: "[yellow]▲ insufficient[/]",
}


def show(record: ReviewRecord, console: Console | None = None) -> None:
    out = console or Console(highlight=False, soft_wrap=False)
    _show_head(record.proposal, out)
    for failure in (record.compliance, record.clinical, record.coverage):
        if isinstance(failure, Failure):
            out.print(f"[red]The {failure.specialist} specialist failed:[/] {escape(failure.reason)}")
    _show_gates(record.proposal, out)
    if not isinstance(record.clinical, Failure):
        for found in record.clinical.discrepancies:
            word = "[red]blocks[/]" if found.severity is Severity.blocks else "informs"
            out.print(f"Discrepancy ({word}): {escape(found.found.detail)}")
    if not isinstance(record.coverage, Failure):
        for item in record.coverage.items:
            _show_item(item, out)
    _show_gaps(record.proposal, out)
    _show_confidence(record.proposal, out)
    tokens = record.tokens
    model = f" · model: {tokens.calls} calls, {tokens.prompt + tokens.completion:,} tokens" if tokens.calls else ""
    out.print(
        f"\nrules {record.rules_digest[:12]} · reader {record.reader}"
        f" · {len(record.ledger) - tokens.calls} source calls{model}\n"
        "[dim]AI-assisted draft. A qualified person makes the determination.[/]"
    )


def _show_head(proposal: Proposal, out: Console) -> None:
    confidence = proposal.confidence
    out.print(
        f"{_WORDS[proposal.recommendation]} · confidence {confidence.value:.2f} {confidence.level} · "
        f"{proposal.criteria_summary}"
    )
    out.print(escape(proposal.told_summary))


def _show_gates(proposal: Proposal, out: Console) -> None:
    out.print()
    for gate in proposal.gates:
        out.print(f"{gate.gate:<20} {'[green]pass[/]' if gate.passed else '[yellow]pend[/]'}")
        for reason in gate.reasons:
            out.print(f"  {escape(reason)}", style="dim")


def _show_item(item: ItemFinding, out: Console) -> None:
    out.print(f"\n[bold]Item {item.sequence}: {escape(item.code)} {escape(item.description)}[/]")
    if item.follows is not None:
        out.print(f"  follows item {item.follows}")
        return
    for policy in item.policies:
        if policy.relevant:
            out.print(f"  {escape(policy.policy_id)} {escape(policy.title)} [dim]{escape(policy.why)}[/]")
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for judged in item.assessments:
        if judged.decisive:
            _add_row(table, judged)
    out.print(table)


def _add_row(table: Table, judged: Assessment) -> None:
    said = [escape(judged.statement)]
    if judged.status is not Status.met:
        said.append(f"[dim]{escape(judged.reason)}[/]")
    for span in judged.spans[:2]:
        page = f", page {span.evidence.page}" if span.evidence.page else ""
        words = escape(" ".join(span.evidence.quote.split()))
        said.append(
            f"[dim]{span.relation.replace('_', ' ')}:[/] “{words}” [dim]document {span.evidence.document_id}{page}[/]"
        )
    table.add_row(_MARKS[judged.status], escape(f"{judged.policy_id} {judged.row}".strip()), "\n".join(said))


def _show_gaps(proposal: Proposal, out: Console) -> None:
    if proposal.gaps:
        out.print("\n[bold]To ask for[/]")
    for gap in proposal.gaps:
        out.print(f"  {'[red]critical[/]' if gap.critical else 'useful  '}  {escape(gap.what)}: {escape(gap.request)}")


def _show_confidence(proposal: Proposal, out: Console) -> None:
    out.print("\n[bold]Confidence[/]")
    for part in proposal.confidence.components:
        out.print(f"  {part.name:<12} {part.weight:.1f} x {part.score:.3f} = {part.weight * part.score:.3f}")
    if proposal.confidence.penalty:
        out.print(f"  {'penalty':<12} -{proposal.confidence.penalty:.2f}")
    out.print(f"  {'total':<12} {proposal.confidence.value:.2f} {proposal.confidence.level}")
