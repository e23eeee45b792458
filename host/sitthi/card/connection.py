"""One shared connection to one inserted card: transactions, exchanges, control commands. Knows no applet.

Turns every PC/SC failure into a typed error, and tells "the card was pulled" apart from "the card is
damaged".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sitthi.card.apdu import CardChannel, Command
from sitthi.card.bounded import call_within
from sitthi.card.pcsc_codes import CONTROL_REFUSALS, CardWasReset, Code, ControlRefused, error_for, normal
from sitthi.card.pcsc_service import ReaderState, reader_state, release_context, scard, wait_for_change
from sitthi.errors import CardBusy, CardRemoved, CardUnreadable, ReaderUnknown, SitthiError

Result = TypeVar("Result")

# How long another program's transaction is waited for: the PC/SC calls themselves would wait for ever.
BUSY_WAIT_SECONDS = 3.0
# A driver may report a removal later than the exchange failed: pcscd polls some readers every 0.4 s.
_REMOVAL_NOTICE_SECONDS = 1.2
_GONE = frozenset({Code.REMOVED_CARD, Code.NO_SMARTCARD, Code.UNKNOWN_READER, Code.READER_UNAVAILABLE})
_PLAIN = frozenset({Code.NO_SERVICE, Code.SERVICE_STOPPED, Code.SHARING_VIOLATION})


class CardConnection:
    """Made by `pcsc.open_card`. Not for use by two threads at once."""

    def __init__(self, context: Any, reader: str, card: Any, protocol: int, inserted: ReaderState) -> None:
        self.reader = reader
        self.atr = inserted.atr
        self._context, self._card, self._protocol = context, card, protocol
        self._inserted = inserted
        self._abandoned = False

    def close(self) -> None:
        """Leaves the card as it is and gives the context back."""
        if not self._abandoned:
            self._release()

    @contextmanager
    def transaction(self) -> Iterator[CardChannel]:
        """Exclusive use of the card; at the end the card is left as it is.

        Raises CardBusy when another program does not let go within 3 s, CardRemoved, PcscUnavailable.
        Inside, the channel raises these, CardUnreadable, and CardWasReset (a CardBusy) when another program
        reset the card meanwhile.
        """
        self._begin()
        try:
            yield CardChannel(self._transmit, self.atr)
        finally:
            # Whatever End answers (the card may be gone by now), what was read before it is complete.
            scard().SCardEndTransaction(self._card, scard().SCARD_LEAVE_CARD)

    def read(self, operation: Callable[[CardChannel], Result]) -> Result:
        """`operation` in a transaction, once more from its start if another program reset the card meanwhile.

        For reading alone: a PIN verification uses `transaction`, and is never repeated.
        """
        try:
            with self.transaction() as channel:
                return operation(channel)
        except CardWasReset:
            with self.transaction() as channel:
                return operation(channel)

    def control(self, code: int, data: bytes) -> bytes:
        """A command to the reader. Raises ControlRefused where the reader does not know it."""
        result, answer = scard().SCardControl(self._card, code, list(data))
        if normal(result) in CONTROL_REFUSALS:
            raise ControlRefused(pcsc=f"0x{normal(result):08X}")
        if normal(result):
            raise self._failure(normal(result))
        return bytes(answer)

    def _begin(self) -> None:
        code = call_within(BUSY_WAIT_SECONDS, self._begin_or_reconnect, self._end_late)
        if code is None:
            self._abandoned = True
            raise CardBusy()
        if code:
            raise self._failure(code)

    def _begin_or_reconnect(self) -> int:
        # Nothing has been sent in this transaction yet, so a reset by another program is harmless here.
        binding = scard()
        code = normal(binding.SCardBeginTransaction(self._card))
        if code == Code.RESET_CARD:
            any_protocol = binding.SCARD_PROTOCOL_T0 | binding.SCARD_PROTOCOL_T1
            result, protocol = binding.SCardReconnect(
                self._card, binding.SCARD_SHARE_SHARED, any_protocol, binding.SCARD_LEAVE_CARD
            )
            if normal(result):
                return normal(result)
            self._protocol = protocol
            code = normal(binding.SCardBeginTransaction(self._card))
        return code

    def _end_late(self, code: int) -> None:
        if code == Code.SUCCESS:
            scard().SCardEndTransaction(self._card, scard().SCARD_LEAVE_CARD)
        self._release()

    def _release(self) -> None:
        scard().SCardDisconnect(self._card, scard().SCARD_LEAVE_CARD)
        release_context(self._context)

    def _transmit(self, apdu: Command) -> bytes:
        command = list(apdu)
        try:
            # SCardTransmit wants the protocol's own control information: T=1's fails on every Thai card.
            code, answer = scard().SCardTransmit(self._card, self._protocol, command)
        finally:
            command[:] = [0] * len(command)  # it may have held a PIN
        if normal(code):
            raise self._failure(normal(code))
        if len(answer) < 2:
            raise self._failure(Code.NOT_TRANSACTED)
        return bytes(answer)

    def _failure(self, code: int) -> SitthiError:
        """The error of a failed call. An exchange can fail in many ways when its card is pulled: the
        reader's state decides."""
        if code in _GONE:
            return CardRemoved()
        if code in _PLAIN:
            return error_for(code)
        if self._card_gone(0.0 if code == Code.RESET_CARD else _REMOVAL_NOTICE_SECONDS):
            return CardRemoved()
        if code == Code.COMM_ERROR:  # the service is alive, so it is the card that failed to communicate
            return CardUnreadable(pcsc=f"0x{code:08X}")
        return error_for(code)

    def _card_gone(self, seconds: float) -> bool:
        """True as soon as the insertion that we connected to has ended; False after `seconds` without
        that."""
        deadline = time.monotonic() + seconds
        try:
            state = reader_state(self._context, self.reader)
            while state.same_insertion(self._inserted):
                left_ms = int((deadline - time.monotonic()) * 1000)
                if left_ms <= 0:
                    return False
                changed = wait_for_change(self._context, {self.reader: state.believed}, left_ms)
                state = changed.get(self.reader, state)
        except ReaderUnknown:
            pass
        return True
