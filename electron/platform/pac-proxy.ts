const schemes: Readonly<Record<string, string>> = { PROXY: 'http', HTTP: 'http', HTTPS: 'https', SOCKS: 'socks5', SOCKS5: 'socks5', SOCKS4: 'socks4', QUIC: 'quic' }

/**
 * The first proxy of what a PAC script answers, as Electron's resolveProxy hands it on (`PROXY a.corp:3128; DIRECT`): an
 * address, empty for none. Those after it are for whoever finds the first one dead; a person is told of it instead.
 */
export function pacProxy(answer: string): string {
  const [kind = '', at] = (answer.split(';')[0] ?? '').trim().split(/\s+/)
  return at === undefined ? '' : `${schemes[kind.toUpperCase()] ?? kind.toLowerCase()}://${at}`
}
