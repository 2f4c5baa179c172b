"""Independent clients find in a real store what was uploaded: boto3, and pyarrow over S3."""

import hashlib
import json
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import boto3
import botocore.auth
import pyarrow.dataset
import pyarrow.fs
import pytest
from dataset import generate
from real_store import BUCKET, REGION, RealStore

SPEC = {"transactions": 60_000, "rows_per_file": 20_000}
PREFIX = "raw/são 1/b+c&d=(1)'~"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = RealStore(tmp_path_factory.mktemp("store"))
    yield store
    store.stop()


@pytest.fixture(scope="module")
def manifest(store):
    """The manifest of a dataset that was uploaded as it was made."""
    flags = [part for flag, value in SPEC.items() for part in (f"--{flag.replace('_', '-')}", value)]
    store.fraudgen("generate", "--out", f"s3://{BUCKET}/{PREFIX}", *flags)
    object = store.client(boto3).get_object(Bucket=BUCKET, Key=f"{PREFIX}/_manifest.json")
    return json.load(object["Body"])


def test_boto3_lists_every_part_and_what_closes_the_run(store, manifest):
    pages = store.client(boto3).get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=f"{PREFIX}/")
    sizes = {entry["Key"].removeprefix(f"{PREFIX}/"): entry["Size"] for page in pages for entry in page["Contents"]}
    assert sizes.pop("_SUCCESS") == 0
    for name in ["_manifest.json", "README.md", "croissant.json", "datapackage.json"]:
        assert sizes.pop(name) > 0
    assert sizes == {part["path"]: part["bytes"] for part in manifest["parts"]}


def test_boto3_reads_the_bytes_that_the_manifest_promises(store, manifest):
    client = store.client(boto3)
    for part in manifest["parts"]:
        key = {"Bucket": BUCKET, "Key": f"{PREFIX}/{part['path']}"}
        head = client.head_object(**key)
        assert (head["ContentLength"], head["ETag"]) == (part["bytes"], f'"{part["md5"]}"')
        assert head["ContentType"] == "application/vnd.apache.parquet"
        body = client.get_object(**key)["Body"].read()
        assert hashlib.md5(body).hexdigest() == part["md5"]
        assert hashlib.sha256(body).hexdigest() == part["sha256"]


def test_boto3_signs_the_same_url(store, tmp_path, monkeypatch):
    store.fraudgen(
        "presign", "--no-check", "--transactions", 1000, "--to", f"s3://{BUCKET}/{PREFIX}", "--out", tmp_path / "targets"
    )
    header, *objects, _ = map(json.loads, (tmp_path / "targets").read_text().splitlines())
    signed_at = datetime.fromisoformat(header["signed_at"])
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda *_, **__: signed_at.replace(tzinfo=None))
    client = store.client(boto3)
    for object in objects:
        for name, call in [("put", "put_object"), ("head", "head_object"), ("get", "get_object")]:
            target = object[name]
            parameters = {"Bucket": BUCKET, "Key": f"{PREFIX}/{object['path']}"}
            headers = target.get("headers", {})
            names = {"content-type": "ContentType", "if-none-match": "IfNoneMatch"}
            parameters |= {names[header]: value for header, value in headers.items()}
            url = client.generate_presigned_url(call, Params=parameters, ExpiresIn=12 * 3600)
            assert parse_qs(urlsplit(url).query) == parse_qs(urlsplit(target["url"]).query), object["path"]


def test_pyarrow_reads_the_tables_over_s3(store, manifest, tmp_path):
    there = pyarrow.fs.S3FileSystem(
        access_key=store.key, secret_key=store.secret, endpoint_override=store.endpoint.removeprefix("http://"),
        scheme="http", region=REGION,
    )
    here = generate(tmp_path / "data", **SPEC)
    assert here.manifest["digest"] == manifest["digest"]
    for table in manifest["tables"]:
        over_s3 = pyarrow.dataset.dataset(f"{BUCKET}/{PREFIX}/{table['table']}", filesystem=there).to_table()
        assert over_s3.num_rows == table["rows"]
        assert over_s3.equals(pyarrow.dataset.dataset(here.files(table["table"])).to_table())
