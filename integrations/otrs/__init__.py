"""Import from OTRS 6 / Znuny 6: a read-only reader of its database.

Start at `source.open_source`; what it hands over is in `records`, proposals for the mapping screen in `states`.
"""
