"""Stickers as data: what the code holds, how a template is laid out in dots, and how a printer is told to burn it.

Nothing here knows the database or a printer; it takes plain values and gives pictures and bytes.
"""
