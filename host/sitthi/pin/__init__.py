"""Asking for the PIN of a Thai ID card and trying it on the card, in a process of its own that then ends.

`client` is the host's side, `python -m sitthi.pin` the window's process, `terminal` the prompt of `sitthi
login`. The PIN exists as one bytearray in the process that asks for it, and nowhere else. The package knows
nothing of browsers, sessions or tokens.
"""
