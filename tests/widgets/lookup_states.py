"""The states of references and libraries: every verdict, a chimera, online answers, a filled library, its report."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.ids import now_ms
from app.domain.reference import Notice, Record, Verdict, Work
from app.lookups.request_log import RequestLog
from app.services.online import NAMES, Answer, AskBy, Hit, OnlineChoice, Question
from app.services.online_log import log_folder
from app.shell.engine import Engine, standard_engine
from app.shell.library_online import library_online
from app.shell.source_lists import SourceList
from tests.shell.making import is_idle, until
from widgets.library_dialog import LibraryDialog
from widgets.library_report import ImportReportDialog
from widgets.main_window import MainWindow

Visit = Callable[[str, QWidget], object]
DRAFT = """# Shade on the market square

Trees cool a square, and people stay longer where it is cool (Amsel & Varga, 2019; Brandvold, 2022; Castellan & Oduya,
2021; Dahl & Ionescu, 2020; Holm & Ferreira, 2018; Norvale Parks Office, 2024; Quist & Tran, 2023). See also
https://norvale.example/trees.

## References

1. Amsel, R., & Varga, T. (2019). How plane trees cool a market square in July. Town Climate, 7(2), 88–104.
2. Holm, S., & Ferreira, P. (2018). Benches in the shade and how long people sit. Urban Places, 12(4), 301–320.
3. Dahl, K., & Ionescu, M. (2020). Watering young street trees through a dry summer. Town Climate, 8(3), 211–230.
4. Brandvold, I. (2022). What shade is worth to stallholders. Market Studies, 5(1), 9–27. https://doi.org/10.5555/ms.2022.9
5. Castellan, R., & Oduya, J. (2021). Surface heat of paved squares measured from bicycles. Urban Places, 15(2), 44–61.
6. Quist, L., & Tran, H. (2023). Tree pits under paving, ten years on. Town Climate, 11(1), 5–22. https://doi.org/10.5555/tc.2023.5
7. Norvale Parks Office. (2024). Trees of the market square. https://norvale.example/trees
"""
LIST = """
@article{amsel2019, title = {How plane trees cool a market square in July}, author = {Amsel, Rosa and Varga, Tibor},
  journal = {Town Climate}, year = {2019}, volume = {7}, number = {2}, pages = {88--104}}
@article{holm2018, title = {Benches in the shade and how long people sit}, author = {Holm, Sigrid and Ferreira, Paulo},
  year = {2018}}
@article{dahl2017, title = {Watering young street trees through a dry summer}, author = {Dahl, Kari and Ionescu, Mihai},
  journal = {Town Climate}, year = {2017}, volume = {5}, number = {3}, pages = {211--230}}
@article{lindqvist2021, title = {Surface heat of paved squares measured from bicycles},
  author = {Lindqvist, Maja and Adeyemi, Tunde}, journal = {Urban Places}, year = {2021}, volume = {15}, number = {2},
  pages = {44--61}, doi = {10.5555/up.2021.44}}
@article{castellan2016, title = {Bus shelters, wind and waiting}, author = {Castellan, Rita and Oduya, Joy},
  journal = {Public Transport Review}, year = {2016}, volume = {3}, number = {1}, pages = {1--18}}
