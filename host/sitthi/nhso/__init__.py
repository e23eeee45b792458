"""NHSO's two eligibility services: the questions, the safe reading of the answers, one model of a person's rights.

Knows nothing of messaging, browsers, sessions or policy: whoever asks brings the endpoints, the token and
the time-out.
"""
