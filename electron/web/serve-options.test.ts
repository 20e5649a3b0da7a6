import { expect, it } from 'vitest'
import { readServeOptions } from './serve-options.ts'

const read = (words: string) => readServeOptions(words === '' ? [] : words.split(' '))

it('opens the browser on any free port, with the embedded sandbox, unless told otherwise', () => {
  expect(read('')).toEqual({ kind: 'serve', options: { port: 0, openBrowser: true, sandbox: 'sqlite' } })
  expect(read('--port=8080 --no-open --user-data /d --sandbox off')).toEqual({
    kind: 'serve',
    options: { port: 8080, openBrowser: false, sandbox: 'off', userData: '/d' },
  })
})

it.each(['--port 70000', '--port x', '--sandbox postgres', '--host 0.0.0.0', 'word'])('refuses %s', (words) => {
  expect(read(words)).toMatchObject({ kind: 'invalid' })
})

it('knows help and version', () => {
  expect([read('-h').kind, read('--version').kind]).toEqual(['help', 'version'])
})
