import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * The browser's part of the program. The content security policy allows scripts and styles from the same origin
 * only, without inline code and without `data:` addresses: hence no inlined asset and no preload helper in the page.
 * Screens are split by the router's lazy routes. The manifest lets a test weigh what each page loads.
 */
export default defineConfig({
  root: fileURLToPath(new URL("src/web/", import.meta.url)),
  base: "/",
  plugins: [react()],
  build: {
    target: "es2022",
    assetsDir: "assets",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    sourcemap: false,
    emptyOutDir: true,
  },
});
