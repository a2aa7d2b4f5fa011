"""What is decided about a run of show: its cues, its course, its link."""
