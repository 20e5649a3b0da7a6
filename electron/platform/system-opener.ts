import { spawn } from 'node:child_process'

/** How each system opens an address in the person's browser; never through a shell. */
const openers: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  darwin: ['open'],
}

/** Opens an address in the system's browser; rejects where there is no opener. */
export function openInBrowser(url: string): Promise<void> {
  const [command = 'xdg-open', ...options] = openers[process.platform] ?? []
  return new Promise((resolve, reject) => {
    const opener = spawn(command, [...options, url], { stdio: 'ignore', detached: true })
    opener.once('error', reject)
    opener.once('spawn', () => {
      opener.unref()
      resolve()
    })
  })
}

/** Whether this machine has a screen to open a window on. */
export const hasDisplay = (): boolean =>
  process.platform === 'win32' || process.platform === 'darwin' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
