/** CreateDrdsInstance (创建drds实例): the checks of an order, in the order of its parameters, and the order itself. */
import { parameter, refusing, type Action, type ActionCall } from './action.ts'
import { instanceId, vipsOf } from './demo-instances.ts'
import { isRegion, regionsWithoutVpc, zones } from './regions.ts'
import type { DrdsState, SandboxInstance } from './state.ts'

const refuse = refusing('CreateDrdsInstance')

const specifications = new Set(['drds.small', 'drds.standard', 'drds.large', 'drds.xlarge'])
const mostOfOneOrder = 10
/** Where nothing can be created any more, and where one specification is sold out. */
const closedZones = new Set(['cn-beijing-a'])
const soldOut = new Set(['cn-hangzhou-b drds.xlarge'])
/** Stands in every region that has VPCs; those of the instances are known, too. */
const spareVpc = { vpcId: 'vpc-sandbox', vswitchId: 'vsw-sandbox' }

/** "2-128个字符" */
export const isDescription = (text: string) => [...text].length >= 2 && [...text].length <= 128

/** A description with this becomes abnormal instead of running. */
const failing = '[fail]'

export const createDrdsInstance: Action = {
  required: ['Description', 'RegionId', 'Type', 'ZoneId', 'Quantity', 'Specification', 'PayType'],
  optional: ['VpcId', 'VswitchId'],
  run: (call) => {
    const order = checkedOrder(call)
    checkAccount(call.state, order)
    const created = Array.from({ length: order.quantity }, () => begin(call.state, order))
    const orderId = 201_504_130_000_000 + call.state.nextNumber()
    return { Data: { OrderId: orderId, DrdsInstanceIdList: { DrdsInstanceId: created.map((one) => one.id) } } }
  },
}

interface Order {
  description: string
  regionId: string
  zoneId: string
  type: '0' | '1'
  specification: string
  quantity: number
  vpc: { vpcId: string; vswitchId: string } | null
}

function checkedOrder(call: ActionCall): Order {
  const given = (name: string) => parameter(call, name)
  const regionId = given('RegionId')
  if (!/^[a-z]{2}-[a-z]+(-\d)?$/.test(regionId)) throw refuse('InvalidParameter.RegionId')
  if (!isRegion(regionId)) throw refuse('InvalidRegionId.NotFound')
  if (!isDescription(given('Description'))) throw refuse('InvalidDescription.Malformed')
  const type = ({ '0': '0', PUBLIC: '0', '1': '1', PRIVATE: '1' } as const)[given('Type')]
  if (!type) throw refuse('ParameterError')
  const zone = zones.find((one) => one.zoneId === given('ZoneId'))
  if (!zone) throw refuse('InvalidParameter.ZoneId')
  if (zone.regionId !== regionId) throw refuse('InvalidZoneId.Mismatch')
  if (!/^[1-9]\d{0,8}$/.test(given('Quantity'))) throw refuse('InvalidParameter.Quantity')
  if (!specifications.has(given('Specification'))) throw refuse('InvalidParameter.Specification')
  if (given('PayType') !== 'drdsPost') throw refuse('InvalidParameter.PayType')
  return {
    description: given('Description'),
    regionId,
    zoneId: zone.zoneId,
    type,
    specification: given('Specification'),
    quantity: Number(given('Quantity')),
    vpc: checkedVpc(call, regionId, type),
  }
}

function checkedVpc(call: ActionCall, regionId: string, type: '0' | '1'): Order['vpc'] {
  const vpc = { vpcId: parameter(call, 'VpcId'), vswitchId: parameter(call, 'VswitchId') }
  if (!vpc.vpcId && !vpc.vswitchId) return null
  if (type === '0') throw refuse('InvalidDRDSInstanceType.Error')
  if (regionsWithoutVpc.has(regionId)) throw refuse('RegionNotSupportVPC.Error')
  if (!/^vpc-[a-z0-9]+$/.test(vpc.vpcId)) throw refuse('InvalidVpcId')
  if (!/^vsw-[a-z0-9]+$/.test(vpc.vswitchId)) throw refuse('InvalidVSwitchId')
  const known = call.state.instances.filter((one) => one.regionId === regionId).flatMap((one) => one.vips)
  if (![spareVpc, ...known].some((one) => one.vpcId === vpc.vpcId && one.vswitchId === vpc.vswitchId))
    throw refuse('QueryVSwitchFailed.InvalidVpcIdOrServerError')
  return vpc
}

function checkAccount({ instances, instanceQuota }: DrdsState, order: Order): void {
  const { regionId, zoneId, specification, type, description, quantity } = order
  if (quantity > mostOfOneOrder) throw refuse('InstanceExceedLimit.Error')
  if (instances.length + quantity > instanceQuota) throw refuse('QuotaExceeded.DRDInstance')
  const isPublic = (one: SandboxInstance) => one.regionId === regionId && one.type === '0' && one.status !== '5'
  if (type === '0' && (quantity > 1 || instances.some(isPublic))) throw refuse('publicInstanceAlreadyExist.Error')
  if (closedZones.has(zoneId)) throw refuse('OperationDenied')
  if (soldOut.has(`${zoneId} ${specification}`)) throw refuse('LowInventory.ServerError')
  const isSame = (one: SandboxInstance) =>
    one.status === '1' && one.zoneId === zoneId && one.specification === specification && one.description === description
  if (instances.some(isSame)) throw refuse('AnotherOrderExist.Error')
}

function begin(state: DrdsState, { vpc, description, regionId, zoneId, type, specification }: Order): SandboxInstance {
  // Far from the numbers of seeded instances.
  const index = 100_000 + state.nextNumber()
  const instance: SandboxInstance = {
    id: instanceId(index),
    description,
    regionId,
    zoneId,
    type,
    specification,
    status: '1',
    networkType: vpc ? 'vpc' : 'classic',
    createTime: state.now(),
    version: 7,
    vips: [],
    upgrading: false,
    databases: [],
  }
  state.instances.push(instance)
  state.later(() => {
    instance.status = instance.description.includes(failing) ? '2' : '0'
    instance.vips = vipsOf(vpc, index)
  })
  return instance
}
