"""Online look-ups from the window: consent, asking, evidence beside the lists' verdict, what is kept and logged."""

import shutil
from dataclasses import replace
from functools import partial

import pytest
import stamina
from PySide6.QtTest import QTest

from app.domain.reference import Verdict
from app.services.online import NAMES, OnlineChoice, online_choice
from app.shell.engine import standard_engine
from app.shell.library_online import library_online
from app.shell.session import Session
from app.store.workspace import open_workspace
from tests.lookups import shapes
from tests.lookups.server import Said, Server
from tests.shell.making import is_idle, until, write_draft, write_sources
from tests.widgets.online import opener_for
from tests.widgets.test_findings_panel import texts
from widgets.labels import Button
from widgets.lookup_consent import ConsentDialog
from widgets.lookup_evidence import LookUpEvidence
from widgets.lookup_log import LookUpLog
from widgets.main_window import MainWindow

DRAFT = f"""# Harbours

Ships wait (Kim & Larsen, 2019; Osei, 2021; Sato, 2012; Castell & Moreau, 2022).

## References

1. Kim, A., & Larsen, B. (2019). {shapes.TITLE}. Journal of Ports, 12(3), 101–119. https://doi.org/{shapes.DOI}
2. Osei, K. (2021). Hourly tide gauge readings of nine harbours. Harbour Archive. https://doi.org/10.5555/tides.data
3. Sato, R., & Moreau, L. (2012). Whales heard from a moored buoy. Deep Water, 3(1), 5–19. https://doi.org/10.5555/nowhere
4. Castell, I., & Moreau, L. (2022). Counting visitors at the door. Branch Papers, 15(1), 33–52.
"""
KIM, OSEI, SATO, CASTELL = range(4)


