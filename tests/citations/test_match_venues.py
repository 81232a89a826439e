import pytest

from app.citations.match_venues import is_preprint, known_venue, same_venue, venues_differ

SAME = [
    ("NeurIPS", "Advances in Neural Information Processing Systems 34"),
    ("NIPS", "NeurIPS"),
    ("Proceedings of the 38th International Conference on Machine Learning", "ICML"),
    ("Proc. Natl. Acad. Sci. U.S.A.", "Proceedings of the National Academy of Sciences"),
    ("J. Mach. Learn. Res.", "Journal of Machine Learning Research"),
    ("IEEE Trans. Pattern Anal. Mach. Intell.", "IEEE Transactions on Pattern Analysis and Machine Intelligence"),
    ("Int J Med Inform", "International Journal of Medical Informatics"),
    ("Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)", "CVPR"),
    ("Annual Meeting of the Association for Computational Linguistics", "ACL"),
    ("Physical Review Letters", "Phys. Rev. Lett."),
    ("The Lancet", "Lancet"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_venue(one, other):
    assert same_venue(one, other)
    assert same_venue(other, one)
    assert not venues_differ(one, other, frozenset())


@pytest.mark.parametrize(
    ("one", "other"), [("ICML", "NeurIPS"), ("CVPR", "International Conference on Computer Vision"), ("KDD", "VLDB")]
)
def test_two_known_venues(one, other):
    assert venues_differ(one, other, frozenset())
    assert venues_differ(other, one, frozenset())


def test_an_unknown_venue_is_never_false():
    assert not venues_differ("Ports and People", "Journal of Harbours", frozenset())


def test_venues_that_the_list_names_often_are_known():
    listed = frozenset({"ports and people", "journal of harbors"})
    assert venues_differ("Ports and People", "Journal of Harbours", listed)


@pytest.mark.parametrize("name", ["arXiv preprint arXiv:2101.00001", "CoRR", "bioRxiv", "SSRN", "Research Square"])
def test_preprint_servers_claim_no_venue(name):
    assert is_preprint(name)


def test_a_journal_is_no_preprint_server():
    assert not is_preprint("Nature")
    assert known_venue("Nature") == ""
