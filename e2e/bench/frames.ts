import type { Page } from '@playwright/test'

/** Pixels without a dark one that are still the space between two lines of text. */
const ROW_GAP = 26

/**
 * Records what Chromium really shows while a wheel turns, and answers how many frames were seen and how many of them
 * had a hole: a stretch of the grid's body, higher than a row, without text.
 */
export async function blankFrames(page: Page, turns: number): Promise<{ seen: number; blank: number }> {
  const session = await page.context().newCDPSession(page)
  const frames: string[] = []
  session.on('Page.screencastFrame', ({ data, sessionId }) => {
    frames.push(data)
    void session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined)
  })
  await page.mouse.move(640, 400)
  await session.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 })
  for (let turn = 0; turn < turns; turn++) {
    await page.mouse.wheel(turn % 3 === 2 ? 400 : 0, turn % 7 === 6 ? -1_500 : 900)
    await page.waitForTimeout(16)
  }
  await session.send('Page.stopScreencast')
  await session.detach()
  let blank = 0
  for (const frame of frames) if ((await page.evaluate(tallestGap, frame)) > ROW_GAP) blank++
  return { seen: frames.length, blank }
}

/** Runs in the page: the highest stretch below the labels in which no pixel is dark. */
async function tallestGap(png: string): Promise<number> {
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0))
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
  const canvas = new OffscreenCanvas(image.width, image.height)
  const pen = canvas.getContext('2d')!
  pen.drawImage(image, 0, 0)
  const top = 44
  const height = image.height - top - 20
  const { data } = pen.getImageData(70, top, image.width - 100, height)
  const width = image.width - 100
  let gap = 0
  let tallest = 0
  for (let y = 0; y < height; y++) {
    let dark = false
    for (let x = 0; x < width && !dark; x++) dark = data[(y * width + x) * 4 + 1]! < 120
    gap = dark ? 0 : gap + 1
    tallest = Math.max(tallest, gap)
  }
  return tallest
}
