"""Word classes that tell the parts of a reference apart: data for the tagger's features, several languages."""

from typing import Final

_CLASSES: Final = {
    "month": "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august "
    "september october november december spring summer autumn winter fall januar februar märz mai juni juli oktober "
    "dezember janvier février mars avril juin juillet août septembre octobre novembre décembre",
    "pp": "p pp pages page pg seiten seite s",
    "vol": "vol volume vols volumes v bd band tome t jg jahrgang",
    "no": "no number nr num issue heft h n nº nos fasc",
    "part": "part pt suppl supp supplement",
    "ed": "ed eds editor editors edited hrsg herausgeber",
    "edition": "edn edition auflage aufl 2nd 3rd 4th 1st revised",
    "in": "in dans",
    "and": "and & et und y e",
    "al": "al alii others",
    "publisher": "press publisher publishers publishing verlag wiley springer elsevier university books kluwer "
    "routledge academic hall penguin sage mit mcgraw birkhäuser gruyter suhrkamp presses éditions",
    "proceedings": "proc proceedings conference conf workshop symposium symp congress meeting annual "
    "international actes",
    "journal": "journal j rev review letters lett phys trans transactions ann annals acta bulletin magazine "
    "zeitschrift revue arch math sci quarterly",
    "report": "technical report tech rep thesis dissertation phd diss memo working paper preprint manuscript "
    "unpublished",
    "arxiv": "arxiv eprint hep ph th astro cond mat quant gr qc nucl lat",
    "retrieved": "retrieved available accessed online url abgerufen verfügbar consulté",
    "particle": "de van von der den di da la le du del dos el al ten ter zu zur",
    "organisation": "organization organisation institute association ministry committee agency department "
    "council commission foundation society bureau ministerium institut gesellschaft administration office",
}


def words_of(name: str) -> list[str]:
    """Return the words of a class, the longest first."""
    return sorted(_CLASSES[name].split(), key=len, reverse=True)


def _by_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in _CLASSES.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), name)
    return found


CLASSES_OF: Final = _by_word()
"""Word in lower case -> names of its classes."""
