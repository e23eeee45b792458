"""Gets the signed policy from its server or share in the background; `sitthi.policy.remote` says whether it counts."""
