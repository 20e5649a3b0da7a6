import { createServer, type AddressInfo } from 'node:net'
import { createSecureContext } from 'node:tls'
import { brotliDecompressSync, deflateSync, gunzipSync, gzipSync } from 'node:zlib'
import { agentFor } from '../../../electron/http/agents.ts'
import { shortAnswer } from '../../../electron/http/answer-bounds.ts'
import { decodeContent } from '../../../electron/http/content-encoding.ts'
import certificates from '../../../electron/http/fixtures/test-certificates.json' with { type: 'json' }
import { isPage } from '../../../electron/http/page-text.ts'
import { ProxyFault, schemesOf } from '../../../electron/http/proxy-fault.ts'
import { parseProxy } from '../../../electron/http/proxy.ts'
import { send } from '../../../electron/http/send.ts'
import { openTunnel } from '../../../electron/http/tunnel.ts'
import { environmentProxy } from '../../../electron/platform/environment-proxy.ts'
import { pacProxy } from '../../../electron/platform/pac-proxy.ts'
import { certificatesIn } from '../../../renderer/features/connections/certificates-in.ts'
import { bytesOf, documented, must, textOf, type Target } from '../target.ts'

let answer: Uint8Array = new Uint8Array(0)
const server = createServer((socket) => {
  socket.on('error', () => socket.destroy())
  socket.once('data', () => socket.end(answer))
})
const listening = new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
server.unref()
const port = async (): Promise<number> => {
  await listening
  return (server.address() as AddressInfo).port
}

