// Builds everything the console serves into one folder: hashed files and manifest.json, which names them.
// Usage: node build.mjs OUTPUT_DIRECTORY (run by build.py, which also installs the packages).
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { PurgeCSS } from "purgecss";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? "");
if (!process.argv[2]) throw new Error("usage: node build.mjs OUTPUT_DIRECTORY");
const web = resolve(here, "../src/vestnik/entrypoints/web");
const packages = join(here, "node_modules");
const target = ["chrome123", "firefox125", "safari17.5"];
const staging = `${out}.new`;
const manifest = {};

async function put(name, data) {
  const hash = createHash("sha256").update(data).digest("hex").slice(0, 12);
  const extension = extname(name);
  const file = `${name.slice(0, -extension.length)}-${hash}${extension}`;
  await writeFile(join(staging, file), data);
  manifest[name] = file;
}

async function script(name) {
  const result = await esbuild.build({
    entryPoints: [join(here, "src", name)],
    bundle: true,
    minify: true,
    format: "iife",
    target,
    charset: "utf8",
    legalComments: "none",
    write: false,
  });
  await put(name, result.outputFiles[0].contents);
}

// Tabler carries 600 KB of rules; only those whose names stand in a template or a script stay.
async function tablerRules() {
  const [result] = await new PurgeCSS().purge({
    content: [join(web, "templates/**/*.html"), join(here, "src/*.js")],
    css: [join(packages, "@tabler/core/dist/css/tabler.css")],
    safelist: { standard: [/^h[1-6]$/, "html", "body", "mark", "kbd", "dialog"] },
    variables: true,
  });
  return result.css;
}

async function styles() {
  const own = await readFile(join(here, "src/console.css"), "utf8");
  const joined = `${await tablerRules()}\n${own}`;
  const result = await esbuild.transform(joined, {
    loader: "css",
    minify: true,
    target,
    charset: "utf8",
    legalComments: "none",
  });
  await put("console.css", result.code);
}

// One file with a <symbol> for each icon of icons.json; pages show them by <use href="…#name">.
async function icons() {
  const names = JSON.parse(await readFile(join(here, "src/icons.json"), "utf8"));
  const symbols = await Promise.all(
    names.map(async (name) => {
      const svg = await readFile(join(packages, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
      const paths = [...svg.matchAll(/<(?:path|circle|rect|line|polyline)\b[^>]*\/>/g)]
        .map(([element]) => element)
        .filter((element) => !element.includes('d="M0 0h24v24H0z"'));
      if (paths.length === 0) throw new Error(`icon ${name} has no strokes`);
      return `<symbol id="${name}" viewBox="0 0 24 24">${paths.join("")}</symbol>`;
    }),
  );
  await put("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

async function apiDocs() {
  const dist = join(packages, "swagger-ui-dist");
  await put("swagger-ui.js", await readFile(join(dist, "swagger-ui-bundle.js")));
  await put("swagger-ui.css", await readFile(join(dist, "swagger-ui.css")));
  await script("swagger.js");
}

async function licences() {
  const parts = [];
  for (const name of ["@tabler/core", "@tabler/icons", "htmx.org", "swagger-ui-dist"]) {
    const folder = join(packages, name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const texts = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)/i.test(file)).sort();
    const bodies = await Promise.all(texts.map((file) => readFile(join(folder, file), "utf8")));
    if (bodies.length === 0) {
      // Tabler's package of styles ships no licence file, only the notice in its style sheet; its icons ship the text.
      const css = await readFile(join(folder, "dist/css/tabler.css"), "utf8");
      bodies.push(css.match(/\/\*![\s\S]*?\*\//)[0]);
      bodies.push(await readFile(join(packages, "@tabler/icons/LICENSE"), "utf8"));
    }
    parts.push(`${name} ${version} (${license})\n\n${bodies.join("\n\n").trim()}\n`);
  }
  await writeFile(join(staging, "third-party.txt"), parts.join(`\n${"-".repeat(80)}\n\n`));
}

await rm(staging, { recursive: true, force: true });
await mkdir(staging, { recursive: true });
await Promise.all([script("console.js"), styles(), icons(), apiDocs(), licences()]);
await put("favicon.svg", await readFile(join(here, "src/favicon.svg")));
const sorted = Object.fromEntries(Object.entries(manifest).sort());
await writeFile(join(staging, "manifest.json"), `${JSON.stringify(sorted, null, 2)}\n`);
await rm(out, { recursive: true, force: true });
await rename(staging, out);
