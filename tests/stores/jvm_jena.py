"""Answers queries with Apache Jena: ``jvm_jena.py GRAPH WORK``, run where JPype is installed, not with the tests."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path
from typing import Any

import jpype
from jvm_answers import answer

_JARS = Path("/usr/share/java")
_LIBRARIES = (
    "jena-arq", "jena-base", "jena-core", "jena-dboe-base", "jena-dboe-index",
    "jena-dboe-storage", "jena-dboe-trans-data", "jena-dboe-transaction", "jena-iri", "jena-tdb2",
    "thrift", "dexx.collection", "slf4j-api", "slf4j-nop", "commons-lang3",
    "commons-io", "commons-csv", "commons-codec", "commons-compress", "commons-cli",
    "guava", "failureaccess", "gson", "protobuf", "jsonld-java",
    "httpclient", "httpcore", "jakarta.json-api", "titanium-json-ld", "jackson-core",
    "jackson-databind", "jackson-annotations",
)  # fmt: skip


def main(graph: str, work: Path) -> None:
    """Load the graph into TDB2, then answer each line of standard input."""
    found = [_JARS / f"{name}.jar" for name in _LIBRARIES]
    jpype.startJVM(classpath=[str(_messages(work)), *(str(jar) for jar in found if jar.exists())])
    factory = jpype.JClass("org.apache.jena.query.QueryExecutionFactory")
    formatter = jpype.JClass("org.apache.jena.query.ResultSetFormatter")
    manager = jpype.JClass("org.apache.jena.riot.RDFDataMgr")
    data = jpype.JClass("org.apache.jena.tdb2.TDB2Factory").connectDataset(str(work / "store"))
    for _ in range(2):
        data.begin(jpype.JClass("org.apache.jena.query.ReadWrite").WRITE)
        manager.read(data.getDefaultModel(), graph)
        data.commit()
        data.end()
    data.begin(jpype.JClass("org.apache.jena.query.ReadWrite").READ)

    def write(query: str, out: Any) -> None:
        execution = factory.create(query, data)
        formatter.outputAsJSON(out, execution.execSelect())
        execution.close()

    answer(write)


def _messages(work: Path) -> Path:
    """The messages of the XML types, which Debian's package puts where Jena does not look for them."""
    folder = "org/apache/jena/ext/"
    with zipfile.ZipFile(_JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(f"{folder}xerces/impl/") and not name.endswith((".class", "/")):
                target = work / "messages" / name.removeprefix(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
    return work / "messages"


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
