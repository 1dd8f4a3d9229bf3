"""How everything looks: colours, fonts, icons and the painters that use them."""
