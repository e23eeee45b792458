"""The failures of the outlets, beside errors.py; the same rules for `data`."""

from __future__ import annotations

from sitthi.errors_base import SitthiError


class OutletOff(SitthiError):
    """The policy has not switched this way out on: nothing was given to anybody."""

    name, number = "outlet_off", -32080


class OutletExtraMissing(SitthiError):
    """The optional packages for databases or for the key store are not installed; `data["package"]`: which."""

    name, number = "outlet_extra_missing", -32081


class OutletSecret(SitthiError):
    """The password for a database is not there or not safely kept; `data["reason"]`: why."""

    name, number = "outlet_secret", -32082


class OutletUnreachable(SitthiError):
    name, number = "outlet_unreachable", -32083


class OutletTimeout(SitthiError):
    """The database took longer than the policy allows; everything of this write was rolled back."""

    name, number = "outlet_timeout", -32084


class OutletRefused(SitthiError):
    """The database does not accept the user, the password, the certificate, or the right to do this."""

    name, number = "outlet_refused", -32085


class OutletSchema(SitthiError):
    """`data`: table, column ("" = the table itself), problem. Nothing was written."""

    name, number = "outlet_schema", -32086


class OutletRow(SitthiError):
    """`data`: table, rows (how many rows were found where exactly one, or at least one, is needed)."""

    name, number = "outlet_row", -32087


class OutletFileForeign(SitthiError):
    """What stands at the target is not a token file of this account, so it was left as it is."""

    name, number = "outlet_file_foreign", -32088


class OutletFileFailed(SitthiError):
    name, number = "outlet_file_failed", -32089


class OutletClipboardFailed(SitthiError):
    name, number = "outlet_clipboard_failed", -32090


class OutletTokenKind(SitthiError):
    """The session's token is of a kind that this outlet's readers cannot take."""

    name, number = "outlet_token_kind", -32091
