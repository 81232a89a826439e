"""What checking a file gave, as one value that every report format is made from."""

from dataclasses import dataclass

from app.domain.document import Document
from app.domain.finding import CheckDone, Density, Finding, Tier
from app.domain.reference import CheckedReference, Rejected, Verdict

TIER_RANK = {Tier.CONTEXT: 0, Tier.CONSIDER: 1, Tier.ASK: 2, Tier.FIX: 3}
# When a command must decide: positive evidence of invention is a defect, a wrong detail is a question.
VERDICT_TIER = {Verdict.LIKELY_FABRICATED: Tier.FIX, Verdict.MISMATCH: Tier.ASK}


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """A checked document: ``path`` as it was given, language as ISO 639-1 or empty, and all results."""

    path: str
    document: Document
    language: str = ""
    checks: tuple[CheckDone, ...] = ()
    references: tuple[CheckedReference, ...] = ()
    densities: tuple[Density, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding in text order."""
        found = [finding for done in self.checks for finding in done.findings]
        return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.check)))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be read, and which checks broke."""
        broken = tuple(f"The check {done.check} failed: {done.error}" for done in self.checks if done.error)
        return self.document.warnings + broken

    def worst(self) -> Tier | None:
        """Return the highest tier among findings and verdicts, or None."""
        tiers = [finding.tier for finding in self.findings]
        tiers += [tier for checked in self.references if (tier := VERDICT_TIER.get(checked.judgement.verdict))]
        return max(tiers, key=TIER_RANK.__getitem__, default=None)


@dataclass(frozen=True, slots=True)
class FailedFile:
    """A file that could not be read, and the sentence that says why."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one ``check`` command."""

    tool: str
    documents: tuple[DocumentReport, ...]
    failed: tuple[FailedFile, ...] = ()
    rejected: tuple[Rejected, ...] = ()
