import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

/** What the renderer's build holds; anything else is not served. */
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
}

/** No script but ours, no plugin, no frame around us, no connection but to our own origin. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** On every answer of every host, refusals included. */
export const securityHeaders = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

export interface RendererFile {
  bytes: Buffer<ArrayBuffer>
  headers: Record<string, string>
}

/**
 * One file of the built renderer by the path of its URL, still encoded; `/` is index.html. Null for anything
 * that is not a file of a known type inside `folder`. Assets are named by their content and may be kept.
 */
export async function rendererFile(folder: string, urlPath: string): Promise<RendererFile | null> {
  const path = decoded(urlPath)
  if (path === null || path.includes('\0') || path.includes('\\')) return null
  const file = join(folder, path === '/' ? 'index.html' : path)
  const type = types[extname(file)]
  if (!type || !file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return null
  try {
    const bytes = await readFile(file)
    const cache = path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store'
    return { bytes, headers: { ...securityHeaders, 'content-type': type, 'cache-control': cache } }
  } catch {
    return null
  }
}

function decoded(urlPath: string): string | null {
  try {
    return decodeURIComponent(urlPath)
  } catch {
    return null
  }
}
