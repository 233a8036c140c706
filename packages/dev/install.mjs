// Installs what the workspace needs, unless nothing changed since the last time: then no network is touched.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, isDone, markDone } from './fingerprint.mjs'
import { root, runOrExit } from './run.mjs'

const manifests = ['apps', 'packages'].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}/package.json`),
)

export async function install() {
  const wanted = fingerprint('package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'e2e/package.json', ...manifests)
  if (isDone('install', wanted)) return
  console.log('Installing what the dashboard needs…')
  await runOrExit('npx', ['--yes', 'pnpm@12', 'install', '--frozen-lockfile'], { quiet: true })
  markDone('install', wanted)
}
