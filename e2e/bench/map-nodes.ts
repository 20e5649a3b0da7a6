import { connectionId } from '../../shared/model/ids.ts'
import { emptyAnswers, type MapState } from '../../renderer/features/drds/map/map-store.ts'

const count = <T>(length: number, make: (at: number) => T): T[] => Array.from({ length }, (_, at) => make(at))

/** An account with everything open: 3 databases an instance, each on 3 RDS instances with 5 shards and a read-only instance. About 67 nodes an instance. */
export function mapOf(instances: number): MapState {
  const answers = emptyAnswers()
  const regionId = 'cn-hangzhou'
  const ids = count(instances, (at) => `drdsbench${String(at).padStart(4, '0')}`)
  answers.instances.set(regionId, {
    state: 'ready',
    value: {
      instances: ids.map((id, at) => ({
        id, description: `trade shard group ${at}`, regionId, zoneId: 'cn-hangzhou-b', type: 'dedicated', status: at % 9 === 8 ? 'abnormal' : 'running', rawStatus: '0', networkType: 'vpc', vips: [],
      })),
      total: ids.length,
    },
  })
  const toggled = new Set<string>()
  for (const id of ids) {
    const names = count(3, (at) => `orders_${at}`)
    answers.databases.set(`${regionId}/${id}`, { state: 'ready', value: names.map((name) => ({ name, status: 'normal', rawStatus: '1', message: '', mode: 'HORIZONTAL' })) })
    for (const name of names) {
      const key = `${regionId}/${id}/${name}`
      toggled.add(key)
      const node = (rds: string, readWeight: number) => ({ id: rds, name: rds, connectUrl: `${rds}.mysql.rds.aliyuncs.com`, port: '3306', rawStatus: '1', dbType: 'mysql', readWeight })
      answers.insides.set(key, {
        state: 'ready',
        value: {
          shards: count(15, (at) => ({ name: `${name}_${String(at).padStart(4, '0')}`, rdsName: `rm-bp1bench${at % 3}` })),
          rds: count(3, (at) => ({ ...node(`rm-bp1bench${at}`, 60), children: [node(`rr-bp1bench${at}`, 40)] })),
        },
      })
    }
  }
  return { connectionId: connectionId('bench'), regions: [regionId], known: [], links: [], ...answers, allOpen: false, toggled, selected: null, round: 0 }
}
