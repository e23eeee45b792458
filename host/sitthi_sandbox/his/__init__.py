"""A small hospital information system on the web, to log in to and to check rights with: for tests and demos.

It behaves as real ones do: the user name and password are the citizen ID and Token ID (reference: seed 2),
and every check is a real call of the NHSO sandbox. It knows nothing of cards or of the browser extension.
"""
