"""What the protocol's methods do: joins cards, session, policy and NHSO for one browser or one terminal.

One action per file in `actions/`. Knows nothing of frames or JSON-RPC.
"""
