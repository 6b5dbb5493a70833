"""Planned rounds: an engineer walks through a client's rooms with a sheet in hand."""
