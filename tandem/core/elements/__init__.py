"""Small elements of a page as safe HTML, made without templates so that long lists stay quick."""
