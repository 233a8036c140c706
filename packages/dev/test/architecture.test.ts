import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { diagramBelow, importsBetweenPackages, importsInCore, reachable } from './architecture-diagrams.ts'

const document = readFileSync(join(import.meta.dirname, '../../../docs/ARCHITECTURE.md'), 'utf8')

describe.each([
  { heading: 'Packages', imports: importsBetweenPackages() },
  { heading: 'Inside core', imports: importsInCore() },
])('the diagram "$heading" of ARCHITECTURE.md', ({ heading, imports }) => {
  const diagram = diagramBelow(heading, document)

  test('shows every part that there is, and no other', () => {
    expect([...diagram.parts].toSorted()).toEqual([...imports.parts].toSorted())
  })

  test('has an arrow or a way of arrows for every import', () => {
    const against = [...imports.edges].filter(([import_]) => {
      const [from = '', to = ''] = import_.split(' → ')
      return !diagram.dotted.has(import_) && !reachable(diagram, from).has(to)
    })
    expect(Object.fromEntries(against)).toEqual({})
  })

  test('has no arrow that no import needs', () => {
    const unused = [...diagram.solid, ...diagram.dotted].filter((arrow) => !imports.edges.has(arrow))
    expect(unused).toEqual([])
  })

  test('never leads back to where it began', () => {
    expect([...diagram.parts].filter((part) => reachable(diagram, part).has(part))).toEqual([])
  })
})

/** What the arrows lead to as well, through other folders, but is not for these folders to import. */
const tooFar = [
  { from: 'instances', to: ['json'] },
  { from: 'memory', to: ['events', 'json'] },
  { from: 'models', to: ['storage', 'json'] },
  { from: 'system', to: ['storage', 'events', 'json'] },
  { from: 'performance', to: ['events', 'ollama', 'json'] },
  { from: 'jobs', to: ['json'] },
]

test.each(tooFar)('$from of core leaves $to to the folders between them', ({ from, to }) => {
  const { parts, edges } = importsInCore()
  expect([from, ...to].filter((part) => !parts.has(part))).toEqual([])
  expect(to.filter((part) => edges.has(`${from} → ${part}`))).toEqual([])
})
