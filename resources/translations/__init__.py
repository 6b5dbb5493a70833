"""Translations of the screen text: `<room>.<language>.ts`, one file a room so that rooms do not meet in one file."""
