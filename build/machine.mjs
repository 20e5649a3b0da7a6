/** What the tests need of the machine, beyond npm: a Chromium, for quick starts its shell without windows, and a MariaDB server. */
import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { promisify } from 'node:util'

const exec = promisify(execFile)

/** Each need: where it usually is, and the Debian package that brings it (mariadb-server-core has no service to start). */
const needs = [
  { name: 'Chromium', package: 'chromium', paths: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] },
  // Specs run in it; where it is not to be had, Chromium itself does.
  { name: 'Chromium headless shell', package: 'chromium-headless-shell', paths: ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] },
  { name: 'MariaDB server', package: 'mariadb-server-core', paths: ['/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd', '/usr/libexec/mariadbd'] },
  // mariadb-install-db runs it; Debian has it in another package than the server.
  { name: 'my_print_defaults', package: 'mariadb-client-core', paths: ['/usr/bin/my_print_defaults', '/usr/local/bin/my_print_defaults'] },
  // The deb is built and unpacked by it.
  { name: 'dpkg-deb', package: 'dpkg', paths: ['/usr/bin/dpkg-deb', '/usr/local/bin/dpkg-deb'] },
]

const first = async (paths) => {
  for (const path of paths) if (await access(path).then(() => true, () => false)) return path
  return null
}

/**
 * Installs what is missing (as root on Debian), or names it and how to get it.
 * @returns {Promise<string[]>} what is still missing, one line each
 */
export async function prepareMachine(say = console.log) {
  const missing = async () => {
    const found = await Promise.all(needs.map(async (need) => ((await first(need.paths)) ? null : need)))
    return found.filter((need) => need !== null)
  }
  const before = await missing()
  if (before.length === 0) return []
  const debian = await access('/etc/debian_version').then(() => true, () => false)
  if (debian && process.getuid?.() === 0) {
    say(`Installing ${before.map((need) => need.name).join(' and ')} …`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await exec('apt-get', ['update', '-qq'], { env })
    await exec('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...before.map((need) => need.package)], {
      env,
      maxBuffer: 64 * 1024 * 1024,
    })
  }
  return (await missing()).map(
    (need) => `${need.name} is missing: install it (Debian: apt-get install ${need.package}) and run the tests again.`,
  )
}

/** @returns {Promise<string | null>} */
export const chromiumPath = () => first(needs[0].paths)
