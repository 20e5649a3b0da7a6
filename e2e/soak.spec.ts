import { expect, test } from './launch-app.ts'
import { editor, openSandbox, tabs } from './workbench.ts'

/** `npm run soak` takes 1,000. */
const TABS = Number(process.env.TESSERA_SOAK_TABS ?? 20)
/** What is made once and kept; so many closed tabs can be opened again, and have their undo steps. */
const WARM_UP = Math.min(55, TABS / 2)
/** By how much each may differ where it settles. */
const bounds = { heap: 3_000_000, nodes: 300, listeners: 30 }

test(`${TABS} tabs that are opened, typed in and closed leave the window’s heap, nodes and listeners as they were`, async ({ window: page }) => {
  test.setTimeout(120_000 + TABS * 1_000)
  await openSandbox(page)
  const inspector = await page.context().newCDPSession(page)
  await inspector.send('Performance.enable')
  const count = await tabs(page).count()

  async function openAndClose(times: number): Promise<void> {
    for (let done = 0; done < times; done += 1) {
      await page.keyboard.press('ControlOrMeta+Alt+N')
      await expect(tabs(page)).toHaveCount(count + 1)
      await expect(editor(page)).toBeFocused()
      await page.keyboard.insertText('SELECT 1')
      await page.keyboard.press('ControlOrMeta+Alt+X')
      await expect(tabs(page)).toHaveCount(count)
    }
  }

  async function held(): Promise<typeof bounds> {
    // What a first collection lets go is given back with the second.
    for (let time = 0; time < 2; time += 1) await inspector.send('HeapProfiler.collectGarbage')
    const { metrics } = await inspector.send('Performance.getMetrics')
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
    return { heap: value('JSHeapUsedSize'), nodes: value('Nodes'), listeners: value('JSEventListeners') }
  }

  await openAndClose(WARM_UP)
  const before = await held()
  await openAndClose(TABS)
  const grown = async () => {
    const now = await held()
    const names = Object.keys(bounds) as (keyof typeof bounds)[]
    return Object.fromEntries(names.map((name) => [name, now[name] - before[name]] as const).filter(([name, by]) => by > bounds[name]))
  }
  await expect.poll(grown, { timeout: 20_000 }).toEqual({})
})
