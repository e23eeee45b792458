"""The audit: who did what, when, for which page or outlet, with which outcome. Never a name, a token or a patient.

log.py keeps it, chain.py ties the entries together, check.py looks for what was tampered with, forward.py sends copies
to the system's log. Knows nothing of sessions, cards and browsers.
"""

from sitthi.audit.log import Audit

__all__ = ["Audit"]
