"""The log is read newest first in plain words, and emptied."""

import pytest

from app.domain.errors import WorkspaceError
from app.lookups import request_log
from app.lookups.request_log import RequestLog
from app.services.online_log import OLDER, empty_log, log_folder, read_log


def test_every_request_is_told_with_what_was_sent_and_how_it_ended(tmp_path):
    log = RequestLog(log_folder(tmp_path))
    log.write("api.crossref.org", "doi", 200, "10.5555/one")
    log.write("site.test", "link", "timed out", "https://site.test/page")
    newest, oldest = read_log(tmp_path)
    assert (oldest.service, oldest.host, oldest.kind, oldest.sent) == (
        "Crossref", "api.crossref.org", "doi", "10.5555/one",
    )  # fmt: skip
    assert oldest.answer == "It answered."
    assert (newest.service, newest.sent, newest.answer) == (
        "Cited links", "https://site.test/page", "No answer: timed out.",
    )  # fmt: skip
    assert newest.when.tzinfo is not None


@pytest.mark.parametrize(
    ("status", "words"),
    [(404, "It knows nothing of it."), (429, "It asked to wait."), (503, "It could not answer (status 503)."),
     (418, "It refused (status 418)."), (302, "It pointed elsewhere (status 302)."),
     (206, "It answered (status 206).")],
)  # fmt: skip
def test_statuses_in_words(tmp_path, status, words):
    RequestLog(log_folder(tmp_path)).write("api.crossref.org", "doi", status)
    assert read_log(tmp_path)[0].answer == words


def test_both_files_are_read_bad_lines_are_left_out_and_all_is_emptied(tmp_path, monkeypatch):
    monkeypatch.setattr(request_log, "LARGEST", 300)
    log = RequestLog(log_folder(tmp_path))
    for number in range(5):
        log.write("api.crossref.org", "doi", 200, f"10.5555/{number} \ud800")
    assert (log_folder(tmp_path) / OLDER).exists()
    with (log_folder(tmp_path) / "online.jsonl").open("a") as file:
        file.write('nonsense\n{"time": 3}\n[]\n')
    entries = read_log(tmp_path)
    assert len(entries) >= 3
    assert entries[0].sent.startswith("10.5555/4")
    assert len(read_log(tmp_path, most=4)) == 1
    empty_log(tmp_path)
    assert read_log(tmp_path) == ()
    empty_log(tmp_path)


def test_a_log_that_cannot_be_emptied_says_so(tmp_path):
    (log_folder(tmp_path) / OLDER).mkdir(parents=True)
    with pytest.raises(WorkspaceError, match="cannot be emptied"):
        empty_log(tmp_path)
