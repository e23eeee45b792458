"""The protocol between browser and host: frames, JSON-RPC 2.0, and the one definition of every message.

Knows nothing of cards, tokens or policy. On the host's start path: imports only what a bare `hello` needs.
"""
