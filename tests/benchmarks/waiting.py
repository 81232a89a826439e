"""Waiting in a measured window: its events go on, and nothing else takes the processor."""

import time


class Waiting:
    """What waits for a window; ``app`` is its QApplication."""

    def spin(self, condition, most_seconds=120):
        """Let the window work until the condition holds."""
        end = time.monotonic() + most_seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError
            self.app.processEvents()
            time.sleep(0.001)

    def rest(self, seconds):
        """Let the window work for a while."""
        end = time.monotonic() + seconds
        self.spin(lambda: time.monotonic() > end)
