"""Listening beside the window: begins and ends at once, however slow the server is."""

import threading
from queue import SimpleQueue

import pytest

from app.domain.errors import ServerError
from app.shell.sharing_listening import Listening
from tests.shell.making import until


class SlowEar:
    """An ear on a server that takes its time; ``sounds`` is what there is to hear."""

    def __init__(self, opens):
        assert opens.wait(20)
        self.sounds = SimpleQueue()
        self.is_closed = False

    def wait(self, timeout):
        found = self.sounds.get(timeout=timeout)
        if isinstance(found, Exception):
            raise found
        return found

    def wake(self):
        self.sounds.put(())

    def close(self):
        self.is_closed = True


class Server:
    """Makes ears, and keeps them to make sounds with."""

    def __init__(self):
        self.opens = threading.Event()
        self.ears = []

    def open(self):
        self.ears.append(SlowEar(self.opens))
        return self.ears[-1]


@pytest.fixture
def listening(qapp):
    made = Listening()
    yield made
    made.close()


@pytest.fixture
def heard(listening):
    found = []
    listening.heard.connect(lambda: found.append(1))
    return found


def test_it_hears_until_it_is_stopped(listening, heard):
    server = Server()
    server.opens.set()
    listening.start(server.open)
    listening.start(server.open)
    until(lambda: server.ears)
    (ear,) = server.ears
    ear.sounds.put({"scope"})
    ear.sounds.put(())
    ear.sounds.put(None)
    until(lambda: len(heard) == 2)
    listening.close()
    assert ear.is_closed


def test_one_that_ends_late_takes_nothing_from_the_next(listening, heard):
    slow, quick = Server(), Server()
    quick.opens.set()
    listening.start(slow.open)
    late = listening.stop()
    assert late.is_alive()  # nobody waited for it
    listening.start(quick.open)
    until(lambda: quick.ears)
    slow.opens.set()
    late.join(20)
    assert slow.ears[0].is_closed
    assert not heard
    quick.ears[0].sounds.put(None)
    until(lambda: heard)
    listening.close()
    assert quick.ears[0].is_closed  # it was woken


def test_a_failure_is_quiet(listening, heard):
    server = Server()
    server.opens.set()
    listening.start(server.open)
    until(lambda: server.ears)
    server.ears[0].sounds.put(ServerError("gone"))
    listening.close()
    assert server.ears[0].is_closed
    assert not heard
