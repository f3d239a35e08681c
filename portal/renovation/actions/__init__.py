"""Writes about renovation projects. One transaction each: check, write, log."""
