"""The Windows package: an MSI with its own Python, built on Linux."""
