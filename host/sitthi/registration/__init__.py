"""Native-messaging registration for the current user: which browsers there are, and the manifests that name our host.

Per machine registration is the installer's matter. Knows nothing of what the host does.
"""
