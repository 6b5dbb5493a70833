"""`python -m benchmarks [labels|papers|tickets|feed …]`: prints figures; leaves with 1 where a ratio is too large."""

import sys

from benchmarks import feed, labels, papers, ticket_list
from benchmarks.figures import Figure, print_figures
from benchmarks.ground import demo_company, wanted_tickets

PARTS = ("labels", "papers", "tickets", "feed")


def main(chosen: list[str]) -> int:
    """Run the chosen parts, or all; return the exit code."""
    unknown = [part for part in chosen if part not in PARTS]
    if unknown:
        print(f"There is no part {', '.join(unknown)}; there are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    parts, found = chosen or list(PARTS), list[Figure]()
    if "labels" in parts:
        found += _show("Labels: drawn and encoded, against the feed of a 6 ips head", labels.figures())
    if "papers" in parts:
        found += _show("Papers: to the bytes of a PDF, against ReportLab drawing the same words", papers.figures())
    if "tickets" in parts or "feed" in parts:
        found += _on_the_company(parts)
    failed = sum(one.fails for one in found)
    print(f"\n{len(found)} figures, {failed} beyond their limit")
    return 1 if failed else 0


def _on_the_company(parts: list[str]) -> list[Figure]:
    found: list[Figure] = []
    print()
    with demo_company(wanted_tickets()) as ground:
        if "tickets" in parts:
            found += _show(f"A page of {ground.tickets:,} tickets", ticket_list.measure(ground))
        if "feed" in parts:
            found += _show(f"The change feed, {feed.WRITERS} writers", feed.measure(ground))
    return found


def _show(title: str, figures: list[Figure]) -> list[Figure]:
    print_figures(title, figures)
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
