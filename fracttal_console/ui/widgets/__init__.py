"""Controls that every page and dialog is made of."""
