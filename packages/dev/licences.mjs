// The licences of what is in the bundles: whoever passes the package or the image on has to pass them on, too.
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from './run.mjs'

/** Where bundles are made, and what gets into them although it is only there to build. */
const bundled = [
  { folder: 'apps/api', also: ['@ollama-dashboard/ollama-sim'] },
  { folder: 'apps/web', also: ['tailwindcss', 'workbox-precaching', 'workbox-routing', 'workbox-strategies'] },
]

/** The licence of every package that the bundles may have parts of, in the order of their names, as one text. */
export function thirdPartyLicences() {
  const licences = new Map()
  for (const { folder, also } of bundled) {
    const from = join(root, folder)
    for (const name of [...Object.keys(manifestIn(from).dependencies), ...also]) collect(name, from, licences)
  }
  const texts = [...licences].sort(([a], [b]) => (a < b ? -1 : 1)).map(([title, text]) => `${title}\n\n${text}`)
  return `${texts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

/** Adds a package that is needed in a folder, and all that it needs itself. The packages of the repository are its own. */
function collect(name, from, licences) {
  const folder = folderOf(name, from)
  const { version, license, dependencies = {} } = manifestIn(folder)
  const title = `${name} ${version} (${license})`
  if (licences.has(title)) return
  if (!name.startsWith('@ollama-dashboard/'))
    licences.set(title, textIn(folder) ?? `Licence: ${license}. The package has no text of it.`)
  for (const one of Object.keys(dependencies)) collect(one, folder, licences)
}

function folderOf(name, from) {
  const folders = createRequire(join(from, 'package.json')).resolve.paths(name) ?? []
  const found = folders.map((one) => join(one, name)).find((one) => existsSync(join(one, 'package.json')))
  if (!found) throw new Error(`${name} is not installed for ${from}.`)
  return realpathSync(found)
}

function textIn(folder) {
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice|ofl)(?:[-.]|$)/i.test(file))
  return files.length === 0
    ? null
    : files
        .sort()
        .map((file) => readFileSync(join(folder, file), 'utf8').trim())
        .join('\n\n')
}

function manifestIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
