import { expect, test } from 'vitest'
import { demoConfiguration, parseConfiguration, resolveTarget } from './configuration.ts'

test('sections, comments, quotes and blank lines are read', () => {
  const { global, objects } = parseConfiguration('# c\n[maxscale]\nthreads = 2\n\n[s 1]\ntype=server\n; c\naddress="::1"\nport=1\n', 'x.cnf')
  expect(global).toEqual({ threads: '2' })
  expect(objects).toEqual([{ name: 's 1', kind: 'server', parameters: { type: 'server', address: '::1', port: '1' } }])
})

test('a line that is nothing names itself, an unknown type its section', () => {
  expect(() => parseConfiguration('[a]\ntype=server\nnonsense', 'x.cnf')).toThrow('x.cnf, line 3: neither a section nor a setting: nonsense')
  expect(() => parseConfiguration('[a]\nport=1', 'x.cnf')).toThrow('the section [a] has no type')
})

test('a listener on all addresses is reached on the loopback', () => {
  const configuration = parseConfiguration('[a]\ntype=server\n[s]\ntype=service\nservers=a\n[l]\ntype=listener\nservice=s\nport=4006', 'x.cnf')
  expect(resolveTarget(configuration, 's')).toEqual({ host: '127.0.0.1', port: 4006, up: true, service: 's', server: 'a' })
})

test('a server that no service uses is down', () => {
  expect(resolveTarget(demoConfiguration, 'shop-replica')).toMatchObject({ up: false })
  expect(resolveTarget(demoConfiguration, 'shop-primary')).toMatchObject({ up: true })
})
