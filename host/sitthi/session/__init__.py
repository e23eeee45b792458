"""The login that a card and its PIN began: its token, its rules, its sealed place on disk, its sources.

Knows nothing of messaging, browsers or pages, and of cards only who holds one (`sources.CardHolder`).
"""
