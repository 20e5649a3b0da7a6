/** The actions that the sandbox knows, as a table: parameters to check, and what the answer holds (drds-actions, `real.responseJson`). */
import type { WireObject } from './document.ts'
import { DrdsError, gatewayError } from './drds-error.ts'
import type { Parameters } from './gateway.ts'
import { isRegion, zones } from './regions.ts'
import type { DrdsState, SandboxInstance } from './state.ts'

interface ActionCall {
  parameters: Parameters
  state: DrdsState
}

interface Action {
  /** Without these the call is refused. RegionId is common, but no vendor client declares it per action. */
  required: readonly string[]
  /** The answer beside RequestId and Success; throws a DrdsError. */
  run(call: ActionCall): WireObject
}

export const actions = {
  DescribeDrdsInstances: {
    required: ['RegionId'],
    run: ({ parameters, state }) => {
      const regionId = parameters.get('RegionId')
      const type = typeFilter(parameters.get('Type'))
      const wanted = state.instances.filter((one) => one.regionId === regionId && (type === null || one.type === type))
      return { Data: { Instance: wanted.map(listed) } }
    },
  },
  DescribeDrdsInstance: {
    required: ['DrdsInstanceId'],
    run: ({ parameters, state }) => ({ Data: detailed(findInstance(parameters, state)) }),
  },
  DescribeRegions: {
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
  },
} satisfies Record<string, Action>

/** Documented actions that the sandbox does not carry out: it says so, instead of not knowing them. */
const knownActions = new Set([
  'CreateDrdsInstance', 'ModifyDrdsInstanceDescription', 'RemoveDrdsInstance', 'CreateDrdsDB', 'DescribeDrdsDB',
  'DeleteDrdsDB', 'ModifyDrdsDBPasswd', 'DescribeDrdsDBs', 'ModifyDrdsIpWhiteList', 'ModifyFullTableScan',
  'DescribeDrdsDBIpWhiteList', 'DescribeRdsList', 'DescribeShardDBs', 'DeleteFailedDrdsDB', 'ModifyRdsReadWeight',
  'CreateReadOnlyAccount', 'DescribeReadOnlyAccount', 'ModifyReadOnlyAccountPassword', 'RemoveReadOnlyAccount',
])

export const isDocumentedAction = (name: string) => Object.hasOwn(actions, name) || knownActions.has(name)

/** Checks the parameters and runs the action; throws a DrdsError. */
export function runAction(name: string, call: ActionCall): WireObject {
  if (!Object.hasOwn(actions, name)) throw gatewayError.unsupportedOperation()
  const action: Action = actions[name as keyof typeof actions]
  for (const parameter of action.required)
    if (!call.parameters.get(parameter))
      throw parameter === 'RegionId' ? gatewayError.missing(parameter) : gatewayError.missingParameter(parameter)
  const regionId = call.parameters.get('RegionId')
  if (regionId && !isRegion(regionId))
    throw new DrdsError(404, 'InvalidRegionId.NotFound', 'The RegionId provided does not exist in our records.')
  return action.run(call)
}

/** "专享为1 共享为0"; PRIVATE and PUBLIC as in CreateDrdsInstance. Null for no filter. */
function typeFilter(type: string | undefined): '0' | '1' | null {
  if (!type) return null
  if (type === '0' || type === 'PUBLIC') return '0'
  if (type === '1' || type === 'PRIVATE') return '1'
  throw gatewayError.valueNotSupported('Type')
}

/** An endpoint knows its own region only: an instance of another region is not in its records. */
function findInstance(parameters: Parameters, state: DrdsState): SandboxInstance {
  const regionId = parameters.get('RegionId')
  const found = state.instances.find((one) => one.id === parameters.get('DrdsInstanceId'))
  if (found && (!regionId || found.regionId === regionId)) return found
  throw new DrdsError(404, 'InvalidDRDSInstanceId.NotFound', 'The DrdsInstanceId provided does not exist in our records.')
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
