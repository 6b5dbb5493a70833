"""Mail out: notices to clients over SMTP."""
