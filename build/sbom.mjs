/** The list of what is shipped, as CycloneDX 1.6: made from the modules in the bundles, so no tool of the build is in it. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './steps.mjs'

/**
 * @param {{ name: string, version: string, license: string, homepage: string, folder: string }[]} packages in the bundles
 * @param {{ name: string, version: string, license: string, folder: string }[]} runtimes shipped beside them: Electron, Node
 * @returns {Promise<object>} the same for the same build
 */
export async function sbomOf(packages, runtimes) {
  const about = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const { packages: locked } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))
  const components = [...packages, ...runtimes].map((one) => componentOf(one, locked[one.folder]?.integrity))
  const application = { ...identity(about), type: 'application', licenses: licensesOf(about.license) }
  const digest = createHash('sha256').update(JSON.stringify([application, components])).digest('hex')
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    // A name for exactly this list, in the form of a UUID (RFC 9562, version 8).
    serialNumber: `urn:uuid:${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`,
    version: 1,
    metadata: { lifecycles: [{ phase: 'build' }], component: application },
    components,
    dependencies: [
      { ref: application['bom-ref'], dependsOn: components.map((one) => one['bom-ref']) },
      ...components.map((one) => ({ ref: one['bom-ref'] })),
    ],
  }
}

function componentOf(one, integrity) {
  const sha512 = /^sha512-(.+)$/.exec(integrity ?? '')?.[1]
  return {
    type: 'library',
    ...identity(one),
    ...(one.license && { licenses: licensesOf(one.license) }),
    ...(sha512 && { hashes: [{ alg: 'SHA-512', content: Buffer.from(sha512, 'base64').toString('hex') }] }),
  }
}

function identity({ name, version }) {
  const [scope, bare] = name.startsWith('@') ? name.split('/') : [null, name]
  // https://github.com/package-url/purl-spec: the scope's @ is written as %40.
  const purl = `pkg:npm/${scope ? `${scope.replace('@', '%40')}/` : ''}${bare}${version && `@${version}`}`
  return { 'bom-ref': purl, ...(scope && { group: scope }), name: bare, ...(version && { version }), purl }
}

const licensesOf = (license) => (/[ ()]/.test(license) ? [{ expression: license.replace(/^\((.*)\)$/, '$1') }] : [{ license: { id: license } }])
