"""Compare the installed packages with the published advisories, and fail on a known hole.

A hole fails the check even where no mended release exists yet: someone has to look. Whoever has looked and found it out
of reach names it in ACCEPTED, with the reason. What could not be compared (no network, a mirror without advisories) is
said and does not fail: a change is not worse for being made in a train.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

# advisory -> why it cannot reach us
ACCEPTED: dict[str, str] = {}


def main() -> int:
    """Run pip-audit on this environment; return 1 if a hole is known, else 0."""
    with TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = [sys.executable, "-m", "pip_audit", "--skip-editable", "--progress-spinner", "off"]
        command += ["--timeout", "15", "--format", "json", "--output", str(report)]
        command += [word for advisory in ACCEPTED for word in ("--ignore-vuln", advisory)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - words of our own
        if not report.exists() or not report.read_text():
            last_line = run.stderr.strip().rpartition("\n")[2]
            print(f"audit: NOT DONE, the advisories could not be read: {last_line}")
            return 0
        packages = json.loads(report.read_text())["dependencies"]

    holes = [(package, hole) for package in packages for hole in package.get("vulns", [])]
    for package, hole in holes:
        mended = ", ".join(hole["fix_versions"]) or "no release yet"
        print(f"audit: {package['name']} {package['version']}: {hole['id']} (mended in: {mended})")
    compared = sum("vulns" in package for package in packages)
    print(f"audit: {len(holes)} known holes; {compared} of {len(packages)} packages could be compared")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main())
