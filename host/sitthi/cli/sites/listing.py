"""`sitthi sites list`: every site of the policy, with where it stands."""

from __future__ import annotations

import argparse
import json

from sitthi.cli.sites.view import no_sites, policy_of_now, site_json, site_lines

HELP = "list the pages of the policy and what each may be given"


def arguments(parser: argparse.ArgumentParser) -> None:
    return None


def run(args: argparse.Namespace) -> int:
    policy = policy_of_now()
    if args.json:
        found = {"revision": policy.revision, "sites": [site_json(site) for site in policy.sites]}
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for site in policy.sites:
        print("\n".join(site_lines(site, site.match)))
    if not policy.sites:
        print(no_sites())
    return 0
