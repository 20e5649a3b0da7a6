import type { TFunction } from 'i18next'
import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import type { InstanceRow, InstanceWords } from '../arrange-instances.ts'
import { networkWords } from '../network-words.ts'

/**
 * Answers the words of rows in a language. Each phrase is asked for once: a list of hundreds has few different ones, and
 * asking takes longer than drawing them.
 */
export function instanceWords(t: TFunction): (instance: DrdsInstance, databases: InstanceRow['databases']) => InstanceWords {
  const asked = new Map<string, string>()
  const once = (key: string, ask: () => string): string => {
    const words = asked.get(key) ?? ask()
    asked.set(key, words)
    return words
  }
  const networkOf = (network: string) => once(`network ${network}`, () => networkWords(t, network))
  return ({ type, status, rawStatus, networkType, vips }, databases) => {
    const more = vips.length - 1
    const addresses = vips[0] ? [networkOf(vips[0].type), ...(more > 0 ? [once(`addresses ${more}`, () => t('drds.instances.moreAddresses', { count: more }))] : [])] : []
    return {
      type: type === 'unknown' ? '' : once(`type ${type}`, () => t(`drds.types.${type}`)),
      network: networkOf(networkType),
      status: once(`status ${status} ${rawStatus}`, () => t(`drds.status.${status}`, { raw: rawStatus })),
      databases: databases?.length ? once(`databases ${databases.length}`, () => t('drds.instances.databaseCount', { count: databases.length })) : '',
      addresses: addresses.join(' · '),
      everyAddress: vips.map((vip) => `${networkOf(vip.type)} ${vip.ip}:${vip.port}`).join('\n'),
    }
  }
}
