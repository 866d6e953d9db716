"""Answers queries with Eclipse RDF4J: ``jvm_rdf4j.py GRAPH WORK``, run where JPype and Corese's jar are installed.

Corese's jar holds RDF4J as well, but not the lists by which RDF4J finds its parts; they are written here.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import jpype
from jvm_answers import answer

_FUNCTIONS = "org/eclipse/rdf4j/query/algebra/evaluation/function/"
_NO_FUNCTION = ("Function", "Tuple", "Abstract", "HashFunction", "CastFunction", "Numeric", "QueryContext")


def main(graph: str, work: Path) -> None:
    """Load the graph into a memory store, then answer each line of standard input."""
    (jar,) = Path(sys.prefix).glob("share/pycorese/corese-core-*.jar")
    jpype.startJVM(classpath=[str(_services(jar, work)), str(jar)])
    rdf4j = "org.eclipse.rdf4j."
    memory = jpype.JClass(f"{rdf4j}sail.memory.MemoryStore")()
    repository = jpype.JClass(f"{rdf4j}repository.sail.SailRepository")(memory)
    repository.initialize()
    connection = repository.getConnection()
    for _ in range(2):
        connection.add(jpype.JClass("java.io.File")(graph), "", jpype.JClass(f"{rdf4j}rio.RDFFormat").TURTLE)
    sparql = jpype.JClass(f"{rdf4j}query.QueryLanguage").SPARQL
    writer = jpype.JClass(f"{rdf4j}query.resultio.sparqljson.SPARQLResultsJSONWriter")
    answer(lambda query, out: connection.prepareTupleQuery(sparql, query).evaluate(writer(out)))


def _services(jar: Path, work: Path) -> Path:
    """The lists of parsers and functions (``META-INF/services``)."""
    with zipfile.ZipFile(jar) as content:
        names = [name.removesuffix(".class") for name in content.namelist() if name.endswith(".class")]
    functions = [
        name.replace("/", ".")
        for name in names
        if name.startswith(_FUNCTIONS) and "$" not in name and not name.rpartition("/")[2].startswith(_NO_FUNCTION)
    ]
    lists = {
        "rio.RDFParserFactory": ["org.eclipse.rdf4j.rio.turtle.TurtleParserFactory"],
        "query.parser.QueryParserFactory": ["org.eclipse.rdf4j.query.parser.sparql.SPARQLParserFactory"],
        "query.algebra.evaluation.function.Function": functions,
    }
    folder = work / "services" / "META-INF" / "services"
    folder.mkdir(parents=True)
    for name, entries in lists.items():
        (folder / f"org.eclipse.rdf4j.{name}").write_text("\n".join(entries), encoding="utf-8")
    return work / "services"


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
