"""What is asked in which order, and what answers may change."""

from dataclasses import replace

import pytest

from app.domain.errors import CancelledError
from app.domain.reference import Judgement, Notice, Record, Verdict, Work
from app.services.looking_up import LookedUp, LookingUp, look_up, looked, online_judge, plan
from app.services.online import NAMES, Answer, AskBy, Asked, Hit, OnlineChoice, Outcome

DOI = "10.5555/harbour.19"
WORK = Work(
    title="Learning to route cargo through crowded harbours",
    authors=("Kim, Ana", "Larsen, Bo"),
    year=2019,
    container="Journal of Ports",
    doi=DOI,
    kind="article",
)
OTHER = Work(title="Whales heard from a moored buoy", authors=("Sato, Rei", "Moreau, Luc"), year=2012, kind="article")
NOT_FOUND = Judgement(Verdict.NOT_FOUND)
NO_LIST = Judgement(Verdict.UNVERIFIABLE, ("no-list",))
PLAIN, ONLY_CROSSREF = OnlineChoice(NAMES), OnlineChoice(frozenset(["Crossref"]), titles=True)
WHEN = 1_790_000_000_000  # 2026-09-21


class Answers:
    """Answers by service and kind of question; what is not given is not there."""

    def __init__(self, **given):
        self.given = given
        self.asked = []

    def ask(self, questions, cancelled):
        for place, question in reversed(list(enumerate(questions))):
            if cancelled():
                raise CancelledError("Stopped.")
            self.asked.append((question.service, question.by.value))
            name = f"{question.service}_{question.by}".replace(" ", "").lower()
            yield place, self.given.get(name, Answer(WHEN))

    def close(self):
        pass


def found(*works, service="Crossref", retracted=False):
    hits = tuple(Hit(Record(work.doi or f"r{at}", service, work), retracted) for at, work in enumerate(works))
    return Answer(WHEN, found=True, hits=hits)


def failed(text="It did not answer in time."):
    return Answer(WHEN, failure=text)


def judged(lookups, work=WORK, offline=NOT_FOUND, titles=False, raw=""):
    (result,) = online_judge(lookups, titles=titles, progress=lambda _: None)([(work, raw)], [offline])
    return result


def kinds(judgement):
    return [notice.kind for notice in judgement.notices]


def steps(work, titles=False):
    return [(question.service, question.by.value) for question in plan(work, titles=titles)]


def test_identifiers_are_asked_for_where_they_are_registered():
    assert steps(WORK) == [("Crossref", "doi"), ("DataCite", "doi"), ("OpenAlex", "doi")]
    assert steps(replace(WORK, doi="", arxiv="1905.01234")) == [("DataCite", "arxiv"), ("arXiv", "arxiv")]
    assert steps(replace(WORK, doi="10.48550/arXiv.1905.01234")) == [("DataCite", "arxiv"), ("arXiv", "arxiv")]
    assert steps(replace(WORK, doi="", isbn="9780306406157")) == [("Open Library", "isbn")]
    assert steps(replace(WORK, doi="", isbn="12345678")) == []
    case = Work(title="A v. B", container="U.S.", volume="1", pages="2", kind="legal_case")
    assert steps(case, titles=True) == [("CourtListener", "case")]


def test_a_title_is_never_sent_without_consent():
    assert steps(replace(WORK, doi="")) == []
    assert steps(replace(WORK, doi=""), titles=True) == [("Crossref", "title"), ("OpenAlex", "title")]
    assert ("Open Library", "title") in steps(replace(WORK, doi="", kind="book"), titles=True)
    for nothing in (replace(WORK, doi="", title="Preface"), replace(WORK, doi="", kind="webpage"), Work()):
        assert steps(nothing, titles=True) == []


def test_a_link_is_visited_only_where_there_is_no_identifier():
    page = Work(title="Port rules", url="https://site.test/rules", kind="webpage")
    assert steps(page, titles=True) == [("Cited links", "link"), ("Wayback Machine", "link")]
    assert ("Cited links", "link") not in steps(replace(page, doi=DOI))
    assert steps(replace(page, url="ftp://site.test/rules")) == []


@pytest.mark.parametrize("verdict", [Verdict.VERIFIED, Verdict.MISMATCH, Verdict.LIKELY_FABRICATED])
def test_what_the_lists_settled_is_not_asked(verdict):
    lookups = Answers()
    offline = Judgement(verdict)
    assert judged(lookups, offline=offline, titles=True) is offline
    assert lookups.asked == []


