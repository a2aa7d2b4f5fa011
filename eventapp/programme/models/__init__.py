"""The tables of the programme, and facts about one row."""
