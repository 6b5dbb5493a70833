"""Laws of tickets: where one stands is what its history says, and its open visits lead back to the main line."""

from database.laws import Rule

_STEPS = "ticket_history WHERE to_status_id IS NOT NULL"
_LAST_STEP = f"""(SELECT DISTINCT ON (ticket_id) ticket_id, to_status_id, to_engineer_id
                    FROM {_STEPS} ORDER BY ticket_id, id DESC)"""

TICKET_LAWS = (
    Rule(
        "status-is-last-history",
        "every ticket has the status that its last history row led to",
        "ticket",
        f"""SELECT format('ticket %s', k.number) FROM ticket k LEFT JOIN {_LAST_STEP} AS h ON h.ticket_id = k.id
             WHERE h.to_status_id IS DISTINCT FROM k.status_id""",
    ),
    Rule(
        "engineer-is-last-history",
        "every ticket has the engineer that its last history row named",
        "ticket",
        f"""SELECT format('ticket %s', k.number) FROM ticket k LEFT JOIN {_LAST_STEP} AS h ON h.ticket_id = k.id
             WHERE h.to_engineer_id IS DISTINCT FROM k.engineer_id""",
    ),
    Rule(
        "one-beginning",
        "every ticket was registered or imported exactly once, before all else in its history",
        "ticket",
        """SELECT format('ticket %s', k.number) FROM ticket k LEFT JOIN ticket_history h ON h.ticket_id = k.id
            GROUP BY k.id HAVING count(*) FILTER (WHERE h.kind IN ('registered', 'imported')) <> 1
                OR min(h.id) IS DISTINCT FROM min(h.id) FILTER (WHERE h.kind IN ('registered', 'imported'))""",
    ),
    Rule(
        "history-is-a-chain",
        "every step starts where the step before ended",
        _STEPS,
        f"""SELECT format('history row %s', id) FROM (
                SELECT id, from_status_id, lag(to_status_id) OVER (PARTITION BY ticket_id ORDER BY id) AS before
                  FROM {_STEPS}) AS step
             WHERE from_status_id IS DISTINCT FROM before""",
    ),
    Rule(
        "steps-are-transitions",
        "every move was made along a transition from the status that the ticket had",
        "ticket_history WHERE kind IN ('moved', 'returned')",
        """SELECT format('history row %s', h.id) FROM ticket_history h
             LEFT JOIN transition t ON t.id = h.transition_id
            WHERE h.kind IN ('moved', 'returned') AND t.id IS NULL""",
    ),
    Rule(
        "closed-has-time",
        "a ticket has a closing time exactly while it stands on a closed status",
        "ticket",
        """SELECT format('ticket %s', k.number) FROM ticket k JOIN status s ON s.id = k.status_id
            WHERE (k.closed_at IS NOT NULL) <> (s.phase = 'closed')""",
    ),
    Rule(
        "visits-are-a-stack",
        "the open visits of a ticket are numbered from 1 without a gap, each to another branch than main",
        "branch_visit WHERE left_at IS NULL",
        """SELECT format('ticket %s', k.number) FROM branch_visit v JOIN ticket k ON k.id = v.ticket_id
             JOIN branch b ON b.id = v.branch_id WHERE v.left_at IS NULL
            GROUP BY k.id HAVING min(v.depth) <> 1 OR max(v.depth) <> count(*)
                OR count(DISTINCT v.branch_id) <> count(*) OR bool_or(b.code = 'main')""",
    ),
    Rule(
        "innermost-visit-is-the-branch",
        "a ticket stands on the branch of its innermost open visit, or without one on main",
        "ticket",
        """SELECT format('ticket %s', k.number) FROM ticket k JOIN status s ON s.id = k.status_id
             LEFT JOIN (SELECT DISTINCT ON (ticket_id) ticket_id, branch_id FROM branch_visit WHERE left_at IS NULL
                         ORDER BY ticket_id, depth DESC) AS v ON v.ticket_id = k.id
            WHERE s.branch_id <> coalesce(v.branch_id, (SELECT id FROM branch WHERE code = 'main'))""",
    ),
    Rule(
        "engineer-holds",
        "a ticket whose move is the engineer's has one",
        "ticket k JOIN status s ON s.id = k.status_id WHERE s.holder = 'engineer'",
        """SELECT format('ticket %s', k.number) FROM ticket k JOIN status s ON s.id = k.status_id
            WHERE s.holder = 'engineer' AND k.engineer_id IS NULL""",
    ),
)
