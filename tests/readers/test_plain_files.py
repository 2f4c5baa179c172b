"""pyiceberg and delta-rs make tables of their own over plain files, and read every value of them."""

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from dataset import generate
from deltalake import DeltaTable, convert_to_deltalake
from pyiceberg.catalog import Catalog
from pyiceberg.catalog.noop import NoopCatalog
from pyiceberg.io import load_file_io
from pyiceberg.partitioning import UNPARTITIONED_PARTITION_SPEC
from pyiceberg.table import CommitTableResponse, Table
from pyiceberg.table.metadata import new_table_metadata
from pyiceberg.table.sorting import UNSORTED_SORT_ORDER
from pyiceberg.table.update import update_table_metadata

TABLES = ["customers", "accounts", "cards", "devices", "merchants", "transactions", "credits", "fraud_cases"]


class InMemory(NoopCatalog):
    """A catalogue that remembers nothing: pyiceberg's own needs a database."""

    def commit_table(self, table, requirements, updates):
        metadata = update_table_metadata(table.metadata, updates)
        return CommitTableResponse(metadata=metadata, metadata_location=table.metadata_location)


def adopted_by_iceberg(files, folder):
    """A table in a folder, of files that are where they are."""
    place = f"file://{folder}"
    schema = Catalog._convert_schema_if_needed(pq.read_schema(files[0]))
    metadata = new_table_metadata(schema, UNPARTITIONED_PARTITION_SPEC, UNSORTED_SORT_ORDER, place, {})
    table = Table(("plain",), metadata, f"{place}/metadata.json", load_file_io({}), InMemory("plain"))
    table.add_files([f"file://{file}" for file in files])
    return table


def adopted_by_delta(files, folder):
    """A table in a folder, of copies: its log is beside them."""
    for file in files:
        shutil.copy(file, folder)
    convert_to_deltalake(folder)
    return DeltaTable(folder)


READERS = {
    "iceberg": lambda files, folder: adopted_by_iceberg(files, folder).scan().to_arrow(),
    "delta": lambda files, folder: pa.table(adopted_by_delta(files, folder).to_pyarrow_dataset().to_table()),
}


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """Some tables in several files."""
    return generate(tmp_path_factory.mktemp("several") / "data", transactions=60_000, rows_per_file=15_000, fraud_rate=0.02)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """All tables, of which fraud_cases has no rows."""
    return generate(tmp_path_factory.mktemp("empty") / "data", transactions=3_000, fraud_rate=0)


@pytest.mark.parametrize("made", ["several", "empty"])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("reader", READERS)
def test_every_value_is_that_of_the_files(request, tmp_path, reader, table, made):
    files = request.getfixturevalue(made).files(table)
    expected = pa.concat_tables([pq.read_table(file) for file in files])
    found = READERS[reader](files, tmp_path)
    key = expected.column_names[0]
    assert found.cast(expected.schema).sort_by(key).equals(expected.sort_by(key))


def test_files_are_left_out_by_the_statistics_of_their_footers(several, tmp_path):
    files = several.files("transactions")
    rows = pq.read_table(files, filters=[("customer_id", "==", 5)]).num_rows
    few = adopted_by_iceberg(files, tmp_path).scan(row_filter="customer_id == 5")
    assert len(list(few.plan_files())) == 1 < len(files)
    assert few.to_arrow().num_rows == rows > 0
