import { describe, expect, it } from 'vitest'
import { redactHeaders, redactUrl } from './redact.ts'

describe('redactUrl', () => {
  it('hides every credential parameter whatever its case and keeps the rest', () => {
    expect(redactUrl('https://drds.aliyuncs.com/?Action=DescribeDrdsInstances&AccessKeyId=LTAI1&Signature=h%2Fka%3D')).toBe(
      'https://drds.aliyuncs.com/?Action=DescribeDrdsInstances&AccessKeyId=[secret]&Signature=[secret]',
    )
    expect(redactUrl('https://dp.proxy.dms.aliyuncs.com/server/db?accessId=u&ACCESSSECRET=p&sql=SELECT%201')).toBe(
      'https://dp.proxy.dms.aliyuncs.com/server/db?accessId=[secret]&ACCESSSECRET=[secret]&sql=SELECT%201',
    )
  })

  it('hides a token, an encoded name and user info', () => {
    expect(redactUrl('http://admin:mariadb@127.0.0.1:8989/v1/sql?to%6ben=eyJ')).toBe('http://127.0.0.1:8989/v1/sql?to%6ben=[secret]')
  })

  it('shows nothing of what is no URL', () => {
    expect(redactUrl('accessSecret=p')).toBe('[url]')
  })

  it('survives a malformed escape', () => {
    expect(redactUrl('http://h/?%E0%A4=1&token=t')).toBe('http://h/?%E0%A4=1&token=[secret]')
  })
})

describe('redactHeaders', () => {
  it('hides credentials and keeps the rest', () => {
    expect(
      redactHeaders({ accessId: 'u', accessSecret: 'p', Authorization: 'Basic x', Cookie: 'conn_id_sig_1=x', 'Content-Type': 'text/plain' }),
    ).toEqual({
      accessId: '[secret]',
      accessSecret: '[secret]',
      Authorization: '[secret]',
      Cookie: '[secret]',
      'Content-Type': 'text/plain',
    })
  })
})
