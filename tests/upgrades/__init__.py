"""What a hub of an earlier day is filled with, and what of it is read before and after its upgrade to today."""
