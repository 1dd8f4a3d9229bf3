"""The window against an empty one of PySide6: start, memory, page switch, gaps in its event loop.

    python benchmarks/window.py                  # needs no display
    python benchmarks/window.py --rows 100000

Each start of ours follows one of the empty window, in processes of their own; the clock runs from before the process
is made. All of them find compiled modules, as after an installation. The base has --rows authorizations, and its
administrator's password is hashed at full cost. Trust ratios first, and time of the processor before time: the machines
are shared.
"""

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

EMPTY = """
import os, sys, time
begun = int(sys.argv[1])
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if not hasattr(self, "done"):
            self.done, self.used = (time.monotonic_ns() - begun) / 1e6, time.process_time() * 1e3
            QTimer.singleShot(0, app.quit)
app = QApplication([])
window = Window(); window.resize(1440, 900); window.show(); app.exec()
with open("/proc/self/statm") as file:
    print(window.done, int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20, window.used)
"""


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--starts", type=int, default=9)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--begun", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--job", default="start", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if arguments.child:
        print(json.dumps(child(Path(arguments.child), arguments.begun, arguments.job)))
        return
    with tempfile.TemporaryDirectory(prefix="fracttal-console-benchmark-") as scratch:
        directory = Path(scratch)
        # without compiled modules, each start would be half a compiler's; those of a checkout are nobody's to write
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(directory / "compiled")
        make_base(directory, arguments.rows)
        starts(directory, arguments.starts, arguments.rows)
        inside(directory, arguments.rows)


# --- the base ---------------------------------------------------------------------------------------


def settings_of(directory: Path) -> Any:
    """Return the settings of the benchmark's base."""
    from fracttal_console.settings import Settings

    return Settings(data_dir=directory / "base", key_provider=f"file:{directory / 'master.key'}", gateway_port=0)