@pytest.fixture(scope="module")
def network():
    """The server that stands for every service, and an environment without proxies."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            patch.delenv(name, raising=False)
        stamina.set_testing(True, attempts=3)
        one = Server()
        yield one
        one.close()
        stamina.set_testing(False)


@pytest.fixture
def server(network):
    network.asked.clear()
    network.says = {
        f"/works/{shapes.DOI}": Said(shapes.crossref()),
        "/dois/10.5555/tides.data": Said(shapes.datacite()),
    }
    return network


def start(folder, network):
    """Return a window over the checked draft, with every service led to the server."""
    engine = replace(standard_engine(), open_lookups=opener_for(network))
    session = Session(partial(open_workspace, folder / "workspace"), engine)
    made = MainWindow(session)
    made.show()
    session.start()
    until(lambda: session.workspace is not None and session.runner.is_idle)
    session.set_sources([write_sources(folder)])
    session.open_files([write_draft(folder, text=DRAFT)])
    until(lambda: session.draft is not None and is_idle(session))
    return made


@pytest.fixture(scope="module")
def one_window(qapp, tmp_path_factory, network):
    made = start(tmp_path_factory.mktemp("desk"), network)
    yield made
    made.close()


@pytest.fixture
def window(one_window, server):
    """The window as if nothing had ever been asked."""
    session = one_window.session
    yield one_window
    library_online(session).choose(OnlineChoice())
    until(lambda: settled(one_window))
    session.workspace.put_setting(f"online_answers:{session.draft.draft.deliverable_id}", {})
    shutil.rmtree(session.workspace.path / "cache" / "lookups", ignore_errors=True)
    (session.workspace.path / "logs" / "online.jsonl").unlink(missing_ok=True)
    session.draft.online.clear()
    session.draft.add_online({})
    session.set_current(None)
    line(one_window).forget()


def agree(window, *services, titles=False):
    library_online(window.session).choose(OnlineChoice(frozenset(services or NAMES), titles))


def do(window, name):
    window.keys.by_name[name].trigger()


def dialog_of(window, kind):
    until(lambda: any(one.isVisible() for one in window.findChildren(kind)))
    return next(one for one in window.findChildren(kind) if one.isVisible())


def items(window):
    return window.session.draft.reference_items()


def verdicts(window):
    return [item.verdict for item in items(window)]


def settled(window):
    return is_idle(window.session) and not library_online(window.session).is_asking


def line(window):
    return window.panels.references.lookups


def evidence(window, place):
    item = items(window)[place]
    window.panels.show_tab("references")
    window.session.set_current(None)
    window.session.set_current(item.key)
    card = window.panels.references.list.open_widget
    return card.findChild(LookUpEvidence), card


def test_nothing_is_sent_before_somebody_agrees(window, server):
    assert verdicts(window) == [Verdict.NOT_FOUND] * 3 + [Verdict.MISMATCH]
    assert line(window).words.text() == "3 could not be verified on this computer."
    assert "No online look-up." in evidence(window, KIM)[1].findChildren(type(line(window).words))[-1].text()
    line(window).start.click()
    consent = dialog_of(window, ConsentDialog)
    assert not any(box.isChecked() for box in consent.services.values())
    assert not consent.titles.isChecked()
    assert not consent.agree.isEnabled()
    assert consent.take_back.isHidden()
    consent.reject()
    until(lambda: is_idle(window.session))
    assert server.asked == []
    assert not online_choice(window.session.workspace).on


def test_the_consent_says_what_each_service_gets_and_then_asks(window, server):
    do(window, "look_up_all")
    consent = dialog_of(window, ConsentDialog)
    assert "Volume, reporter and first page" in texts(consent)
    assert "api.crossref.org" in texts(consent)
    assert "The DOI" in texts(consent)
    consent.titles.setChecked(True)
    assert "The DOI; or the title and the first author's family name" in texts(consent)
    consent.titles.setChecked(False)
    consent.services["Crossref"].setChecked(True)
    assert not consent.all.isChecked()
    consent.contact.setText(" mentor@office.test ")
    consent.agree.click()
    until(lambda: settled(window) and server.asked)
    assert {one.path.split("/")[1] for one in server.asked} == {"works"}
    assert server.asked[0].headers["User-Agent"].endswith("(mailto:mentor@office.test)")
    kept = online_choice(window.session.workspace)
    assert kept == OnlineChoice(frozenset(["Crossref"]), titles=False, contact="mentor@office.test")
    do(window, "online_choice")
    again = dialog_of(window, ConsentDialog)
    assert again.services["Crossref"].isChecked()
    again.take_back.click()
    until(lambda: is_idle(window.session))
    assert online_choice(window.session.workspace) == OnlineChoice(contact="mentor@office.test")


def test_answers_stand_beside_the_verdict_of_the_lists(window, server):
    agree(window)
    do(window, "look_up_all")
    until(lambda: settled(window))
    assert verdicts(window) == [Verdict.VERIFIED, Verdict.PARTLY_VERIFIED, Verdict.NOT_FOUND, Verdict.MISMATCH]
    assert line(window).words.text() == "Asked about 3 references. Confirmed: 2. Nothing found: 1."
    seen, card = evidence(window, KIM)
    assert "By your lists: Not in your list." in texts(seen)
    assert any(
        one.startswith("Crossref, ") and one.endswith("agrees with everything that is cited.") for one in texts(seen)
    )
    opening = next(one for one in seen.findChildren(Button))
    assert (opening.accessibleName(), opening.toolTip()) == (
        "Open the record at Crossref", f"https://doi.org/{shapes.DOI}",
    )  # fmt: skip
    assert f"Record {shapes.DOI} at Crossref." in texts(card)
    seen, card = evidence(window, SATO)
    assert sum("Nothing is known there under it." in one for one in texts(seen)) == 3
    assert not any("No online look-up" in one for one in texts(card))
    groups = [row.title for row in window.panels.references.list.rows if row.is_group]
    assert groups == ["Look at these", "Verified"]
    assert "3 of 4 need a look" in texts(window.panels.references.counts)


def test_the_current_reference_alone_is_asked_about_and_the_lists_verdict_stays(window, server):
    agree(window, "Crossref", titles=True)
    server.says["/works"] = Said(shapes.crossref_list(shapes.crossref_item(
        DOI="10.5555/doors", title=["Counting visitors at the door"],
        author=[{"given": "Ines", "family": "Castell"}, {"given": "Louise", "family": "Moreau"}],
        issued={"date-parts": [[2022]]}, volume="15", issue="1", page="33-52", **{
            "container-title": ["Branch Papers"], "published-print": None, "published-online": None},
    )))  # fmt: skip
    window.panels.show_tab("references")
    window.session.set_current(items(window)[CASTELL].key)
    do(window, "look_up")
    until(lambda: settled(window) and items(window)[CASTELL].online is not None)
    assert [one.path for one in server.asked] == ["/works"]
    assert items(window)[CASTELL].verdict is Verdict.MISMATCH
    seen, _ = evidence(window, CASTELL)
    assert any("agrees with everything" in one for one in texts(seen))
    assert not any("By your lists" in one for one in texts(seen))


def test_a_failure_is_could_not_check_and_never_not_found(window, server):
    agree(window, "Crossref", "DataCite")
    server.says = {path: Said(status=500) for path in (f"/works/{shapes.DOI}", f"/dois/{shapes.DOI}")}
    window.session.set_current(items(window)[KIM].key)
    do(window, "look_up")
    until(lambda: settled(window) and items(window)[KIM].online is not None)
    assert verdicts(window)[KIM] is Verdict.NOT_FOUND  # what the list said, which is still so
    assert line(window).words.text() == "Asked about 1 reference. Could not be checked: 1."
    seen, _ = evidence(window, KIM)
    assert sum("Could not be checked. It could not answer now (status 500)." in one for one in texts(seen)) == 2
    assert not any("Nothing" in one for one in texts(seen))


def test_without_a_list_the_services_alone_are_evidence(window, server):
    before = window.session.source_lists
    window.session.set_sources(())
    until(lambda: is_idle(window.session))
    agree(window)
    do(window, "look_up_all")
    until(lambda: settled(window))
    assert verdicts(window) == [Verdict.VERIFIED, Verdict.PARTLY_VERIFIED] + [Verdict.UNVERIFIABLE] * 2
    assert "You have no source list to check it against." in texts(evidence(window, KIM)[0])
    groups = [row.title for row in window.panels.references.list.rows if row.is_group]
    assert groups == ["Look at these", "Could not check", "Verified"]
    window.session.set_sources(before)
    until(lambda: is_idle(window.session))


def test_it_can_be_stopped_and_what_was_answered_stays(window, server):
    agree(window)
    server.says["/dois/10.5555/tides.data"] = Said(shapes.datacite(), slow_s=60)
    do(window, "look_up_all")
    until(lambda: items(window)[KIM].online is not None and " asked" in line(window).words.text())
    assert not line(window).stop.isHidden()
    do(window, "look_up_all")
    line(window).stop.click()
    until(lambda: settled(window))
    assert line(window).words.text() == "Stopped. What was answered stays."
    assert verdicts(window)[KIM] is Verdict.VERIFIED
    assert items(window)[OSEI].online is None


def test_what_is_asked_while_services_are_asked_is_refused_in_a_sentence(window, server):
    agree(window)
    server.says[f"/works/{shapes.DOI}"] = Said(shapes.crossref(), slow_s=60)
    do(window, "look_up_all")
    until(lambda: server.asked)
    do(window, "look_up_all")
    assert window.status_line.said == "Services are being asked already. Wait for them, or stop it."
    agree_to_nothing = OnlineChoice()
    library_online(window.session).choose(agree_to_nothing)  # taking it back stops what is being asked
    until(lambda: settled(window))


def test_answers_are_remembered_over_a_restart_and_closing_in_the_middle_ends_the_asking(qapp, tmp_path, server):
    window = start(tmp_path, server)
    agree(window)
    do(window, "look_up_all")
    until(lambda: settled(window))
    window.close()
    asked = len(server.asked)
    again = start(tmp_path, server)
    until(lambda: verdicts(again)[KIM] is Verdict.VERIFIED and settled(again))
    assert "By your lists: Not in your list." in texts(evidence(again, KIM)[0])
    assert library_online(again.session).choice.on
    assert line(again).isHidden()
    do(again, "look_up_all")
    assert again.status_line.said == "Nothing is left to look up. G asks about one reference again."
    again.session.set_current(items(again)[SATO].key)
    do(again, "look_up")
    until(lambda: settled(again))
    assert len(server.asked) == asked
    server.says["/works/10.5555/nowhere"] = Said(slow_s=60)
    shutil.rmtree(again.session.workspace.path / "cache" / "lookups")
    do(again, "look_up")
    until(lambda: len(server.asked) > asked)
    assert again.close()
    server.stop_waiting.set()
    server.stop_waiting.clear()


def test_the_log_shows_what_left_and_can_be_emptied(window, server):
    agree(window, "Crossref")
    do(window, "look_up_all")
    until(lambda: settled(window))
    line(window).log.click()
    log = dialog_of(window, LookUpLog)
    until(lambda: len(log.list.rows) == len(server.asked))
    assert log.list.rows[-1].title == f"DOI {shapes.DOI}"
    assert log.summary.text() == "3 requests, the newest first"
    log.clear.click()
    until(lambda: not log.list.rows and is_idle(window.session))
    assert "Nothing was sent" in texts(log.empty)
    log.accept()


def test_a_confidential_draft_is_refused_in_one_sentence(window, server, monkeypatch):
    from app.shell import library_online as module

    sentence = "Its author says that this work is confidential, so nothing of it is sent anywhere."
    monkeypatch.setattr(module, "why_not_asked", lambda store, draft_id: sentence)
    agree(window)
    do(window, "look_up_all")
    until(lambda: settled(window))
    assert line(window).words.text() == sentence
    assert server.asked == []


def test_a_service_that_asks_for_a_long_pause_is_left_alone(window, server):
    agree(window, "Crossref")
    slow = Said(status=429, headers={"Retry-After": "3600"})
    server.says = dict.fromkeys((f"/works/{shapes.DOI}", "/works/10.5555/tides.data", "/works/10.5555/nowhere"), slow)
    do(window, "look_up_all")
    until(lambda: settled(window))
    assert len(server.asked) == 1
    assert line(window).words.text() == "Asked about 3 references. Could not be checked: 3."


def test_by_keyboard(window, server):
    agree(window, "Crossref")
    window.activateWindow()
    until(window.isActiveWindow)
    window.panels.show_tab("references")
    window.session.set_current(items(window)[KIM].key)
    window.panels.focus_list()
    QTest.keyClick(window.panels.references.list, "g")
    until(lambda: settled(window) and items(window)[KIM].online is not None)
    assert verdicts(window)[KIM] is Verdict.VERIFIED


def test_where_a_window_has_no_look_ups_nothing_is_offered(qapp, tmp_path):
    session = Session(partial(open_workspace, tmp_path / "workspace"))
    made = MainWindow(session)
    assert made.panels.references.lookups.isHidden()
    made.close()
