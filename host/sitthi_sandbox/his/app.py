"""The sample HIS as one Flask application."""

from pathlib import Path

from flask import Flask, Response, jsonify, make_response, redirect, request, url_for
from werkzeug.exceptions import Forbidden

from .decoys import decoy_pages
from .eligibility_page import eligibility_page
from .framework_pages import install_framework_pages
from .operator_pages import operator_pages
from .sitthi_api_page import sitthi_api_page
from .web import His, current_operator, install

_MAX_REQUEST_BYTES = 64 * 1024


def create_app(his: His, framework_folder: Path | None = None) -> Flask:
    """The application for `his`; with a folder of built framework pages, these too."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = _MAX_REQUEST_BYTES
    if framework_folder is not None:
        install_framework_pages(app, his, framework_folder)
    install(app, his)
    app.register_blueprint(operator_pages(his))
    app.register_blueprint(eligibility_page(his))
    app.register_blueprint(decoy_pages(his))
    app.register_blueprint(sitthi_api_page(his))

    @app.get("/")
    def start() -> Response:
        target = "eligibility.form" if current_operator() else "operator.login"
        return make_response(redirect(url_for(target), 303))

    @app.route("/api/last", methods=["GET", "DELETE"])
    def last() -> Response:
        """What the forms got last, for tests on this machine; DELETE forgets it."""
        if request.remote_addr != "127.0.0.1":
            raise Forbidden
        if request.method == "DELETE":
            his.submissions.clear()
        return jsonify(his.submissions.report())

    return app
