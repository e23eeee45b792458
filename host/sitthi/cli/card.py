"""`sitthi card`: reads the card in the reader and prints it. Personal data: only to the terminal that asked."""

from __future__ import annotations

import argparse
import base64
import json
from pathlib import Path
from typing import Any

from sitthi.cli.service import service

HELP = "read the card in the reader (prints personal data)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reader", help="the reader to use; without it, the one that holds a Thai ID card")
    parser.add_argument("--photo", type=Path, metavar="FILE", help="also write the photo (JPEG) to FILE")
    parser.add_argument("--json", action="store_true", help="the protocol's `card.read` result")
    parser.add_argument(
        "--forget-tries",
        action="store_true",
        help="forget how many PIN tries this card had left here: after a registration office has reset its PIN",
    )


def run(args: argparse.Namespace) -> int:
    params: dict[str, object] = {"photo": args.photo is not None}
    if args.reader:
        params["reader"] = args.reader
    with service() as app:
        card: dict[str, Any] = app.call("card.read", params)
    if args.forget_tries:
        from sitthi.pin.tries import default_memory

        default_memory().forget(card["cid"])
        print("Forgotten. The card's own counter is what counts from now on.")
        return 0
    if args.photo and card["photo"]:
        args.photo.write_bytes(base64.b64decode(card["photo"]))
    if args.json:
        print(json.dumps(card, ensure_ascii=False, indent=2))
        return 0
    for label, value in (
        ("CID", card["cid"]),
        ("ชื่อ", card["name_th"]["text"]),
        ("Name", card["name_en"]["text"]),
        ("Born", card["birth_date"]["iso"] or "-"),
        ("Sex", card["sex"]),
        ("Address", card["address"]["text"]),
        ("Expires", "lifelong" if card["expiry_date"]["lifelong"] else card["expiry_date"]["iso"] or "-"),
    ):
        print(f"{label}: {value}")
    return 0
