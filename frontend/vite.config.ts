import react from "@vitejs/plugin-react";
import { defineConfig, type HtmlTagDescriptor, type Plugin } from "vite";

/** The bar of the page is painted before the application runs, but the application is fetched at once. */
const fetchedAtOnce: Plugin = {
  name: "fetched-at-once",
  transformIndexHtml: {
    order: "post",
    handler: (_, { bundle }): HtmlTagDescriptor[] =>
      Object.values(bundle ?? {}).flatMap((one) =>
        one.type === "chunk" && one.name === "start" ? [one.fileName, ...one.imports].map((file) => ({ tag: "link", injectTo: "head" as const, attrs: { rel: "modulepreload", crossorigin: true, href: `/${file}` } })) : [],
      ),
  },
};

export default defineConfig({
  plugins: [react(), fetchedAtOnce],
  build: {
    outDir: "../orchestrator/web",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
    reportCompressedSize: true,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
});
