"""How often somebody may ask: so many times in any minute, counted in this process."""

from collections import deque
from collections.abc import Callable
from threading import Lock

SPAN = 60.0  # seconds
REMEMBERED = 10_000  # names; who asks under ever new ones pushes out the oldest


class Limiter:
    """Counts what each name asked in the last minute. `clock`: seconds that only grow."""

    def __init__(self, most: int, clock: Callable[[], float]):
        self._most, self._clock, self._lock = most, clock, Lock()
        self._asked: dict[str, deque[float]] = {}

    def wait(self, name: str) -> int:
        """Count one more, 0; or how many seconds to wait, and it isn't counted."""
        now = self._clock()
        with self._lock:
            times = self._asked.pop(name, deque())
            while times and times[0] <= now - SPAN:
                times.popleft()
            self._asked[name] = times  # as the newest
            while len(self._asked) > REMEMBERED:
                del self._asked[next(iter(self._asked))]
            if len(times) >= self._most:
                return max(1, int(times[0] + SPAN - now) + 1)
            times.append(now)
            return 0
