"""Readers, cards and PIN schemes: PC/SC events, APDUs, the Thai ID card's file, on-card PIN verification.

Knows nothing of sessions, tokens, messaging or browsers. Importing this package imports no module of it, so
that a host which has not met a card yet does not pay for PC/SC or cryptography.
"""
