"""The sandbox's NHSO for the service's tests: its address in a policy, and sessions with tokens of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import requests

from sitthi.service.app import App
from sitthi.session.store import utc_now
from sitthi.session.token import Session
from sitthi_sandbox.nhso.faults import Fault, FaultKind, FaultTarget
from sitthi_sandbox.nhso.state import Sandbox

if TYPE_CHECKING:
    from unit.service.conftest import Counter

POLICY = """
[issuer]
url = "http://127.0.0.1:9/issuer"
[nhso]
endpoint = "{url}/ucwstokenp1/UCWSTokenP1"
srm_endpoint = "{url}/srm/api/ucws/v1/right-search"
timeout_seconds = 5
{more}
[outlet.clipboard]
on = true
[[site]]
name = "x"
match = ["https://his.example/*"]
fill = ["operator_cid", "token", "rights_scheme", "rights_hospital_main"]
"""


class Nhso:
    """The sandbox, its address, and sessions with tokens of it."""

    def __init__(self, sandbox: Sandbox, url: str, counter: Counter, operator: str) -> None:
        self.sandbox, self.url, self.counter, self.operator = sandbox, url, counter, operator
        self.policy()

    def policy(self, more: str = "") -> None:
        self.counter.policy_file.write_text(POLICY.format(url=self.url, more=more))

    def start(self, kind: str) -> App:
        app = self.counter.start()
        if kind == "uc":
            token = self.sandbox.registry.login(self.operator, self.sandbox.clock.now()).token
        else:
            text = requests.post(f"{self.url}/srm/login", json={"cid": self.operator}, timeout=5).text
            token = text.split("\r\n")[0].removeprefix("access-token=")
        now = utc_now()
        app.store.begin(Session(self.operator, "n", "n", token, kind, "x", now, now + timedelta(hours=1), now))
        return app

    def fault(self, kind: FaultKind, seconds: float = 0) -> None:
        self.sandbox.faults.arm(Fault(kind, seconds, FaultTarget.ANY), 1)

    def calls(self) -> object:
        return self.sandbox.calls.report()["counts"]
