import type { CapCause, Notice, NoticeCode } from '../model/statement-result.ts'
import { fill } from './fill.ts'
import type { Locale } from './locale.ts'
import en from './notices.en.json' with { type: 'json' }
import zhCN from './notices.zh-CN.json' with { type: 'json' }

type NoticeKey = Exclude<NoticeCode, 'capHit'> | `capHit.${CapCause}`

const catalogues = { en, 'zh-CN': zhCN } satisfies Record<Locale, Record<NoticeKey, string>>

/** The sentence for a person, in their language. Pure; used by every host. */
export const describeNotice = (notice: Notice, locale: Locale): string =>
  fill(catalogues[locale][keyOf(notice)], notice.code === 'limitAdded' ? notice.params : grouped(notice.params, locale))

const causes: readonly CapCause[] = ['rowLimit', 'statement', 'dms', 'selectLimit', 'maxRows']

/** A cap names the limit that cut. */
const keyOf = ({ code, params }: Notice): NoticeKey => (code === 'capHit' ? `capHit.${causes.find((cause) => cause === params.by) ?? 'rowLimit'}` : code)

/** Counts are read with separators; only a LIMIT is written as SQL has it. */
const grouped = (params: Notice['params'], locale: Locale): Notice['params'] =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'number' ? value.toLocaleString(locale) : value]),
  )
