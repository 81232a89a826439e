"""The network at its worst, what is kept and logged, and stopping."""

import json
import os
import socket
import threading
import time
from dataclasses import replace

import pytest

from app.domain.errors import BadInputError, CancelledError
from app.domain.reference import Work
from app.lookups import fetch
from app.lookups.client import OnlineLookUps
from app.lookups.setup import Setup
from app.services.online import AskBy, Question
from tests.lookups import shapes
from tests.lookups.server import Said, until

WORK = Work(title=shapes.TITLE, doi=shapes.DOI)
PATH = f"/works/{shapes.DOI}"
FOUND = Said(shapes.crossref())


def question(number=0):
    return Question("Crossref", AskBy.DOI, replace(WORK, doi=f"10.5555/{number}"))


@pytest.fixture
def crossref(ask):
    return lambda work=WORK: ask("Crossref", AskBy.DOI, work)


@pytest.fixture
def log(workspace_folder):
    file = workspace_folder / "logs" / "online.jsonl"
    return lambda: [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def test_nothing_is_sent_before_something_is_asked(server, lookups, log):
    assert list(lookups.ask([], lambda: False)) == []
    assert (server.asked, log()) == ([], [])


def test_every_request_is_logged_with_what_was_sent(server, crossref, log, workspace_folder):
    server.says[PATH] = [Said(status=500), FOUND]
    assert crossref().found
    assert [(one["host"], one["kind"], one["status"]) for one in log()] == [
        ("127.0.0.1", "doi", 500),
        ("127.0.0.1", "doi", 200),
    ]
    assert [one["sent"] for one in log()] == [shapes.DOI, shapes.DOI]
    assert log()[0]["time"].endswith("+00:00")


def test_an_answer_is_kept_for_the_next_run(server, crossref, setup, workspace_folder):
    server.says[PATH] = FOUND
    first = crossref()
    with OnlineLookUps(workspace_folder, setup) as again:
        ((_, second),) = again.ask([Question("Crossref", AskBy.DOI, WORK)], lambda: False)
    assert second == first
    assert server.paths == [PATH]


def test_that_there_is_none_is_kept_too_but_no_failure(server, crossref):
    assert crossref() == crossref()
    assert len(server.asked) == 1
    server.says["/works/10.5555/y"] = [Said(status=400), Said("{"), FOUND]
    other = replace(WORK, doi="10.5555/y")
    assert crossref(other).failure == "It could not answer the question (status 400)."
    assert crossref(other).failure == "Its answer cannot be read."
    assert crossref(other).found


def test_many_who_want_the_same_wait_for_one_answer(server, lookups):
    server.says[PATH] = FOUND
    answers = dict(lookups.ask([Question("Crossref", AskBy.DOI, WORK)] * 20, lambda: False))
    assert sorted(answers) == list(range(20))
    assert all(answer.found for answer in answers.values())
    assert len(server.asked) == 1


def test_a_service_is_asked_one_thing_at_a_time(server, lookups):
    going, most = [], []
    plain = server.answer

    def counting(asked):
        going.append(asked)
        most.append(len(going))
        time.sleep(0.005)
        going.pop()
        return plain(asked)

    server.answer = counting
    assert len(list(lookups.ask([question(number) for number in range(12)], lambda: False))) == 12
    assert max(most) == 1


def test_different_sites_are_asked_at_once(server, lookups):
    both = threading.Barrier(2, timeout=60)
    server.answer = lambda _: (both.wait(), Said("Hello"))[1]
    works = [Work(url=f"http://{name}.test:{server.port}/page") for name in ("one", "other")]
    answers = dict(lookups.ask([Question("Cited links", AskBy.LINK, work) for work in works], lambda: False))
    assert [answer.found for answer in answers.values()] == [True, True]
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_fault_is_tried_again(server, crossref, status):
    server.says[PATH] = [Said(status=status), Said(status=status), FOUND]
    assert crossref().found
    assert len(server.asked) == 3


def test_a_lasting_fault_is_a_failure_after_three_times(server, crossref):
    server.says[PATH] = Said(status=500)
    answer = crossref()
    assert (answer.found, answer.failure) == (False, "It could not answer now (status 500).")
    assert len(server.asked) == 3


def test_retry_after_is_waited_for_by_everyone(server, lookups):
    server.says["/works/10.5555/0"] = [Said(status=429, headers={"Retry-After": "1"}), FOUND]
    moments = []
    plain = server.answer
    server.answer = lambda asked: (moments.append(time.monotonic()), plain(asked))[1]
    assert len(list(lookups.ask([question(0), question(1)], lambda: False))) == 2
    assert min(moments[1:]) - moments[0] >= 0.95


def test_a_long_wait_ends_asking_that_service(server, lookups):
    server.says["/works/10.5555/0"] = Said(status=429, headers={"Retry-After": "3600"})
    answers = dict(lookups.ask([question(number) for number in range(5)], lambda: False))
    assert answers[0].failure.startswith("It could not answer now")
    assert {answer.failure for place, answer in answers.items() if place} == {
        "It asked to wait 60 minutes, so it was not asked again."
    }
    assert len(server.asked) == 1


def test_a_service_that_is_down_is_soon_left_alone(setup, workspace_folder, log):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}"  # bound, but nobody listens: refused
        with OnlineLookUps(workspace_folder, replace(setup, bases={"Crossref": base})) as lookups:
            answers = dict(lookups.ask([question(number) for number in range(30)], lambda: False))
    assert all(answer.failure and not answer.found for answer in answers.values())
    assert len(log()) == 6
    assert {one["status"] for one in log()} == {"no connection"}


