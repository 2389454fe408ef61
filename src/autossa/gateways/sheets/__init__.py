"""Files of tables: workbooks (XLSX) and CSV, read as cells; values only, whatever they were computed from."""
