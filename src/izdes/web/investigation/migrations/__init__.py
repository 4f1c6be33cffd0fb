"""Migrations of the course of a case."""
