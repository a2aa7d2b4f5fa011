"""Accounts: made, invited, signed in, recovered, ended; and limits on tries."""
