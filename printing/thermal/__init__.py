"""Label printers: their addresses, what they say about themselves, and sending a tape without losing a sticker."""
