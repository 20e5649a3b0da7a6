import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const root = new URL('../renderer', import.meta.url).pathname

/** The renderer: one page, chunks named by content, no inline script (the CSP forbids it). */
export default defineConfig({
  root,
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: new URL('../out/renderer', import.meta.url).pathname,
    emptyOutDir: true,
    target: 'chrome140',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 8_000,
  },
})
