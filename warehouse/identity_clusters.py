"""Groups of tellings that are one thing: pairs are joined from the best on, unless the groups contradict each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, Self, TypeVar


class GroupState(Protocol):
    """What is known of a group, and whether another may be joined to it."""

    def is_compatible(self, other: Self) -> bool:
        """Whether the two groups can be one."""
        ...

    def absorb(self, other: Self) -> None:
        """Take in what is known of the other."""
        ...


_State = TypeVar("_State", bound=GroupState)


def joined_groups(
    size: int,
    pairs: Iterable[tuple[int, int, bool]],
    state_of: Callable[[int], _State],
) -> list[int]:
    """For each of `size` members the smallest member of its group.

    `pairs` come in the order in which they are to be joined: two members, and whether they are joined even if their
    groups contradict each other. The result depends on that order alone.
    """
    parent = list(range(size))
    states: dict[int, _State] = {}

    def root(member: int) -> int:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for first, second, is_forced in pairs:
        one, other = sorted((root(first), root(second)))
        if one == other:
            continue
        kept = states.setdefault(one, state_of(one))
        taken = states.setdefault(other, state_of(other))
        if is_forced or kept.is_compatible(taken):
            kept.absorb(taken)
            parent[other] = one
            del states[other]
    return [root(member) for member in range(size)]
