#!/usr/bin/env node
// The command of the package. The dashboard needs Node 24; npm installs one beside it, because this machine's own may be older.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launch } from './launch.mjs'
import { nodeEnv, nodeFlags } from './node-flags.mjs'
import { nodePackages } from './node-packages.mjs'

const neededNode = 24
const node = installedNodeOrNull() ?? ownNodeOrNull()
if (node === null) {
  console.error(
    `Ollama Dashboard needs Node ${neededNode}, and this is Node ${process.versions.node}. Install Node ${neededNode}. npm brings it only ` +
      'where it may install optional packages, and for Linux and Windows.',
  )
  process.exit(1)
}
const program = fileURLToPath(new URL('../apps/api/dist/main.js', import.meta.url))
launch(node, [...nodeFlags, program, ...process.argv.slice(2)], { env: { ...nodeEnv, ...process.env } })

function installedNodeOrNull() {
  const name = nodePackages[`${process.platform}-${process.arch}`]
  if (name === undefined) return null
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
    const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(file) ? file : null
  } catch {
    return null
  }
}

function ownNodeOrNull() {
  return Number.parseInt(process.versions.node, 10) >= neededNode ? process.execPath : null
}
