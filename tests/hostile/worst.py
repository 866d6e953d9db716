"""Apply every pattern to a megabyte of its worst: ``python -m tests.hostile.worst``, ended where one takes long.

Whether a pattern is linear is told by a limit on the processor's time, which says the same on a busy machine: a linear
one takes well under a second, a quadratic one hours.
"""

from __future__ import annotations

import resource
import sys
import time

from tests.hostile.patterns import Attack, Found, applied, attacks, patterns

_SIZE, _TRIAL = 1_000_000, 4_000
_SECONDS = 10
_WORST = 2


def main() -> None:
    """Name each pattern before it is tried: the last that is named when the process is ended is the slow one."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    for found in patterns():
        sys.stdout.write(f"{found.place}\n")
        sys.stdout.flush()
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + _SECONDS, hard))
        for attack in sorted(attacks(found.pattern), key=lambda a: -_time(found, a, _TRIAL))[:_WORST]:
            applied(found, attack.text(found.pattern, _SIZE))
    sys.stdout.write("done\n")


def _time(found: Found, attack: Attack, size: int) -> float:
    text, start = attack.text(found.pattern, size), time.process_time()
    applied(found, text)
    return time.process_time() - start


if __name__ == "__main__":
    main()
