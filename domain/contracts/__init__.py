"""Contracts with clients: what was agreed, from when, and how many rounds a month."""
