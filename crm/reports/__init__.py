"""Reports: a definition pours facts into tables, and sheets.write puts them into a workbook."""

from crm.reports.definitions import build, column_choices, names, title, wanted

__all__ = ["build", "column_choices", "names", "title", "wanted"]
