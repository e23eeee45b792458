"""What is taken out of a support bundle, and what is not."""

from __future__ import annotations

from sitthi.diagnose.redact import redact_with, without_secrets

redact = redact_with(["TOKENTOKEN123456", "นายสมชาย ใจดี", "นาง"], home="/home/somchai", user="somchai")


def test_people_tokens_and_passwords_go() -> None:
    text = "TOKENTOKEN123456 1100800447899 1-1008-00447-89-9 นายสมชาย ใจดี "
    text += "http://u:hunter2@proxy:3128/ /home/somchai/x somchai@pc"
    assert redact(text) == (
        "<redacted> <13 digits> <13 digits> <redacted> http://<redacted>@proxy:3128/ <home>/x <user>@pc"
    )


def test_what_helps_stays() -> None:
    text = "3B 79 18 00 00 54 48 20 4E 49 44 20 31 33, นาง, somchaiya, 0x8010001D, 2026-11-24T15:00:00+07:00"
    assert redact(text) == text


def test_secrets_of_a_policy_are_only_said_to_be_set() -> None:
    policy = {"outlet": {"password": "hunter2", "secret_file": "/etc/x"}, "pin": {"tries": 3}, "private_key": ""}
    assert without_secrets(policy) == {
        "outlet": {"password": "<set>", "secret_file": "/etc/x"}, "pin": {"tries": 3}, "private_key": "",
    }  # fmt: skip
