"""What a profile adds to a site, and what it never can."""

from pathlib import Path

import pytest

from sitthi.errors import OriginNotAllowed, RoleNotAllowed
from sitthi.policy import SitePolicy, load_policy, may_release
from sitthi.policy.match_pattern import parse_match_pattern
from sitthi.policy.profile import Evidence, FieldRule, NeverRule, PageRule, Profile, RoleRule

SURE = Evidence("documented", "nhso 1.1 [A]")
PROFILE = Profile(
    name="p",
    title_th="p",
    title_en="p",
    what_th="w",
    what_en="w",
    notes="n",
    fill=("operator_cid", "token", "patient_cid"),
    pages=(PageRule(parse_match_pattern("https://p.nhso.go.th/*"), SURE),),
    fields=(
        FieldRule("operator_cid", "#own", SURE),
        FieldRule("token", "#tok", SURE),
        FieldRule("patient_cid", "", SURE),
    ),
    never=(NeverRule("#n1", SURE), NeverRule("#n2", SURE)),
    roles=(RoleRule("patient_cid", "operator_cid", SURE), RoleRule("patient_sex", "none", SURE)),
)


def site(fill: tuple[str, ...] = ("operator_cid", "token"), **changes: object) -> SitePolicy:
    pattern = parse_match_pattern("https://his.example.go.th/*")
    return SitePolicy("x", (pattern.text,), fill, (pattern,), **changes)  # type: ignore[arg-type]


def test_the_sites_own_rules_win_role_by_role() -> None:
    made = PROFILE.under(site(fields={"token": "#mine"}, roles={"patient_sex": "token"}))
    assert made.fields == {"operator_cid": "#own", "token": "#mine"}
    assert made.roles == {"patient_cid": "operator_cid", "patient_sex": "token"}


def test_never_lists_are_added_up() -> None:
    assert PROFILE.under(site(never=("#n2", "#n3"))).never == ("#n2", "#n3", "#n1")


def test_a_profile_adds_no_role_and_no_page() -> None:
    made = PROFILE.under(site(fill=("token",)))
    assert (made.fill, made.match) == (("token",), ("https://his.example.go.th/*",))
    assert made.fields == {"token": "#tok"}


def test_a_field_that_means_what_the_site_may_not_have_is_left_alone() -> None:
    assert PROFILE.under(site(fill=("patient_cid",))).roles == {"patient_cid": "none", "patient_sex": "none"}


def test_a_profile_switches_nothing_on() -> None:
    made = PROFILE.under(site())
    assert (made.auto, made.allow_http, made.submit) == (False, False, False)


def policy_of(folder: Path, text: str) -> Path:
    file = folder / "policy.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_policy_takes_a_profile_by_name(tmp_path: Path) -> None:
    text = '[[site]]\nname = "x"\nprofile = "ucws-client"\nmatch = ["https://his.example.go.th/ucws"]\n'
    text += 'fill = ["operator_cid", "token"]\n[site.fields]\ntoken = "#t"\n'
    (made,) = load_policy([policy_of(tmp_path, text)]).sites
    assert made.profile == "ucws-client"
    assert made.fields == {"operator_cid": "input[name=user_person_id]", "token": "#t"}


def test_without_a_fill_of_its_own_the_site_has_the_profiles(tmp_path: Path) -> None:
    text = '[[site]]\nname = "x"\nprofile = "jhcis"\nmatch = ["https://his.example.go.th/kiosk"]\n'
    policy = load_policy([policy_of(tmp_path, text)])
    assert policy.sites[0].fill == ("patient_cid",)
    page = {"origin": "https://his.example.go.th", "url": "https://his.example.go.th/kiosk"}
    assert may_release(policy, **page, top_frame=True, roles=["patient_cid"], gesture=True)
    with pytest.raises(RoleNotAllowed):
        may_release(policy, **page, top_frame=True, roles=["token"], gesture=True)


def test_a_profile_that_no_site_names_permits_nothing(tmp_path: Path) -> None:
    policy = load_policy([policy_of(tmp_path, "")])
    with pytest.raises(OriginNotAllowed):
        may_release(
            policy,
            origin="https://eclaim.nhso.go.th",
            url="https://eclaim.nhso.go.th/webComponent/login/x",
            top_frame=True,
            roles=["token"],
            gesture=True,
        )
