"""`python -m sitthi_sandbox.agent --port N`: run the agent's double until interrupted."""

import argparse

from sitthi_sandbox.card.people import PEOPLE

from .app import agent_server
from .desk import AgentDesk


def main() -> None:
    """Parse the arguments, say where it listens (one line, `ready http://127.0.0.1:N`), and serve."""
    parser = argparse.ArgumentParser(prog="sitthi_sandbox.agent", description="Double of NHSO's SmartCard Agent")
    parser.add_argument("--port", type=int, default=8189, help="0: any free port")
    parser.add_argument("--card", choices=sorted(PEOPLE), help="whose card is in its reader at the start")
    options = parser.parse_args()
    cid = PEOPLE[options.card].cid if options.card else None
    server = agent_server(AgentDesk(card=lambda: cid), options.port)
    print(f"ready {server.url}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
