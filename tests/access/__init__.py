"""What each kind of user may do with each model of a wide installation: computed, and compared with ``matrix.csv``."""
