"""`python -m sitthi_sandbox.his --port N --nhso URL`: run the sample HIS until interrupted."""

import argparse

from sitthi_sandbox.nhso.loopback import LoopbackServer

from .app import create_app
from .web import His


def main() -> None:
    """Parse the arguments, say where it listens (one line, `ready http://127.0.0.1:N`), and serve."""
    parser = argparse.ArgumentParser(prog="sitthi_sandbox.his", description="Sample hospital web HIS")
    parser.add_argument("--port", type=int, default=8090, help="0: any free port")
    parser.add_argument("--nhso", default="http://127.0.0.1:8080", help="base URL of the NHSO sandbox")
    options = parser.parse_args()
    nhso: str = options.nhso
    server = LoopbackServer(create_app(His(nhso.rstrip("/"))), options.port)
    print(f"ready {server.url}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
