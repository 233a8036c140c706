// Tells whether something changed since a step was last done, so that a second start does nothing twice.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './run.mjs'

const left = new Set(['node_modules', 'dist', 'test', 'recordings', 'examples', 'data', 'logs'])

/** A hash over the content of files and folders, named from the root; what no build reads is left out. */
export function fingerprint(...names) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  for (const name of names.flatMap(filesOf).sort()) hash.update(`${name}\n`).update(readFileSync(join(root, name)))
  return hash.digest('hex')
}

function filesOf(name) {
  const path = join(root, name)
  if (!existsSync(path)) return []
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => !left.has(entry.name))
      .flatMap((entry) => filesOf(`${name}/${entry.name}`))
  } catch (error) {
    if (error.code === 'ENOTDIR') return [name]
    throw error
  }
}

const stampOf = (step) => join(root, 'node_modules', '.ollama-dashboard', step)

export const isDone = (step, wanted) => existsSync(stampOf(step)) && readFileSync(stampOf(step), 'utf8') === wanted

export function markDone(step, wanted) {
  mkdirSync(dirname(stampOf(step)), { recursive: true })
  writeFileSync(stampOf(step), wanted)
}
