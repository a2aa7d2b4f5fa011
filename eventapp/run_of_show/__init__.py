"""The run of show: what happens in a ceremony, minute by minute."""
