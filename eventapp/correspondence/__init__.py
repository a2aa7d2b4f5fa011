"""What the office does with mails of the house: its own words, what came of them."""
