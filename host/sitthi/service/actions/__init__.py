"""One action per file: `run(app, params)` carries out one method and returns its result."""
