"""The schemas that `fraudgen schema` prints hold for the rows: JSON Schema and Avro by libraries of others."""

import io
import json

import fastavro
import jsonschema
import pyarrow.parquet as pq
import pytest
from dataset import dictionary, fraudgen

TABLES = ["customers", "accounts", "cards", "devices", "merchants", "transactions", "credits", "fraud_cases"]


@pytest.fixture(scope="module")
def row_schema():
    return json.loads(fraudgen("schema", "--output-format", "json-schema"))


def validator(schema):
    kind = jsonschema.Draft202012Validator
    kind.check_schema(schema)
    return kind(schema, format_checker=jsonschema.FormatChecker())


def test_rows_in_jsonl_are_valid(small, row_schema):
    of_any_table = validator(row_schema)
    for table in TABLES:
        of_table = validator({**row_schema, "anyOf": [{"$ref": f"#/$defs/{table}"}]})
        for file in small["jsonl"].files(table):
            with open(file) as lines:
                for number, line in enumerate(lines):
                    # All of the first rows, then some.
                    if number < 200 or number % 97 == 0:
                        of_table.validate(json.loads(line))
        of_any_table.validate(json.loads(line))


def test_what_is_no_row_is_not_valid(small, row_schema):
    of_cards = validator({**row_schema, "anyOf": [{"$ref": "#/$defs/cards"}]})
    with open(small["jsonl"].files("cards")[0]) as lines:
        row = json.loads(next(lines))
    for damaged in [
        row | {"card_id": None}, row | {"card_id": "1"}, row | {"issued_on": "tomorrow"}, row | {"more": 1},
        {name: value for name, value in row.items() if name != "card_type"},
    ]:
        assert not of_cards.is_valid(damaged)


def test_json_schema_has_descriptions_and_roles(row_schema):
    for table in TABLES:
        properties = row_schema["$defs"][table]["properties"]
        for column in dictionary()[table]:
            assert properties[column["name"]]["description"] == column["description"]
            assert properties[column["name"]]["x-role"] == column["role"]


def test_avro_takes_every_row_and_gives_it_back(small):
    for table in TABLES:
        schema = json.loads(fraudgen("schema", "--tables", table, "--output-format", "avro"))
        for field, column in zip(schema["fields"], dictionary()[table], strict=True):
            assert (field["doc"], field["role"]) == (column["description"], column["role"])
        rows = pq.read_table(small["parquet"].files(table)[0]).slice(0, 5_000).to_pylist()
        file = io.BytesIO()
        fastavro.writer(file, fastavro.parse_schema(schema), rows, strict=True, validator=True)
        file.seek(0)
        assert list(fastavro.reader(file)) == rows


def test_avro_of_several_tables_is_a_union():
    union = fastavro.parse_schema(json.loads(fraudgen("schema", "--output-format", "avro")))
    assert [record["name"] for record in union] == [f"fraudgen.{table}" for table in TABLES]


def test_markdown_has_a_table_of_every_column():
    text = fraudgen("schema", "--output-format", "markdown")
    for table in TABLES:
        assert f"\n## {table}\n" in f"\n{text}"
        for column in dictionary()[table]:
            assert f"| `{column['name']}` | {column['type']} |" in text
