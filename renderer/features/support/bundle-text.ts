import { supportParts, type SupportPart } from '../../../shared/contract/support.ts'

export type SupportTexts = Record<SupportPart, string>

/** The bundle as it is read and saved: the chosen parts, in their order, each below its name. */
export const bundleText = (texts: SupportTexts, chosen: ReadonlySet<SupportPart>): string =>
  supportParts
    .filter((part) => chosen.has(part))
    .map((part) => `== ${part} ==\n${texts[part] || '-\n'}`)
    .join('\n')

/** `tessera-support-2026-11-20.txt` */
export const bundleName = (now: Date): string => `tessera-support-${now.toISOString().slice(0, 10)}.txt`
