"""Stages of a run as tasks, called without Prefect's engine."""

from __future__ import annotations

from contextvars import copy_context
from importlib import import_module
from pathlib import Path

import pytest
from prefect.task_engine import TaskRunTimeoutError

from flows.environment import prepare_environment
from flows.running import reprocess_in_terminal
from schemas.errors import StageTimeoutError


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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (TaskRunTimeoutError("Scope timed out after 0.3 second(s)."), StageTimeoutError),
        (TimeoutError("timed out"), TimeoutError),
    ],
)
def test_a_stage_that_takes_too_long_is_told_as_such_and_nothing_else_is(
    error: Exception, told: type[Exception], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stuck(**_parameters: object) -> None:
        raise error

    monkeypatch.setattr("flows.reprocess.reprocess", stuck)

    def command() -> None:
        reprocess_in_terminal(warehouse=str(tmp_path), full=False, since=None, until=None, source=None)

    with pytest.raises(told) as caught:
        # A context of its own: the command leaves its reporter and its auditor for the flow to find.
        copy_context().run(command)
    assert type(caught.value) is told
