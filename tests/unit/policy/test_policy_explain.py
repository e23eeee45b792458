"""The explanation says what the gate says, and finds the mistake that a person made."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.errors import SitthiError
from sitthi.policy import Policy, load_policy, may_release
from sitthi.policy.explain import Explanation, explain, explain_pattern
from sitthi.policy.match_pattern import parse_match_pattern
from sitthi.policy.near_miss import DIFFERENCES
from sitthi.policy.profile_file import all_profiles
from sitthi.policy.typed_address import BadAddress, canonical_address

POLICY = """
[[site]]
name = "login"
match = ["https://his.example.go.th/app/*"]
fill = ["operator_cid", "token"]

[[site]]
name = "kiosk"
match = ["https://his.example.go.th/app/kiosk*"]
fill = ["patient_cid"]
auto = true

[[site]]
name = "port"
match = ["https://port.example.go.th:8443/*", "https://www.web.example.go.th/"]
fill = ["token"]

[[site]]
name = "plain"
match = ["*://plain.example.go.th/*", "http://only.example.go.th/*"]
fill = ["token"]

[[site]]
name = "open"
match = ["http://open.example.go.th/*"]
fill = ["token"]
allow_http = true

[[site]]
name = "mistake"
match = ["https://*.nhso.go.th/*"]
fill = ["token"]
"""


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    file: Path = tmp_path_factory.mktemp("policy") / "policy.toml"
    file.write_text(POLICY)
    return load_policy([file])


def ask(policy: Policy, typed: str) -> Explanation:
    return explain(policy, *canonical_address(typed), all_profiles())


def granted(found: Explanation) -> dict[str, str]:
    return {answer.role: answer.site.name for answer in found.roles if answer.site}


def test_a_listed_page_names_the_site_of_each_role(policy: Policy) -> None:
    found = ask(policy, "https://his.example.go.th/app/kiosk")
    assert found.allowed
    assert granted(found) == {"operator_cid": "login", "token": "login", "patient_cid": "kiosk"}
    assert [answer.role for answer in found.roles if answer.by_itself] == ["patient_cid"]
    assert [match.site.name for match in found.matches] == ["login", "kiosk"]
    assert (found.near, found.snippet) == ((), "")


def test_the_line_of_a_site_is_known(policy: Policy) -> None:
    places = [match.site.place for match in ask(policy, "https://his.example.go.th/app/kiosk").matches]
    assert [place.line for place in places if place] == [2, 7]


@given(
    st.sampled_from(
        ["https://his.example.go.th/app/", "http://open.example.go.th/", "https://iam.nhso.go.th/x", "http://a.b/"]
    )
)
def test_it_never_says_more_than_the_gate(policy: Policy, url: str) -> None:
    found = ask(policy, url)
    for answer in found.roles:
        try:
            site = may_release(
                policy, origin=found.page.origin.text, url=url, top_frame=True, roles=[answer.role], gesture=True
            )
        except SitthiError as refusal:
            assert answer.site is None
            assert answer.refusal is not None and answer.refusal.name == refusal.name
        else:
            assert answer.site == site


@pytest.mark.parametrize(
    ("url", "site", "differences"),
    [
        ("http://his.example.go.th/app/x", "login", ("http_for_https",)),
        ("https://only.example.go.th/", "plain", ("https_for_http",)),
        ("https://www.his.example.go.th/app/x", "login", ("www",)),
        ("https://web.example.go.th/", "port", ("www",)),
        ("https://new.his.example.go.th/app/x", "login", ("subdomain",)),
        ("https://port.example.go.th/login", "port", ("port",)),
        ("https://his.example.go.th/app", "login", ("bare_folder",)),
        ("https://www.web.example.go.th/login", "port", ("slash",)),
        ("https://his.example.go.th/other", "login", ("path",)),
        ("http://www.his.example.go.th/other", "login", ("http_for_https", "www", "path")),
    ],
)
def test_a_near_miss_names_site_and_difference(
    policy: Policy, url: str, site: str, differences: tuple[str, ...]
) -> None:
    found = ask(policy, url)
    assert not found.allowed
    assert (found.near[0].site.name, found.near[0].differences) == (site, differences)
    assert set(differences) <= set(DIFFERENCES)


def test_another_host_is_no_near_miss(policy: Policy) -> None:
    assert ask(policy, "https://xhis.example.go.th/app/x").near == ()


def test_the_snippet_allows_the_page(policy: Policy, tmp_path: Path) -> None:
    for typed in ("https://new.example.go.th:8443/a?b=1", "http://other.example.go.th/", "https://ตัวอย่าง.example/x"):
        found = ask(policy, typed)
        file = tmp_path / "policy.toml"
        file.write_text(found.snippet, encoding="utf-8")
        assert ask(load_policy([file]), typed).allowed, typed


def test_no_snippet_where_nothing_should_be_listed(policy: Policy) -> None:
    assert ask(policy, "http://his.example.go.th/app/x").snippet == ""  # the same page is listed for https
    assert ask(policy, "http://plain.example.go.th/").snippet == ""  # it is listed: allow_http is what lacks
    for url in ("https://iam.nhso.go.th/x", "https://eclaim.nhso.go.th/webComponent/login/x"):
        assert ask(Policy(), url).snippet == ""


def test_the_never_list_is_named_even_where_a_site_matches(policy: Policy) -> None:
    found = ask(policy, "https://iam.nhso.go.th/realms/nhso")
    assert found.never_host and not found.allowed
    assert [match.site.name for match in found.matches] == ["mistake"]
    assert [profile.name for profile in found.profiles] == ["nhso-keycloak"]


@pytest.mark.parametrize(
    ("pattern", "sites", "released"),
    [
        ("https://his.example.go.th/*", ["login", "kiosk"], True),
        ("*://*.example.go.th/*", ["login", "kiosk", "port", "plain", "open"], True),
        ("http://plain.example.go.th/*", ["plain"], False),
        ("http://open.example.go.th/*", ["open"], True),
        ("*://only.example.go.th/*", ["plain"], False),
        ("https://iam.nhso.go.th/*", ["mistake"], False),
        ("https://*.nhso.go.th/*", ["mistake"], True),
        ("https://nothing.example/*", [], False),
    ],
)
def test_a_pattern_lists_the_sites_it_touches(policy: Policy, pattern: str, sites: list[str], released: bool) -> None:
    found = explain_pattern(policy, parse_match_pattern(pattern))
    assert [match.site.name for match in found.matches] == sites
    assert found.released is released


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        (" HTTPS://HIS.Example.go.th ", "https://his.example.go.th/"),
        ("https://his.example.go.th:443/a#b", "https://his.example.go.th/a"),
        ("http://his.example.go.th:80?x=1", "http://his.example.go.th/?x=1"),
        ("https://his.example.go.th/ผู้ป่วย x", "https://his.example.go.th/%E0%B8%9C%E0%B8%B9%E0%B9%89%E0%B8%9B%E0%B9%88%E0%B8%A7%E0%B8%A2%20x"),
        ("https://his.example.go.th/a%20b", "https://his.example.go.th/a%20b"),
        ("https://โรงพยาบาล.example/", "https://xn--72c2blqcq3gb1l.example/"),
        ("http://[::1]:8081/x", "http://[::1]:8081/x"),
    ],
)  # fmt: skip
def test_a_typed_address_becomes_a_browsers(typed: str, url: str) -> None:
    assert canonical_address(typed)[0] == url


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("his.example.go.th/login", "no_scheme"),
        ("", "no_scheme"),
        ("ftp://his.example.go.th/", "other_scheme"),
        ("chrome-extension://abc/x", "other_scheme"),
        ("https://user:pw@his.example.go.th/", "credentials"),
        ("https:///x", "not_an_address"),
        ("https://his..th/", "not_an_address"),
        ("https://his.example.go.th:99999/", "not_an_address"),
        ("https://256.1.1.1/", "not_an_address"),
    ],
)
def test_what_is_no_address_is_refused_with_a_reason(typed: str, code: str) -> None:
    with pytest.raises(BadAddress) as refused:
        canonical_address(typed)
    assert refused.value.code == code
