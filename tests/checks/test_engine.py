"""The engine runs every check, keeps what is sound of it and says what went wrong."""

from collections.abc import Iterator

from app.checks.engine import CHECKS, run_checks
from app.domain.document import Document
from app.domain.finding import Check, Finding, Tier
from tests.checks.drafts import draft

GERMAN = (
    "Die Mieten in der Stadt sind in den letzten zehn Jahren stark gestiegen, und viele Familien ziehen deshalb "
    "an den Rand. Der Bericht zeigt, woran das liegt und was die Verwaltung dagegen tun kann."
)


def _check(*spans: tuple[int, int], ident: str = "own", languages: tuple[str, ...] = ()) -> Check:
    def run(_document: Document) -> Iterator[Finding]:
        for start, end in spans:
            yield Finding(ident, 1, Tier.ASK, start, end, "Say more.")

    return Check(ident, 1, Tier.ASK, "Own", "Why not.", run, languages)


def _crash(_document: Document) -> Iterator[Finding]:
    yield Finding("bad", 1, Tier.ASK, 0, 1, "Say more.")
    raise ZeroDivisionError("no\nluck")


def test_a_crash_is_told_in_one_line_and_spares_the_others() -> None:
    bad = Check("bad", 1, Tier.ASK, "Bad", "Why not.", _crash)
    first, second, third = run_checks(draft("Some text."), [_check((0, 4)), bad, _check((5, 9))])
    assert (len(first.findings), first.error) == (1, "")
    assert (second.check, second.findings, second.error) == ("bad", (), "ZeroDivisionError: no luck")
    assert len(third.findings) == 1


def test_findings_are_sorted_and_said_once() -> None:
    (done,) = run_checks(draft("Some text."), [_check((5, 9), (0, 4), (5, 9))])
    assert [(finding.start, finding.end) for finding in done.findings] == [(0, 4), (5, 9)]
    assert done.seconds >= 0


def test_spans_outside_the_text_are_left_out_and_told() -> None:
    (done,) = run_checks(draft("Some text."), [_check((0, 4), (5, 99), (-1, 3), (4, 4))])
    assert [finding.start for finding in done.findings] == [0]
    assert "3 findings" in done.error


def test_a_finding_under_another_name_is_left_out() -> None:
    def run(_document: Document) -> Iterator[Finding]:
        yield Finding("other", 1, Tier.ASK, 0, 1, "Say more.")

    (done,) = run_checks(draft("Some text."), [Check("own", 1, Tier.ASK, "Own", "Why not.", run)])
    assert done.findings == ()
    assert "1 finding " in done.error


def test_a_check_skips_languages_it_cannot_judge_and_says_so() -> None:
    check = _check((0, 3), languages=("en",))
    (german,) = run_checks(draft(GERMAN), [check])
    assert (german.findings, german.skipped) == ((), "Not checked: the text is German.")
    (short,) = run_checks(draft("Zu kurz."), [check])
    assert (len(short.findings), short.skipped) == (1, "")


def test_every_check_has_its_words_and_its_own_id() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.id == check.id.lower()
        assert check.title[0].isupper()
        assert check.why.endswith(".")


def test_results_come_one_by_one_and_stop_when_nobody_asks() -> None:
    ran: list[str] = []

    def noting(name: str) -> Check:
        def run(_document: Document) -> Iterator[Finding]:
            ran.append(name)
            return iter(())

        return Check(name, 1, Tier.ASK, "Own", "Why not.", run)

    results = run_checks(draft("Some text."), [noting("a"), noting("b"), noting("c")])
    assert [next(results).check, next(results).check] == ["a", "b"]
    results.close()  # type: ignore[attr-defined]
    assert ran == ["a", "b"]
