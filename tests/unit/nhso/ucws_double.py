"""A UCWSTokenP1 that answers the documented bytes (reference: nhso 1.2), on a free port of 127.0.0.1."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

USER, TOKEN, PATIENT = "1100800447899", "a1b2c3d4e5f6g7h8", "3100101000018"

OK = {
    "birthdate": "25200115",
    "count_select": "1",
    "expdate": "NoExp",
    "fname": "ทดสอบ",
    "hmain": "10670",
    "hmain_name": "รพ.ตัวอย่าง",
    "hmain_op": "04000",
    "hmain_op_name": "รพ.สต.ตัวอย่าง",
    "hsub": "04001",
    "hsub_name": "หน่วยย่อย <1> & 2",
    "lname": "ระบบ",
    "maininscl": "UCS",
    "maininscl_main": "U",
    "maininscl_name": "สิทธิหลักประกันสุขภาพแห่งชาติ",
    "nation": "099",
    "paid_model": "1",
    "person_id": PATIENT,
    "primaryprovince": "4000",
    "sex": "1",
    "startdate": "25600101",
    "status": "004",
    "status_desc": "มีสิทธิ",
    "subinscl": "89",
    "subinscl_name": "ช่วงอายุ 12-59 ปี",
    "title": "003",
    "title_name": "นาย",
    "ws_data_source": "NHSO",
    "ws_date_request": "2026-03-02T09:00:00+07:00",
    "ws_status": "NHSO-000001",
    "ws_status_desc": "ok",
    "wsid": "WS000000000000001",
    "wsid_batch": "WSB0000000000001",
}


def envelope(fields: dict[str, str]) -> str:
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    return (
        '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>'
        '<ns2:searchCurrentByPIDResponse xmlns:ns2="http://tokenws.ucws.nhso.go.th/"><return>'
        f"{inner}</return></ns2:searchCurrentByPIDResponse></S:Body></S:Envelope>"
    )


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in OK.items() if name not in names}


@dataclass
class Double:
    status: int = 200
    body: bytes = b""
    raw: bytes | None = None
    hang: threading.Event | None = None
    received: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""

    def answer(self, fields: dict[str, str]) -> None:
        self.body = envelope(fields).encode()

    def asked(self, name: str) -> str:
        found = re.search(f"<{name}>(.*)</{name}>", self.received[-1][2].decode())
        assert found is not None
        return found[1]


@contextmanager
def running() -> Iterator[Double]:
    double = Double()
    double.answer(OK)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            double.received.append((self.path, dict(self.headers), body))
            if double.hang is not None:
                double.hang.wait(30)
            elif double.raw is not None:
                self.wfile.write(double.raw)
            else:
                self.send_response(double.status)
                self.send_header("Content-Type", "text/xml;charset=utf-8")
                self.send_header("Content-Length", str(len(double.body)))
                self.end_headers()
                self.wfile.write(double.body)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    double.url = f"http://127.0.0.1:{server.server_address[1]}/ucwstokenp1/UCWSTokenP1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield double
    finally:
        if double.hang is not None:
            double.hang.set()
        server.shutdown()
        server.server_close()
        thread.join()
