import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fingerprint } from '../fingerprint.mjs'
import { root } from '../run.mjs'

/** A folder of the repository's, since names are told from its root. */
function folder(): { readonly name: string; write(file: string, text: string): void } {
  const path = mkdtempSync(join(root, 'packages/dev/test/fingerprint-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return {
    name: `packages/dev/test/${basename(path)}`,
    write(file, text) {
      mkdirSync(join(path, file, '..'), { recursive: true })
      writeFileSync(join(path, file), text)
    },
  }
}

test('is the same until something that a build reads changes', () => {
  const { name, write } = folder()
  write('src/a.ts', 'one')
  const before = fingerprint(name)
  expect(fingerprint(name)).toBe(before)

  write('test/a.test.ts', 'a test')
  write('node_modules/b/index.js', 'somebody else')
  expect(fingerprint(name)).toBe(before)

  write('src/a.ts', 'two')
  const changed = fingerprint(name)
  expect(changed).not.toBe(before)
  write('src/b.ts', '')
  expect(fingerprint(name)).not.toBe(changed)
})

test('what does not exist counts as nothing', () => {
  expect(fingerprint('packages/absent')).toBe(fingerprint('packages/absent-too'))
})
