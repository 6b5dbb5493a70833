"""What every test may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import NoServerError, TestCluster, running_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[TestCluster]:
    """A private cluster with nothing of Vetka in it; one for each test process, gone at the end."""
    kind = os.environ.get("VETKA_TEST_SERVER", "embedded")
    if kind not in ("embedded", "system"):
        pytest.fail(f"VETKA_TEST_SERVER is embedded or system, not {kind!r}")
    try:
        with running_cluster(kind) as started:
            yield started
    except NoServerError as error:
        pytest.fail(f"VETKA_TEST_SERVER={kind}: {error}")


@pytest.fixture(scope="session")
def pgbin(cluster: TestCluster) -> Path:
    """The folder of psql, pg_dump and the rest, of the cluster's own version."""
    return cluster.binaries
