"""Keeps a ticket's stay on a branch and its deal at Bitrix24 the same on both sides. Run by the agent's jobs."""
