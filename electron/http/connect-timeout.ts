/** For a connection: its name, its address, a proxy's consent and TLS, each; milliseconds. */
export const CONNECT_TIMEOUT_MS = 10_000
