"""Thai citizen IDs: 13 digits, the last one a check digit. Knows nothing of people or cards."""


def check_digit(first_twelve: str) -> str:
    """The 13th digit for the first twelve (weights 13..2, modulo 11)."""
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(first_twelve))
    return str((11 - total % 11) % 10)


def valid_cid(cid: str) -> bool:
    """True for 13 ASCII digits with the right check digit."""
    return len(cid) == 13 and cid.isascii() and cid.isdigit() and check_digit(cid[:12]) == cid[12]


def mask_cid(cid: str) -> str:
    """`1-2345-xxxxx-xx-x`; anything that has not 13 digits is masked whole."""
    if len(cid) != 13 or not cid.isascii() or not cid.isdigit():
        return "x" * len(cid)
    return f"{cid[0]}-{cid[1:5]}-xxxxx-xx-x"
