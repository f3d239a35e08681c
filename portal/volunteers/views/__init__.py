"""Residents' pages beside the teams' own: forms, and what only its owner sees."""
