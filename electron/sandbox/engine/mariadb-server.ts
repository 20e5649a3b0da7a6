/** A private mariadbd: its own datadir, a socket for us, a loopback port for accounts, gone when we are. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { makeFolder, removeFolder } from './engine-folder.ts'

export interface MariadbServer {
  socket: string
  /** On 127.0.0.1. */
  port: number
  /** Of root@localhost, over the socket. */
  rootPassword: string
  stop(): Promise<void>
}

const usualPlaces = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/usr/local/mariadb/bin', '/opt/homebrew/bin', '/opt/homebrew/sbin']

/** Bytes of a statement, as the recorded server had it. */
export const maxAllowedPacket = 64 * 1024 * 1024

/** The program's path; throws an Error that names the package to install. */
function findProgram(...names: string[]): string {
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), ...usualPlaces])
    for (const name of names) {
      const file = join(folder || '.', name)
      try {
        accessSync(file, constants.X_OK)
        return file
      } catch {
        // Not there: the next place.
      }
    }
  throw new Error(`${names[0]} is not installed: install the package mariadb-server, or start the sandbox on SQLite`)
}

/**
 * Ends with us however we end: its standard input is a pipe of ours, and when that closes, even because we were
 * killed, the shell ends the server and removes the folder.
 */
const keeper = '"$@" & server=$!; (while read -r _; do :; done; kill -9 $server; rm -rf "$FOLDER") <&3 & wait $server'

/**
 * Starts the server; throws an Error with the end of its log where it does not come up. `nextPort` proposes a port; one
 * that another program has taken by the time the server binds it is given up for the next.
 */
export async function startMariadbServer(nextPort = freePort): Promise<MariadbServer> {
  const mariadbd = findProgram('mariadbd', 'mysqld')
  const install = findProgram('mariadb-install-db', 'mysql_install_db')
  for (let attempt = 1; ; attempt += 1) {
    const folder = await makeFolder('mariadb')
    try {
      return await start(mariadbd, install, folder, await nextPort())
    } catch (error) {
      await removeFolder(folder)
      const isTaken = error instanceof Error && error.message.includes('Bind on TCP/IP port')
      if (!isTaken || attempt === portsTried) throw error
    }
  }
}

const portsTried = 3

async function start(mariadbd: string, install: string, folder: string, port: number): Promise<MariadbServer> {
  const datadir = join(folder, 'data')
  const socket = join(folder, 's')
  const user = userInfo()
  const asUser = user.uid === 0 ? ['--user=root'] : []
  const small = ['--innodb-log-file-size=32M', '--innodb-buffer-pool-size=64M', '--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0', '--innodb-flush-method=nosync']
  // A server that starts empties its folder for temporary tables: in a shared one, that takes them from all others.
  const temporary = join(folder, 'tmp')
  await mkdir(temporary)
  const own = ['--no-defaults', `--datadir=${datadir}`, `--tmpdir=${temporary}`, ...asUser, ...small]
  await runToEnd(install, [...own, '--skip-test-db', '--auth-root-socket-user=mysql'])
  const rootPassword = randomBytes(18).toString('base64url')
  const init = join(folder, 'init.sql')
  await writeFile(init, `ALTER USER root@localhost IDENTIFIED VIA mysql_native_password USING PASSWORD('${rootPassword}') OR unix_socket;\nDELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');\nFLUSH PRIVILEGES;\n`, { mode: 0o600 })
  const log = join(folder, 'log.err')
  const child = spawn('/bin/sh', ['-c', keeper, 'keeper', mariadbd, ...own, `--socket=${socket}`, `--pid-file=${join(folder, 'pid')}`, `--log-error=${log}`, `--init-file=${init}`,
    '--bind-address=127.0.0.1', `--port=${port}`, '--skip-name-resolve', '--log-bin=bin', '--server-id=1', '--sync-binlog=0', '--log-bin-trust-function-creators=1', `--max-allowed-packet=${maxAllowedPacket}`, '--performance-schema=OFF', '--character-set-server=utf8mb4', '--collation-server=utf8mb4_general_ci', '--max-connections=500', '--local-infile=1', '--thread-handling=one-thread-per-connection'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], env: { ...process.env, FOLDER: folder } })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await waitForSocket(child, socket, log)
  return {
    socket,
    port,
    rootPassword,
    stop: async () => {
      child.stdio[3]?.destroy()
      await gone
      await removeFolder(folder)
    },
  }
}

/** How much of the log's end tells why the server did not start. */
const logCharacters = 1_500

async function waitForSocket(child: ChildProcess, socket: string, log: string): Promise<void> {
  const ended = new Promise<'ended'>((resolve) => {
    child.once('exit', () => resolve('ended'))
    child.once('error', () => resolve('ended'))
  })
  for (let waited = 0; waited < 30_000; waited += 20) {
    if (existsSync(socket)) return
    if ((await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20))])) === 'ended') break
  }
  // Before the keeper hears of it, and removes the folder with its log.
  const words = await readFile(log, 'utf8').catch(() => 'no log')
  child.stdio[3]?.destroy()
  throw new Error(`mariadbd did not start: ${words.slice(-logCharacters)}`)
}

function runToEnd(program: string, words: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2_000)))
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}: ${said.slice(-600)}`))))
  })
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
