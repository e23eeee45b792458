"""The part of the sample HIS that serves framework pages: open for their needs, and for nothing else."""

from __future__ import annotations

import requests

from e2e.frameworks.his_client import HisClient
from sitthi_sandbox.his.app import create_app
from sitthi_sandbox.his.web import His

NAME = "react-controlled"


def test_only_framework_pages_may_make_code_and_styles_from_text(his: HisClient) -> None:
    framework = requests.get(his.address(NAME), timeout=5).headers["Content-Security-Policy"]
    plain = requests.get(f"{his.url}/login", timeout=5).headers["Content-Security-Policy"]
    assert "unsafe-eval" in framework and "unsafe" not in plain


def test_only_json_of_texts_is_taken(his: HisClient) -> None:
    address = f"{his.address(NAME)}login"
    account = {"cid": "1101500000008", "token": his.token}
    assert requests.post(address, data=account, timeout=5).status_code == 400
    assert requests.post(address, json={**account, "cid": 1101500000008}, timeout=5).status_code == 400
    assert requests.post(address, json=[account], timeout=5).status_code == 400
    assert requests.post(address, json=account, timeout=5).status_code == 200


def test_a_wrong_token_is_refused_by_nhso(his: HisClient) -> None:
    wrong = {"cid": "1101500000008", "token": "0123456789abcdef"}
    assert requests.post(f"{his.address(NAME)}login", json=wrong, timeout=5).status_code == 401
    assert his.received(NAME)["outcome"] == "rejected"


def test_nothing_outside_the_built_pages_is_served(his: HisClient) -> None:
    assert requests.get(f"{his.url}/frameworks/{NAME}/..%2f..%2f..%2fMakefile", timeout=5).status_code == 404


def test_a_his_that_was_told_of_no_pages_has_none() -> None:
    client = create_app(His("http://127.0.0.1:9")).test_client()
    assert client.get(f"/frameworks/{NAME}/").status_code == 404
