"""policy.toml: the defaults, the whole schema, and each mistake with its line and key."""

import subprocess
import sys
from datetime import time
from pathlib import Path

import pytest

from sitthi.errors import PolicyInvalid
from sitthi.policy import load_policy
from sitthi.policy.model import Policy

FULL = """
[host]
language = "en"
allow_reveal = false
warn_days = 10
[pin]
allow_last_try = true
timeout_seconds = 90
profile = "iso"
[session]
sources = ["issuer"]
lock_on_removal = false
idle_minutes = 0
inactivity_days = 60
removal_time = "06:05"
[issuer]
url = "https://issuer.example.go.th"
timeout_seconds = 3
key_file = "/etc/sitthi/issuer.key"
[nhso]
endpoint = "http://ucws.nhso.go.th:80/ucwstokenp1/UCWSTokenP1"
timeout_seconds = 20
[card]
photo = false
laser_id = true
[[site]]
name = "HIS โรงพยาบาล"
match = ["https://his.example.go.th/*", "https://*.b.example:8443/x"]
fill = ["operator_cid", "token"]
auto = true
allow_http = true
never = ["#new-password", "my-app>>>form.other"]
submit = true
api = ["status", "token"]
[site.fields]
operator_cid = "#username"
token = "input[name='password']"
[site.roles]
patient_cid = "operator_cid"
patient_sex = "none"
"""


