/** Parts of monaco-editor that come without types. */
declare module 'monaco-editor/languages/definitions/mysql/mysql.js' {
  import type { languages } from 'monaco-editor/editor/editor.api.js'
  export const conf: languages.LanguageConfiguration
  export const language: languages.IMonarchLanguage & {
    keywords: string[]
    operators: string[]
    tokenizer: Record<string, languages.IMonarchLanguageRule[]>
  }
}
