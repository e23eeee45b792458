"""`[authen]` and the role `claim_code` in a policy file."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitthi.errors import PolicyInvalid, RoleNotAllowed
from sitthi.policy.authen import AuthenPolicy
from sitthi.policy.load import load_policy
from sitthi.policy.model import Policy
from sitthi.policy.sites import may_release


def loaded(folder: Path, text: str) -> Policy:
    file = folder / "policy.toml"
    file.write_text(text, encoding="utf-8")
    return load_policy([file])


def test_it_is_off_until_it_is_switched_on(tmp_path: Path) -> None:
    assert loaded(tmp_path, "").authen == AuthenPolicy(on=False, address="http://localhost:8189/")
    on = loaded(tmp_path, '[authen]\non = true\naddress = "http://127.0.0.1:8190"\nclaim_types = ["PG0130001"]').authen
    assert (on.on, on.address) == (True, "http://127.0.0.1:8190/")
    assert on.allows("PG0130001")
    assert not on.allows("PG0060001")


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('address = "http://192.168.1.5:8189"', "address"),
        ('address = "http://agent.example.go.th:8189"', "address"),
        ('address = "http://localhost.example.go.th:8189"', "address"),
        ('address = "https://localhost:8189"', "address"),
        ('address = "http://localhost:8189/api"', "address"),
        ('address = "localhost:8189"', "address"),
        ("timeout_seconds = 0", "timeout_seconds"),
        ('claim_types = ["OPD"]', "claim_types"),
        ("claim_types = []", "claim_types"),
        ('default_type = "pg0060001"', "default_type"),
        ('claim_types = ["PG0130001"]\ndefault_type = "PG0060001"', "default_type"),
        ('hcode = "1066"', "hcode"),
        ('mobile = "0812345678"', "mobile"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, line: str, key: str) -> None:
    with pytest.raises(PolicyInvalid) as caught:
        loaded(tmp_path, f"[authen]\n{line}\n")
    assert str(caught.value.data["key"]).endswith(key)


def test_only_a_site_that_lists_it_may_have_the_claim_code(tmp_path: Path) -> None:
    site = '[[site]]\nname = "{0}"\nmatch = ["https://{0}.example/*"]\nfill = [{1}]\n'
    policy = loaded(tmp_path, site.format("his", '"patient_cid", "claim_code"') + site.format("old", '"patient_cid"'))
    page = {"top_frame": True, "gesture": True, "roles": ["claim_code"]}
    may_release(policy, origin="https://his.example", url="https://his.example/", **page)  # type: ignore[arg-type]
    with pytest.raises(RoleNotAllowed):
        may_release(policy, origin="https://old.example", url="https://old.example/", **page)  # type: ignore[arg-type]
