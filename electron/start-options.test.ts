import { describe, expect, it } from 'vitest'
import { readStartOptions } from './start-options.ts'

const read = (...words: string[]) => readStartOptions(words, '/home/me')

describe('the words that the desktop is started with', () => {
  it.each([
    ['packaged', ['/opt/Tessera/tessera', '--user-data', '/data']],
    ['run by electron', ['/x/electron', '.', '--user-data', '/data']],
    ['run by Playwright', ['/x/electron', '--inspect=0', '--remote-debugging-port=0', '/x/tessera', '--user-data', '/data']],
    ['with switches of Chromium around it', ['/opt/tessera', '--no-sandbox', '--ozone-platform=wayland', '--user-data', '/data', '--lang=zh-CN']],
    ['opened by Finder', ['/Applications/Tessera', '-psn_0_774334', '--user-data=/data']],
    ['written with =', ['/opt/tessera', '--user-data=/data']],
    ['given twice, the last one', ['/opt/tessera', '--user-data', '/old', '--user-data', '/data']],
    ['with --original-process-start-time, as a second instance says it', ['/opt/tessera', '--original-process-start-time=13', '--user-data', '/data']],
  ])('--user-data is heeded: %s', (_, words) => {
    expect(read(...words)).toEqual({ userData: '/data', files: [] })
  })

  it('--user-data may be relative to where Tessera is started', () => {
    expect(read('/opt/tessera', '--user-data', 'profiles/a')).toEqual({ userData: '/home/me/profiles/a', files: [] })
  })

  it.each([[['--user-data']], [['--user-data=']], [['--user-data', '']], [['--user-data', '--no-sandbox']]])('a folder that was forgotten is said, not guessed: %j', (words) => {
    expect(() => read('/opt/tessera', ...words)).toThrow('--user-data DIR')
  })

  it('without it there is none, and what comes after -- is no switch', () => {
    expect(read('/opt/tessera')).toEqual({ files: [] })
    expect(read('/opt/tessera', '--', '--user-data', '/data')).toEqual({ files: [] })
  })

  it('SQL files are found wherever they stand, whole paths, and nothing else is taken for one', () => {
    expect(read('/x/electron', '.', 'a.sql', '--disable-gpu', '/b/ C.SQL', 'notes.txt', '--', '-d.sql')).toEqual({
      files: ['/home/me/a.sql', '/b/ C.SQL', '/home/me/-d.sql'],
    })
    expect(read('/opt/tessera', 'file:///b/%E8%AE%A2%E5%8D%95%20a.sql', 'file://elsewhere/x.sql')).toMatchObject({ files: ['/b/订单 a.sql', expect.any(String)] })
    expect(read('/opt/tessera', '--user-data', 'x.sql')).toEqual({ userData: '/home/me/x.sql', files: [] })
  })
})
