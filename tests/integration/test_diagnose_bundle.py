"""`sitthi diagnose --bundle`: what is in it, and what must never be, in no encoding."""

from __future__ import annotations

import base64
import json
import zipfile
from pathlib import Path

from sitthi_sandbox.card.people import PEOPLE
from sitthi_sandbox.world import World
from support.pcscd import PrivatePcscd
from support.sessions import begin_session

OFFICER = PEOPLE["officer"]
TOKEN = "CANARY0TOKEN4567"


def spellings(secret: str) -> set[bytes]:
    """UTF-8, UTF-16, TIS-620, escaped, and base64 of the first three at each of its three alignments."""
    raw = [secret.encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be"), secret.encode("tis-620")]
    found = {*raw, json.dumps(secret).strip('"').encode(), secret.encode().hex().encode()}
    for each in raw:
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + each)
            found.add(coded[4 if shift else 0 : -4])
    return {each for each in found if len(each) >= 8}


def test_a_bundle_tells_of_the_computer_and_of_nobody(tmp_path: Path, pcscd: PrivatePcscd) -> None:
    with World(tmp_path, pcscd=pcscd) as world:
        world.insert("officer")
        begin_session(world, OFFICER.cid, TOKEN)  # type: ignore[arg-type]
        (world.folder / "home" / ".config" / "chromium").mkdir(parents=True)
        target = tmp_path / "support.zip"
        done = world.sitthi("diagnose", "--bundle", str(target), "--language", "th")
        assert str(target) in done.stderr
        assert "[pcsc] เครื่องอ่านบัตร" in done.stdout
        assert target.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(target) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    assert set(files) == {
        "report.json", "report.th.txt", "report.en.txt", "versions.json", "policy.json", "browser-policies.json",
        "audit.json",
    }  # fmt: skip
    assert any(each["name"] == "pcsc" and each["ok"] for each in json.loads(files["report.json"])["sections"])
    assert json.loads(files["policy.json"])["in_force"]["nhso"]["endpoint"] == f"{world.nhso}/ucwstokenp1/UCWSTokenP1"
    whole = b"\n".join([*files.values(), target.read_bytes()])
    people = [OFFICER.cid, OFFICER.cid[:12], TOKEN, *OFFICER.name_th, *OFFICER.name_en, str(tmp_path / "home")]
    for secret in filter(lambda text: len(text) > 3, people):
        for spelling in spellings(secret):
            assert spelling not in whole, secret


def test_the_second_lock_holds_where_the_first_fails(tmp_path: Path, pcscd: PrivatePcscd) -> None:
    """A site that somebody named after a token and a person, and who is in an audit entry's outcome."""
    with World(tmp_path, pcscd=pcscd) as world:
        begin_session(world, OFFICER.cid, TOKEN)  # type: ignore[arg-type]
        world.change_policy("HIS โรงพยาบาลตัวอย่าง (เข้าสู่ระบบ)", f"{TOKEN} {OFFICER.cid}")
        target = tmp_path / "support.zip"
        world.sitthi("diagnose", "--bundle", str(target))
    with zipfile.ZipFile(target) as bundle:
        whole = b"".join(bundle.read(name) for name in bundle.namelist())
    assert TOKEN.encode() not in whole
    assert OFFICER.cid.encode() not in whole
    assert b"<redacted>" in whole


def test_a_bundle_that_cannot_be_written_says_so(tmp_path: Path, pcscd: PrivatePcscd) -> None:
    with World(tmp_path, pcscd=pcscd) as world:
        done = world.sitthi("diagnose", "--bundle", str(tmp_path / "no-such-folder" / "x.zip"))
    assert done.returncode == 1
    assert "no-such-folder" in done.stderr
    assert "Traceback" not in done.stderr
