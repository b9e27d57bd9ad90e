"""Measure ours beside a peer or a limit: ``python bench/run.py [NAME…]``; see README.md.

Exit code: 0 every floor holds, 1 a floor is missed, 2 wrong name or something is not installed.
"""

import argparse
import importlib.util
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.insert(0, str(HERE.parent / "src"))

from bench.harness import Bench, exit_code, machine, measure, say, table  # noqa: E402 — after the paths


def known(folder: Path = HERE) -> dict[str, Path]:
    """Return the bench files by name."""
    return {path.stem.removeprefix("bench_"): path for path in sorted(folder.glob("bench_*.py"))}


def load(path: Path) -> Bench:
    """Import a bench file and return its ``BENCH``."""
    spec = importlib.util.spec_from_file_location(f"bench.{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    bench = module.BENCH
    if not isinstance(bench, Bench):
        msg = f"{path.name}: BENCH is not a Bench"
        raise TypeError(msg)
    return bench


def main(arguments: Sequence[str], folder: Path = HERE, results: Path = HERE / "results") -> int:
    files = known(folder)
    parser = argparse.ArgumentParser(prog="bench/run.py", description="Measurements side by side.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(files))
    parser.add_argument("--list", action="store_true", help="say what there is, measure nothing")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.names if name not in files]:
        say(f"no such bench: {', '.join(unknown)}; there are: {', '.join(files)}")
        return 2
    benches = [load(files[name]) for name in options.names or files]
    if options.list:
        for bench in benches:
            print(f"{bench.name}: {bench.what}")
        return 0
    if absent := [sentence for bench in benches if (sentence := bench.missing())]:
        for sentence in absent:
            say(sentence)
        return 2
    print(machine(), flush=True)
    code = 0
    for bench in benches:
        code = max(code, run_one(bench, results))
    return code


def run_one(bench: Bench, results: Path) -> int:
    """Measure one bench, print its table, write its lines, return its exit code."""
    say(f"\n{bench.name}")
    with tempfile.TemporaryDirectory(prefix=f"vestnik-bench-{bench.name}-") as folder:
        report = measure(bench, Path(folder), say)
    print(f"\n{table(report)}", flush=True)
    outcomes = report.outcomes()
    results.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{outcome.as_json()}\n" for outcome in outcomes)
    (results / f"{bench.name}.jsonl").write_text(lines, encoding="utf-8")
    return exit_code(outcomes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
