"""The sandbox as one Flask application: Web service, issuer, SRM and control API around one `Sandbox`."""

from pathlib import Path

from flask import Flask, request
from werkzeug.exceptions import Forbidden

from .control import control_blueprint
from .issuer import issuer_blueprint
from .loopback import LoopbackServer
from .registry import Registry
from .seed import seed_users
from .srm import srm_blueprint
from .state import Sandbox
from .ucws import ucws_blueprint

_MAX_REQUEST_BYTES = 64 * 1024
_LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost"})


def open_sandbox(db: Path, workstation_key: str | None = None) -> Sandbox:
    """A sandbox on the SQLite file `db`; a file without users gets the starting ones."""
    sandbox = Sandbox(Registry(db), workstation_key=workstation_key)
    now = sandbox.clock.now()
    if not sandbox.registry.users(now):
        seed_users(sandbox.registry, now)
    return sandbox


def nhso_server(sandbox: Sandbox, port: int = 0) -> LoopbackServer:
    """The server for `sandbox`; its Date header tells the sandbox's time, as clients judge expiry by it."""
    return LoopbackServer(create_app(sandbox), port, sandbox.clock.now)


def create_app(sandbox: Sandbox) -> Flask:
    """The application for `sandbox`."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = _MAX_REQUEST_BYTES
    app.register_blueprint(ucws_blueprint(sandbox))
    app.register_blueprint(issuer_blueprint(sandbox))
    app.register_blueprint(srm_blueprint(sandbox.srm, sandbox.faults, sandbox.clock.now, sandbox.calls.note))
    app.register_blueprint(control_blueprint(sandbox))

    @app.before_request
    def loopback_only() -> None:
        """A foreign page that makes its own name point here (DNS rebinding) is not let in."""
        if request.host.rpartition(":")[0] not in _LOOPBACK_NAMES and request.host not in _LOOPBACK_NAMES:
            raise Forbidden

    return app
