/** Lets the builder read .svelte files, with Svelte's own compiler. */

import { readFile } from "node:fs/promises";
import { compile } from "svelte/compiler";

/** @type {import("esbuild").Plugin} */
export const svelteFiles = {
  name: "svelte-files",
  setup(build) {
    build.onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { js } = compile(await readFile(path, "utf-8"), { filename: path, generate: "client", css: "injected" });
      return { contents: js.code, loader: "js" };
    });
  },
};
