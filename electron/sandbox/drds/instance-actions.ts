/** Drds实例相关接口, but for the creation. */
import { instanceOf, instanceToChange, parameter, refusing, type Action } from './action.ts'
import { isDescription } from './create-instance.ts'
import type { WireObject } from './document.ts'
import { commonError } from './drds-error.ts'
import { zones } from './regions.ts'
import type { SandboxInstance } from './state.ts'

export const describeDrdsInstances: Action = {
  required: ['RegionId'],
  // The document prints `type`; the wire's name is Type (drds-actions, inconsistency 9).
  optional: ['Type'],
  run: (call) => {
    const type = typeFilter(parameter(call, 'Type'))
    const regionId = parameter(call, 'RegionId')
    const wanted = call.state.instances.filter((one) => one.regionId === regionId && (type === null || one.type === type))
    return { Data: { Instance: wanted.map(listed) } }
  },
}

export const describeDrdsInstance: Action = {
  required: ['DrdsInstanceId'],
  run: (call) => ({ Data: detailed(instanceOf(call)) }),
}

export const modifyDrdsInstanceDescription: Action = {
  required: ['DrdsInstanceId', 'Description'],
  run: (call) => {
    const instance = instanceToChange(call)
    const description = parameter(call, 'Description')
    if (!isDescription(description)) throw refusing('ModifyDrdsInstanceDescription')('InvalidDescription.MalFormed')
    instance.description = description
    return {}
  },
}

/** Releasing, then released and without addresses, then gone from the records. */
export const removeDrdsInstance: Action = {
  required: ['DrdsInstanceId'],
  run: (call) => {
    const instance = instanceToChange(call)
    if (instance.databases.length > 0) throw refusing('RemoveDrdsInstance')('RemoveDrdsDBFirst')
    const { instances } = call.state
    instance.status = '4'
    call.state.later((released) => {
      instance.status = '5'
      instance.vips = []
      call.state.later(() => void instances.splice(instances.indexOf(instance), 1), released)
    })
    return {}
  },
}

/** Not in the document; the vendor's clients have it for the same version. */
export const describeRegions: Action = {
  required: [],
  run: () => ({
    DrdsRegions: {
      DrdsRegion: zones.map((zone) => ({
        RegionId: zone.regionId,
        RegionName: zone.regionName,
        ZoneId: zone.zoneId,
        ZoneName: zone.zoneName,
      })),
    },
  }),
}

/** "专享为1 共享为0"; PRIVATE and PUBLIC as in CreateDrdsInstance. Null for no filter. */
function typeFilter(type: string): '0' | '1' | null {
  if (!type) return null
  if (type === '0' || type === 'PUBLIC') return '0'
  if (type === '1' || type === 'PRIVATE') return '1'
  throw commonError('Invalid<name>.ValueNotSupported', 'Type')
}

const common = (instance: SandboxInstance) => ({
  DrdsInstanceId: instance.id,
  Type: instance.type,
  RegionId: instance.regionId,
  ZoneId: instance.zoneId,
  Description: instance.description,
  NetworkType: instance.networkType,
  Status: instance.status,
  CreateTime: instance.createTime,
  Version: instance.version,
})

const listed = (instance: SandboxInstance): WireObject => ({
  ...common(instance),
  Vips: { Vip: instance.vips.map(({ ip, port, type }) => ({ IP: ip, Port: port, Type: type })) },
})

const detailed = (instance: SandboxInstance): WireObject => ({
  ...common(instance),
  Specification: instance.specification,
  Vips: {
    Vip: instance.vips.map(({ ip, port, type, vpcId, vswitchId }) => ({
      IP: ip,
      Port: port,
      Type: type,
      ...(vpcId && { VpcId: vpcId }),
      ...(vswitchId && { VswitchId: vswitchId }),
    })),
  },
})