@pytest.mark.parametrize("offline", [NOT_FOUND, NO_LIST])
def test_a_work_that_is_found_is_judged_like_a_listed_one(offline):
    lookups = Answers(crossref_doi=found(WORK))
    result = judged(lookups, offline=offline, titles=True)
    assert (result.verdict, result.record.library, result.record.id) == (Verdict.VERIFIED, "Crossref", DOI)
    assert result.notices == (Notice("looked-up", "Found at Crossref on 21 September 2026."),)
    assert lookups.asked == [("Crossref", "doi")]


def test_a_differing_field_is_named():
    result = judged(Answers(crossref_doi=found(replace(WORK, year=2009))))
    assert (result.verdict, result.reasons) == (Verdict.MISMATCH, ("year",))


def test_the_identifier_of_another_work_is_evidence():
    result = judged(Answers(crossref_doi=found(replace(OTHER, doi=DOI))))
    assert result.verdict is Verdict.LIKELY_FABRICATED
    assert "identifier-of-other-work" in result.reasons


@pytest.mark.parametrize(
    "record",
    [
        replace(OTHER, doi=DOI, authors=()),
        replace(OTHER, doi=DOI, title="港の貨物を運ぶことを学ぶ", authors=("金, 安娜",)),
        replace(OTHER, doi=DOI, kind="book"),
        replace(OTHER, doi=DOI, kind="proceedings"),
    ],
)
def test_a_record_that_cannot_be_compared_accuses_nobody(record):
    result = judged(Answers(crossref_doi=found(record)))
    assert (result.verdict, result.record) == (Verdict.NOT_FOUND, None)


def test_a_title_by_other_people_accuses_nobody_but_a_chimera_is_evidence():
    cited = replace(WORK, doi="")
    same_title = replace(cited, authors=OTHER.authors)
    result = judged(Answers(crossref_title=found(same_title)), cited, titles=True)
    assert (result.verdict, kinds(result)) == (Verdict.NOT_FOUND, ["looked-up"])
    result = judged(Answers(crossref_title=found(same_title, replace(cited, title=OTHER.title))), cited, titles=True)
    assert (result.verdict, result.reasons[0]) == (Verdict.LIKELY_FABRICATED, "chimera")
    assert result.other_record.work.title == OTHER.title


def test_a_work_with_another_title_by_other_people_accuses_nobody():
    cited = replace(WORK, doi="", authors=("Kim, Ana", "Larsen, Bo"))
    others = (*cited.authors, "Osei, Kwame")
    near = replace(cited, title="Learning to route freight through crowded harbours", authors=others)
    assert judged(Answers(crossref_title=found(near)), cited, titles=True).verdict is Verdict.NOT_FOUND
    result = judged(Answers(crossref_title=found(replace(cited, authors=others))), cited, titles=True)
    assert (result.verdict, result.reasons) == (Verdict.MISMATCH, ("authors",))


def test_placeholder_authors_of_a_work_found_by_title_are_evidence():
    cited = replace(WORK, doi="", authors=("Doe, John", "Doe, Jane"))
    result = judged(Answers(crossref_title=found(replace(WORK, doi=""))), cited, titles=True)
    assert (result.verdict, result.reasons[0]) == (Verdict.LIKELY_FABRICATED, "placeholder-authors")


def test_a_mismatch_by_title_is_held_against_the_next_service_first():
    cited = replace(WORK, doi="")
    lookups = Answers(crossref_title=found(replace(cited, year=2011)), openalex_title=found(cited, service="OpenAlex"))
    result = judged(lookups, cited, titles=True)
    assert (result.verdict, result.record.library) == (Verdict.VERIFIED, "OpenAlex")


def test_the_year_of_a_preprint_is_not_held_against_the_published_version():
    preprint = replace(WORK, doi="", arxiv="1605.01234", year=2016, container="")
    cited = replace(WORK, doi="", arxiv="1605.01234")
    assert judged(Answers(datacite_arxiv=found(preprint, service="DataCite")), cited).verdict is not Verdict.MISMATCH


