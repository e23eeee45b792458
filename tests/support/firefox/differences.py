"""Tests written for Chromium that are not expected to pass in Firefox yet, each with why (`make test-firefox`).

FIREFOX: the browser itself behaves otherwise. DRIVER: Playwright or our driver cannot do there what the test needs.
OPEN: fails, and nobody knows yet whose fault it is.
"""

from __future__ import annotations

_NAVIGATION = "FIREFOX: a press gives access to one document only; the next page needs access that was given for good"
_CDP = "DRIVER: speaks to Chromium's developer tools"
_DISPATCH = "DRIVER: the event of a pressed notification is raised by a call that only Chromium has"
_ERRORS = "FIREFOX: says the same, or nothing, for hosts that are missing, forbidden or broken"
_OPEN = "OPEN"

DIFFERENCES: dict[str, str] = {
    "test_login_is_sent_in_two_steps": _NAVIGATION,
    "test_second_step_in_a_new_document_gets_what_is_left_and_nothing_twice": _NAVIGATION,
    "test_second_step_that_names_the_user_gets_the_token_of_that_person_only": _NAVIGATION,
    "test_try_it_says_what_would_be_filled_after_a_reload_and_what_is_gone": _NAVIGATION,
    "test_pressed_notification_opens_the_popup": _DISPATCH,
    "test_browser_that_opens_no_popup_says_what_to_press": _DISPATCH,
    "test_broken_host_is_named[behaviour1-problem_host_garbled]": _ERRORS,
    "test_forbidden_host_is_named": _ERRORS,
    "test_keys_go_by_their_place_so_a_thai_keyboard_works": _CDP,
    "test_page_that_is_another_one_than_in_the_preview_gets_nothing_until_it_is_seen": _OPEN,
    "test_countdown_counts_and_asks_again_at_zero": _OPEN,
    "test_unfolded_text_for_it_stays_so_when_something_happens": _OPEN,
}
"""Name of a test, with or without its parameters → reason."""


def is_run(why: str) -> bool:
    """Not where a test would wait for what cannot come, until its time is over."""
    return why != _NAVIGATION


def reason(name: str) -> str | None:
    return DIFFERENCES.get(name) or DIFFERENCES.get(name.split("[")[0])