@pytest.mark.parametrize("slow", [{"slow_s": 5}, {"drip_s": 0.02}])
def test_a_slow_answer_is_given_up(server, setup, workspace_folder, log, slow):
    server.says[PATH] = Said(shapes.crossref(), **slow)
    with OnlineLookUps(workspace_folder, replace(setup, attempt_s=0.15)) as lookups:
        ((_, answer),) = lookups.ask([Question("Crossref", AskBy.DOI, WORK)], lambda: False)
    assert answer.failure == "It did not answer in time."
    assert {one["status"] for one in log()} == {"timed out"}


@pytest.mark.parametrize("cut", [0, 5, 200])
def test_an_answer_that_breaks_off_is_tried_again(server, crossref, cut):
    server.says[PATH] = [replace(FOUND, cut=cut), FOUND]
    assert crossref().found
    server.says[PATH] = replace(FOUND, cut=cut)
    assert crossref().found  # kept


def test_an_answer_that_always_breaks_off_is_a_failure(server, crossref):
    server.says[PATH] = replace(FOUND, cut=40)
    assert crossref().failure == "It could not be reached, or the connection broke off."


def test_a_huge_answer_is_cut_short(server, crossref, monkeypatch):
    monkeypatch.setattr(fetch, "LARGEST_BODY", 10_000)
    server.says[PATH] = Said(b"x" * 50_000)
    assert crossref().failure == "Its answer is too large."
    assert len(server.asked) == 1


def test_a_redirect_within_the_service_is_followed(server, crossref):
    server.says[PATH] = Said(status=301, headers={"Location": "/works/10.5555/newer"})
    server.says["/works/10.5555/newer"] = FOUND
    assert crossref().found


def test_a_redirect_in_circles_ends(server, crossref):
    server.says[PATH] = Said(status=302, headers={"Location": PATH})
    assert crossref().failure == "It sent the question round in circles."
    assert len(server.asked) == 4


@pytest.mark.parametrize("target", ["http://elsewhere.test/works", "//elsewhere.test/", "https://127.0.0.1/"])
def test_a_redirect_to_another_site_is_not_followed(server, crossref, target):
    server.says[PATH] = Said(status=302, headers={"Location": target})
    assert crossref().failure == "It sent the question on to another site, so it was not asked."


@pytest.mark.parametrize("status", [401, 403])
def test_a_missing_key_is_named(server, crossref, status):
    server.says[PATH] = Said(status=status)
    assert "without an access key" in crossref().failure


