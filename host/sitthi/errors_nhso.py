"""The failures around look-ups of rights and kinds of tokens, beside errors.py, which imports them.

The same rules for `data` as there.
"""

from __future__ import annotations

from sitthi.errors_base import SitthiError


class NhsoTokenKind(SitthiError):
    """The session's token is not one that the chosen service of NHSO takes: nothing was sent.

    `data`: kind (the session's), service (ucws, srm, "" = none takes this kind).
    """

    name, number = "nhso_token_kind", -32054


class PatientCardRequired(SitthiError):
    """Policy wants the card of whoever is looked up in a reader: nothing was asked."""

    name, number = "patient_card_required", -32055


class TokenNotTokenId(SitthiError):
    """A field or a person was to get the 16-character Token ID, and the session's token is not one: nothing was given.

    `data["kind"]`: the session's.
    """

    name, number = "token_not_token_id", -32056


class RightsMissing(SitthiError):
    """A page wants what NHSO says of this patient, and nobody has looked that up since the card came in."""

    name, number = "rights_missing", -32057
