// A file elsewhere, of which parts are asked for by their ranges of bytes.

const END = 64 * 1024;

/** Why a range could not be had: `unreachable`, `status`, `noRange`, `broken`, `noSize` or `notParquet`. */
export class RemoteError extends Error {
  constructor(kind, status) {
    super(kind);
    Object.assign(this, { kind, status });
  }
}

export class Remote {
  requests = 0;
  bytes = 0;

  /** Asks for the first bytes, which say what the file is and how long, and for its end, where the footer is. */
  static async open(url) {
    const file = new Remote(url);
    // Browsers ask for a range from its first byte without asking before whether they may, unlike one that counts from the end.
    const { buffer, range } = await file.ask(0, 4);
    if (String.fromCharCode(...new Uint8Array(buffer)) !== "PAR1") throw new RemoteError("notParquet");
    file.byteLength = Number(range?.match(/\/(\d+)$/)?.[1] ?? NaN);
    if (Number.isNaN(file.byteLength)) throw new RemoteError("noSize");
    const start = Math.max(0, file.byteLength - END);
    file.end = { start, ...await file.ask(start, file.byteLength) };
    return file;
  }

  constructor(url) {
    this.url = url;
  }

  /** Some bytes, as hyparquet asks for them. */
  async slice(start, end = this.byteLength) {
    if (start >= this.end.start) return this.end.buffer.slice(start - this.end.start, end - this.end.start);
    return (await this.ask(start, end)).buffer;
  }

  async ask(start, end) {
    this.requests++;
    const control = new AbortController();
    let response;
    try {
      response = await fetch(this.url, { headers: { Range: `bytes=${start}-${end - 1}` }, credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store", signal: control.signal });
    } catch {
      throw new RemoteError("unreachable");
    }
    if (response.status !== 206) {
      // Whatever else comes is not read: it may be the whole file.
      control.abort();
      throw response.ok ? new RemoteError("noRange") : new RemoteError("status", response.status);
    }
    const buffer = await bytesOf(response, end - start, control);
    this.bytes += buffer.byteLength;
    return { buffer, range: response.headers.get("Content-Range") };
  }
}

/** The bytes of an answer, which are as many as were asked for, or fewer. An answer may never end. */
async function bytesOf(response, most, control) {
  const parts = [];
  const reader = response.body.getReader();
  for (let length = 0; ;) {
    const { done, value } = await reader.read().catch(() => { throw new RemoteError("broken"); });
    if (done) return new Blob(parts).arrayBuffer();
    parts.push(value);
    length += value.length;
    if (length > most) {
      control.abort();
      throw new RemoteError("noRange");
    }
  }
}
