/**
 * Loaded into a process and its threads before all else (`--import`): writes to the file of RECORD_NETWORK what they listen
 * on, where they connect to, which names they look up and which programs they start, a line of JSON each.
 */
import childProcess from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

const record = (entry) => appendFileSync(process.env.RECORD_NETWORK, `${JSON.stringify(entry)}\n`)

/** Calls `before` with the arguments of each call of `owner[name]`. */
function watch(owner, name, before) {
  const original = owner[name]
  owner[name] = function (...args) {
    before(...args)
    return original.apply(this, args)
  }
}

// Everything that connects comes by here, TLS and HTTP included; inside of Node its arguments are a list already.
watch(net.Socket.prototype, 'connect', (first, second) => {
  const [options, host] = Array.isArray(first) ? first : [first, second]
  const to = typeof options === 'object' ? options : { port: options, host: typeof host === 'string' ? host : undefined }
  record({ kind: 'connect', to: to.path ?? `${to.host ?? 'localhost'}:${to.port}` })
})
const emit = net.Server.prototype.emit
net.Server.prototype.emit = function (event, ...args) {
  if (event === 'listening') {
    const at = this.address()
    record({ kind: 'listen', to: typeof at === 'string' ? at : `${at.address}:${at.port}` })
  }
  return emit.call(this, event, ...args)
}
for (const owner of [dns, dns.promises]) {
  const asking = Object.keys(owner).filter((name) => /^(?:lookup|resolve|reverse)/.test(name) && typeof owner[name] === 'function')
  for (const name of asking) watch(owner, name, (host) => record({ kind: 'name', to: String(host) }))
}
watch(dgram, 'createSocket', () => record({ kind: 'datagrams', to: '' }))
for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'exec', 'execSync', 'fork']) {
  watch(childProcess, name, (file) => record({ kind: 'program', to: String(file) }))
}
syncBuiltinESMExports()
