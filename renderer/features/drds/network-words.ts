import type { TFunction } from 'i18next'

const known = ['vpc', 'classic', 'internet', 'intranet'] as const

/** A network of an instance or of an address (NetworkType, Vip.Type) in the person's language; another one as it came. */
export function networkWords(t: TFunction, network: string): string {
  const name = known.find((one) => one === network)
  return name ? t(`drds.networks.${name}`) : network
}