"""
BROKEN = f"{LIST}\n@article{{nothing2020, year = {{2020}}}}\n\n@article{{cut, title = {{Nothing"
BRANDVOLD = Work(
    title="What shade is worth to stallholders",
    authors=("Brandvold, Inga",),
    year=2022,
    container="Market Studies",
    volume="5",
    issue="1",
    pages="9-27",
    doi="10.5555/ms.2022.9",
    kind="article",
)
STRANGER = Work(title="Salt on cycle paths", authors=("Moreau, Luc",), year=2015, doi="10.5555/tc.2023.5")
HOSTS = {"Crossref": "api.crossref.org", "DataCite": "api.datacite.org", "OpenAlex": "api.openalex.org"}
COPY = "https://web.archive.org/web/20241102/norvale.example/trees"


class Canned:
    """Services that answer at once: one confirms, one leads elsewhere, one is down, and a page is gone."""

    def __init__(self, folder: Path, contact: str) -> None:
        self._log = RequestLog(log_folder(folder))

    def ask(self, questions: Sequence[Question], cancelled: Callable[[], bool]) -> Iterator[tuple[int, Answer]]:
        for place, question in enumerate(questions):
            answer = _answer(question)
            host = HOSTS.get(question.service, "norvale.example")
            self._log.write(host, question.by, "timed out" if answer.failure else 200, question.sent)
            yield place, answer

    def close(self) -> None:
        pass


def _answer(question: Question) -> Answer:
    now, work = now_ms(), question.work
    if question.service == "Cited links":
        return Answer(now, notices=(Notice("link-dead", "The page behind the link is not there (status 404)."),))
    if question.by is AskBy.LINK:
        return Answer(
            now, found=True, notices=(Notice("archived", f"An archive copy of 2 November 2024 is at {COPY}"),)
        )
    if question.service == "Crossref" and work.doi in {BRANDVOLD.doi, STRANGER.doi}:
        found = BRANDVOLD if work.doi == BRANDVOLD.doi else STRANGER
        return Answer(now, found=True, hits=(Hit(Record(found.doi, "Crossref", found)),))
    if question.service == "OpenAlex":
        return Answer(now, failure="It did not answer in time.")
    return Answer(now)


def canned_engine() -> Engine:
    """Return the engine of the product with services on this computer."""
    return replace(standard_engine(), open_lookups=Canned)


def walk_references(window: MainWindow, folder: Path, visit: Visit, settle: Callable[[MainWindow], object]) -> None:
    """Show a draft with every verdict, before and after services were asked, and a library; then put all back."""
    session, online = window.session, library_online(window.session)
    before, lists = session.draft.path, session.source_lists
    draft, sources = folder / "shade.md", folder / "shade.bib"
    draft.write_text(DRAFT, encoding="utf-8")
    sources.write_text(LIST, encoding="utf-8")
    session.set_sources([SourceList(sources)])
    session.open_files([draft])
    until(lambda: session.draft.path == draft and is_idle(session))
    panel = window.panels.references
    window.panels.show_tab("references")
    panel.use_kept("verdict:all")
    settle(window)
    visit("verdicts", window)
    _open(window, Verdict.LIKELY_FABRICATED)
    settle(window)
    visit("chimera", window)
    online.choose(OnlineChoice(NAMES))
    panel.lookups.asked.emit()
    until(lambda: is_idle(session) and not online.is_asking)
    session.set_current(None)
    panel.use_kept(":all")
    settle(window)
    visit("online-verdicts", window)
    for name, key in (("online-confirmed", "Brandvold"), ("online-other", "Quist"), ("online-link", "Norvale")):
        session.set_current(next(item.key for item in session.draft.reference_items() if key in item.reference.raw))
        settle(window)
        visit(name, window)
    _visit_dialogs(window, visit)
    _visit_library(window, folder, visit)
    online.choose(OnlineChoice())
    session.workspace.put_setting(f"online_answers:{session.draft.draft.deliverable_id}", {})
    session.draft.online.clear()
    session.draft.add_online({})
    session.set_current(None)
    session.set_sources(lists)
    session.open_path(before)
    until(lambda: session.draft.path == before and is_idle(session))
    session.queue.remove(draft)
    session.queue_changed.emit()
    window.activateWindow()
    until(window.isActiveWindow)
    settle(window)


def _open(window: MainWindow, verdict: Verdict) -> None:
    item = next(item for item in window.session.draft.reference_items() if item.verdict is verdict)
    window.session.set_current(item.key)


def _visit_dialogs(window: MainWindow, visit: Visit) -> None:
    from tests.widgets.states import visit_dialog

    for name in ("online_choice", "online_log"):
        visit_dialog(window.keys.by_name[name].trigger, partial(visit, name), lambda: is_idle(window.session))


def _visit_library(window: MainWindow, folder: Path, visit: Visit) -> None:
    """Fill a library from a file with faults, show the report, then the library, and remove it again."""
    broken = folder / "Town climate.bib"
    broken.write_text(BROKEN, encoding="utf-8")
    window.keys.by_name["libraries"].trigger()
    dialog = next(one for one in window.findChildren(LibraryDialog) if one.isVisible())
    until(lambda: is_idle(window.session))
    dialog.add_files([broken])
    until(lambda: is_idle(window.session) and bool(dialog.findChildren(ImportReportDialog)))
    report = dialog.findChildren(ImportReportDialog)[-1]
    visit("import-report", report)
    report.accept()
    until(lambda: is_idle(window.session) and bool(dialog.page.list.rows))
    dialog.activateWindow()
    until(dialog.isActiveWindow)
    visit("library", dialog)
    dialog.desk.remove(dialog.chosen)
    until(lambda: is_idle(window.session))
    dialog.reject()
