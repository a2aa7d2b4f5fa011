"""The decisions of an import: keep a file, choose its columns, take it over."""
