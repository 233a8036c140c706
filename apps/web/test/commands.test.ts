import type { PlannedLoad } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { commandsOf, modelsToLoad, type Situation, searchCommands } from '../src/features/frame/commands/commands.ts'
import { type Plans, withPlan } from '../src/features/frame/commands/model-commands.ts'
import { availableModel, runningModel } from './fixtures.ts'

const loaded = runningModel('qwen3:14b', { size_vram: 12 * 2 ** 30 })
const situation: Situation = {
  models: [availableModel('qwen3:14b', { is_running: true }), availableModel('llama3.2:3b')],
  running: [loaded],
  catalogue: [],
  theme: null,
  density: 'comfortable',
}
const groupsOf = (search: string, now: Situation = situation) => searchCommands(commandsOf(now), now.catalogue, search)
const found = (search: string, now: Situation = situation, plans: Plans = new Map()) =>
  groupsOf(search, now).flatMap(({ commands }) =>
    commands
      .map((command) => withPlan(command, plans))
      .map(({ label, model = '', aside, words }) => [`${label} ${model}`.trim(), words?.text ?? aside ?? null]),
  )

test('what is loaded can be stopped and says what that frees; what is not can be started', () => {
  expect(found('qwen3')).toEqual([
    ['Stop qwen3:14b', 'frees 12.0 GiB of VRAM'],
    ['Restart qwen3:14b', null],
    ['Pin in memory qwen3:14b', 'unloads in 4:12'],
    ['Chat with qwen3:14b', 'loaded'],
    ['Settings of qwen3:14b', null],
    ['Copy ollama run qwen3:14b', null],
    ['Delete… qwen3:14b', '4.9 GB'],
    ['qwen3:14b', '4.9 GB'],
  ])
  expect(found('start llama')).toEqual([['Start llama3.2:3b', '4.9 GB']])
})

test('a start and a restart say what they would do once that is known, and it is asked of what is shown alone', () => {
  const planned = (model: string, differing: Partial<PlannedLoad>): [string, PlannedLoad] => [
    model,
    {
      model,
      context: 32_768,
      context_is_usual: false,
      bytes: 2 ** 34,
      usable_bytes: 2 ** 35,
      fits: 'yes',
      unloads: [],
      loaded: null,
      ...differing,
    },
  ]
  const plans = new Map([
    planned('llama3.2:3b', { unloads: [{ model: 'qwen3:14b', pinned: false, busy: false }] }),
    planned('qwen3:14b', { loaded: { context: 16_384, bytes: 2 ** 33 } }),
  ])
  expect(found('start llama', situation, plans)).toEqual([['Start llama3.2:3b', 'Unloads qwen3:14b']])
  expect(found('restart', situation, plans)).toContainEqual(['Restart qwen3:14b', '32,768 tokens, was 16,384'])
  expect(modelsToLoad(groupsOf('qwen3'))).toEqual(['qwen3:14b'])
  expect(modelsToLoad(groupsOf('light'))).toEqual([])
})

test('a pinned model can be let go, and one on ollama.com is not started here', () => {
  const now = {
    ...situation,
    models: [availableModel('gpt-oss:120b-cloud', { remote: true, size: null })],
    running: [runningModel('qwen3:14b', { pinned: true, size_vram: 0, size: 2 ** 30 })],
  }
  expect(found('qwen', now)).toContainEqual(['Unpin qwen3:14b', 'unloads after 5 min idle'])
  expect(found('stop', now)).toEqual([['Stop qwen3:14b', 'frees 1.0 GiB of RAM']])
  expect(found('gpt', now)).toEqual([
    ['Chat with gpt-oss:120b-cloud', null],
    ['Settings of gpt-oss:120b-cloud', null],
    ['Copy ollama run gpt-oss:120b-cloud', null],
    ['Delete… gpt-oss:120b-cloud', null],
    ['gpt-oss:120b-cloud', null],
  ])
})

test('without words pages come first, and a thousand models do not make a thousand lines', () => {
  const many = { ...situation, models: Array.from({ length: 1000 }, (_, index) => availableModel(`m:${index}`)) }
  const groups = groupsOf('', many)
  expect(groups.map(({ heading }) => heading)).toEqual(['Pages', 'Actions', 'Models', 'Dashboard'])
  // There are ten pages.
  for (const { commands } of groups) expect(commands.length).toBeLessThanOrEqual(10)
})

test('one chats with models that reply, and not with one for embeddings', () => {
  const now = {
    ...situation,
    models: [
      availableModel('nomic-embed-text:latest', { capabilities: ['embedding'] }),
      availableModel('old:1b', { capabilities: [] }),
    ],
  }
  expect(found('chat with', now)).toEqual([['Chat with old:1b', null]])
})