def write(folder: Path, text: str, name: str = "policy.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def line_of(words: str) -> int:
    return FULL[: FULL.index(words)].count("\n") + 1


def refused(folder: Path, text: str) -> dict[str, object]:
    with pytest.raises(PolicyInvalid) as error:
        load_policy([write(folder, text)])
    assert error.value.data["file"] == str(folder / "policy.toml")
    return error.value.data


def test_without_a_file_the_defaults_and_no_sites() -> None:
    policy = load_policy([])
    assert policy == Policy()
    assert policy.sites == ()
    assert (policy.pin.allow_last_try, policy.issuer.url) == (False, "")
    assert policy.session.removal_time == time(12, 30)


def test_every_key_of_the_schema(tmp_path: Path) -> None:
    policy = load_policy([write(tmp_path, FULL)])
    assert (policy.host.language, policy.host.allow_reveal, policy.host.warn_days) == ("en", False, 10)
    assert (policy.pin.allow_last_try, policy.pin.timeout_seconds, policy.pin.profile) == (True, 90, "iso")
    assert policy.session.removal_time == time(6, 5)
    assert (policy.session.idle_minutes, policy.session.inactivity_days) == (0, 60)
    assert policy.issuer.url == "https://issuer.example.go.th/"
    assert policy.issuer.key_file == "/etc/sitthi/issuer.key"
    assert policy.nhso.endpoint == "http://ucws.nhso.go.th/ucwstokenp1/UCWSTokenP1"
    assert (policy.card.photo, policy.card.laser_id) == (False, True)
    (site,) = policy.sites
    assert site.to_message() == {
        "name": "HIS โรงพยาบาล",
        "match": ["https://his.example.go.th/*", "https://*.b.example:8443/x"],
        "fill": ["operator_cid", "token"],
        "auto": True,
        "allow_http": True,
        "fields": {"operator_cid": "#username", "token": "input[name='password']"},
        "never": ["#new-password", "my-app >>> form.other"],
        "roles": {"patient_cid": "operator_cid", "patient_sex": "none"},
        "submit": True,
        "api": ["status", "token"],
    }
    assert site.place is not None
    assert (site.place.file, site.place.line) == (str(tmp_path / "policy.toml"), line_of("[[site]]"))


SITE = '[[site]]\nname = "x"\nmatch = ["https://a.example/*"]\nfill = ["token"]\n'


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("\n\n[hosts]\n", 3, "hosts"),
        ("\n[hosts.deep]\n", 2, "hosts"),
        ("\n[site.fields]\n", 2, "site"),
        ("colour = 1\n", 1, "colour"),
        ("[host]\n# x\nlanguage = 'de'\n", 3, "host.language"),
        ("[host]\nlangauge = 'th'\n", 2, "host.langauge"),
        ("[host]\nallow_reveal = 1\n", 2, "host.allow_reveal"),
        ("[host]\nwarn_days = true\n", 2, "host.warn_days"),
        ("[host]\nwarn_days = 1.5\n", 2, "host.warn_days"),
        ("host = 3\n", 1, "host"),
        ("host.language = 3\n", 1, "host.language"),
        ("[pin]\nprofile = ''\n", 2, "pin.profile"),
        ("[pin]\ntimeout_seconds = 0\n", 2, "pin.timeout_seconds"),
        ("[session]\nsources = [\n 'issuer',\n 'ucauth',\n]\n", 2, "session.sources"),
        ("[session]\nsources = []\n", 2, "session.sources"),
        ("[session]\nsources = ['issuer', 'issuer']\n", 2, "session.sources"),
        ("[session]\nidle_minutes = -1\n", 2, "session.idle_minutes"),
        ("[session]\nremoval_time = '24:00'\n", 2, "session.removal_time"),
        ("[session]\nremoval_time = '1:30'\n", 2, "session.removal_time"),
        ("[session]\nremoval_time = 12:30:00\n", 2, "session.removal_time"),
        ("[issuer]\nurl = 'ftp://x/'\n", 2, "issuer.url"),
        ("[issuer]\nurl = 'https://user:pw@x/'\n", 2, "issuer.url"),
        ("[issuer]\ntimeout_seconds = 5\nurl = 'http://issuer.example.go.th/'\n", 3, "issuer.url"),
        ("[nhso]\nendpoint = 'https://x/?wsdl'\n", 2, "nhso.endpoint"),
        ("[site]\nname = 'x'\n", 1, "site"),
        ("site = [ 1 ]\n", 1, "site"),
        ("\n[[site]]\nname = 'x'\nfill = ['token']\n", 2, "site.match"),
        (SITE.replace('"x"', '" "'), 2, "site.name"),
        (SITE + "colour = 1\n", 5, "site.colour"),
        (SITE.replace("token", "pin"), 4, "site.fill"),
        (SITE.replace("https://a.example/*", "https://a.example"), 3, "site.match"),
        (SITE.replace("https://a.example/*", "file:///x/*"), 3, "site.match"),
        (SITE.replace("https://a.example/*", "<all_urls>"), 3, "site.match"),
        (SITE.replace("https://a.example/*", "https://*/login"), 3, "site.match"),
        (SITE + "auto = 'yes'\n", 5, "site.auto"),
        (SITE + "fields = 'x'\n", 5, "site.fields"),
        (SITE + "[site.fields]\n\ntoken = ''\n", 7, "site.fields.token"),
        (SITE + "[site.fields]\ntoken = 3\n", 6, "site.fields.token"),
        (SITE + "[site.fields]\npassword = '#x'\n", 6, "site.fields.password"),
        (SITE + "[site.fields]\noperator_cid = '#x'\n", 6, "site.fields.operator_cid"),
        (SITE + "\n" + SITE + "[site.fields]\ntoken = '  '\n", 11, "site.fields.token"),
        (SITE + "fields = { token = '' }\n", 5, "site.fields.token"),
        (SITE + "[site.fields]\ntoken = 'my-app >>> '\n", 6, "site.fields.token"),
        (SITE + "never = '#x'\n", 5, "site.never"),
        (SITE + "never = []\n", 5, "site.never"),
        (SITE + "never = ['#x', '*']\n", 5, "site.never"),
        (SITE + "never = [\n '#x',\n 'a[b',\n]\n", 5, "site.never"),
        (SITE + f"never = {['#x'] * 201}\n", 5, "site.never"),
        (SITE + "submit = 1\n", 5, "site.submit"),
        (SITE + "roles = 'x'\n", 5, "site.roles"),
        (SITE + "[site.roles]\npassword = 'none'\n", 6, "site.roles.password"),
        (SITE + "[site.roles]\n\ntoken = 'nobody'\n", 7, "site.roles.token"),
        (SITE + "[site.roles]\npatient_cid = 'operator_cid'\n", 6, "site.roles.patient_cid"),
        (SITE + "profile = 3\n", 5, "site.profile"),
        (SITE + "profile = 'no-such'\n", 5, "site.profile"),
        (SITE + "profile = '../policy'\n", 5, "site.profile"),
        (SITE + "profile = 'nhso-keycloak'\n", 5, "site.profile"),
        ("[[site]]\nname = 'x'\nprofile = 'hosxp'\n", 1, "site.match"),
        ("[[site]]\nprofile = 'hosxp'\n", 1, "site.name"),
    ],
)
def test_a_mistake_is_named_with_line_and_key(tmp_path: Path, text: str, line: int, key: str) -> None:
    data = refused(tmp_path, text)
    assert (data["line"], data["key"]) == (line, key)
    assert data["problem"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[host]\nlanguage = \n", 2),
        ("[host]\n[host]\n", 2),
        ("[host]\nx = 1\n\nx = 2\n", 4),
        ('[host]\nlanguage = "th\n', 2),
        ('[host]\n\nlanguage = """th\n', 3),
    ],
)
def test_a_toml_error_has_its_line(tmp_path: Path, text: str, line: int) -> None:
    data = refused(tmp_path, text)
    assert data["line"] == line
    assert "(at" not in str(data["problem"])


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_bytes("# ไทย\n\nname = ".encode() + "ก".encode("tis-620"))
    with pytest.raises(PolicyInvalid) as error:
        load_policy([file])
    assert error.value.data["line"] == 3
    file.write_bytes(b"#" * (1 << 20) + b"\n")
    with pytest.raises(PolicyInvalid):
        load_policy([file])
    file.write_text("x = " + "[" * 100_000)
    with pytest.raises(PolicyInvalid):
        load_policy([file])


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_bytes(b"\xef\xbb\xbf[host]\r\nlanguage = 'en'\r\n")
    assert load_policy([file]).host.language == "en"


