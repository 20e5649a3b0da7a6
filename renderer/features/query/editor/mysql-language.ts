import type { languages } from 'monaco-editor/editor/editor.api.js'
import { conf, language } from 'monaco-editor/languages/definitions/mysql/mysql.js'
import type { Monaco } from './monaco.ts'

export const LANGUAGE = 'mysql'

/**
 * Monaco's own MySQL, with its lexical mistakes mended so that what is coloured as a comment or a string is what
 * shared/sql/scan.ts splits by: backslashes escape in strings, -- wants a blank behind it, and hints are no comments.
 */
export function registerMysql(monaco: Monaco) {
  monaco.languages.register({ id: LANGUAGE, aliases: ['MySQL'] })
  monaco.languages.setLanguageConfiguration(LANGUAGE, {
    ...conf,
    autoClosingPairs: [
      { open: '(', close: ')', notIn: ['string', 'comment'] },
      { open: "'", close: "'", notIn: ['string', 'comment'] },
      { open: '"', close: '"', notIn: ['string', 'comment'] },
      { open: '`', close: '`', notIn: ['string', 'comment'] },
    ],
    surroundingPairs: ['()', "''", '""', '``'].map(([open, close]) => ({ open: open ?? '', close: close ?? '' })),
    // A word is what a double click selects: names may hold a dollar sign and any letter.
    wordPattern: /[\p{L}\p{N}_$@]+/u,
  })
  monaco.languages.setMonarchTokensProvider(LANGUAGE, {
    ...language,
    // Monaco's themes colour "….sql" in their own way; ours is the only one that knows this ending.
    tokenPostfix: '.mysql',
    // AND, IN, LIKE … are words and look like words.
    keywords: [...language.keywords, ...language.operators, ...moreKeywords],
    operators: [],
    tokenizer: { ...language.tokenizer, ...lexicalRules },
  })
}

/** Words that are not reserved but seldom a column's name, and those of DRDS's sharding. */
const moreKeywords = [
  'AUTO_INCREMENT', 'BEGIN', 'CHARSET', 'COLUMNS', 'COMMIT', 'DATABASES', 'DATETIME', 'END', 'ENGINE', 'JSON', 'OFFSET',
  'PROCESSLIST', 'ROLLBACK', 'SAVEPOINT', 'START', 'TABLES', 'TEMPORARY', 'TRANSACTION', 'TRUNCATE', 'VIEW',
  'BROADCAST', 'DBPARTITION', 'TBPARTITION', 'TBPARTITIONS', 'TOPOLOGY',
]

const lexicalRules: Record<string, languages.IMonarchLanguageRule[]> = {
  root: [
    { include: '@comments' },
    { include: '@whitespace' },
    { include: '@numbers' },
    { include: '@strings' },
    { include: '@complexIdentifiers' },
    [/[;,.]/, 'delimiter'],
    [/[()]/, '@brackets'],
    // x and y are functions only where something is given to them; as names of columns they are names.
    [/[\w@$]+(?=\s*\()/, { cases: { '@builtinFunctions': 'predefined', '@keywords': 'keyword', '@default': 'identifier' } }],
    [/[\w@$]+/, { cases: { '@keywords': 'keyword', '@default': 'identifier' } }],
    [/[<>=!%&+\-*/|~^]/, 'operator'],
  ],
  comments: [
    [/--(?=\s|$).*/, 'comment'],
    [/#.*/, 'comment'],
    [/\/\*\+/, { token: 'hint', next: '@hint' }],
    [/\/\*M?!\d*/, { token: 'hint', next: '@executable' }],
    [/\/\*/, { token: 'comment', next: '@comment' }],
    [/^\s*delimiter\b.*$/, 'hint'],
  ],
  hint: [
    [/\*\//, { token: 'hint', next: '@pop' }],
    [/[^*]+|\*/, 'hint'],
  ],
  executable: [[/\*\//, { token: 'hint', next: '@pop' }], { include: '@root' }],
  comment: [
    [/\*\//, { token: 'comment', next: '@pop' }],
    [/[^*]+|\*/, 'comment'],
  ],
  string: [
    [/[^'\\]+/, 'string'],
    [/\\.|\\$/, 'string'],
    [/''/, 'string'],
    [/'/, { token: 'string', next: '@pop' }],
  ],
  stringDouble: [
    [/[^"\\]+/, 'string'],
    [/\\.|\\$/, 'string'],
    [/""/, 'string'],
    [/"/, { token: 'string', next: '@pop' }],
  ],
}
