"""Planning the programme: its events, people, clashes and releases, in the office."""
