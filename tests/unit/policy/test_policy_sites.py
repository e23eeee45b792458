"""The gate: a value leaves only for a listed origin, scheme, frame and role, and with a gesture."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitthi.errors import (
    FrameNotAllowed,
    GestureRequired,
    InsecureOrigin,
    OriginNotAllowed,
    RoleNotAllowed,
    SitthiError,
)
from sitthi.policy import Policy, SitePolicy, load_policy, may_release
from sitthi.roles import ROLES

POLICY = """
[[site]]
name = "login"
match = ["https://his.example.go.th/login*"]
fill = ["operator_cid", "token"]

[[site]]
name = "everywhere else there"
match = ["https://his.example.go.th/*"]
fill = ["patient_cid", "token"]
auto = true

[[site]]
name = "old HIS"
match = ["http://127.0.0.1:8081/*", "http://old.example.go.th/*"]
fill = ["operator_cid", "token"]
allow_http = true

[[site]]
name = "by mistake"
match = ["*://*.nhso.go.th/*", "*://plain.example.go.th/*"]
fill = ["operator_cid", "token"]
"""


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    file: Path = tmp_path_factory.mktemp("policy") / "policy.toml"
    file.write_text(POLICY)
    return load_policy([file])


def ask(
    policy: Policy,
    url: str,
    *roles: str,
    origin: str | None = None,
    top_frame: bool = True,
    gesture: bool = True,
) -> SitePolicy:
    own = "/".join(url.split("/")[:3])
    return may_release(
        policy,
        origin=own if origin is None else origin,
        url=url,
        top_frame=top_frame,
        roles=roles,
        gesture=gesture,
    )


def test_a_listed_page_gets_its_roles(policy: Policy) -> None:
    assert ask(policy, "https://his.example.go.th/login?next=/", "operator_cid", "token").name == "login"


def test_the_first_site_that_lists_all_roles_decides(policy: Policy) -> None:
    assert ask(policy, "https://his.example.go.th/login", "token").name == "login"
    assert ask(policy, "https://his.example.go.th/login", "token", "patient_cid").name.startswith("everywhere")


def test_roles_of_two_sites_are_not_added_up(policy: Policy) -> None:
    with pytest.raises(RoleNotAllowed) as refused:
        ask(policy, "https://his.example.go.th/login", "operator_cid", "patient_cid")
    assert refused.value.data == {"role": "patient_cid"}


def test_a_role_that_no_site_lists_is_named(policy: Policy) -> None:
    with pytest.raises(RoleNotAllowed) as refused:
        ask(policy, "https://his.example.go.th/login", "token", "patient_address")
    assert refused.value.data == {"role": "patient_address"}


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://other.example/", None),
        ("https://his.example.go.th.evil.example/login", None),
        ("https://his.example.go.th/login", "https://evil.example"),
        ("https://evil.example/login", "https://his.example.go.th"),
        ("https://his.example.go.th/login", "https://his.example.go.th/"),
        ("https://his.example.go.th/login", "null"),
        ("https://his.example.go.th/login", ""),
        ("https://user@his.example.go.th/login", None),
        ("https://his.example.go.th.:/login", None),
        ("https://his.example.go.th./login", None),
        ("https://his.example.go.th:8443/login", "https://his.example.go.th"),
        ("file:///home/x", "file://"),
    ],
)
def test_any_other_origin_gets_nothing(policy: Policy, url: str, origin: str | None) -> None:
    with pytest.raises(OriginNotAllowed):
        ask(policy, url, "token", origin=origin)


@pytest.mark.parametrize("host", ["iam.nhso.go.th", "tiam.nhso.go.th"])
def test_nhso_account_login_never_gets_anything(policy: Policy, host: str) -> None:
    with pytest.raises(OriginNotAllowed):
        ask(policy, f"https://{host}/realms/nhso/protocol/openid-connect/auth", "operator_cid")
    assert ask(policy, "https://authen.nhso.go.th/", "operator_cid").name == "by mistake"


def test_http_needs_allow_http_even_where_the_pattern_fits(policy: Policy) -> None:
    assert ask(policy, "http://old.example.go.th/", "token").name == "old HIS"
    with pytest.raises(InsecureOrigin) as refused:
        ask(policy, "http://plain.example.go.th/", "token")
    assert refused.value.data == {"origin": "http://plain.example.go.th"}


def test_loopback_http_needs_allow_http_too(policy: Policy) -> None:
    assert ask(policy, "http://127.0.0.1:8081/", "token").name == "old HIS"
    with pytest.raises(OriginNotAllowed):
        ask(policy, "http://127.0.0.1:8082/", "token")


def test_http_page_of_a_site_listed_for_https_is_told_so(policy: Policy) -> None:
    with pytest.raises(InsecureOrigin):
        ask(policy, "http://his.example.go.th/login", "token")


def test_frames_of_another_origin_get_nothing(policy: Policy) -> None:
    with pytest.raises(FrameNotAllowed):
        ask(policy, "https://his.example.go.th/login", "token", top_frame=False)


def test_without_a_gesture_only_an_auto_site_gets_values(policy: Policy) -> None:
    assert ask(policy, "https://his.example.go.th/x", "token", gesture=False).auto
    with pytest.raises(GestureRequired):
        ask(policy, "https://his.example.go.th/login", "operator_cid", gesture=False)


def test_a_later_auto_site_does_not_lift_the_gesture_of_the_first(policy: Policy) -> None:
    with pytest.raises(GestureRequired):
        ask(policy, "https://his.example.go.th/login", "token", gesture=False)


def test_no_policy_means_no_page() -> None:
    with pytest.raises(OriginNotAllowed):
        ask(Policy(), "https://his.example.go.th/login", "token")


def test_a_refusal_repeats_no_address_but_a_clean_origin(policy: Policy) -> None:
    with pytest.raises(OriginNotAllowed) as refused:
        ask(policy, "https://a.example/", origin="https://a.example/?cid=1100800447899")
    assert refused.value.data == {"origin": ""}


@given(
    st.sampled_from(["https://his.example.go.th/login", "http://old.example.go.th/", "https://x.example/"]),
    st.lists(st.sampled_from([*ROLES, "pin", ""]), max_size=4),
    st.booleans(),
    st.booleans(),
)
def test_whatever_is_released_is_listed(policy: Policy, url: str, roles: list[str], top: bool, gesture: bool) -> None:
    try:
        site = ask(policy, url, *roles, top_frame=top, gesture=gesture)
    except SitthiError:
        return
    assert top and set(roles) <= set(site.fill) and (gesture or site.auto)
    assert site.allow_http or url.startswith("https:")
