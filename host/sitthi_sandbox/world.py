"""One counter of a hospital, whole: two card readers, cards to put in, NHSO's sandbox, the sample HIS, an account.

The demo, the end-to-end tests and the benchmarks stand on it. All is private to `folder` and on the loopback; the
product in it is the real one, started as a browser starts it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sitthi.messaging.messages import HOST_NAME
from sitthi.registration.browsers import Family
from sitthi.registration.launcher import launcher_text
from sitthi.registration.manifest import manifest_text
from sitthi_sandbox.agent.app import agent_server
from sitthi_sandbox.agent.desk import AgentDesk
from sitthi_sandbox.card.card import VirtualCard
from sitthi_sandbox.card.deck import Deck
from sitthi_sandbox.card.pcscd import PrivatePcscd
from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.card.vpcd import VirtualSlot
from sitthi_sandbox.desktop import Desktop
from sitthi_sandbox.nhso.loopback import LoopbackServer

_POLICY = """
[host]
language = "{language}"

[pin]
timeout_seconds = 30

[session]
idle_minutes = 15

[issuer]
url = "{nhso}/issuer"

[nhso]
endpoint = "{nhso}/ucwstokenp1/UCWSTokenP1"

[[site]]
name = "HIS โรงพยาบาลตัวอย่าง (เข้าสู่ระบบ)"
match = ["{his}/login*", "{his}/table-login*", "{his}/settings*"]
fill = ["operator_cid", "token"]
allow_http = true

[[site]]
name = "HIS โรงพยาบาลตัวอย่าง (ตรวจสอบสิทธิ)"
match = ["{his}/eligibility*"]
fill = ["patient_cid", "patient_title", "patient_first_name", "patient_last_name", "patient_birth_date", "patient_sex",
        "patient_address"]
allow_http = true

