"""The address of a lake: read as libpq reads it, and shown nowhere with its password."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.errors import ConfigurationError
from warehouse.lake_address import LakeAddress, named_warehouse

FORMS = [
    ("dbname=lake host=db user=an password=s3cr3t", "dbname=lake host=db user=an", "s3cr3t"),
    (r"dbname = lake password='two \'words\\' host=db", "dbname=lake host=db", "two 'words\\"),
    ("password=s3cr3t", "", "s3cr3t"),
    ("dbname=lake host=db password=", "dbname=lake host=db", None),
    ("dbname='my lake' host=db", "dbname='my lake' host=db", None),
    (
        "postgresql://an:p%40ss%20w@db:5433/lake?sslmode=require",
        "dbname=lake host=db port=5433 user=an sslmode=require",
        "p@ss w",
    ),
    ("postgres://an@[::1],db:5433/lake", "dbname=lake host=::1,db port=,5433 user=an", None),
    ("postgresql:///lake?host=/run/postgresql&password=s3cr3t", "dbname=lake host=/run/postgresql", "s3cr3t"),
]


@pytest.mark.parametrize(("given", "catalogue", "password"), FORMS)
def test_an_address_is_read_in_both_forms_of_libpq(given: str, catalogue: str, password: str | None) -> None:
    address = LakeAddress(f"ducklake:postgres:{given}")
    assert (address.catalogue, address.password) == (f"ducklake:postgres:{catalogue}", password)


@pytest.mark.parametrize(("given", "_catalogue", "password"), [form for form in FORMS if form[2]])
def test_an_address_is_shown_without_its_password(given: str, _catalogue: str, password: str) -> None:
    address = LakeAddress(f"ducklake:postgres:{given}")
    shown = f"{address} {address!r} {[address]} {address.catalogue}"
    assert password not in shown
    assert given not in shown
    assert shown.count("password=***") == 3


@pytest.mark.parametrize(("given", "_catalogue", "password"), [form for form in FORMS if form[2]])
def test_a_message_that_repeats_it_is_redacted(given: str, _catalogue: str, password: str) -> None:
    address = LakeAddress(f"ducklake:postgres:{given}")
    said = address.redacted(f'at path + "postgres:{given}"Unable at "{given}": {password!s} is wrong, {address}')
    assert password not in said
    assert given not in said
    assert said.endswith(f": *** is wrong, {address}")


def test_a_password_of_one_letter_leaves_the_message_readable() -> None:
    assert LakeAddress("ducklake:postgres:password=a").redacted("what a pity") == "what *** pity"


@pytest.mark.parametrize(
    "given",
    [
        "ducklake:postgres:dbname=lake password=two hushed",
        "ducklake:postgres:password='hushed",
        "ducklake:postgres:postgresql://an:hu/shed@db/lake",
        "ducklake:postgres:postgresql://an:hu@shed@db/lake",
        "ducklake:postgres:postgresql://db/lake?password=hushed&x",
        "ducklake:postgres:hushed",
        "ducklake:postgres:sslpassword=hushed",
        "ducklake:mysql:password=hushed",
    ],
)
def test_what_cannot_be_read_is_refused_and_not_quoted(given: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        named_warehouse(given)
    assert "hu" not in str(refused.value)
    assert "shed" not in str(refused.value)


def test_a_folder_is_a_path_and_a_url_no_warehouse() -> None:
    assert named_warehouse("some/warehouse") == Path("some/warehouse")
    with pytest.raises(ConfigurationError, match="no URL"):
        named_warehouse("s3://bucket/warehouse")