def test_what_no_service_knows_stays_what_it_was():
    lookups = Answers()
    result = judged(lookups, offline=NO_LIST, titles=True)
    assert (result.verdict, result.reasons) == (Verdict.UNVERIFIABLE, ("no-list",))
    (notice,) = result.notices
    assert notice.text == "Asked on 21 September 2026, nothing there confirms it: Crossref, DataCite, OpenAlex."
    assert lookups.asked == [
        ("Crossref", "doi"), ("DataCite", "doi"), ("OpenAlex", "doi"), ("Crossref", "title"), ("OpenAlex", "title"),
    ]  # fmt: skip


@pytest.mark.parametrize("offline", [NO_LIST, Judgement(Verdict.PARTLY_VERIFIED, ("doi",), Record("r", "list", WORK))])
def test_a_failure_changes_no_verdict_and_says_so(offline):
    result = judged(
        Answers(crossref_doi=failed(), datacite_doi=failed(), openalex_doi=failed("Down.")), offline=offline
    )
    assert (result.verdict, result.record) == (offline.verdict, offline.record)
    assert result.reasons == (*offline.reasons, "lookup-failed")
    assert kinds(result) == ["lookup-failed"] * 3
    assert result.notices[0].text == "Crossref: It did not answer in time."


def test_a_failure_does_not_matter_once_another_service_confirms():
    result = judged(Answers(crossref_doi=failed(), openalex_doi=found(WORK, service="OpenAlex")))
    assert (result.verdict, result.reasons, kinds(result)) == (Verdict.VERIFIED, (), ["looked-up"])


def test_what_the_lists_partly_verified_can_be_confirmed_and_never_gets_worse():
    listed = Record("r", "list", replace(WORK, doi=""))
    partly = Judgement(Verdict.PARTLY_VERIFIED, ("doi",), listed)
    assert judged(Answers(crossref_doi=found(WORK)), offline=partly).verdict is Verdict.VERIFIED
    worse = judged(Answers(crossref_doi=found(replace(WORK, year=1999))), offline=partly)
    assert (worse.verdict, worse.record) == (Verdict.PARTLY_VERIFIED, listed)
    assert [notice.text for notice in worse.notices] == [
        "Asked on 21 September 2026, nothing there confirms it: Crossref."
    ]


def test_a_retraction_is_told():
    result = judged(Answers(crossref_doi=found(WORK, retracted=True)))
    assert kinds(result) == ["looked-up", "retracted"]
    assert result.verdict is Verdict.VERIFIED


PAGE = Work(title="Port rules", url="https://site.test/rules", kind="webpage")


def test_a_link_that_answers_verifies_nothing():
    live = Answer(WHEN, found=True, notices=(Notice("link-live", "The link answers."),))
    lookups = Answers(citedlinks_link=live)
    result = judged(lookups, PAGE, NO_LIST)
    assert (result.verdict, kinds(result)) == (Verdict.UNVERIFIABLE, ["link-live"])
    assert lookups.asked == [("Cited links", "link")]


def test_a_dead_link_is_told_with_its_archive_copy():
    dead = Answer(WHEN, notices=(Notice("link-dead", "Gone."),))
    copy = Answer(WHEN, found=True, notices=(Notice("archived", "A copy."),))
    result = judged(Answers(citedlinks_link=dead, waybackmachine_link=copy), PAGE, NO_LIST)
    assert (result.verdict, kinds(result)) == (Verdict.UNVERIFIABLE, ["link-dead", "archived"])


def test_many_are_asked_together_and_each_keeps_its_place():
    cited = [(replace(WORK, doi=""), ""), (WORK, ""), (OTHER, ""), (WORK, "")]
    offline = [NOT_FOUND, NOT_FOUND, NO_LIST, Judgement(Verdict.VERIFIED)]
    events = list(look_up(cited, offline, Answers(crossref_doi=found(WORK)), PLAIN))
    assert [event.place for event in events if isinstance(event, LookedUp)] == [1]
    assert events[-1] == LookingUp(1, 1, 1)


def test_stopping_is_an_error_of_its_own():
    with pytest.raises(CancelledError):
        list(look_up([(WORK, "")], [NOT_FOUND], Answers(), PLAIN, cancelled=lambda: True))


def test_the_words_of_the_log_are_those_of_the_interface():
    assert {by.value for by in AskBy} == {"doi", "arxiv", "isbn", "case", "title", "link"}


