import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { chromium, type Browser, type Page } from '@playwright/test'
import { build } from 'vite'
import { largePages } from './kept-memory.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' }

/** The bench's page in Chromium, built as the renderer is and served from memory's neighbour, a temporary folder. */
export interface BenchPage {
  page: Page
  close(): Promise<void>
}

/**
 * Builds the page, serves it on loopback and opens it. Frames are not held back to the screen's rate, so that a frame
 * costs what it costs.
 */
export async function openBenchPage(entry = 'index.html'): Promise<BenchPage> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-bench-'))
  await build({
    root: here,
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    resolve: { alias: { 'node:buffer': join(here, 'utf8-in-browser.ts') } },
    build: { rolldownOptions: { input: join(here, entry) }, outDir: folder, emptyOutDir: true, target: 'chrome140', reportCompressedSize: false, chunkSizeWarningLimit: 8_000 },
  })
  largePages()
  const server = await serve(folder)
  const browser = await launch()
  const page = await browser.newPage({ viewport: { width: 1280, height: 760 }, deviceScaleFactor: 1 })
  const { port } = server.address() as { port: number }
  await page.goto(`http://127.0.0.1:${port}/${entry}`)
  await page.waitForFunction(() => document.title === 'ready')
  return {
    page,
    async close() {
      await browser.close()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true })
    },
  }
}

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.TESSERA_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-frame-rate-limit', '--disable-gpu-vsync',
    ],
  })

function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://bench').pathname)
    readFile(join(folder, path)).then(
      (body) => response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body),
      () => response.writeHead(404).end(),
    )
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}
