import { describe, expect, it } from 'vitest'
import { describeFailure } from '../i18n/describe-failure.ts'
import { failureOf } from './failure.ts'
import { mayHaveRun } from './may-have-run.ts'

const params = { host: 'db', port: '80', seconds: 5, bytes: 7, status: 502 }

describe('what may have been carried out', () => {
  it.each([
    ['network', 'network.answerTimeout'], ['network', 'network.reset'], ['network', 'network.cutShort'], ['network', 'network.headersTooLarge'], ['network', 'host.disconnected'],
    ['server', 'response.empty'], ['server', 'response.truncated'], ['server', 'response.encodingBroken'], ['server', 'dms.badGateway'], ['server', 'dms.unreadable'], ['server', 'maxscale.serverError'], ['server', 'drds.webPage'],
  ] as const)('says so first, in both languages, whatever broke: %s %s', (kind, code) => {
    const failure = failureOf(kind, code, { params })
    expect(mayHaveRun(failure)).toBe(true)
    expect(describeFailure(failure, 'en').next).toMatch(/^It may have taken effect: check before you run it again\./)
    expect(describeFailure(failure, 'zh-CN').next).toMatch(/^请求可能已经生效，请先确认再重试。/)
    // Of what changes nothing nothing is suspected.
    expect(mayHaveRun({ ...failure, retrySafe: true })).toBe(false)
    for (const locale of ['en', 'zh-CN'] as const) expect(describeFailure({ ...failure, retrySafe: true }, locale).next).not.toMatch(/may have taken|may have run|可能已经/)
  })

  it.each([
    ['signIn', 'dms.signInRefused'], ['permission', 'dms.notPermitted'], ['throttled', 'dms.throttled'], ['input', 'query.notQueryable'], ['guarded', 'guard.readOnly'], ['vault', 'vault.locked'],
  ] as const)('is nothing that was turned away: %s %s', (kind, code) => expect(mayHaveRun(failureOf(kind, code))).toBe(false))
})
