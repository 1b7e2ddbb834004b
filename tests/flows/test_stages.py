"""Stages of a run as tasks, called without Prefect's engine."""

from __future__ import annotations

from importlib import import_module

import pytest

from flows.environment import prepare_environment


def _stage_that_raises(error: Exception) -> object:
    prepare_environment()
    stage = import_module("flows.stages").stage

    @stage("raise", "Raise what it was given")
    def work() -> None:
        raise error

    return work.fn()


def test_an_interrupted_statement_is_the_interrupt_that_it_was() -> None:
    with pytest.raises(KeyboardInterrupt):
        _stage_that_raises(RuntimeError("Query interrupted"))


def test_other_errors_stay_what_they_are() -> None:
    with pytest.raises(RuntimeError, match="out of order"):
        _stage_that_raises(RuntimeError("out of order"))
