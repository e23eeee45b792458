"""Packages of the browser extension: for the stores, and for a hospital's own update server."""
