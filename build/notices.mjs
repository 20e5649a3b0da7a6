/**
 * Whose work is in a package of Tessera, and on what terms: THIRD-PARTY-NOTICES.txt, made from what the bundles hold.
 * It throws where a part has no licence that is known to allow it, or no text of one.
 */
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readPackage } from './bundled.mjs'
import { root } from './steps.mjs'

/** Licences whose only demand is that their text goes along. Another one is looked at by a person first. */
const allowed = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'OFL-1.1', 'CC-BY-4.0', 'BlueOak-1.0.0', 'Python-2.0', '(MPL-2.0 OR Apache-2.0)'])

/** What is in a bundle without being a module of its own package: seen by a module that brings it. */
const within = [
  { seen: 'electron/http/row-scan/row-scan-module.ts', folder: 'node_modules/assemblyscript', why: 'its standard library is compiled into the scanner of rows' },
  { seen: 'node_modules/monaco-editor/esm/vs/base/browser/dompurify/dompurify.js', folder: 'node_modules/dompurify', why: 'a copy is part of monaco-editor' },
  { seen: 'node_modules/monaco-editor/esm/vs/base/common/marked/marked.js', folder: 'node_modules/marked', why: 'a copy is part of monaco-editor' },
]

const CODICONS = 'node_modules/monaco-editor/esm/vs/base/browser/ui/codicons/codicon/codicon.ttf'

/** Parts beside the packages that modules come from, for this list of modules. */
export async function partsWithin(modules) {
  const parts = await Promise.all(
    within.filter(({ seen }) => modules.includes(seen)).map(async ({ folder, why }) => ({ ...(await readPackage(folder)), why, texts: await licenceTexts(folder) })),
  )
  if (modules.includes(CODICONS)) {
    const text = await readFile(join(root, 'build/cc-by-4.0.txt'), 'utf8')
    const monaco = await readPackage('node_modules/monaco-editor')
    parts.push({
      name: '@vscode/codicons', version: '', license: 'CC-BY-4.0', homepage: 'https://github.com/microsoft/vscode-codicons', folder: '',
      why: `the icon font as it comes with monaco-editor ${monaco.version}, unchanged; Copyright (c) Microsoft Corporation`, texts: [text],
    })
  }
  return parts
}

/** The texts of a package's licence, and the notices that it hands on itself. */
async function licenceTexts(folder) {
  const texts = await licenceFiles(folder)
  return texts.length > 0 ? texts : standardText(folder)
}

/** Some packages say MIT and whose they are, and leave its text out. */
async function standardText(folder) {
  const { license, author } = await readFile(join(root, folder, 'package.json'), 'utf8').then(JSON.parse, () => ({}))
  const name = typeof author === 'string' ? author.replace(/ *[<(].*$/, '') : author?.name
  if (license !== 'MIT' || !name) return []
  const ours = await readFile(join(root, 'LICENSE'), 'utf8')
  return [`MIT License\n\nCopyright (c) ${name}\n\n${ours.slice(ours.indexOf('Permission is hereby granted')).trim()}`]
}

async function licenceFiles(folder) {
  const names = (await readdir(join(root, folder))).filter((name) => /^(licen[cs]e|copying|notice|ofl|third-?party-?notices?)([.-].*)?$/i.test(name))
  return Promise.all(names.sort().map(async (name) => (await readFile(join(root, folder, name), 'utf8')).replace(/^\uFEFF/, '').replaceAll('\r\n', '\n').trim()))
}

/**
 * The whole file.
 * @param {{ name: string, version: string, license: string, homepage: string, folder: string }[]} packages
 * @param {Awaited<ReturnType<typeof partsWithin>>} parts
 */
export async function noticesOf(packages, parts) {
  const all = [...(await Promise.all(packages.map(async (one) => ({ ...one, texts: await licenceTexts(one.folder) })))), ...parts]
  const complaints = all.flatMap(({ name, license, texts }) => [
    ...(allowed.has(license) ? [] : [`${name}: licence "${license}" is not among those that were looked at (build/notices.mjs)`]),
    ...(texts.length > 0 ? [] : [`${name}: no text of its licence was found`]),
  ])
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
  const head = 'Tessera contains the work of others. What each of them asks for in return stands below.\n\nElectron, Chromium and Node.js have files of their own beside this one.\n'
  return [head, ...all.map(section)].join(`\n${'='.repeat(80)}\n\n`)
}

function section({ name, version, license, homepage, why, texts }) {
  const title = `${name}${version && ` ${version}`} (${license})`
  return [title, homepage, why, '', texts.join(`\n\n${'-'.repeat(40)}\n\n`), ''].filter((line) => line !== undefined).join('\n')
}
