/**
 * Builds each folder of pages/ into OUT/<page>/{index.html, main.js, main.css}: real framework builds that need no network.
 * A page is `main.{js,jsx,ts}` and, where its developer writes HTML, the `body.html` that it is put into.
 * Usage: node bundle/bundle.js OUT
 */

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { svelteFiles } from "./svelte_files.js";
import { vueFiles } from "./vue_files.js";

const HERE = fileURLToPath(new URL("..", import.meta.url));
const PAGES = join(HERE, "pages");
const ENTRIES = ["main.js", "main.jsx", "main.ts"];
/** Angular's compiler is used by being loaded alone, which its package denies ("sideEffects": false). */
const ANGULAR = { ignoreAnnotations: true };
/** What a page's own choice of framework asks of the builder. */
const OPTIONS = {
  "angular-blur": ANGULAR,
  "angular-material": { ...ANGULAR, conditions: ["browser", "production", "style"] },
  "angular-patient": ANGULAR,
  "angular-reactive": ANGULAR,
  "angular-template": ANGULAR,
  preact: { jsxImportSource: "preact" },
  "react-18": { alias: { react: "react-18", "react-dom": "react-dom-18" } },
};
/** Component libraries bring a look of their own; the HIS's style sheet would spoil it. */
const OWN_LOOK = /antd|bootstrap|material|mui|vuetify/;

const out = resolve(process.argv[2] ?? join(HERE, "../../../build/frameworks"));
await rm(out, { recursive: true, force: true });
for (const page of (await readdir(PAGES)).sort()) await bundle(page);

/** @param {string} page */
async function bundle(page) {
  const folder = join(PAGES, page);
  const entry = ENTRIES.map((name) => join(folder, name)).find(existsSync);
  if (!entry) throw new Error(`${page}: no ${ENTRIES.join(", ")}`);
  await build({
    entryPoints: { main: entry },
    outdir: join(out, page),
    bundle: true,
    minify: true,
    legalComments: "none",
    logLevel: "error",
    target: "es2022",
    jsx: "automatic",
    conditions: ["browser", "production"],
    mainFields: ["browser", "module", "main"],
    define: {
      "process.env.NODE_ENV": '"production"',
      __VUE_OPTIONS_API__: "true",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
    },
    // Angular's decorators are TypeScript's own old kind.
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    loader: { ".eot": "dataurl", ".ttf": "dataurl", ".woff": "dataurl", ".woff2": "dataurl" },
    plugins: [vueFiles, svelteFiles],
    ...OPTIONS[page],
  });
  await mkdir(join(out, page), { recursive: true });
  const body = join(folder, "body.html");
  const inner = existsSync(body) ? await readFile(body, "utf-8") : '<div id="app"></div>\n';
  await writeFile(join(out, page, "index.html"), html(page, inner));
}

/** @param {string} page @param {string} body */
function html(page, body) {
  const sheets = [OWN_LOOK.test(page) ? null : "/static/his.css", existsSync(join(out, page, "main.css")) ? "main.css" : null];
  const links = sheets.filter(Boolean).map((sheet) => `<link rel="stylesheet" href="${sheet}">`);
  return `<!DOCTYPE html>
<html lang="th">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>รพ.ตัวอย่าง</title>
<link rel="icon" href="/static/mark.svg">
${links.join("\n")}
</head>
<body>
<main class="narrow">
${body}</main>
<script src="main.js"></script>
</body>
</html>
`;
}
