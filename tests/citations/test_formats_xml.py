from dataclasses import replace

import pytest

from app.citations.formats import read_entries
from app.citations.formats_xml import read_xml
from app.domain.errors import BadInputError

ENDNOTE = """<?xml version="1.0" encoding="UTF-8"?>
<xml><records>
<record><rec-number>7</rec-number><ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal">Kim, Ana</style></author><author>Roe, Bo</author></authors>
<secondary-authors><author>Editor, E.</author></secondary-authors></contributors>
<titles><title><style>A quiet </style><style face="italic">harbour</style></title></titles>
<periodical><full-title><style>Ports</style></full-title></periodical>
<pages>5-9</pages><volume>3</volume><number>4</number><dates><year><style>2020</style></year></dates>
<isbn>1234-5679</isbn><electronic-resource-num>10.1000/ABC</electronic-resource-num>
<urls><related-urls><url>https://a.example</url></related-urls></urls><publisher>P</publisher></record>
<record><rec-number>8</rec-number><ref-type name="Book Section">5</ref-type><titles><title>Part</title>
<secondary-title>Whole</secondary-title></titles></record>
<record><rec-number>9</rec-number></record>
</records></xml>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/"
 xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
<bib:Article rdf:about="#item_1"><z:itemType>journalArticle</z:itemType>
<dcterms:isPartOf rdf:resource="urn:issn:1234-5679"/>
<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Kim</foaf:surname><foaf:givenName>Ana</foaf:givenName>
</foaf:Person></rdf:li><rdf:li><foaf:Person><foaf:surname>Plato</foaf:surname></foaf:Person></rdf:li></rdf:Seq></bib:authors>
<dc:title>A quiet harbour</dc:title><dc:date>2020-03</dc:date><bib:pages>5-9</bib:pages></bib:Article>
<bib:Journal rdf:about="urn:issn:1234-5679"><prism:volume>3</prism:volume><prism:number>4</prism:number>
<dc:title>Ports</dc:title><dc:identifier>DOI 10.1000/ABC</dc:identifier><dc:identifier>ISSN 1234-5679</dc:identifier>
</bib:Journal>
<bib:BookSection rdf:about="#item_2"><z:itemType>bookSection</z:itemType><dcterms:isPartOf><bib:Book>
<dc:title>Whole</dc:title></bib:Book></dcterms:isPartOf><dc:title>Part</dc:title></bib:BookSection>
<z:Attachment rdf:about="#item_3"><z:itemType>attachment</z:itemType><dc:title>PDF</dc:title></z:Attachment>
</rdf:RDF>"""


def read(tmp_path, text, name="list.xml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return list(read_xml(path))


def test_endnote(tmp_path):
    (line, id_, work), (_, _, part), (last, _, empty) = read(tmp_path, ENDNOTE)
    assert (line, id_, work.title, work.authors) == (3, "7", "A quiet harbour", ("Kim, Ana", "Roe, Bo"))
    assert (work.year, work.container, work.volume, work.issue, work.pages) == (2020, "Ports", "3", "4", "5-9")
    assert (work.doi, work.isbn, work.url, work.publisher) == ("10.1000/abc", "12345679", "https://a.example", "P")
    assert (work.kind, part.kind, part.container) == ("article", "chapter", "Whole")
    assert (last, empty.title) == (13, "")


def test_translated_names_of_endnote_are_a_second_form_of_the_record(tmp_path):
    names = "<translated-authors><author>Kimova, Ana</author></translated-authors></contributors>"
    (_, id_, work), (_, same, translated), *_ = read(tmp_path, ENDNOTE.replace("</contributors>", names))
    assert (id_, work.authors) == (same, ("Kim, Ana", "Roe, Bo"))
    assert translated == replace(work, authors=("Kimova, Ana",))


def test_zotero(tmp_path):
    (line, id_, work), (_, _, part) = read(tmp_path, RDF, "list.rdf")
    assert (line, id_, work.title, work.authors) == (5, "item_1", "A quiet harbour", ("Kim, Ana", "Plato"))
    assert (work.year, work.container, work.volume, work.issue, work.pages) == (2020, "Ports", "3", "4", "5-9")
    assert (work.doi, work.isbn, work.kind) == ("10.1000/abc", "12345679", "article")
    assert (part.title, part.container, part.kind) == ("Part", "Whole", "chapter")


def test_a_record_without_title_is_rejected_with_its_line(tmp_path):
    path = tmp_path / "list.data"
    path.write_text(ENDNOTE, encoding="utf-8")
    assert list(read_entries(path))[-1].line == 13


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<xml><records>", r"list\.xml is not valid XML"),
        ("<html><body/></html>", "neither an EndNote XML nor a Zotero RDF"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><xml><records/></xml>', "DOCTYPE"),
    ],
)
def test_what_is_no_list_is_one_sentence(tmp_path, text, said):
    with pytest.raises(BadInputError, match=said):
        read(tmp_path, text)
