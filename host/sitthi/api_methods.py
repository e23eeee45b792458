"""What a listed page may ask by `window.sitthi`. A closed list: what is not here no policy can give to a page.

A leaf on the start path, as roles.py is.
"""

API_METHODS = ("status", "login", "operator", "token", "read_patient", "rights")

PRESS_METHODS = ("login", "token")
"""Only after a press of the person in the page: a window that asks for the PIN, and the token itself."""

NOT_FOR_PAGES = ("reader", "role", "laser_id", "chip_id")
"""Of a card's data: what is of this desk, and what identifies the card itself. No form asks for these, and the last two
are what other services take as proof that someone holds the card.
"""
