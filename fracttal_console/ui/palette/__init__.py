"""The palette: go to anything and do anything by a few typed letters."""
