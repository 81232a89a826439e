import json

from app.lookups import request_log
from app.lookups.request_log import RequestLog


def test_the_log_grows_line_by_line_and_starts_anew_when_large(tmp_path, monkeypatch):
    monkeypatch.setattr(request_log, "LARGEST", 300)
    log = RequestLog(tmp_path / "logs")
    for number in range(10):
        log.write("api.crossref.org", "doi", number)
    lines = [
        json.loads(line)
        for name in ("online.1.jsonl", "online.jsonl")
        for line in (tmp_path / "logs" / name).read_text().splitlines()
    ]
    assert [line["status"] for line in lines] == list(range(10))[-len(lines) :]
    assert len(lines) >= 4
