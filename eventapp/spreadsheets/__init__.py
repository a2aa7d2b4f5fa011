"""Tables out of files: CSV of any encoding, and workbooks."""
