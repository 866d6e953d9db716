"""The machine that figures were taken on: nothing that names it."""

from __future__ import annotations

import importlib
import os
import platform
from pathlib import Path

import numpy as np
import spacy

from kg.extraction.pipeline import load_pipeline


def machine() -> dict[str, object]:
    """Processor, cores that may be used, memory in GiB, and the versions that speed depends on."""
    pipeline = load_pipeline()
    return {
        "processor": _field("/proc/cpuinfo", "model name") or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "kernel": platform.release().split("-")[0],
        "python": platform.python_version(),
        "spacy": spacy.__version__,
        "model": f"{pipeline.meta['lang']}_{pipeline.meta['name']} {pipeline.meta['version']}",
        "numpy": np.__version__,
        "blas": _blas(),
        "blas_threads": os.environ.get("OPENBLAS_NUM_THREADS", ""),
    }


def _blas() -> str:
    """numpy's BLAS with its kernel, where threadpoolctl is installed, else what numpy was built with."""
    try:
        controller = importlib.import_module("threadpoolctl")
    except ImportError:
        built = np.show_config(mode="dicts")
        found = built["Build Dependencies"]["blas"] if built is not None else {}
        return f"{found.get('name', '')} {found.get('version', '')}".strip()
    infos = (i for i in controller.threadpool_info() if i.get("user_api") == "blas")
    return ", ".join(f"{i['internal_api']} {i['version']} {i.get('architecture', '')}".strip() for i in infos)


def _field(path: str, name: str) -> str:
    file = Path(path)
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "")
