"""Tests of the package `mocks`."""