const http = (head: string, body: Uint8Array | string = ''): Uint8Array => {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${head}\r\nContent-Length: ${bytes.length}\r\n\r\n`), bytes])
}
const plain = 'the same words again and again, the same words again and again'
const toProxy = createSecureContext()

export const networkTargets = {
  'http-answer': {
    seeds: [
      http('200 OK\r\nContent-Type: application/json', '{}'), http('200 OK\r\nContent-Encoding: gzip\r\nSet-Cookie: conn_id_sig_a=x.y.z; Path=/\r\nSet-Cookie: b', gzipSync(plain)), http('302 Found\r\nLocation: http://127.0.0.1:1/', ''),
      http('503 Service Unavailable\r\nContent-Type: text/html', '<html><title>x</title></html>'), 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n', http('200 OK\r\nContent-Encoding: deflate, gzip', gzipSync(deflateSync(plain))),
    ],
    words: ['HTTP/1.1 ', 'HTTP/1.0 ', 'HTTP/2 ', ' 200 ', ' 99 ', ' 1000 ', '\r\n', '\r\n\r\n', '\n\n', 'Content-Length: 5\r\n', 'Content-Length: -1\r\n', 'Content-Length: 99999999999999999999\r\n', 'Transfer-Encoding: chunked\r\n', 'Content-Encoding: br\r\n', 'Location: //\r\n', 'Set-Cookie: a=b\r\n', 'ffffffff\r\n', '0\r\n\r\n', ';ext=1', 'Connection: close\r\n', 'Upgrade: websocket\r\n', ' 101 ', ' 103 ', '\0'],
    share: 0.2,
    async run(bytes) {
      answer = bytes
      try {
        const got = await send({ method: 'GET', url: `http://127.0.0.1:${await port()}/`, headers: {}, secrets: [], timeoutMs: 10_000, bound: shortAnswer })
        must(got.status >= 200 && got.status < 1_000 && got.bytes.length <= shortAnswer.bytes, 'an answer that is none')
        must(!('content-encoding' in got.headers) && got.setCookies.every((cookie) => typeof cookie === 'string'), 'headers that are none')
        isPage(got.headers, got.bytes)
      } catch (error) {
        documented(error)
      }
    },
  },
  'content-encoding': {
    seeds: [gzipSync(plain), Buffer.concat([gzipSync(plain), gzipSync(plain)]), deflateSync(plain), gzipSync(Buffer.alloc(3_000_000))],
    words: bytesOf('\x1f\x8b\x08\0', '\0\0\0\0', '\xff\xff'),
    async run(bytes) {
      for (const [encoding, decode] of [['gzip', gunzipSync], ['br', brotliDecompressSync], ['deflate', null]] as const) {
        const decoded = await decodeContent(bytes, encoding, shortAnswer).catch(documented)
        if (decoded && decode && bytes.length > 0) must(Buffer.compare(decoded, decode(bytes)) === 0, `${encoding} is not what zlib reads`)
      }
      await decodeContent(gzipSync(plain), textOf(bytes).slice(0, 200), shortAnswer).catch(documented)
    },
  },
  'proxy-answer': {
    seeds: [
      'HTTP/1.1 200 Connection established\r\n\r\n', 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate, Basic realm="a, b"\r\nContent-Length: 0\r\n\r\n', 'HTTP/1.1 403 Forbidden by policy\r\n\r\n',
      Uint8Array.of(5, 0, 5, 0, 0, 1, 127, 0, 0, 1, 0, 80), Uint8Array.of(5, 2, 1, 0, 5, 0, 0, 3, 1, 97, 0, 80), Uint8Array.of(5, 0, 5, 2, 0, 4), Uint8Array.of(5, 255),
    ],
    words: bytesOf('HTTP/1.1 200 ', '\r\n\r\n', 'Proxy-Authenticate: ', 'Basic realm="', '\x05\0', '\x05\x02', '\x05\x01\0\x03', '\xff', 'Transfer-Encoding: chunked\r\n', '"', ','),
    share: 0.2,
    async run(bytes) {
      answer = bytes
      const to = { host: 'db.example', port: 443 }
      for (const scheme of ['http', 'socks5'] as const) {
        try {
          const socket = await openTunnel({ scheme, host: '127.0.0.1', port: await port(), user: '' }, to, toProxy)
          socket.destroy()
        } catch (error) {
          if (!(error instanceof ProxyFault)) throw error
        }
      }
      schemesOf(textOf(bytes))
    },
  },
  'proxy-setting': {
    seeds: ['PROXY a.corp:3128; DIRECT', 'SOCKS5 [::1]:1080', 'DIRECT', 'http://user:p%40ss@proxy.corp:3128', 'socks5h://[::1]', '*.corp, 10.0.0.0/8 [::1]:80', 'localhost,.example.com:443', 'xn--fiq228c.cn'],
    words: ['PROXY ', 'HTTPS ', ';', ' ', '://', '@', ':', '[', ']', '%', '%zz', '/', '*', ',', '.', '10.0.0.0/33', '::/0', '\\', '\t', '中文.cn', '999999'],
    run(bytes) {
      const text = textOf(bytes)
      for (const written of [text, pacProxy(text)]) {
        try {
          const { host, port: at } = parseProxy(written)
          must(host !== '' && at >= 0 && at <= 65_535, 'a proxy without a place')
        } catch (error) {
          documented(error)
        }
      }
      for (const url of ['https://db.corp:8443/', 'http://[::1]/', 'http://10.1.2.3/']) environmentProxy(new URL(url), { https_proxy: 'p:1', http_proxy: 'p:1', no_proxy: text })
    },
  },
  certificates: {
    seeds: [certificates.authority, certificates.selfSigned, `${certificates.localhost}\n${certificates.authority}`, Buffer.from(certificates.selfSigned.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')],
    words: ['-----BEGIN CERTIFICATE-----\n', '-----END CERTIFICATE-----\n', '-----BEGIN PRIVATE KEY-----', '=', '\n', '-----'],
    run(bytes) {
      const found = certificatesIn(bytes)
      if (found !== null) must(found.startsWith('-----BEGIN CERTIFICATE-----') && !found.includes('PRIVATE KEY'), 'more than certificates')
      for (const certificateAuthority of [found ?? '', textOf(bytes)]) {
        try {
          agentFor({ certificateAuthority, pinnedCertificate: '' })
        } catch (error) {
          documented(error)
        }
      }
    },
  },
} satisfies Record<string, Target>
