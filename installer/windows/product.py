"""The product's own files: host/sitthi and nothing else (no sandbox, no tests)."""

from __future__ import annotations

import shutil
from pathlib import Path

from installer import ROOT, version

_SHIPPED = {".py", ".toml", ".json"}


def copy_product(target: Path, product: str) -> None:
    """host/sitthi as `target`/sitthi, saying that it is version `product`."""
    source = ROOT / "host/sitthi"
    for path in sorted(source.rglob("*")):
        if path.suffix in _SHIPPED and "__pycache__" not in path.parts:
            place = target / "sitthi" / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
    init = target / "sitthi/__init__.py"
    init.write_text(init.read_text("utf-8").replace(f'"{version()}"', f'"{product}"'), "utf-8")
