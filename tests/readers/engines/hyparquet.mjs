// Reads rows of a Parquet file, and prints its columns as JSON.
import { decompress } from "fzstd";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";

const [path, rowStart, rowEnd] = process.argv.slice(2);
const rows = await parquetReadObjects({
  file: await asyncBufferFromFile(path),
  rowStart: Number(rowStart),
  rowEnd: Number(rowEnd),
  compressors: { ZSTD: (bytes) => decompress(bytes) },
  // Its own dates have no microseconds.
  parsers: { timestampFromMicroseconds: (micros) => micros, dateFromDays: (days) => days },
});
const columns = {};
for (const row of rows) {
  for (const [name, value] of Object.entries(row)) {
    (columns[name] ??= []).push(typeof value === "bigint" ? String(value) : value);
  }
}
if (rows.length === 0) {
  const { parquetMetadataAsync } = await import("hyparquet");
  const { schema } = await parquetMetadataAsync(await asyncBufferFromFile(path));
  for (const { name } of schema.slice(1)) columns[name] = [];
}
console.log(JSON.stringify(columns));
