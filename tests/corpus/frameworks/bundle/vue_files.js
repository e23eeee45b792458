/** Lets the builder read .vue files with a `<script setup>` and a template, with Vue's own compiler. */

import { readFile } from "node:fs/promises";
import { compileScript, parse } from "vue/compiler-sfc";

/** @type {import("esbuild").Plugin} */
export const vueFiles = {
  name: "vue-files",
  setup(build) {
    build.onLoad({ filter: /\.vue$/ }, async ({ path }) => {
      const { descriptor, errors } = parse(await readFile(path, "utf-8"), { filename: path });
      if (errors.length > 0) throw errors[0];
      const script = compileScript(descriptor, { id: "page", inlineTemplate: true, isProd: true });
      return { contents: script.content, loader: "js" };
    });
  },
};