def make_base(directory: Path, rows: int) -> None:
    """Make a base with this many authorizations, of 50 consumers and as many people as that needs."""
    from fracttal_console.bootstrap import init_base, open_base
    from fracttal_console.domain.actors import Role
    from fracttal_console.domain.authorizations import Authorization, AuthorizationStatus
    from fracttal_console.domain.oauth_consumers import GrantType
    from fracttal_console.domain.people import Person, PersonStatus
    from fracttal_console.domain.secrets import SecretText
    from fracttal_console.domain.usage import Use

    settings = settings_of(directory)
    secret = SecretText("a base that is measured")
    init_base(settings, company="Measured", email="a@b.example", name="Ana", password=secret)
    console = open_base(settings)
    admin = console.sign_in.operator("a@b.example", secret)
    group = console.permission_groups.create(admin, name="All", permissions=sorted(console.catalogue.all))
    consumers = [
        console.consumers.create(
            admin, name=f"Consumer {number}", permission_group="All", grant=GrantType.AUTHORIZATION_CODE,
            redirect_uris=["https://c.example/back"],
        ).consumer
        for number in range(50)
    ]  # fmt: skip
    for number in range(100):
        console.api_keys.create(admin, name=f"Key {number}", permission_group="All")
    people, nobody = [], "nobody signs in"
    with console.use_cases.keep_books() as work:
        for number in range((rows + 49) // 50):
            person = Person(
                id=work.people.new_id(), email=f"p{number}@b.example", name=f"Person {number}", role=Role.MEMBER,
                permission_group_id=group.id, password_hash=nobody, status=PersonStatus.ACTIVE, created_at=work.now,
                password_changed_at=work.now,
            )  # fmt: skip
            work.people.add(person)
            people.append(person.id)
    with console.use_cases.keep_books() as work:
        uses = {}
        for number in range(rows):
            moment = work.now - timedelta(minutes=number)
            authorization = Authorization(
                id=work.authorizations.new_id(), consumer_id=consumers[number % 50].id, person_id=people[number // 50],
                permissions=frozenset(sorted(console.catalogue.all)[: 3 + number % 9]), granted_at=moment,
                status=AuthorizationStatus.ACTIVE, expires_at=None,
            )  # fmt: skip
            work.authorizations.add(authorization)
            if number % 10:
                uses[authorization.id] = Use(moment + timedelta(seconds=30), "192.0.2.1", "GET /api/items/")
        work.authorization_uses.save(uses)
    console.close()


# --- starts -----------------------------------------------------------------------------------------


def starts(directory: Path, times: int, rows: int) -> None:
    """Start an empty window and ours in turn."""
    empty: list[tuple[float, float, float]] = []
    ours: list[dict[str, float]] = []
    for number in range(times + 1):
        begun = str(time.monotonic_ns())
        words = run([sys.executable, "-c", EMPTY, begun]).split()
        begun = str(time.monotonic_ns())
        measured = json.loads(run([sys.executable, __file__, "--child", str(directory), "--begun", begun]))
        begun = str(time.monotonic_ns())
        command = [sys.executable, __file__, "--child", str(directory), "--begun", begun, "--job", "sign-in"]
        measured |= json.loads(run(command))
        if number:  # the first one fills the caches
            empty.append((float(words[0]), float(words[1]), float(words[2])))
            ours.append(measured)
    base, memory, used = (statistics.median(values) for values in zip(*empty, strict=True))
    print(f"\nStart, median of {times}, base of {rows:,} authorizations     ms    x empty   processor    x empty")
    print(f"  empty PySide6 window, first paint              {base:8.0f}      1.0    {used:8.0f}      1.0")
    for key, name in (
        ("paint", "ours, first paint"), ("typed", "ours, who signs in can type"),
        ("table", "ours, signed in by itself, table usable"), ("entered", "ours, from password given to table usable"),
        ("check", "  of both, the password's check: Argon2id"),
    ):  # fmt: skip
        value = statistics.median(row[key] for row in ours)
        spent = statistics.median(row[f"{key} processor"] for row in ours)
        print(f"  {name:46} {value:8.0f}    {value / base:5.1f}    {spent:8.0f}    {spent / used:5.1f}")
    print("Memory, resident                                      MiB   x empty")
    print(f"  empty PySide6 window                           {memory:8.0f}      1.0")
    for key, name in (("memory", "ours, table shown"), ("gateway memory", "its gateway, a process of its own")):
        value = statistics.median(row[key] for row in ours)
        print(f"  {name:46} {value:8.0f}    {value / memory:5.1f}")


def run(command: list[str]) -> str:
    """Run a program and return what it printed."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def child(directory: Path, begun: int, job: str) -> dict[str, float]:
    """Be one start of ours, or everything that is measured inside a running window."""
    from dataclasses import replace

    from fracttal_console.bootstrap.opening import begun_application
    from fracttal_console.bootstrap.window_look import keep_look
    from fracttal_console.domain.secrets import SecretText
    from fracttal_console.ui.shell import Shell
    from fracttal_console.ui.window.remembered import WindowLook

    measured: dict[str, float] = {}
    show = Shell.show

    def shown(shell: Shell, look: Any = None) -> None:
        # the size of the empty window, however small the screen; when it returns, the window is painted
        shell.window.appear = lambda _look: shell.window.show()  # type: ignore[method-assign]
        show(shell, look)
        note(measured, "paint", begun)

    Shell.show = shown  # type: ignore[method-assign]
    # the window comes back on the page where it was left: one with a table
    keep_look(settings_of(directory).data_dir, WindowLook(page="api_keys"))
    if job == "sign-in":
        return sign_in(directory, begun)
    settings = replace(settings_of(directory), theme="light")
    # a demo's shape, without loading what makes one
    guest: Any = SimpleNamespace(settings=settings, email="a@b.example", password=SecretText("a base that is measured"))
    application = begun_application(settings, "en", environ={}, demo=guest)
    application.flow.begin()
    flow = application.flow
    spin(application.qt, lambda: flow.workbench is not None)
    bench = flow.workbench
    assert bench is not None
    spin(application.qt, lambda: bench.page.model.ready and bench.page.model.row_at(0) is not None)
    bench.page.table.viewport().repaint()
    note(measured, "table", begun)
    bench.open("authorizations")
    spin(application.qt, lambda: bench.page.model.ready and bench.page.model.row_at(0) is not None)
    spin(application.qt, lambda: bool(bench.desk.base.gateway.url) and not application.operations.busy)
    measured["memory"] = resident("self")
    measured["gateway memory"] = resident(str(bench.desk.base.gateway.pid))
    if job == "inside":
        measured |= switches(application, bench)
        measured |= arrivals(application, bench, directory)
        measured |= gaps(application, bench)
    application.close()
    return measured


def sign_in(directory: Path, begun: int) -> dict[str, float]:
    """Measure until a person can type, and from the password to the rows."""
    from dataclasses import replace

    from PySide6.QtTest import QTest

    from fracttal_console.bootstrap.opening import begun_application
    from fracttal_console.crypto.passwords import Passwords
    from fracttal_console.domain.secrets import SecretText
    from fracttal_console.ui.shell import Shell

    measured: dict[str, float] = {}
    breathe = Shell.breathe

    def type_first(shell: Shell) -> None:
        if not measured:
            # the first turn of the event loop: what is typed from now on arrives
            QTest.keyClicks(shell.window.face.email, "a@b.example")  # type: ignore[union-attr]
            note(measured, "typed", begun)
        breathe(shell)

    Shell.breathe = type_first  # type: ignore[method-assign]
    application = begun_application(replace(settings_of(directory), theme="light"), "en", environ={})
    application.flow.begin()
    page: Any = application.window.face
    assert page.email.text() == "a@b.example"
    spin(application.qt, lambda: page.ready)
    QTest.keyClicks(page.password, "a base that is measured")
    asked, spent = time.monotonic_ns(), time.process_time() * 1e3
    page.button.click()
    flow = application.flow
    spin(application.qt, lambda: flow.workbench is not None)
    bench = flow.workbench
    assert bench is not None
    spin(application.qt, lambda: bench.page.model.ready and bench.page.model.row_at(0) is not None)
    bench.page.table.viewport().repaint()
    note(measured, "entered", asked, spent)
    hashed = Passwords().hash(SecretText("a base that is measured"))
    asked, spent = time.monotonic_ns(), time.process_time() * 1e3
    assert Passwords().verify(SecretText("a base that is measured"), hashed)
    note(measured, "check", asked, spent)
    application.close()
    return measured


def note(measured: dict[str, float], key: str, begun: int, spent: float = 0) -> None:
    """Note how long something took, and how much time of the processor, all threads together."""
    measured[key] = (time.monotonic_ns() - begun) / 1e6
    measured[f"{key} processor"] = time.process_time() * 1e3 - spent


def resident(pid: str) -> float:
    """Return the resident memory of a process in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def spin(_qt: Any, holds: Callable[[], bool], seconds: float = 60) -> None:
    """Let the event loop run, asleep between events as in use, until something holds."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    loop, deadline = QEventLoop(), time.monotonic() + seconds

    def look() -> None:
        if holds() or time.monotonic() > deadline:
            loop.quit()

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(look)
    timer.start(1)
    loop.exec()
    timer.stop()
    if not holds():
        raise TimeoutError


# --- inside a running window --------------------------------------------------------------------------


def switches(application: Any, bench: Any) -> dict[str, float]:
    """Measure from asking until the rows are painted."""
    measured: dict[str, float] = {}

    def timed(name: str, act: Callable[[], None], holds: Callable[[], bool], times: int = 9) -> None:
        values = []
        for _ in range(times):
            begun = time.perf_counter()
            act()
            spin(application.qt, holds)
            bench.page.table.viewport().repaint()
            values.append((time.perf_counter() - begun) * 1e3)
            spin(application.qt, lambda: not application.operations.busy)
        measured[name] = statistics.median(values)

    keys = ["audit", "authorizations"]

    def turn() -> None:
        keys.reverse()
        bench.open(keys[1])

    timed("switch", turn, lambda: bench.page.model.ready)
    bench.open("authorizations")
    model, table = bench.page.model, bench.page.table
    table.verticalScrollBar().setValue(0)
    places = iter([model.matching - 1, model.matching // 2, model.matching // 4] * 3)
    place = [0]

    def jump() -> None:
        place[0] = next(places)
        table.scrollTo(model.index(place[0], 0))

    timed("jump", jump, lambda: model.row_at(place[0]) is not None)
    texts = iter(["person 19", "consumer 7", "person 3 consumer 1"] * 3)

    def search() -> None:
        model.ready = False
        bench.page.filter.field.setText(next(texts))

    timed("search", search, lambda: model.ready)
    model.ready = False
    bench.page.filter.clear()
    spin(application.qt, lambda: model.ready)
    sections = iter([0, 1, 4, 5] * 3)

    def sort() -> None:
        model.ready = False
        table._sort_by(next(sections))  # noqa: SLF001 - what a click on the head does

    timed("sort", sort, lambda: model.ready)
    row = [0]

    def down() -> None:
        row[0] += 1
        table.go_to(row[0])
        bench.page.panel.repaint()

    timed("panel", down, lambda: True, 30)
    return measured


def gaps(application: Any, bench: Any) -> dict[str, float]:
    """Measure how long the event loop is away: at rest, in use, and in use with the gateway under load."""
    from PySide6.QtCore import Qt, QTimer

    measured: dict[str, float] = {}
    ticks: list[float] = []
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(1)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start()
    table = bench.page.table

    def use(seconds: float) -> None:
        """Scroll, choose, turn pages and search as a person does, if quickly."""
        end, step = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            step += 1
            bar = table.verticalScrollBar()
            bar.setValue((bar.value() + 360) % max(1, bar.maximum()))
            if step % 5 == 0:
                table.go_to(table.visible_places()[0])
            if step % 40 == 0:
                bench.open("audit" if bench.key == "authorizations" else "authorizations")
            if step % 60 == 0:
                bench.page.filter.field.setText(f"person {step}")
            if step % 60 == 30:
                bench.page.filter.clear()
            until = time.perf_counter() + 0.03
            spin(application.qt, lambda until=until: time.perf_counter() > until)

    def watch(name: str, act: Callable[[], None]) -> None:
        ticks.clear()
        act()
        away = sorted((later - sooner) * 1e3 for sooner, later in itertools.pairwise(ticks))
        measured[f"{name} p99"] = away[int(len(away) * 0.99)]
        measured[f"{name} max"] = away[-1]

    until = time.perf_counter() + 3
    watch("rest", lambda: spin(application.qt, lambda: time.perf_counter() > until))
    watch("use", lambda: use(8))
    load = subprocess.Popen(
        [sys.executable, "-c", LOAD, bench.desk.base.gateway.url], stdout=subprocess.PIPE, text=True
    )
    watch("load", lambda: use(8))
    load.terminate()
    assert load.stdout is not None
    measured["load rate"] = float((load.stdout.read() or "0").strip() or 0)
    timer.stop()
    return measured


def arrivals(application: Any, bench: Any, directory: Path) -> dict[str, float]:
    """Measure from another process's commit until the row it is about is painted."""
    bench.open("api_keys")
    spin(application.qt, lambda: bench.page.model.ready and not application.operations.busy)
    command = [sys.executable, "-c", OTHER, str(directory)]
    other = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert other.stdin is not None
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    model, values = bench.page.model, []
    for _ in range(9):
        wanted = model.matching + 1
        print(file=other.stdin, flush=True)
        spin(application.qt, lambda wanted=wanted: model.matching == wanted and model.row_at(0) is not None)
        bench.page.table.viewport().repaint()
        painted = time.monotonic_ns()
        values.append((painted - int(other.stdout.readline())) / 1e6)
        spin(application.qt, lambda: not application.operations.busy)
    other.stdin.close()
    other.wait()
    other.stdout.close()
    return {"arrival": statistics.median(values), "arrival max": max(values)}


OTHER = """
import sys, time
from pathlib import Path
from benchmarks.window import settings_of
from fracttal_console.bootstrap import open_base
from fracttal_console.domain.secrets import SecretText
console = open_base(settings_of(Path(sys.argv[1])))
admin = console.sign_in.operator("a@b.example", SecretText("a base that is measured"))
print("ready", flush=True)
for number, _ in enumerate(sys.stdin):
    console.api_keys.create(admin, name=f"Arriving {number}", permission_group="All")
    print(time.monotonic_ns(), flush=True)
console.close()
"""

LOAD = """
import signal, sys, threading, time, http.client, urllib.parse
place = urllib.parse.urlsplit(sys.argv[1]); counts = [0] * 4; stop = threading.Event()
def ask(number):
    http_ = http.client.HTTPConnection(place.hostname, place.port)
    while not stop.is_set():
        http_.request("GET", "/api/user/", headers={"Authorization": "Bearer fca_nothing"})
        http_.getresponse().read(); counts[number] += 1
begun = time.time()
def end(*_): stop.set()
signal.signal(signal.SIGTERM, end)
threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
[t.start() for t in threads]; [t.join() for t in threads]
print(sum(counts) / (time.time() - begun))
"""


def inside(directory: Path, rows: int) -> None:
    """Measure one window from inside and print what it took."""
    begun = str(time.monotonic_ns())
    command = [sys.executable, __file__, "--child", str(directory), "--begun", begun, "--job", "inside"]
    measured = json.loads(run(command))
    print(f"\nInside, {rows:,} authorizations, medians                    ms")
    for key, name in (
        ("switch", "page switch to rows painted"), ("jump", "jump to the end or the middle"),
        ("search", "search, typing pause of 60 included"), ("sort", "sort by another column"),
        ("panel", "next row, panel drawn"),
    ):  # fmt: skip
        print(f"  {name:48} {measured[key]:8.1f}")
    print(f"  {'event of another process to its row painted':48} {measured['arrival']:8.1f}")
    print(f"  {'the same, the slowest of 9':48} {measured['arrival max']:8.1f}")
    print("Event loop away, ms                                       p99      max")
    for key, name in (("rest", "at rest"), ("use", "in use"), ("load", "in use, gateway under load")):
        print(f"  {name:48} {measured[f'{key} p99']:8.1f} {measured[f'{key} max']:8.1f}")
    print(f"  requests a second meanwhile                      {measured['load rate']:8.0f}")


if __name__ == "__main__":
    main()
