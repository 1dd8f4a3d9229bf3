"""What a million live Hawk nonces take, on disk and in memory (SECURITY.md A9.08: less than 200 MB).

    python benchmarks/nonces.py                  # nonces of 6 characters, as programs send them
    python benchmarks/nonces.py --length 32      # the longest that are kept as they are

Fills the store of a throw-away base through its own repository, as the gateway does, and prints what the files of the
base and the memory of the process grew by, and what one more nonce costs then. A million is the most that the gateway
remembers (`MOST_NONCES`); the next request is refused.
"""

import argparse
import itertools
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from fracttal_console.crypto.tokens import new_secret  # noqa: E402 - found through the line above
from fracttal_console.domain.secrets import SecretKind  # noqa: E402
from fracttal_console.services.hawk_access import MOST_NONCES  # noqa: E402
from tests.support import World, make_world  # noqa: E402

CHUNK = 5_000
KEYS = 6
MEGABYTE = 1_000_000


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--nonces", type=int, default=MOST_NONCES)
    parser.add_argument("--length", type=int, default=6)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder))
        files, memory = on_disk(world), peak_memory()
        seconds = fill(world, arguments.nonces, arguments.length)
        live = live_in(world)
        print(f"live nonces of {arguments.length} characters   {live:>12,}")
        print(f"files of the base grew by        {(on_disk(world) - files) / MEGABYTE:>12.1f} MB")
        print(f"memory of the process, peak, by  {(peak_memory() - memory) / MEGABYTE:>12.1f} MB")
        print(f"one nonce, {CHUNK} to a commit    {seconds / arguments.nonces * 1e6:>12.1f} us")
        print(f"one more is refused              {not room(world)!s:>12}")


def fill(world: World, number: int, length: int) -> float:
    """Take so many nonces and return how many seconds that took."""
    fresh = iter(lambda: new_secret(SecretKind.HAWK).reveal()[4:47], "")
    text = itertools.chain.from_iterable(fresh)
    now = int(world.clock.now().timestamp())
    create = world.console.api_keys.create
    keys = [create(world.admin, name=f"Program {one}", permission_group="Reading").api_key.id for one in range(KEYS)]
    spent, left = 0.0, number
    while left > 0:
        nonces = ["".join(itertools.islice(text, length)) for _ in range(min(CHUNK, left))]
        began = time.perf_counter()
        with world.console.use_cases.keep_books() as work:
            for place, nonce in enumerate(nonces):
                # over the whole time for which a timestamp can be accepted
                if work.hawk_nonces.take(keys[place % KEYS], nonce, now - 60 + place % 120):
                    left -= work.hawk_nonces.count_one(number)
        spent += time.perf_counter() - began
    return spent


def room(world: World) -> bool:
    """Tell whether one more nonce would be counted."""
    with world.console.use_cases.keep_books() as work:
        return work.hawk_nonces.count_one(MOST_NONCES)


def live_in(world: World) -> int:
    """Return how many nonces are remembered."""
    with world.console.store.looking_up() as repositories:
        return repositories.hawk_nonces.live()


def on_disk(world: World) -> int:
    """Return how many bytes the files of the base have, its log of writes too."""
    return sum(file.stat().st_size for file in world.settings.data_dir.rglob("*") if file.is_file())


def peak_memory() -> int:
    """Return how many bytes of memory this process had at most until now."""
    (line,) = [line for line in Path("/proc/self/status").read_text("ascii").splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