def test_contact_and_keys_go_where_they_belong_and_into_no_file(server, setup, workspace_folder):
    secret = replace(
        setup, contact="mentor@office.test", openalex_key="openalex-secret", courtlistener_token="court-secret"
    )
    case = Work(title="A v. B", container="U.S.", volume="1", pages="2")
    questions = [
        Question("OpenAlex", AskBy.DOI, WORK),
        Question("CourtListener", AskBy.CASE, case),
        Question("Cited links", AskBy.LINK, Work(url=f"http://site.test:{server.port}/page")),
    ]
    server.says["/page"] = Said("Hello")
    with OnlineLookUps(workspace_folder, secret) as lookups:
        assert len(list(lookups.ask(questions, lambda: False))) == 3
    by_path = {one.path: one for one in server.asked}
    openalex, court = by_path[f"/works/doi:{shapes.DOI}"], by_path["/api/rest/v4/citation-lookup/"]
    assert openalex.query["api_key"] == "openalex-secret"
    assert court.headers["Authorization"] == "Token court-secret"
    assert openalex.headers["User-Agent"] == "Stet/0.1.0 (mailto:mentor@office.test)"
    assert by_path["/page"].headers["User-Agent"] == "Stet/0.1.0"
    written = b"".join(file.read_bytes() for file in workspace_folder.rglob("*") if file.is_file())
    assert b"secret" not in written
    assert b"office.test" not in written


def test_a_contact_that_cannot_be_sent_is_refused(tmp_path):
    with pytest.raises(BadInputError, match="e-mail address or a web address"):
        OnlineLookUps(tmp_path, Setup(contact="me\r\nCookie: x"))
    assert Setup(contact="https://office.test").agent == "Stet/0.1.0 (+https://office.test)"


def test_stopping_ends_at_once_and_leaves_nothing_running(server, lookups, log):
    server.answer = lambda _: Said(slow_s=30)
    stop = threading.Event()

    def press_stop():
        until(lambda: server.asked)
        stop.set()

    presser = threading.Thread(target=press_stop)
    presser.start()
    with pytest.raises(CancelledError):
        list(lookups.ask([question(number) for number in range(5)], stop.is_set))
    presser.join()
    assert len(server.asked) == 1
    assert [one["status"] for one in log()] == ["stopped"]


def test_leaving_in_the_middle_leaves_nothing_running(server, lookups):
    server.says["/works/10.5555/0"] = FOUND
    server.says["/works/10.5555/1"] = Said(slow_s=30)
    answers = lookups.ask([question(0), question(1)], lambda: False)
    next(answers)
    answers.close()
    server.says["/works/10.5555/2"] = FOUND
    assert dict(lookups.ask([question(2)], lambda: False))[0].found


def test_a_full_or_forbidden_disk_ends_no_look_up(server, setup, tmp_path):
    for name in ("logs", "cache"):
        (tmp_path / name).write_text("a file where a folder should be")
    server.says[PATH] = FOUND
    with OnlineLookUps(tmp_path, setup) as lookups:
        ((_, answer),) = lookups.ask([Question("Crossref", AskBy.DOI, WORK)], lambda: False)
    assert answer.found


def test_an_old_answer_is_asked_for_again(server, crossref, workspace_folder):
    server.says[PATH] = FOUND
    crossref()
    (file,) = (workspace_folder / "cache" / "lookups").iterdir()
    kept = json.loads(file.read_text())
    file.write_text(json.dumps(kept | {"asked_ms": kept["asked_ms"] - 31 * 24 * 3600 * 1000}))
    crossref()
    file.write_text("{ broken")
    crossref()
    assert len(server.asked) == 3


def test_answers_nobody_will_read_again_are_thrown_away(server, crossref, setup, workspace_folder):
    crossref()
    (file,) = (workspace_folder / "cache" / "lookups").iterdir()
    os.utime(file, (0, 0))
    OnlineLookUps(workspace_folder, setup).close()
    assert not file.exists()
