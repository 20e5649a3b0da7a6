import { decodeFrame, encodeFrame, frameId } from '../../../shared/contract/frame.ts'
import { bytesOf, must, type Target } from '../target.ts'

const frame = (body: unknown): Uint8Array => Buffer.concat(encodeFrame(7, body))

export const frameTargets = {
  frame: {
    seeds: [
      frame({ domain: 'query', action: 'run', input: { runId: 'a', sql: 'SELECT 1', rowLimit: 10 } }), frame({ bytes: Uint8Array.of(1, 2, 3), words: Uint32Array.of(1, 2) }), frame([null, true, -1, 1.5, 'é', [], {}]),
      frame({ tabs: Array.from({ length: 50 }, (_, at) => ({ id: `t${at}`, text: 'x'.repeat(20), caret: at })) }),
    ],
    words: bytesOf('\x81', '\xdd\xff\xff\xff\xff', '\xdf\xff\xff\xff\xff', '\xdc\xff\xff', '\xde\xff\xff', '\xc6\xff\xff\xff\xff', '\xdb\xff\xff\xff\xff', '\xd7\x01\0\0\0\0\0\0\0\0', '\xd7\x02', '\xa9__proto__', '\x91\x91\x91\x91', '\x80'),
    run(bytes) {
      must(Number.isInteger(frameId(bytes)), 'a frame without an id')
      try {
        decodeFrame(bytes)
      } catch (error) {
        // The door turns whatever is thrown into one failure.
        must(error instanceof Error, 'something else than an error was thrown')
      }
      must(Object.keys(Object.prototype).length === 0, 'every object has a new member')
    },
  },
} satisfies Record<string, Target>
