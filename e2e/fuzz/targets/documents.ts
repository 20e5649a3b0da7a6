import { readDocument } from '../../../electron/clients/drds/document.ts'
import { refusal } from '../../../electron/clients/drds/errors.ts'
import { foreignAnswers } from '../../../electron/clients/drds/fixtures/foreign-answers.ts'
import { isOwnRefusal, isOwnSuccess } from '../../../electron/clients/drds/own-answer.ts'
import { responseText } from '../../../electron/clients/drds/transcript.ts'
import { createdOf, databaseOf, databasesOf, readOnlyAccountOf, whitelistOf } from '../../../electron/clients/drds/wire-databases.ts'
import { rdsListOf, shardsOf } from '../../../electron/clients/drds/wire-storage.ts'
import { instanceDetailOf, instancesOf, regionsOf } from '../../../electron/clients/drds/wire.ts'
import { isOverBound } from '../../../electron/http/answer-bounds.ts'
import { maskOf } from '../../../electron/http/masking/mask.ts'
import { pageText } from '../../../electron/http/page-text.ts'
import { must, outcome, type Target } from '../target.ts'

const readers = [instancesOf, instanceDetailOf, regionsOf, databasesOf, databaseOf, whitelistOf, readOnlyAccountOf, createdOf, rdsListOf, shardsOf]
const instance = { DrdsInstanceId: 'drdsabc', Type: '1', RegionId: 'cn-hangzhou', ZoneId: 'cn-hangzhou-b', Status: '0', CreateTime: 1420000000000, Vips: { Vip: [{ IP: '10.0.0.1', Port: '3306', Type: 'intranet' }] } }
const xml = (inside: string): string => `<?xml version="1.0" encoding="UTF-8" ?><DescribeDrdsInstancesResponse><RequestId>R</RequestId><Success>true</Success>${inside}</DescribeDrdsInstancesResponse>`

export const documentTargets = {
  'drds-document': {
    seeds: [
      JSON.stringify({ RequestId: 'R', Success: true, Data: { Instance: [instance, instance] }, Total: 2 }),
      JSON.stringify({ RequestId: 'R', Code: 'SignatureDoesNotMatch', Message: 'Specified signature is not matched with our calculation. server string to sign is:GET&%2F&AccessKeyId%3Dx', HostId: 'drds.aliyuncs.com' }),
      JSON.stringify({ RequestId: 'R', Success: true, IpWhiteList: { Ip: ['10.0.0.0/8', '127.0.0.1'] }, Data: { Db: [{ DbName: 'shop', Status: 1, CreateTime: '1' }] }, RdsInstances: [] }),
      xml('<Data><Instance><DrdsInstanceId>drdsabc</DrdsInstanceId><Type>1</Type><Vips><Vip><IP>10.0.0.1</IP></Vip></Vips></Instance></Data>'),
      xml('<Data><![CDATA[x]]><!-- c --><?pi x?>&lt;&#65;&#x41;&amp;</Data>'),
      ...foreignAnswers.map(([, , body]) => body),
    ],
    words: [
      '<Instance>', '</Instance>', '<Data>', '</Data>', '<!DOCTYPE R [<!ENTITY a "b">]>', '&a;', '&#x0;', '&#1114112;', '<![CDATA[', ']]>', '<!--', '-->', '<?', '?>', '/>', '<__proto__>', '</__proto__>', '<constructor>', ' xmlns:a="b"', '&lt;', '&amp;', '"__proto__":', '"RequestId":',
      '"Total":', '"Code":', '"Data":', '{"Instance":', '[]', '{}', 'null', '"0"', '-1', '\ufeff', '<a:b>', '</a:b>', '<toString/>', '<hasOwnProperty/>',
    ],
    run(bytes) {
      const read = outcome(() => readDocument(bytes))
      must(!('polluted' in {}) && Object.keys(Object.prototype).length === 0, 'every object has a new member')
      if ('failure' in read) return must(isOverBound(read.failure), `failed as ${read.failure.code}`)
      const http = { status: 400, headers: {}, setCookies: [], bytes, elapsedMs: 1, mask: maskOf(['hush-hush']) }
      const asked = { action: 'DescribeDrdsInstances', method: 'GET' as const, host: 'drds.aliyuncs.com', regionId: 'cn-hangzhou', secrets: ['Password'], stringToSign: 'GET&%2F&AccessKeyId%3Dx%26Action%3Dy', skewMs: null }
      refusal(http, read.value?.content, asked)
      responseText(http)
      must(pageText(http).length <= 501, 'more of a page than is shown')
      if (!read.value) return
      isOwnSuccess(read.value, 'DescribeDrdsInstances')
      isOwnRefusal(read.value)
      for (const settle of readers) settle(read.value)
    },
  },
} satisfies Record<string, Target>
