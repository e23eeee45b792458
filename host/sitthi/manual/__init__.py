"""Asking a person for the Token ID that UC Authentication shows, in a window of our own or in the terminal.

`python -m sitthi.manual` is the window's process, `ask` the side of whoever needs the token. Looks like the PIN window
and takes its parts; knows nothing of sessions and policies.
"""