def test_a_named_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PolicyInvalid) as error:
        load_policy([tmp_path / "missing.toml"])
    assert error.value.data["line"] is None


def test_http_issuer_only_on_this_machine_or_by_permission(tmp_path: Path) -> None:
    for text in ("url = 'http://127.0.0.1:8080/issuer'", "url = 'http://x.example/'\nallow_http = true"):
        assert load_policy([write(tmp_path, f"[issuer]\n{text}\n")]).issuer.url


def test_of_two_files_the_first_decides(tmp_path: Path) -> None:
    first = write(tmp_path, "[host]\nlanguage = 'en'\n" + SITE, "first.toml")
    second = write(tmp_path, "[host]\nlanguage = 'th'\nwarn_days = 5\n" + SITE.replace('"x"', '"y"'), "second.toml")
    policy = load_policy([first, second])
    assert (policy.host.language, policy.host.warn_days) == ("en", 5)
    assert [site.name for site in policy.sites] == ["x", "y"]


def test_revision_changes_with_the_meaning_only(tmp_path: Path) -> None:
    plain = load_policy([write(tmp_path, SITE)]).revision
    assert len(plain) == 16 and int(plain, 16) >= 0
    commented = load_policy([write(tmp_path, "# a comment\n[host]\nlanguage = 'th'\n" + SITE)]).revision
    changed = {
        load_policy([write(tmp_path, SITE + more)]).revision
        for more in ("auto = true\n", "submit = true\n", "never = ['#x']\n", "[site.roles]\ntoken = 'none'\n")
    }
    assert plain == commented
    assert len(changed) == 4 and plain not in changed


def test_importing_the_package_loads_none_of_its_parts() -> None:
    code = (
        "import sys; import sitthi.policy; "
        "print([m for m in ('tomllib', 'dataclasses', 'sitthi.policy.load', 'sitthi.profiles') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[3] / "host")},
    )
    assert done.stdout.strip() == "[]"
