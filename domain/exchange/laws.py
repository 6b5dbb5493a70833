"""Laws of what we share with partners: a deal is of its visit's ticket, and nothing stands there twice."""

from database.laws import Rule

EXCHANGE_LAWS = (
    Rule(
        "deals-of-visits",
        "every deal belongs to the ticket of its branch visit, and a closed one has its time",
        "partner_deal",
        """SELECT format('deal %s', d.id) FROM partner_deal d JOIN branch_visit v ON v.id = d.visit_id
            WHERE v.ticket_id <> d.ticket_id OR (d.state IN ('won', 'lost')) <> (d.closed_at IS NOT NULL)""",
    ),
    Rule(
        "comments-mirrored-once",
        "every comment that came from a partner is linked to it once",
        "ticket_comment WHERE origin = 'bitrix24' AND subject <> 'comment-edited'",
        """SELECT format('comment %s', c.id) FROM ticket_comment c
             LEFT JOIN partner_comment m ON m.comment_id = c.id AND m.direction = 'in'
            WHERE c.origin = 'bitrix24' AND c.subject <> 'comment-edited' GROUP BY c.id HAVING count(m.id) <> 1""",
    ),
)
