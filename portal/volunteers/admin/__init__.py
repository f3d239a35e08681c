"""Editors' screens: teams, volunteers, duties and hours, visits. Rows of one's own communities only."""
