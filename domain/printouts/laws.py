"""Laws of devices, their stickers, and papers: numbers check, no two stickers are alike, no paper was changed."""

from database.laws import Rule

PRINTOUT_LAWS = (
    Rule(
        "check-characters",
        "every device's check character fits its number",
        "device",
        """SELECT format('device %s', d.number) FROM device d CROSS JOIN company c
            WHERE d.check_character IS DISTINCT FROM api.check_character(c.label_prefix, d.number)""",
    ),
    Rule(
        "payloads",
        "every sticker says prefix, number, check character and seal of its device, and no other says the same",
        "sticker",
        """SELECT format('sticker %s', s.id) FROM sticker s JOIN device d ON d.id = s.device_id CROSS JOIN company c
            WHERE s.seal !~ '^[0-9A-HJ-NPR-TV-Z]{5}$'
               OR s.payload <> c.label_prefix || lpad(d.number::text, 7, '0') || d.check_character || s.seal
            UNION ALL SELECT payload FROM sticker GROUP BY payload HAVING count(*) > 1""",
    ),
    Rule(
        "tapes",
        "every place of a finished tape has at most one sticker that counts, and none is still under way",
        "print_job",
        """SELECT format('print job %s', j.id) FROM print_job j JOIN sticker s ON s.job_id = j.id
            GROUP BY j.id HAVING (j.state IN ('done', 'cancelled') AND bool_or(s.state IN ('queued', 'sent')))
                OR max(s.position) > j.total""",
    ),
    Rule(
        "papers-whole",
        "every paper is of a known form and has its PDF and its data, both unchanged, with its own number and code",
        "paper",
        "SELECT format('paper %s', id) FROM api.broken_papers() AS id",
    ),
)
