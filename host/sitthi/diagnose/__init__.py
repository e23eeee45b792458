"""Why something does not work here, and what to do about it. Every section survives its own failure; nothing secret."""
