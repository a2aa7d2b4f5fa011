"""The organisers' forms: strings in, one domain value out."""
