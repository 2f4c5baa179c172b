// Stores to upload to: a mock whose answers can be set, and a real one.

import { spawn } from "node:child_process";
import { createHash, createHmac, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A store that records its requests. Its `answer`, `{cors, status, body}`, may be changed. */
export async function smallStore() {
  const store = { answer: { cors: true, status: 200, body: "" }, received: [] };
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const { cors, status, body } = store.answer;
    if (request.method === "PUT") store.received.push({ url: request.url, headers: request.headers, body: Buffer.concat(parts) });
    if (cors) response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*");
    if (cors) response.setHeader("Access-Control-Allow-Headers", "if-none-match, x-amz-meta-a");
    if (cors) response.setHeader("Access-Control-Allow-Methods", "PUT");
    response.writeHead(request.method === "OPTIONS" ? (cors ? 204 : 403) : status).end(request.method === "OPTIONS" ? "" : body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  store.endpoint = `http://127.0.0.1:${server.address().port}`;
  store.close = () => { server.closeAllConnections(); server.close(); };
  /** A line of a target file. */
  store.line = ({ expires = "2099-01-01T00:00:00Z", headers = { "if-none-match": "*" } } = {}) => JSON.stringify({
    path: "transactions/part-00000.parquet",
    put: { method: "PUT", url: `${store.endpoint}/lake/transactions/part-00000.parquet?X-Amz-Signature=secret`, headers, expires_at: expires },
    head: { method: "HEAD", url: `${store.endpoint}/`, expires_at: expires },
    get: { method: "GET", url: `${store.endpoint}/`, expires_at: expires },
  });
  return store;
}

const BUCKET = "lake";
const REGION = "us-east-1";

/** The store that tests/setup installed, with a bucket; undefined if there is none. */
export async function realStore() {
  const { FRAUDGEN_MINIO, FRAUDGEN_VERSITYGW } = process.env;
  if (!FRAUDGEN_MINIO && !FRAUDGEN_VERSITYGW) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "fraudgen-store-"));
  const port = await freePort();
  const key = { id: "admin", secret: randomBytes(16).toString("hex") };
  const child = FRAUDGEN_MINIO ? minio(FRAUDGEN_MINIO, folder, port, key) : await versitygw(FRAUDGEN_VERSITYGW, folder, port, key);
  const store = { kind: FRAUDGEN_MINIO ? "minio" : "versitygw", endpoint: `http://127.0.0.1:${port}`, bucket: BUCKET, key };
  store.environment = { AWS_ACCESS_KEY_ID: key.id, AWS_SECRET_ACCESS_KEY: key.secret, AWS_ENDPOINT_URL_S3: store.endpoint, AWS_REGION: REGION };
  store.close = async () => {
    child.kill();
    await new Promise((resolve) => child.once("exit", resolve));
    await rm(folder, { recursive: true, force: true });
  };
  for (let tries = 0; ; tries++) {
    const answer = await fetch(signed(store, "PUT", ""), { method: "PUT" }).catch(() => undefined);
    if (answer?.ok || answer?.status === 409) return store;
    if (tries > 150) throw new Error(`${store.kind} does not come up: ${answer?.status} ${await answer?.text()}`);
    await sleep(100);
  }
}

/** Allows an origin to put objects. MinIO allows every origin by default. */
export async function allow(store, origin) {
  if (store.kind === "minio") return;
  const body = `<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><CORSRule><AllowedOrigin>${origin}</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedHeader>*</AllowedHeader></CORSRule></CORSConfiguration>`;
  const headers = { "content-md5": createHash("md5").update(body).digest("base64") };
  const answer = await fetch(signed(store, "PUT", "", "cors"), { method: "PUT", headers, body });
  if (!answer.ok) throw new Error(`CORS: ${answer.status} ${await answer.text()}`);
}

/** A URL signed by Signature Version 4, for an unsigned body. */
function signed({ endpoint, key }, method, path, flag) {
  const url = new URL(`${endpoint}/${BUCKET}${path && `/${path}`}`);
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${time.slice(0, 8)}/${REGION}/s3/aws4_request`;
  const query = Object.entries({
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256", "X-Amz-Credential": `${key.id}/${scope}`, "X-Amz-Date": time, "X-Amz-Expires": "60",
    "X-Amz-SignedHeaders": "host", ...(flag ? { [flag]: "" } : {}),
  }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).sort().join("&");
  const canonical = [method, url.pathname, query, `host:${url.host}\n`, "host", "UNSIGNED-PAYLOAD"].join("\n");
  const text = ["AWS4-HMAC-SHA256", time, scope, createHash("sha256").update(canonical).digest("hex")].join("\n");
  const hmac = (secret, message) => createHmac("sha256", secret).update(message).digest();
  const signing = scope.split("/").reduce(hmac, `AWS4${key.secret}`);
  return `${url}?${query}&X-Amz-Signature=${hmac(signing, text).toString("hex")}`;
}

function minio(program, folder, port, key) {
  return spawn(program, ["server", "--address", `127.0.0.1:${port}`, join(folder, "data")], {
    stdio: "ignore",
    env: { ...process.env, MINIO_CI_CD: "1", MINIO_BROWSER: "off", MINIO_UPDATE: "off", MINIO_ROOT_USER: key.id, MINIO_ROOT_PASSWORD: key.secret },
  });
}

async function versitygw(program, folder, port, key) {
  const data = join(folder, "data");
  await mkdir(data);
  return spawn(program, ["--quiet", "--region", REGION, "--port", `127.0.0.1:${port}`, "posix", data], {
    stdio: "ignore",
    env: { ...process.env, ROOT_ACCESS_KEY: key.id, ROOT_SECRET_KEY: key.secret },
  });
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
