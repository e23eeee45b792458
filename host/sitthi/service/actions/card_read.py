"""`card.read`: all data of one card, the parts that policy allows. Also how other actions read the card they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sitthi.card.pcsc import open_card
from sitthi.card.thai_id import Identity, read_card, read_identity
from sitthi.errors import CardChanged, NoPatientCard
from sitthi.service.briefs import role_of

if TYPE_CHECKING:
    from sitthi.card.thai_id import ThaiIdCard
    from sitthi.service.app import App
    from sitthi.service.board import Present

AnyIdentity = TypeVar("AnyIdentity", bound=Identity)


def run(app: App, params: dict[str, object]) -> dict[str, object]:
    operator, reader = app.operator_cid(), params.get("reader")
    if isinstance(reader, str) or operator is None:
        present = app.board.pick(reader if isinstance(reader, str) else None)
    else:
        try:
            present = app.board.pick(avoid=operator)
        except NoPatientCard:
            present = app.board.pick(prefer=operator)
    card = same_card(present, read(app, present.reader, photo=bool(params.get("photo"))))
    return {"reader": present.reader, "role": role_of(card, operator), **card.to_message()}


def read(app: App, reader: str, photo: bool = False) -> ThaiIdCard:
    """The card in `reader`, in one transaction; photo and laser id only where policy allows them."""
    photo, laser = photo and app.policy.card.photo, app.policy.card.laser_id
    with open_card(reader) as connection:
        return connection.read(lambda channel: read_card(channel, photo=photo, laser=laser, chip=True))


def identity_again(present: Present) -> Identity:
    """The identity that is in the reader at this moment. Raises CardChanged when it is another person's by now."""
    with open_card(present.reader) as connection:
        return same_card(present, connection.read(read_identity))


def same_card(present: Present, found: AnyIdentity) -> AnyIdentity:
    """What was read, if it is the person that was meant: cards are swapped faster than events arrive."""
    if found.cid != present.identity.cid:
        raise CardChanged()
    return found
