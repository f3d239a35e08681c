"""From files to communities and places. Nothing is written unless a whole file is right."""
