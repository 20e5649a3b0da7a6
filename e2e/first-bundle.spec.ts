import { expect, test } from './launch-app.ts'

test('the editor is asked for while the first screen shows, and only once that is painted', async ({ app, page }) => {
  await page.goto(app.url)
  await expect(page.getByRole('heading', { name: 'Tessera' })).toBeVisible()
  const editor = () =>
    page.evaluate(() => {
      const asked = performance.getEntriesByType('resource').find(({ name }) => /\/assets\/monaco[^/]*\.js$/.test(name))
      const painted = performance.getEntriesByName('first-contentful-paint')[0]
      return asked && painted ? { afterPaint: asked.startTime >= painted.startTime } : null
    })
  await expect.poll(editor).toEqual({ afterPaint: true })
  await expect(page.getByRole('heading', { name: 'Tessera' })).toBeVisible()
})
