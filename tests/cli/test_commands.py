"""The commands as a user types them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph

from kg.vocabulary import KG

CRASH = "Finnair Flight 123 crashed near Bergen, killing 38. Norway denied involvement in the crash."
GERMAN = "Der Absturz des Flugzeugs hat viele Menschen getötet und die Regierung hat noch nicht gesagt, wer dafür " * 3


def kg(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("verb", ["build", "extract", "merge", "export", "query", "validate", "explain", "serve"])
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    done = kg(verb, "--help")
    assert done.returncode == 0
    assert f"kg {verb}" in done.stdout
    assert "Example:" in done.stdout


def test_bad_input_gets_a_line_each_and_the_rest_is_built(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "good.txt").write_text(CRASH, encoding="utf-8")
    (source / "empty.txt").write_bytes(b"")
    (source / "latin.txt").write_bytes("Der Böse".encode("latin-1"))
    (source / "binary.txt").write_bytes(b"PK\x00\x01")
    (source / "huge.txt").write_bytes(b"word " * 10_000_000)
    (source / "german.txt").write_text(GERMAN, encoding="utf-8")
    lines = [json.dumps({"id": "one", "text": CRASH}), json.dumps({"id": "two", "text": CRASH}), "{broken"]
    (source / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = kg("build", source, tmp_path / "missing.txt", "--out", tmp_path / "out")
    refused = done.stderr.splitlines()
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for name in (
        "empty.txt",
        "latin.txt",
        "binary.txt",
        "huge.txt",
        "german.txt",
        "lines.jsonl, line 3",
        "missing.txt",
    ):
        assert len([line for line in refused if name in line]) == 1, name
    assert len(refused) == 7
    assert {p.stem for p in (tmp_path / "out" / "articles").iterdir()} == {"good", "one", "two"}
    assert (tmp_path / "out" / "graph.html").stat().st_size > 100_000


def test_nothing_to_read_is_one_line_and_two(tmp_path: Path) -> None:
    done = kg("build", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "is not there" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("merge", "nowhere"),
        ("export", "nowhere", "--format", "trig"),
        ("query", "nowhere", "casualties"),
        ("validate", "nowhere"),
        ("explain", "nowhere", "actor:x"),
        ("serve", "nowhere", "--port", "0"),
    ],
)
def test_a_folder_that_is_not_there_is_one_line_with_the_remedy(arguments: tuple[str, ...]) -> None:
    done = kg(*arguments)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "`kg " in done.stderr


def test_a_model_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CRASH, encoding="utf-8")
    done = kg("build", tmp_path / "a.txt", "--out", tmp_path / "out", "--model", "no_such_model")
    assert done.returncode == 2
    assert done.stderr.startswith("kg: language model 'no_such_model' cannot be loaded")


def test_another_base_iri(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CRASH, encoding="utf-8")
    done = kg("build", tmp_path / "a.txt", "--out", tmp_path / "out", "--base-iri", "https://example.org/x/")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")
    assert "https://example.org/x/event/" in text
    assert "incident-kg/id/" not in text


def test_extract_then_merge_is_build(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CRASH, encoding="utf-8")
    assert kg("extract", tmp_path / "a.txt", "--out", tmp_path / "one").returncode == 0
    assert kg("merge", tmp_path / "one").returncode == 0
    assert kg("build", tmp_path / "a.txt", "--out", tmp_path / "two").returncode == 0
    assert (tmp_path / "one" / "graph.ttl").read_bytes() == (tmp_path / "two" / "graph.ttl").read_bytes()


@pytest.mark.parametrize(
    ("format_", "file"), [("ntriples", "graph.nt"), ("nquads", "graph.nq"), ("trig", "graph.trig")]
)
def test_formats_hold_the_merged_graph(built: Path, format_: str, file: str) -> None:
    import pyoxigraph as ox

    assert kg("export", built, "--format", format_).returncode == 0
    written = list(ox.parse(path=str(built / file)))
    (built / file).unlink()
    merged = [q for q in written if format_ == "ntriples" or q.graph_name.value.endswith("graph/merged")]
    assert len(merged) == len(Graph().parse(built / "graph.ttl", format="turtle"))


def test_graphml_opens_in_networkx(built: Path) -> None:
    import networkx as nx

    assert kg("export", built, "--format", "graphml").returncode == 0
    network = nx.read_graphml(built / "graph.graphml")
    (built / "graph.graphml").unlink()
    assert network.number_of_nodes() > 50
    assert network.number_of_edges() > 50


SSSOM = "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tauthor_label\n"


def _two_articles(tmp_path: Path) -> tuple[Path, Path]:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for name in ("one", "two"):
        (source / f"{name}.txt").write_text(CRASH, encoding="utf-8")
    return source, out


def _norways(out: Path) -> int:
    """How many merged entities the actor *Norway* of the two articles is."""
    clusters = Graph().parse(out / "graph.ttl").subject_objects(KG.cluster)
    return len({cluster for _, cluster in clusters if "/actor/norway" in cluster})


def _visible(out: Path) -> dict[Path, bytes]:
    files = (path for path in out.rglob("*") if path.is_file() and ".state" not in path.parts)
    return {path: path.read_bytes() for path in files}


def test_decisions_are_kept_exported_and_read_again(tmp_path: Path) -> None:
    source, out = _two_articles(tmp_path)
    table = tmp_path / "decisions.tsv"
    table.write_text(f"{SSSOM}actor:one.norway\tskos:exactMatch\tNot\tactor:two.norway\tA. Reader\n", encoding="utf-8")
    assert kg("build", source, "--out", out).returncode == 0
    assert _norways(out) == 1
    done = kg("merge", out, "--decisions", table)
    assert (done.returncode, done.stderr) == (0, "")
    assert _norways(out) == 2
    decided = (out / "graph.ttl").read_bytes()
    assert kg("build", source, "--out", out).returncode == 0  # without the table: the folder keeps it
    assert (out / "graph.ttl").read_bytes() == decided
    assert "decided by A. Reader to be another than" in kg("explain", out, "actor:one.norway").stdout
    kg("export", out, "--format", "sssom")
    exported = (out / "graph.sssom.tsv").read_text(encoding="utf-8")
    assert "actor:one.norway\t\tskos:exactMatch\tNot\tactor:two.norway" in exported
    table.write_text(SSSOM, encoding="utf-8")
    assert kg("merge", out, "--decisions", table).returncode == 0
    assert _norways(out) == 1
    assert kg("merge", out, "--decisions", out / "graph.sssom.tsv").returncode == 0
    assert (out / "graph.ttl").read_bytes() == decided


def test_decisions_that_cannot_be_followed_change_nothing(tmp_path: Path) -> None:
    source, out = _two_articles(tmp_path)
    assert kg("build", source, "--out", out).returncode == 0
    before = _visible(out)
    table = tmp_path / "decisions.tsv"
    same, other = (f"actor:one.norway\tskos:exactMatch\t{each}\tactor:two.norway\t\n" for each in ("", "Not"))
    for rows, told in (
        (same.replace("exact", "close"), "line 2"),
        (same.replace("actor:one", "one"), "'one.norway'"),
        (same.replace("actor:two.norway", "place:two.bergen"), "two kinds"),
        (same + other, "take one of the rows out"),
    ):
        table.write_text(SSSOM + rows, encoding="utf-8")
        done = kg("merge", out, "--decisions", table)
        assert done.returncode == 2
        assert told in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert _visible(out) == before


def test_a_decision_on_what_no_article_has_is_said_and_kept(tmp_path: Path) -> None:
    source, out = _two_articles(tmp_path)
    table = tmp_path / "decisions.tsv"
    table.write_text(f"{SSSOM}actor:three.norway\tskos:exactMatch\tNot\tactor:two.norway\t\n", encoding="utf-8")
    done = kg("build", source, "--out", out, "--decisions", table)
    assert done.returncode == 0
    assert len(done.stderr.splitlines()) == 1
    assert "actor/three.norway decided to be another than" in done.stderr
    assert "three.norway" in (out / "decisions.sssom.tsv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "DIR", "--format", "docx"], "'docx' is not one of"),
        (["nope"], "No such command 'nope'"),
        (["build"], "Missing argument 'SOURCE...'"),
        (["query", "DIR"], "give a DIR, and a FILE.rq or a NAME"),
    ],
)
def test_bad_usage_is_one_line_with_the_remedy(built: Path, arguments: list[str], said: str) -> None:
    done = kg(*(str(built) if each == "DIR" else each for each in arguments))
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2 and not done.stdout
    assert line.startswith("kg: ") and said in line and "`kg " in line


def test_the_queries_are_listed_without_a_folder_and_to_whoever_stops_reading() -> None:
    assert kg("query", "--list").stdout.startswith("actor-activity\tActors and their claims\n")
    command = f"{sys.executable} -m kg query --list; echo $? >&2"
    done = subprocess.run(["bash", "-c", f"{{ {command}; }} | true"], capture_output=True, text=True)
    assert done.stderr == "0\n"
