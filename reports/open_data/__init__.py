"""Published figures for others: tables with a dictionary, as files and by a read-only service."""
