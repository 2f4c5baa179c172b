"""What examples/docker/compose.yaml promises."""

import pytest
from conftest import ROOT, read_compose


def test_the_generator_has_the_limits_and_the_variables_that_are_promised(compose):
    service = compose["services"]["fraudgen"]
    limits = service["deploy"]["resources"]["limits"]
    assert (float(limits["cpus"]), int(limits["memory"])) == (4.0, 8 << 30)
    assert service["environment"] == {
        "MINIO_ENDPOINT": "http://minio:9000",
        "MINIO_ACCESS_KEY": "someone",
        "MINIO_SECRET_KEY": "a secret",
    }
    assert "--create-bucket" in service["command"]


def test_the_generator_waits_until_the_store_is_healthy(compose):
    services = compose["services"]
    assert services["fraudgen"]["depends_on"]["minio"]["condition"] == "service_healthy"
    assert services["minio"]["healthcheck"]["test"]
    user = {"MINIO_ROOT_USER": "someone", "MINIO_ROOT_PASSWORD": "a secret"}
    assert services["minio"]["environment"] == user


def test_the_generator_can_change_nothing_but_the_store(compose):
    service = compose["services"]["fraudgen"]
    assert service["read_only"] and service["cap_drop"] == ["ALL"] and service["user"] == "65532:65532"
    assert not service.get("volumes")
    ports = compose["services"]["minio"]["ports"]
    assert {port["host_ip"] for port in ports} == {"127.0.0.1"}


@pytest.mark.parametrize("missing", ["MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"])
def test_there_is_no_default_for_a_secret(missing):
    variables = {"MINIO_ROOT_USER": "someone", "MINIO_ROOT_PASSWORD": "a secret"}
    for value in ({}, {missing: ""}):
        given = {name: text for name, text in variables.items() if name != missing} | value
        with pytest.raises(ValueError, match=f"{missing} is missing a value"):
            read_compose(given)


def test_the_example_of_variables_names_all_and_gives_no_password():
    lines = (ROOT / "examples/docker/.env.example").read_text().splitlines()
    values = dict(line.split("=") for line in lines if not line.startswith("#"))
    assert values.keys() == {"MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD"}
    assert values["MINIO_ROOT_PASSWORD"] == ""
