"""A policy from a server or a share: its settings, its signature, what its text may hold, and the copy that is kept.

Knows nothing of the network; `sitthi.service.remote_policy` fetches.
"""
