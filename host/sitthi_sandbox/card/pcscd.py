"""A private PC/SC service with virtual readers, for tests and the demo: a real pcscd that touches nothing
of the machine.

pcscd always works in /run/pcscd, so it gets a mount namespace where that is a folder of ours; its socket is
then reachable from outside the namespace in that folder, and clients find it by PCSCLITE_CSOCK_NAME. The
readers listen on all interfaces, which the `vpcd` driver does not let one change.

`python -m sitthi_sandbox.card.pcscd` runs one until SIGTERM and prints {"env", "readers", "ports"}.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

READER_NAME: Final = "Sitthi Virtual Reader"
SLOTS: Final = 2  # the driver always brings two
_DRIVERS: Final = (
    "/usr/lib/pcsc/drivers/serial/libifdvpcd.so",
    "/usr/lib64/pcsc/drivers/serial/libifdvpcd.so",
    "/usr/local/lib/pcsc/drivers/serial/libifdvpcd.so",
)
_SOCKET: Final = "pcscd.comm"
_PID_FILE: Final = "pcscd.pid"
_SOCKET_PATH_LIMIT: Final = 107
# Below the range from which the kernel takes ports for outgoing connections, so that no connection takes a
# reader's port while pcscd is down, and a card waiting for its reader never connects to itself.
_PORTS: Final = range(20000, 30000)
_READER_ENTRY: Final = """\
FRIENDLYNAME "{name}"
DEVICENAME   /dev/null:{port}
LIBPATH      {driver}
CHANNELID    {port}
"""
_SCRIPT: Final = """
mount -t tmpfs tmpfs /run && mkdir /run/pcscd && mount --bind "$1" /run/pcscd &&
exec "$2" --foreground --config "$3"
"""


class PcscdUnavailable(RuntimeError):
    """No private pcscd can run here; the text says what is missing."""


class PrivatePcscd:
    """A context manager. `readers` is rounded up to a pair, 0 gives a service without readers.

    The socket's path stays the same over restarts, because libpcsclite looks at the environment only once a
    process: one process can reach one `directory` only. Start it from the main thread, so that it dies with
    the process.
    """

    def __init__(self, readers: int = SLOTS, directory: Path | None = None) -> None:
        self._own_directory = directory is None
        self.directory = directory or Path(tempfile.mkdtemp(prefix="sitthi-pcscd-"))
        self._run = self.directory / "run"
        self._run.mkdir(parents=True, exist_ok=True)
        self._pairs = _pairs(readers)
        self._ports: list[int] = []
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def env(self) -> dict[str, str]:
        """What a child needs in its environment to use this service."""
        return {"PCSCLITE_CSOCK_NAME": str(self._run / _SOCKET)}

    @property
    def readers(self) -> list[str]:
        """Names as PC/SC lists them."""
        return [f"{_name(pair)} 00 {slot:02X}" for pair in range(self._pairs) for slot in range(SLOTS)]

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """RuntimeError while it is not running."""
        return self._require_process().pid

    def port(self, reader: int = 0) -> int:
        """The vpcd port of `readers[reader]`; stays the same over restarts."""
        return self._ports[reader // SLOTS] + reader % SLOTS

    def start(self) -> None:
        """Returns when clients can connect and the readers are there. Raises PcscdUnavailable."""
        if self.running:
            raise RuntimeError("already running")
        while len(self._ports) < self._pairs:
            self._ports.append(_free_pair(self._ports))
        configuration = self._write_configuration()
        for stale in (_SOCKET, _PID_FILE):
            (self._run / stale).unlink(missing_ok=True)
        with (self.directory / "pcscd.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_prefix(), "sh", "-c", _SCRIPT, "sh", str(self._run), _pcscd(), str(configuration)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """Ends it in good order, if it runs."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As if it crashed: the socket file stays behind, nobody listens."""
        self._end(signal.SIGKILL)

    def restart(self, readers: int | None = None) -> None:
        """Stops and starts it, with another number of readers if given; the first readers keep name and
        port.
        """
        self.stop()
        if readers is not None:
            self._pairs = _pairs(readers)
        self.start()

    def close(self) -> None:
        """Stops it and removes its folder, unless the folder was given."""
        self.stop()
        if self._own_directory:
            shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _require_process(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("not running")
        return self._process

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(number)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _write_configuration(self) -> Path:
        """One driver copy a pair: the driver keeps its slots in globals, which two pairs in one library
        would share.
        """
        configuration = self.directory / "readers"
        shutil.rmtree(configuration, ignore_errors=True)
        configuration.mkdir()
        for pair in range(self._pairs):
            driver = self.directory / f"vpcd-{pair}.so"
            if not driver.exists():
                shutil.copyfile(_driver(), driver)
            port = self._ports[pair]
            entry = _READER_ENTRY.format(name=_name(pair), port=port, driver=driver)
            (configuration / f"vpcd-{pair}").write_text(entry)
        return configuration

    def _wait_until_ready(self, timeout: float = 15.0) -> None:
        """pcscd makes its socket after it has started its readers: a connection means that all is there."""
        process = self._require_process()
        path = self.env["PCSCLITE_CSOCK_NAME"]
        if len(os.fsencode(path)) > _SOCKET_PATH_LIMIT:
            raise PcscdUnavailable(f"the path of the socket is too long: {path}")
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            with socket.socket(socket.AF_UNIX) as probe:
                if probe.connect_ex(path) == 0:
                    return
            try:
                process.wait(0.005)
            except subprocess.TimeoutExpired:
                continue
            break
        self.kill()
        raise PcscdUnavailable(f"pcscd did not start: {self._last_words()}")

    def _last_words(self) -> str:
        lines = (self.directory / "pcscd.log").read_text(errors="replace").splitlines()
        return " / ".join(lines[-3:]) or "it said nothing"


def _name(pair: int) -> str:
    """pcscd numbers equal names only within one driver, so each pair gets a name of its own."""
    return f"{READER_NAME} {pair + 1}"


def _pairs(readers: int) -> int:
    if not 0 <= readers <= 8:
        raise ValueError("0 to 8 readers")
    return -(-readers // SLOTS)


def _prefix() -> list[str]:
    """Own mount namespace, and an end with the parent. setpriv's death signal follows the parent *thread*."""
    unshare = shutil.which("unshare")
    if unshare is None:
        raise PcscdUnavailable("unshare (util-linux) is not installed")
    command = [unshare, "--mount"] if os.geteuid() == 0 else [unshare, "--user", "--map-root-user", "--mount"]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode != 0:
        raise PcscdUnavailable("this machine does not let us have a mount namespace of our own (unshare)")
    setpriv = shutil.which("setpriv")
    if setpriv is not None and threading.current_thread() is threading.main_thread():
        return [setpriv, "--pdeathsig", "TERM", *command]
    return command


def _pcscd() -> str:
    path = shutil.which("pcscd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if path is None:
        raise PcscdUnavailable("pcscd is not installed (Debian: pcscd)")
    return path


def _driver() -> str:
    for path in _DRIVERS:
        if os.path.exists(path):
            return path
    raise PcscdUnavailable("the virtual reader driver is not installed (Debian: vsmartcard-vpcd)")


def _free_pair(taken: Sequence[int]) -> int:
    """The first of two neighbouring free ports."""
    for port in _candidates():
        if port not in taken and all(_is_free(port + slot) for slot in range(SLOTS)):
            return port
    raise PcscdUnavailable("no free ports for the readers")


def _candidates() -> Iterator[int]:
    for _ in range(200):
        yield random.randrange(_PORTS.start, _PORTS.stop, SLOTS)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except OSError:
            return False
    return True


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="A private pcscd with virtual readers.")
    parser.add_argument("--readers", type=int, default=SLOTS)
    parser.add_argument("--directory", type=Path, help="keep it here instead of in a temporary folder")
    options = parser.parse_args(arguments)
    finished = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: finished.set())
    try:
        with PrivatePcscd(options.readers, options.directory) as service:
            ports = [service.port(reader) for reader in range(len(service.readers))]
            print(json.dumps({"env": service.env, "readers": service.readers, "ports": ports}), flush=True)
            finished.wait()
    except PcscdUnavailable as failure:
        print(json.dumps({"error": str(failure)}), flush=True)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
