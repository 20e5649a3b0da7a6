import type { Page } from '@playwright/test'
import type { SandboxAddresses } from '../../electron/sandbox/addresses.ts'
import { instanceKey } from '../../renderer/features/drds/arrange-instances.ts'
import { decodeFrame, type FromHost } from '../../shared/contract/frame.ts'
import type { DrdsDatabase } from '../../shared/model/drds-database.ts'
import type { DrdsInstance, DrdsInstanceList } from '../../shared/model/drds.ts'

/** What the page was answered; what answers said is kept until the page is gone. */
export interface Heard {
  instances: ReadonlyMap<string, DrdsInstance>
  databases: ReadonlyMap<string, DrdsDatabase[] | null>
  /** Requests for databases that were answered since `forget`: they follow those for instances. */
  answered: ReadonlySet<number>
  forget: () => void
  /** Waits until no request has been under way for a while. */
  quiet: () => Promise<void>
}

type Request = { domain: string; action: string; input: { regionId: string; instanceId: string } }

/** Listens to the frames between a page and its host. */
export function hearAnswers(page: Page): Heard {
  const asked = new Map<number, Request>()
  const instances = new Map<string, DrdsInstance>()
  const databases = new Map<string, DrdsDatabase[] | null>()
  const answered = new Set<number>()
  let latest = performance.now()
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      if (typeof payload === 'string') return
      const { id, body } = decodeFrame(payload)
      const request = body as Request
      if (request.domain === 'drds') asked.set(id, request)
    })
    socket.on('framereceived', ({ payload }) => {
      if (typeof payload === 'string') return
      const { id, body } = decodeFrame(payload)
      const message = body as FromHost
      const request = asked.get(id)
      if (!request || !('result' in message)) return
      asked.delete(id)
      latest = performance.now()
      const { result } = message
      if (request.action === 'listInstances' && result.ok) {
        for (const one of (result.value as DrdsInstanceList).instances) instances.set(instanceKey(one), one)
      }
      if (request.action === 'databases') {
        answered.add(id)
        databases.set(instanceKey({ regionId: request.input.regionId, id: request.input.instanceId }), result.ok ? (result.value as DrdsDatabase[]) : null)
      }
    })
  })
  return {
    instances,
    databases,
    answered,
    forget: () => answered.clear(),
    async quiet() {
      while (asked.size > 0 || performance.now() - latest < 1_000) await page.waitForTimeout(100)
    },
  }
}

/** From the welcome screen to the list of an account's instances. */
export async function connect(page: Page, drds: SandboxAddresses['drds']): Promise<void> {
  await page.getByRole('button', { name: /DRDS OpenAPI/ }).click()
  const form = page.getByRole('dialog')
  const fields = { Name: 'Account', 'AccessKey ID': drds.accessKeyId, 'AccessKey Secret': drds.accessKeySecret, Region: drds.regionId, Endpoint: drds.endpoint }
  for (const [label, value] of Object.entries(fields)) await form.getByLabel(label).first().fill(value)
  await form.getByRole('button', { name: 'Create connection' }).click()
  await page.getByRole('button', { name: 'Keep for this session only' }).click()
  await openTab(page)
}

export const openTab = (page: Page): Promise<void> => page.getByRole('treeitem', { name: /^Account/ }).dblclick()

/** The choice is remembered: tabs that are opened later read all regions at once. */
export async function chooseEveryRegion(page: Page, instances: number): Promise<void> {
  await page.getByRole('button', { name: /^Regions: / }).click()
  const regions = page.getByRole('menuitemcheckbox')
  for (let at = 0; at < (await regions.count()); at++) if ((await regions.nth(at).getAttribute('aria-checked')) === 'false') await regions.nth(at).click()
  await page.keyboard.press('Escape')
  await page.getByRole('main').getByRole('status').filter({ hasText: `${instances} instances` }).waitFor()
}
