"""NHSO's eligibility service: the question, the safe reading of the answer, one model of a person's rights.

Knows nothing of messaging, browsers, sessions or policy: whoever asks brings the endpoint, the token and
the time-out.
"""
