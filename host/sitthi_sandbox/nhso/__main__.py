"""`python -m sitthi_sandbox.nhso --port N --db FILE`: run the sandbox until interrupted."""

import argparse
from pathlib import Path

from .app import nhso_server, open_sandbox


def main() -> None:
    """Parse the arguments, say where it listens (one line, `ready http://127.0.0.1:N`), and serve."""
    parser = argparse.ArgumentParser(prog="sitthi_sandbox.nhso", description="Sandbox of NHSO's Web service")
    parser.add_argument("--port", type=int, default=8080, help="0: any free port")
    parser.add_argument("--db", type=Path, required=True, help="SQLite file; made if it is not there")
    parser.add_argument("--workstation-key-file", type=Path, help="file with the key the issuer asks workstations for")
    options = parser.parse_args()
    key_file: Path | None = options.workstation_key_file
    key = key_file.read_text(encoding="utf-8").strip() if key_file else None
    server = nhso_server(open_sandbox(options.db, key), options.port)
    print(f"ready {server.url}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
