"""Tests of what stands around every mock."""
