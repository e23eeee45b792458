"""The failures of the Authen code, beside errors.py, which imports them so that they are part of the one tree.

The same rules for `data` as there.
"""

from __future__ import annotations

from sitthi.errors_base import SitthiError


class AuthenOff(SitthiError):
    """The policy has not switched the Authen code on: the SmartCard Agent was not asked."""

    name, number = "authen_off", -32092


class AuthenNotRunning(SitthiError):
    """Nobody listens where the SmartCard Agent should."""

    name, number = "authen_not_running", -32093


class AuthenSlow(SitthiError):
    """The agent took longer than policy allows. What it was asked to make may have been made: asking again finds it."""

    name, number = "authen_slow", -32094


class AuthenNoReader(SitthiError):
    """The agent's own view of the readers, which can be another than ours."""

    name, number = "authen_no_reader", -32095


class AuthenNoCard(SitthiError):
    name, number = "authen_no_card", -32096


class AuthenOtherPerson(SitthiError):
    """The agent reads another person's card than the patient's in our reader."""

    name, number = "authen_other_person", -32097


class AuthenRefused(SitthiError):
    """`data`: status (HTTP) and text, the agent's own words made harmless."""

    name, number = "authen_refused", -32098


class AuthenBadAnswer(SitthiError):
    """`data["reason"]`: what the agent's answer lacks, never what it says."""

    name, number = "authen_bad_answer", -32099


class AuthenNoCode(SitthiError):
    """The agent made none (such as a second one on a day), and there is none of today; `data["text"]` as above."""

    name, number = "authen_no_code", -32076


class AuthenTypeNotAllowed(SitthiError):
    """The policy does not allow this claim type, or the agent does not offer it for this patient."""

    name, number = "authen_type_not_allowed", -32077


class AuthenInputInvalid(SitthiError):
    """`data["field"]`: mobile or hn. Nothing was sent."""

    name, number = "authen_input_invalid", -32078


class AuthenCodeMissing(SitthiError):
    """A page may have the claim code, but none was made for the patient whose card is in."""

    name, number = "authen_code_missing", -32079
