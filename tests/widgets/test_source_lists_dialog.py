"""Source lists: which are complete, which have gone, and removing one."""

from PySide6.QtWidgets import QCheckBox, QLabel

from tests.shell.making import write_sources
from widgets.labels import IconButton
from widgets.source_lists_dialog import SourceListsDialog


def make(qtbot, lists):
    dialog = SourceListsDialog(tuple(lists))
    qtbot.addWidget(dialog)
    return dialog


def test_a_list_can_be_called_complete(qtbot, tmp_path):
    dialog = make(qtbot, [write_sources(tmp_path)])
    dialog.findChild(QCheckBox).setChecked(True)
    assert [one.complete for one in dialog.lists()] == [True]


def test_a_list_that_has_gone_says_so_and_can_be_removed(qtbot, tmp_path):
    kept, gone = write_sources(tmp_path, "kept.bib"), write_sources(tmp_path, "gone.bib")
    gone.path.unlink()
    dialog = make(qtbot, [kept, gone])
    assert "gone.bib (the file has gone)" in [label.text() for label in dialog.findChildren(QLabel)]
    button = next(one for one in dialog.findChildren(IconButton) if one.accessibleName() == "Remove gone.bib")
    button.click()
    assert dialog.lists() == (kept,)


def test_none_yet_says_what_that_means(qtbot):
    dialog = make(qtbot, [])
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "None yet. Without one, no reference can be checked." in texts
