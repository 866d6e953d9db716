"""Runs the stages over files: what is read, what is done already, what is written."""

from kg.running.build import build, export_page, extract
from kg.running.layout import Layout
from kg.running.merging import merge_directory
from kg.running.report import BuildReport

__all__ = ["BuildReport", "Layout", "build", "export_page", "extract", "merge_directory"]
