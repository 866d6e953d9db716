"""Runs the stages over files: what is read, what is done already, what is written."""

from kg.running.build import BuildReport, build, export_page, extract, merge_directory
from kg.running.layout import Layout

__all__ = ["BuildReport", "Layout", "build", "export_page", "extract", "merge_directory"]