def test_only_the_services_that_were_agreed_to_are_asked():
    asked = plan(WORK, titles=True, services={"OpenAlex"})
    assert [(question.service, question.by.value) for question in asked] == [("OpenAlex", "doi"), ("OpenAlex", "title")]
    page = Work(title="Port rules", url="https://site.test/rules", kind="webpage")
    assert [question.service for question in plan(page, titles=True, services={"Wayback Machine"})] == [
        "Wayback Machine"
    ]
    assert plan(WORK, titles=True, services=()) == ()


def test_each_reference_is_told_as_soon_as_it_is_settled():
    cited = [(WORK, ""), (OTHER, ""), (WORK, "")]
    events = list(look_up(cited, [NO_LIST] * 3, Answers(crossref_doi=found(WORK)), ONLY_CROSSREF))
    assert [(one.done, one.asked) for one in events if isinstance(one, LookingUp)] == [(1, 1), (2, 2), (3, 3)]
    assert [one.place for one in events if isinstance(one, LookedUp)] == [2, 1, 0]


def test_what_the_lists_settled_can_be_asked_about_but_keeps_its_verdict():
    offline = Judgement(Verdict.MISMATCH, ("year",), Record("r", "list", replace(WORK, year=2001)))
    lookups = Answers(crossref_doi=found(WORK))
    (one,) = [event for event in look_up([(WORK, "")], [offline], lookups, PLAIN, settled_too=True)
              if isinstance(event, LookedUp)]  # fmt: skip
    assert one.judgement == offline
    seen = looked(WORK, "", offline, one.asked)
    assert (seen.judgement, seen.offline) == (offline, offline)
    assert seen.evidence[0].outcome is Outcome.AGREES


@pytest.mark.parametrize(
    ("service", "by", "answer", "outcome", "words"),
    [
        ("Crossref", AskBy.DOI, found(WORK), "agrees", "Its record agrees with everything that is cited."),
        ("Crossref", AskBy.DOI, found(replace(WORK, year=2001)), "differs", "Its record differs: year."),
        ("Crossref", AskBy.DOI, found(replace(OTHER, doi=DOI)), "differs",
         "The identifier leads to another work: “Whales heard from a moored buoy”."),
        ("Crossref", AskBy.DOI, found(replace(WORK, container="")), "agrees",
         "Its record agrees as far as it goes, and is silent on: container."),
        ("Crossref", AskBy.DOI, found(WORK, retracted=True), "agrees",
         "Its record agrees with everything that is cited. It was retracted."),
        ("Crossref", AskBy.DOI, Answer(WHEN), "nothing", "Nothing is known there under it."),
        ("OpenAlex", AskBy.TITLE, Answer(WHEN), "nothing", "Nothing there fits."),
        ("OpenAlex", AskBy.TITLE, found(OTHER), "nothing", "Nothing there fits."),
        ("Crossref", AskBy.DOI, failed(), "failed", "Could not be checked. It did not answer in time."),
    ],
)  # fmt: skip
def test_each_answer_is_evidence_in_words(service, by, answer, outcome, words):
    (one,) = looked(WORK, "", NOT_FOUND, [Asked(service, by, answer)]).evidence
    assert (one.service, one.outcome.value, one.words, one.asked_ms) == (service, outcome, words, answer.asked_ms)
    assert one.address == (f"https://doi.org/{DOI}" if outcome in {"agrees", "differs"} else "")


def test_links_are_evidence_that_verifies_nothing():
    dead = Answer(WHEN, notices=(Notice("link-dead", "Gone."),))
    asked = [Asked("Cited links", AskBy.LINK, dead), Asked("Wayback Machine", AskBy.LINK, Answer(WHEN))]
    seen = looked(PAGE, "", NO_LIST, asked)
    assert [one.words for one in seen.evidence] == ["Gone.", "It holds no copy of the page."]
    assert [one.address for one in seen.evidence] == [PAGE.url, ""]
    text = "An archive copy of 2 November 2024 is at https://web.archive.org/web/2024/https://site.test/rules"
    copy = Asked("Wayback Machine", AskBy.LINK, Answer(WHEN, found=True, notices=(Notice("archived", text),)))
    (one,) = looked(PAGE, "", NO_LIST, [copy]).evidence
    assert (one.words, one.address) == ("An archive copy of 2 November 2024.", text.rpartition(" ")[2])
    assert seen.judgement.verdict is Verdict.UNVERIFIABLE
