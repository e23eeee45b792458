"""`card.read`: all data of one card, the parts that policy allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitthi.card.pcsc import open_card
from sitthi.card.thai_id import read_card
from sitthi.service.briefs import role_of

if TYPE_CHECKING:
    from sitthi.card.thai_id import ThaiIdCard
    from sitthi.service.app import App


def run(app: App, params: dict[str, object]) -> dict[str, object]:
    operator = app.operator_cid()
    reader = params.get("reader")
    slots = app.board.slots()
    if reader is None and len(slots) > 1 and operator is not None:
        patients = [s.reader for s in slots if s.identity is not None and s.identity.cid != operator]
        reader = patients[0] if patients else None
    present = app.board.pick(reader if isinstance(reader, str) else None)
    card = read(app, present.reader, photo=bool(params.get("photo")))
    return {"reader": present.reader, "role": role_of(card, operator), **card.to_message()}


def read(app: App, reader: str, photo: bool = False) -> ThaiIdCard:
    """The card in `reader`, in one transaction; photo and laser id only where policy allows them."""
    with open_card(reader) as connection, connection.transaction() as channel:
        return read_card(
            channel,
            photo=photo and app.policy.card.photo,
            laser=app.policy.card.laser_id,
            chip=True,
        )
