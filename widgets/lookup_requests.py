"""What the actions about online look-ups ask for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.shell.library_online import library_online

if TYPE_CHECKING:
    from app.services.online import OnlineChoice
    from app.shell.items import ReferenceItem
    from widgets.window_frame import WindowParts


def lookup_requests(window: "WindowParts") -> dict[str, Callable[[], object]]:
    """Return what to call for each of these actions, by its name."""
    desk = LookUpDesk(window)
    return {
        "look_up": desk.look_up_current,
        "look_up_all": desk.look_up_all,
        "online_choice": desk.show_choice,
        "online_log": desk.show_log,
    }


class LookUpDesk:
    """Asks for consent before anything is asked online, then goes on with what was wanted."""

    def __init__(self, window: "WindowParts") -> None:
        self._window = window
        self._online = online = library_online(window.session)
        self._wanted: Callable[[], object] | None = None
        references = window.panels.references
        references.lookups.asked.connect(self.look_up_all)
        references.lookups.log_requested.connect(self.show_log)
        references.acts.look_up_requested.connect(self.look_up_current)
        online.consent_needed.connect(self._ask_consent)
        online.refused.connect(window.status_line.say)

    def look_up_current(self) -> None:
        """Ask about the current reference, whatever the lists said of it."""
        opened, key = self._window.session.draft, self._window.session.current
        item = opened.reference(key) if opened is not None and key else None
        if item is None:
            self._window.status_line.say("Choose a reference first.")
        else:
            self._look_up(lambda: [item], settled_too=True)

    def look_up_all(self) -> None:
        """Ask about every reference that the lists could not verify."""
        self._window.panels.show_tab("references")
        self._look_up(self._online.open_items, settled_too=False)

    def show_choice(self) -> None:
        """Show what is sent where, to agree or to take it back."""
        self._wanted = None
        self._ask_consent()

    def show_log(self) -> None:
        """Show what left this computer."""
        from widgets.lookup_log import LookUpLog

        dialog = LookUpLog(self._online, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _look_up(self, items: "Callable[[], list[ReferenceItem]]", *, settled_too: bool) -> None:
        def ask() -> None:
            self._online.look_up(items(), settled_too=settled_too)

        self._wanted = ask
        ask()

    def _ask_consent(self) -> None:
        from widgets.lookup_consent import ConsentDialog

        dialog = ConsentDialog(self._online.choice, self._window)
        dialog.chosen.connect(self._take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, choice: "OnlineChoice") -> None:
        self._online.choose(choice)
        wanted, self._wanted = self._wanted, None
        if wanted is not None and choice.on:
            wanted()
        elif not choice.on:
            self._window.status_line.say("Online look-ups are off. Answers that came before stay.")
