/** The languages that Tessera speaks. */
export type Locale = 'en' | 'zh-CN'

/** The language for a system's tag, such as `zh_CN.UTF-8` or `en-GB`: Chinese where it is Chinese, else English. */
export const localeOfTag = (tag: string): Locale => (/^zh\b|^zh_/i.test(tag) ? 'zh-CN' : 'en')
