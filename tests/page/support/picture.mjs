// Makes the picture of a fraud's story that the README shows: node tests/page/support/picture.mjs FILE.png

import { start } from "./site.mjs";

const { open, close } = await start();
const { page } = await open("?fraud_rate=0.02&table=fraud_cases&id=427&lang=en&theme=light", { viewport: { width: 1280, height: 1700 } });
const story = page.locator(".story");
const flow = story.locator("figure").first();
await flow.waitFor();
const [{ x, y, width }, drawing] = [await story.boundingBox(), await flow.locator("svg").first().boundingBox()];
const clip = { x, y, width, height: drawing.y + drawing.height + 16 - y };
await page.screenshot({ path: process.argv[2], clip });
await close();
