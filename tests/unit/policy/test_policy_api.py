"""Which methods of `window.sitthi` a policy gives to which page's program."""

from pathlib import Path

import pytest

from sitthi.api_methods import API_METHODS, PRESS_METHODS
from sitthi.cli.sites.view import api_warnings
from sitthi.errors import InsecureOrigin, OriginNotAllowed, PolicyInvalid, SitthiError
from sitthi.errors_api import ApiFrameRefused, ApiNotAllowed, ApiPressRequired
from sitthi.policy import Policy, load_policy
from sitthi.policy.sites import may_call

POLICY = """
[[site]]
name = "all"
match = ["https://his.example.go.th/app/*"]
fill = ["token"]
api = ["status", "login", "operator", "token", "read_patient", "rights"]

[[site]]
name = "none, filled by itself"
match = ["https://his.example.go.th/*", "https://*.nhso.go.th/*"]
fill = ["token"]
auto = true

[[site]]
name = "status"
match = ["*://plain.example.go.th/*", "https://his.example.go.th/*"]
fill = ["token"]
api = ["status"]

[[site]]
name = "over http"
match = ["http://127.0.0.1/*"]
fill = ["token"]
allow_http = true
api = ["token"]
"""
APP = "https://his.example.go.th/app/x"


def load(folder: Path, text: str) -> Policy:
    file = folder / "policy.toml"
    file.write_text(text)
    return load_policy([file])


@pytest.fixture
def policy(tmp_path: Path) -> Policy:
    return load(tmp_path, POLICY)


def ask(policy: Policy, url: str, method: str, *, top_frame: bool = True, gesture: bool = True) -> str:
    origin = "/".join(url.split("/")[:3])
    return may_call(policy, origin=origin, url=url, top_frame=top_frame, method=method, gesture=gesture).name


def refusal(policy: Policy, url: str, method: str, *, top_frame: bool = True, gesture: bool = True) -> SitthiError:
    with pytest.raises(SitthiError) as refused:
        ask(policy, url, method, top_frame=top_frame, gesture=gesture)
    return refused.value


@pytest.mark.parametrize("method", API_METHODS)
def test_a_listed_method_is_answered_to_the_main_page_after_a_press_only(policy: Policy, method: str) -> None:
    assert ask(policy, APP, method) == "all"
    assert isinstance(refusal(policy, APP, method, top_frame=False), ApiFrameRefused)
    if method in PRESS_METHODS:
        unasked = refusal(policy, APP, method, gesture=False)
        assert isinstance(unasked, ApiPressRequired)
        assert unasked.data == {"method": method}
    else:
        assert ask(policy, APP, method, gesture=False) == "all"


def test_filling_a_page_gives_its_program_nothing(policy: Policy) -> None:
    refused = refusal(policy, "https://his.example.go.th/other", "token")
    assert isinstance(refused, ApiNotAllowed)
    assert refused.data == {"method": "token"}


def test_the_first_site_that_lists_the_method_decides(policy: Policy) -> None:
    assert ask(policy, "https://his.example.go.th/other", "status") == "status"
    assert ask(policy, APP, "status") == "all"


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("https://other.example.go.th/", OriginNotAllowed),
        ("https://iam.nhso.go.th/", OriginNotAllowed),
        ("http://his.example.go.th/app/x", InsecureOrigin),
        ("http://plain.example.go.th/", InsecureOrigin),
        ("file:///app/x", OriginNotAllowed),
    ],
)
def test_pages_that_are_not_listed_or_not_encrypted(policy: Policy, url: str, error: type[SitthiError]) -> None:
    assert type(refusal(policy, url, "status")) is error


def test_http_where_the_site_allows_it(policy: Policy) -> None:
    assert ask(policy, "http://127.0.0.1/", "token") == "over http"


def test_an_origin_that_is_not_the_pages_is_refused(policy: Policy) -> None:
    with pytest.raises(OriginNotAllowed):
        may_call(policy, origin="https://his.example.go.th", url="https://evil.example/", top_frame=True,
                 method="status", gesture=True)  # fmt: skip


def test_no_site_has_the_api_unless_it_says_so(policy: Policy) -> None:
    assert [site.api for site in policy.sites][1] == ()


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ('["tokens"]', "'tokens' is not a method of the API: status, login, operator, token, read_patient, rights"),
        ('["token", "token"]', "names a method of the API twice"),
        ('"token"', "must be a list of texts"),
        ("[]", "must be a list of texts that is not empty"),
    ],
)
def test_a_mistake_in_the_list_is_named_with_its_line(tmp_path: Path, value: str, problem: str) -> None:
    text = f'[[site]]\nname = "x"\nmatch = ["https://x.example/*"]\nfill = ["token"]\napi = {value}\n'
    with pytest.raises(PolicyInvalid) as refused:
        load(tmp_path, text)
    assert (refused.value.data["line"], refused.value.data["key"]) == (5, "site.api")
    assert problem in str(refused.value.data["problem"])


def test_a_change_of_the_list_is_a_new_revision(policy: Policy, tmp_path: Path) -> None:
    assert load(tmp_path, POLICY.replace('api = ["status"]', 'api = ["rights"]')).revision != policy.revision


def test_sites_whose_program_may_have_the_token_are_warned_of(policy: Policy) -> None:
    warned = " ".join(api_warnings(policy.sites))
    assert [site.name in warned for site in policy.sites] == [True, False, False, True]
