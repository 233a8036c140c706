// `pnpm pack:app`: writes `dist/ollama-dashboard-<version>.tgz`, which npm installs anywhere. All that it needs is in it, but
// for Node itself.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { thirdPartyLicences } from './licences.mjs'
import { nodePackages } from './package/node-packages.mjs'
import { root, run } from './run.mjs'

/** From the repository to the package. The server looks for the page where it is in the repository, too. */
const copied = {
  'apps/api/dist': 'apps/api/dist',
  'apps/web/dist': 'apps/web/dist',
  'packages/dev/package': 'bin',
  LICENSE: 'LICENSE',
}

/** Builds and packs; resolves with the path of the file. `into` is made where there is no such folder. */
export async function pack(into = join(root, 'dist')) {
  await build()
  const manifest = manifestOfPackage()
  const folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-pack-'))
  try {
    for (const [from, to] of Object.entries(copied))
      cpSync(join(root, from), join(folder, to), { recursive: true, filter: (file) => !file.endsWith('.d.mts') })
    chmodSync(join(folder, manifest.bin), 0o755)
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), thirdPartyLicences())
    mkdirSync(into, { recursive: true })
    const code = await run('npm', ['pack', '--pack-destination', into], { cwd: folder, quiet: true })
    if (code !== 0) throw new Error(`npm pack ended with code ${code}.`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return join(into, `${manifest.name}-${manifest.version}.tgz`)
}

function manifestOfPackage() {
  const { name, version, description, license, type, engines, optionalDependencies } = manifestIn('.')
  const node = optionalDependencies.node.replace('^', '')
  return {
    name,
    version,
    description,
    license,
    type,
    engines,
    repository: 'github:ollama-dashboard/ollama-dashboard',
    bin: 'bin/ollama-dashboard.mjs',
    // The one it is tested with. Optional, because a machine may have Node 24 and no way to this package.
    optionalDependencies: Object.fromEntries(Object.values(nodePackages).map((one) => [one, node])),
  }
}

function manifestIn(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) console.log(await pack())
