"""Looks for seams: structure by which fraud is told from life without learning how either behaves."""