[[site]]
name = "HIS โรงพยาบาลตัวอย่าง (window.sitthi)"
match = ["{his}/sitthi-api*"]
fill = ["operator_cid", "token"]
allow_http = true
api = ["status", "login", "operator", "token", "read_patient", "rights"]
"""


_PREFERENCES = {
    "credentials_enable_service": False,
    "profile": {"password_manager_enabled": False},
    "autofill": {"enabled": False, "profile_enabled": False, "credit_card_enabled": False},
}


class World:
    """A context manager; `pin_window` works only with a `desktop`. `pcscd` may be one that runs already."""

    def __init__(
        self, folder: Path, desktop: Desktop | None = None, *, language: str = "th", pcscd: PrivatePcscd | None = None
    ) -> None:
        self.folder = folder
        self.desktop = desktop
        self._language = language
        self._own_pcscd = pcscd is None
        self.pcscd = pcscd or PrivatePcscd()
        self._servers: list[subprocess.Popen[str]] = []
        self.nhso = self.his = ""
        self.decks: list[Deck] = []
        self._agent: LoopbackServer | None = None

    def __enter__(self) -> Self:
        for name in ("home", "run", "state", "nhso"):
            (self.folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            if self._own_pcscd:
                self.pcscd.start()
            self.decks = [Deck(VirtualSlot(self.pcscd.port(number))) for number in (0, 1)]
            self.nhso = self._serve("nhso", "--db", str(self.folder / "nhso" / "nhso.db"))
            self.his = self._serve("his", "--nhso", self.nhso)
            self.write_policy(_POLICY.format(language=self._language, nhso=self.nhso, his=self.his))
            self.launcher.write_text(launcher_text(), encoding="utf-8")
            self.launcher.chmod(0o700)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        for deck in self.decks:
            deck.remove()
        if self._agent is not None:
            self._agent.__exit__(None, None, None)
        for server in self._servers:
            server.terminate()
            server.wait(10)
        self._servers.clear()
        if self._own_pcscd:
            self.pcscd.close()

    # ---- the account -------------------------------------------------------------------------------------------------

    @property
    def launcher(self) -> Path:
        return self.folder / "sitthi-host"

    @property
    def policy_file(self) -> Path:
        return self.folder / "policy.toml"

    @property
    def state(self) -> Path:
        """The product's state folder of this account."""
        return self.folder / "state" / "sitthi"

    @property
    def env(self) -> dict[str, str]:
        """The environment of everything that the account's user starts."""
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(self.folder / "home"),
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "SITTHI_POLICY": str(self.policy_file),
            **self.pcscd.env,
            **(self.desktop.env if self.desktop else {}),
        }

    def write_policy(self, text: str) -> None:
        temporary = self.policy_file.with_suffix(".new")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(self.policy_file)

    def change_policy(self, old: str, new: str) -> None:
        """Replace one piece of the policy text, which must be there."""
        text = self.policy_file.read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"not in the policy: {old}")
        self.write_policy(text.replace(old, new))

    def register(self, profile: Path, launcher: Path | None = None) -> None:
        """Register the host for a Chromium profile and the account's Firefox, as `sitthi register` does for the user's.

        The browser's own password manager and form memory are off, as docs/it.md asks of every hospital: they would
        keep citizen IDs and tokens in the profile.
        """
        firefox = self.folder / "home" / ".mozilla" / "native-messaging-hosts"
        chromium = profile / "NativeMessagingHosts"
        families: tuple[tuple[Family, Path], ...] = (("chromium", chromium), ("firefox", firefox))
        for family, hosts in families:
            hosts.mkdir(parents=True, exist_ok=True)
            (hosts / f"{HOST_NAME}.json").write_text(manifest_text(family, launcher or self.launcher), encoding="utf-8")
        preferences = profile / "Default" / "Preferences"
        preferences.parent.mkdir(parents=True, exist_ok=True)
        preferences.write_text(json.dumps(_PREFERENCES), encoding="utf-8")

    def sitthi(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run the `sitthi` command in this account."""
        return subprocess.run(
            [sys.executable, "-m", "sitthi", *arguments],
            env=self.env,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    # ---- cards and NHSO ----------------------------------------------------------------------------------------------

    def insert(self, person: str, reader: int = 0) -> VirtualCard:
        """Put a person's card in (sitthi_sandbox.card.people); the card, with its log and try counter."""
        self.decks[reader].insert(person)
        card = self.decks[reader].card(person)
        if not isinstance(card, VirtualCard):
            raise TypeError(f"{person} is no Thai ID card")
        return card

    def remove(self, reader: int = 0) -> None:
        self.decks[reader].remove()

    def control(self, path: str, **content: object) -> dict[str, Any]:
        """POST to the NHSO sandbox's control, e.g. control("clock", advance_seconds=60)."""
        request = urllib.request.Request(
            f"{self.nhso}/sandbox/{path}", json.dumps(content).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            body = answer.read()
        found: dict[str, Any] = json.loads(body) if body else {}
        return found

    def start_agent(self, *, reader: int = 1) -> AgentDesk:
        """NHSO's SmartCard Agent beside the product, reading the cards of this reader; the policy switches it on.

        Until `close`. Its desk says what it should do next.
        """
        deck = self.decks[reader]
        desk = AgentDesk(card=lambda: PEOPLE[deck.inserted].cid if deck.inserted in PEOPLE else None)
        self._agent = agent_server(desk).__enter__()
        policy = self.policy_file.read_text(encoding="utf-8")
        self.write_policy(f'[authen]\non = true\naddress = "{self._agent.url}/"\n{policy}')
        return desk

    def his_last(self) -> dict[str, Any]:
        """What the HIS got last, masked and hashed."""
        with urllib.request.urlopen(f"{self.his}/api/last", timeout=10) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        return found

    def _serve(self, part: str, *arguments: str) -> str:
        server = subprocess.Popen(
            [sys.executable, "-m", f"sitthi_sandbox.{part}", "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )
        self._servers.append(server)
        if server.stdout is None:
            raise RuntimeError("started without a pipe")
        said = server.stdout.readline().split()
        if len(said) != 2 or said[0] != "ready":
            raise RuntimeError(f"the {part} sandbox did not start")
        return said[1]
