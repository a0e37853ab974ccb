import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export interface Pair {
  name: string;
  ours: string;
  theirs: string;
}

const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
  ...["--disable-background-networking", "--disable-component-update", "--virtual-time-budget=30000", "--dump-dom"],
];

/** Draws each pair of SVGs with Chromium at fourfold size on a coloured ground; gives the share of pixels that differ by more than 3 of 255. */
export async function comparePictures(pairs: readonly Pair[]): Promise<Map<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), "penops-pictures-"));
  try {
    const page = join(folder, "pairs.html");
    writeFileSync(page, toPage(pairs));
    const options = { timeout: 60_000, maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await promisify(execFile)("chromium", [...FLAGS, `--user-data-dir=${join(folder, "profile")}`, page], options);
    const found = /<pre>(.*?)<\/pre>/s.exec(stdout)?.[1] ?? "[]";
    return new Map(JSON.parse(found) as [string, number][]);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function toPage(pairs: readonly Pair[]): string {
  const data = JSON.stringify(pairs).replaceAll("</", "<\\/");
  return `<!doctype html><pre></pre><script>const pairs = ${data}; (${inBrowser})(pairs)</script>`;
}

const inBrowser = `async function (pairs) {
  const SCALE = 4;
  async function draw(svg, width, height) {
    const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    root.setAttribute("width", width * SCALE);
    root.setAttribute("height", height * SCALE);
    const image = new Image();
    image.src = "data:image/svg+xml," + encodeURIComponent(new XMLSerializer().serializeToString(root));
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * SCALE;
    canvas.height = height * SCALE;
    const context = canvas.getContext("2d");
    context.fillStyle = "#77ffaa";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, canvas.width, canvas.height).data;
  }
  const results = [];
  for (const { name, ours, theirs } of pairs) {
    const root = new DOMParser().parseFromString(theirs, "image/svg+xml").documentElement;
    const [width, height] = [Number(root.getAttribute("width")), Number(root.getAttribute("height"))];
    const [a, b] = [await draw(ours, width, height), await draw(theirs, width, height)];
    let different = 0;
    for (let at = 0; at < a.length; at += 4) {
      if ([0, 1, 2].some((channel) => Math.abs(a[at + channel] - b[at + channel]) > 3)) different++;
    }
    results.push([name, different / (a.length / 4)]);
  }
  document.querySelector("pre").textContent = JSON.stringify(results);
}`;
