"""An empty list says what is so and offers at most one step."""

from widgets.empty_state import EmptyState
from widgets.labels import Button


def test_it_says_and_offers(qtbot):
    state, asked = EmptyState(), []
    qtbot.addWidget(state)
    state.say("library", "Checking was stopped", "Not all is known.", "Check again", lambda: asked.append(1))
    state.findChild(Button).click()
    assert asked == [1]
    assert state.accessibleName() == "Checking was stopped. Not all is known."


def test_saying_the_same_again_changes_nothing(qtbot):
    state = EmptyState()
    qtbot.addWidget(state)
    state.say("library", "No references", "None were found.")
    before = state.children()
    state.say("library", "No references", "None were found.")
    assert state.children() == before
