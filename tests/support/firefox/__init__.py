"""A real Firefox ESR for the tests that were written for Chromium: same Playwright pages, same real toolbar."""
