"""A real S3 store in its own process: MinIO if tests/setup found it, else VersityGW."""

import os
import secrets
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request

from dataset import FRAUDGEN

BUCKET, REGION = "lake", "us-east-1"


def free_address():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


class RealStore:
    """Started in its own folder, with a bucket; must be stopped. VersityGW speaks TLS if it gets a certificate."""

    def __init__(self, folder, certificate=None, key=None):
        address = free_address()
        self.certificate, self.private = certificate, key
        self.endpoint = f"{'https' if certificate else 'http'}://{address}"
        self.key, self.secret = secrets.token_hex(10), secrets.token_hex(20)
        start = self.minio if os.environ.get("FRAUDGEN_MINIO") else self.versitygw
        command, variables = start(folder, address)
        self.log = open(folder / "log", "w")
        self.process = subprocess.Popen(
            command, env=os.environ | variables, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log
        )
        self.wait()

    def minio(self, folder, address):
        command = [os.environ["FRAUDGEN_MINIO"], "server", "--address", address, folder / "data"]
        user = {"MINIO_ROOT_USER": self.key, "MINIO_ROOT_PASSWORD": self.secret}
        return command, user | {"MINIO_CI_CD": "1", "MINIO_BROWSER": "off", "MINIO_UPDATE": "off"}

    def versitygw(self, folder, address):
        (folder / "data").mkdir()
        command = [os.environ["FRAUDGEN_VERSITYGW"], "--quiet", "--region", REGION, "--port", address]
        command += ["--cert", self.certificate, "--key", self.private] if self.certificate else []
        key = {"ROOT_ACCESS_KEY": self.key, "ROOT_SECRET_KEY": self.secret}
        return [*command, "posix", folder / "data"], key

    def wait(self):
        """Waits until it answers for its bucket."""
        import boto3

        trusted = self.certificate and ssl.create_default_context(cafile=self.certificate)
        for _ in range(600):
            assert self.process.poll() is None, "the store does not start"
            try:
                urllib.request.urlopen(self.endpoint, timeout=5, context=trusted)
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.05)
        for _ in range(100):
            client = self.client(boto3)
            if any(bucket["Name"] == BUCKET for bucket in client.list_buckets()["Buckets"]):
                return
            client.create_bucket(Bucket=BUCKET)
            time.sleep(0.1)
        raise AssertionError("the store has no bucket")

    def client(self, boto3, **config):
        """boto3's client, path style and s3v4."""
        settings = {"signature_version": "s3v4", "s3": {"addressing_style": "path"}, **config}
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            verify=self.certificate and str(self.certificate),
            region_name=REGION,
            aws_access_key_id=self.key,
            aws_secret_access_key=self.secret,
            config=boto3.session.Config(request_checksum_calculation="when_required", **settings),
        )

    def fraudgen(self, *arguments):
        """Runs the command with a key to this store."""
        variables = {
            "AWS_ENDPOINT_URL_S3": self.endpoint, "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": self.key, "AWS_SECRET_ACCESS_KEY": self.secret,
        }
        done = subprocess.run([FRAUDGEN, *map(str, arguments)], env=variables, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.log.close()
