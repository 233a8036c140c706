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
