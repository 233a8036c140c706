import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../run.mjs'

const documents = globSync(['*.md', 'docs/*.md', 'packages/*/README.md'], { cwd: root })
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '')

/** What GitHub calls a heading in an address. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const anchorsIn = (file: string): string[] =>
  [...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))

/** Links that lead to no file, or to no heading of a document. */
function brokenIn(file: string): readonly string[] {
  const links = [...textOf(file).matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.filter((link) => {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? file : join(dirname(file), path)
    if (!existsSync(join(root, target))) return true
    return anchor !== undefined && !anchorsIn(target).includes(anchor)
  })
}

test.each(documents)('every link in %s leads somewhere', (file) => {
  expect(brokenIn(file)).toEqual([])
})
