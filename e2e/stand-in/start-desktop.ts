/** Main of the desktop harness: the bundled out/main.js over the stand-in, its words as a packaged app gets them. */
import { app } from './electron.ts'
import { connectScreen } from './main-side.ts'
import { played } from './played.ts'

connectScreen()
process.argv.splice(1, 1)
app.once('exited', () => process.exit(played.exitCode ?? 1))
await import(new URL('../../out/main.js', import.meta.url).href)
