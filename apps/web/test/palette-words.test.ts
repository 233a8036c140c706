import { expect, test } from 'vitest'
import { commandsOf, type Situation, searchCommands } from '../src/features/frame/commands/commands.ts'
import { availableModel, catalogueModel, runningModel } from './fixtures.ts'

const situation: Situation = {
  models: [
    availableModel('qwen3:14b', { is_running: true }),
    availableModel('nomic:v1', { capabilities: ['embedding'] }),
  ],
  running: [runningModel('qwen3:14b')],
  catalogue: [
    catalogueModel('qwen3:14b', { installed: true }),
    catalogueModel('gemma3:4b', { size: 3_300_000_000 }),
    catalogueModel('gemma3:27b', { size: 17_000_000_000, fits: 'no' }),
  ],
  theme: null,
  density: 'compact',
}
const found = (search: string) =>
  searchCommands(commandsOf(situation), situation.catalogue, search).flatMap(({ heading, commands }) =>
    commands.map(({ label, model = '', aside, words }) =>
      [heading, `${label} ${model}`.trim(), words?.text ?? aside ?? ''].join(' | '),
    ),
  )

test.each([
  ['keep loaded', ['Actions | Pin in memory qwen3:14b | unloads in 4:12']],
  ['unload qwen', ['Actions | Stop qwen3:14b | frees 4.6 GiB of VRAM']],
  ['remove nomic', ['Actions | Delete… nomic:v1 | 4.9 GB']],
  ['copy', ['Actions | Copy ollama run qwen3:14b | ', 'Actions | Copy curl command for nomic:v1 | ']],
  ['monitor 7d', ['Pages | Monitor, last 7 days | ']],
  ['monitor 1h', ['Pages | Monitor, last hour | ']],
  ['dark', ['Dashboard | Dark theme | ']],
  ['system', ['Dashboard | Theme of the system | current']],
  ['create key', ['Dashboard | Make a key | ']],
  ['admin keys', ['Pages | Keys | ']],
  ['recommended', ['Pages | Model defaults | ']],
  ['density', ['Dashboard | Comfortable density | ', 'Dashboard | Compact density | current']],
])('%s finds what does that', (search, lines) => {
  expect(found(search)).toEqual(lines)
})

test('a model of the library is found by its name, unless it is installed', () => {
  expect(found('gemma')).toEqual(['Library | gemma3:4b | 3.3 GB', 'Library | gemma3:27b | 17.0 GB, too big'])
  expect(found('qwen3').filter((line) => line.startsWith('Library'))).toEqual([])
})

test('a pull is offered to who asks for one: of any name, and of each that the library has', () => {
  expect(found('pull gemma3')).toEqual([
    'Actions | Pull gemma3:latest | ',
    'Actions | Pull gemma3:4b | 3.3 GB',
    'Actions | Pull gemma3:27b | 17.0 GB, too big',
  ])
  expect(found('download gemma3:4b')).toEqual(['Actions | Pull gemma3:4b | 3.3 GB'])
  expect(found('pull 4b gemma')).toEqual(['Actions | Pull gemma3:4b | 3.3 GB'])
})

test('before anything is typed, neither the library nor the ranges of a page stand in the way', () => {
  const groups = searchCommands(commandsOf(situation), situation.catalogue, '')
  expect(groups.map(({ heading }) => heading)).toEqual(['Pages', 'Actions', 'Models', 'Dashboard'])
  expect(groups[0]?.commands.map(({ label }) => label)).toEqual([
    'Overview',
    'Models',
    'Library',
    'Chat',
    'Monitor',
    'Timeline',
    'Alerts',
    'Service',
    'Audit',
    'Admin',
  ])
})
