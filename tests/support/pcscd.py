"""The private PC/SC service for tests: one a process, because libpcsclite settles on a socket only once."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from sitthi_sandbox.card.pcscd import PcscdUnavailable, PrivatePcscd

__all__ = ["PcscdUnavailable", "PrivatePcscd", "the_pcscd"]


@cache
def the_pcscd() -> PrivatePcscd:
    """This process's own, not started; from now on PC/SC calls of this process and its children go there."""
    directory = Path(tempfile.mkdtemp(prefix="sitthi-pcscd-"))
    service = PrivatePcscd(directory=directory)
    os.environ.update(service.env)
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    atexit.register(service.stop)
    return service
