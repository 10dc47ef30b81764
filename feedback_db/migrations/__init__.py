"""The schema's history: each migration is applied once, in this order, when a store is opened."""

from __future__ import annotations

from sqlite_utils import Migrations

from feedback_db.migrations.m001_event_log_and_tables import m001_event_log_and_tables
from feedback_db.migrations.m002_words_and_work import m002_words_and_work
from feedback_db.migrations.m003_media import m003_media
from feedback_db.migrations.m004_the_desk import m004_the_desk
from feedback_db.migrations.m005_reviewers import m005_reviewers

MIGRATIONS = Migrations("feedback_db")
MIGRATIONS()(m001_event_log_and_tables)
MIGRATIONS()(m002_words_and_work)
MIGRATIONS()(m003_media)
MIGRATIONS()(m004_the_desk)
MIGRATIONS()(m005_reviewers)

NAMES = ("m001_event_log_and_tables", "m002_words_and_work", "m003_media", "m004_the_desk", "m005_reviewers")
