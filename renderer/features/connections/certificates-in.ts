/** Far more than any chain of authorities; settings hold no more. */
const MOST_BYTES = 100_000

/**
 * The certificates of a file, as PEM: those among other text, without it (a key beside them stays out), or the one that
 * the file is in DER, as Windows exports it. Null where there is none.
 */
export function certificatesIn(bytes: Uint8Array): string | null {
  if (bytes.length > MOST_BYTES) return null
  const blocks = new TextDecoder().decode(bytes).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (blocks) return blocks.map((block) => block.replaceAll('\r', '')).join('\n')
  // A SEQUENCE whose length takes two bytes: what every certificate of a usual size begins with.
  if (bytes[0] !== 0x30 || bytes[1] !== 0x82) return null
  const lines = btoa(String.fromCharCode(...bytes)).match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join('\n')
}
