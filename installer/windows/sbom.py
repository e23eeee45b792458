"""The bill of materials, CycloneDX 1.5 as JSON: each component with its files and their hashes, nothing without one."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from installer import source_date
from installer.windows.pins import Archive, Inside, Pin, Pins

NAME = "sbom.cdx.json"
_SPACE = uuid.UUID("c5dd6a2a-4a0d-4f0f-8f0d-0c1a2b3c4d5e")
Json = dict[str, Any]


def sbom(pins: Pins, payload: Path, owners: dict[str, str], version: str) -> str:
    """The document for `payload`; `owners`: a file's place -> name of the pin that it came from. The rest is ours."""
    parts = {name: part for part in pins.inside for name in part.files}
    files: dict[str, list[Json]] = {}
    for path in sorted(payload.rglob("*")):
        place = path.relative_to(payload).as_posix()
        if path.is_file() and place != NAME:
            part = parts.get(place)
            owner = _reference(part.name, part.version) if part else owners.get(place, "Sitthi")
            files.setdefault(owner, []).append(_file(place, path))
    components = [_download(pin, files.pop(pin.name, [])) for pin in (pins.python, pins.tk, *pins.wheels)]
    components += [_part(part, files.pop(_reference(part.name, part.version), [])) for part in pins.inside]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(source_date(), UTC).isoformat().replace("+00:00", "Z"),
            "component": {
                "type": "application",
                "bom-ref": "Sitthi",
                "name": "Sitthi",
                "version": version,
                "licenses": [{"expression": "Apache-2.0"}],
                "components": files.pop("Sitthi"),
            },
        },
        "components": components,
        "dependencies": _dependencies(pins),
    }
    document["serialNumber"] = f"urn:uuid:{uuid.uuid5(_SPACE, json.dumps(document, sort_keys=True))}"
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _download(pin: Pin, files: list[Json]) -> Json:
    archive = pin if isinstance(pin, Archive) else None
    name, version = (archive.contains, archive.contains_version) if archive else (pin.name, pin.version)
    made = _component(_reference(name, version), name, version, pin.licence, pin.origin, files)
    made["hashes"] = [{"alg": "SHA-256", "content": pin.sha256}]
    made["purl"] = f"pkg:pypi/{_normal(pin.name)}@{pin.version}"
    made["properties"] = [{"name": "sitthi:download", "value": pin.file}]
    return made


def _part(part: Inside, files: list[Json]) -> Json:
    return _component(_reference(part.name, part.version), part.name, part.version, part.licence, part.origin, files)


def _component(reference: str, name: str, version: str, licence: str, origin: str, files: list[Json]) -> Json:
    made: Json = {
        "type": "library",
        "bom-ref": reference,
        "name": name,
        "version": version,
        "licenses": [{"expression": licence}],
        "externalReferences": [{"type": "distribution", "url": origin}],
    }
    return made | {"components": files} if files else made


def _file(place: str, path: Path) -> Json:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {
        "type": "file",
        "bom-ref": f"file:{place}",
        "name": place,
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }


def _dependencies(pins: Pins) -> list[Json]:
    """What is linked into what; all else Sitthi brings along itself."""
    references = {pin.name: _reference(pin.name, pin.version) for pin in pins.wheels} | {
        each.contains: _reference(each.contains, each.contains_version) for each in (pins.python, pins.tk)
    }
    linked: dict[str, list[str]] = {"Sitthi": list(references.values())}
    for part in pins.inside:
        into = references.get(part.within, "Sitthi") if part.within else references[pins.python.contains]
        linked.setdefault(into, []).append(_reference(part.name, part.version))
    return [{"ref": reference, "dependsOn": sorted(needs)} for reference, needs in linked.items()]


def _reference(name: str, version: str) -> str:
    return f"{name}@{version}"


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
