import { contract } from '@ollama-dashboard/contracts'
import type { TSchema } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openCore } from '../src/core.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { readArchitecture } from '../src/memory/read-architecture.ts'
import { readParameters } from '../src/ollama/answers/modelfile-parameters.ts'
import { readInstalled, readLoaded, readPullLine, readShown, readVersion } from '../src/ollama/answers/read-answers.ts'
import { readChatLine } from '../src/ollama/answers/read-chat-line.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { anyAnswer, mutated, recordedAnswers } from './any-answer.ts'
import { caller } from './caller.ts'
import { fakeOllama } from './fake-ollama.ts'
import { temporaryFolder } from './temporary-folder.ts'

const recorded = {
  tags: recordedAnswers('/api/tags'),
  ps: recordedAnswers('/api/ps'),
  show: recordedAnswers('/api/show'),
  version: recordedAnswers('/api/version'),
  pull: recordedAnswers('/api/pull'),
  chat: recordedAnswers('/api/chat'),
}

test('there are recordings of every answer', () => {
  for (const answers of Object.values(recorded)) expect(answers.length).toBeGreaterThan(1)
})

const isCount = (value: number | null) => value === null || (Number.isSafeInteger(value) && value >= 0)
const isTime = (value: string | null) => value === null || new Date(value).toISOString() === value

describe('whatever Ollama answers, no reader throws', () => {
  test('of a list', () => {
    fc.assert(
      fc.property(anyAnswer([...recorded.tags, ...recorded.ps]), (answer) => {
        for (const model of readInstalled(answer).models) {
          expect(isCount(model.size) && isCount(model.contextLength) && isTime(model.modifiedAt)).toBe(true)
        }
        for (const model of readLoaded(answer).models) {
          expect(isCount(model.size) && isCount(model.sizeVram) && isTime(model.expiresAt)).toBe(true)
        }
      }),
    )
  })

  test('of a model, of its architecture and of its parameters', () => {
    fc.assert(
      fc.property(anyAnswer(recorded.show), fc.constantFrom(null, '0.24.0', '0.32.15'), (answer, version) => {
        const { modelInfo, parameters } = readShown(answer)
        const { layers, trainedContext } = readArchitecture(modelInfo, version)
        expect(isCount(trainedContext)).toBe(true)
        for (const { count, elementsPerToken } of layers ?? []) {
          expect(Number.isFinite(count * elementsPerToken) && count * elementsPerToken > 0).toBe(true)
        }
        readParameters(parameters)
      }),
    )
  })

  test('of a version, a line of a pull and a line of a chat', () => {
    const lines = [...recorded.version, ...recorded.pull, ...recorded.chat]
    fc.assert(
      fc.property(anyAnswer(lines), (answer) => {
        readVersion(answer)
        const { total, completed } = readPullLine(answer)
        const { promptTokens, completionTokens, evalDurationNs, loadDurationNs } = readChatLine(
          answer,
          new Uint8Array(),
        )
        for (const count of [total, completed, promptTokens, completionTokens, evalDurationNs, loadDurationNs]) {
          expect(isCount(count)).toBe(true)
        }
      }),
    )
  })
})

describe('whatever Ollama answers, the dashboard answers as its contract says', () => {
  /** A core over a server whose answers are the test's, by path; those of a chat are lines. */
  async function setUp() {
    const answers: Record<string, unknown> = { '/api/version': { version: '0.32.15' } }
    const { url } = await fakeOllama((response, { path }) => {
      const lines = path === '/api/chat' ? (answers[path] as readonly unknown[]) : [answers[path] ?? null]
      response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    })
    const storage = await createMemoryStorage()
    const dataDir = await temporaryFolder()
    const core = await openCore({
      storage,
      acceptedKeys: null,
      instances: [{ name: 'default', url }],
      version: '1.0.0',
      dataDir,
    })
    onTestFinished(async () => {
      await core[Symbol.asyncDispose]()
      await storage[Symbol.asyncDispose]()
    })
    return { core, answers }
  }

  function expectForeseen(error: unknown) {
    if (!(error instanceof DashboardError)) throw error
    expect(error.code).not.toBe('internal')
  }

  /** As it leaves the API. */
  function expectValid(schema: TSchema, answer: unknown) {
    const [failure] = Value.Errors(schema, JSON.parse(JSON.stringify(answer)))
    expect(failure && [failure.path, failure.message, failure.value]).toBeUndefined()
  }

  async function expectAnswer(schema: TSchema, work: () => Promise<unknown>): Promise<void> {
    try {
      expectValid(schema, await work())
    } catch (error) {
      expectForeseen(error)
    }
  }

  test('about models, their memory and their settings', async () => {
    const { core, answers } = await setUp()
    const { models, settings, observability } = contract
    await fc.assert(
      fc.asyncProperty(
        mutated(recorded.tags),
        mutated(recorded.ps),
        anyAnswer(recorded.show),
        async (tags, ps, show) => {
          Object.assign(answers, { '/api/tags': tags, '/api/ps': ps, '/api/show': show })
          await expectAnswer(models.running.response, () => core.models.running(caller(), { refresh: true }))
          await expectAnswer(models.available.response, () => core.models.available(caller(), { refresh: true }))
          const listed = (await core.models.available(caller()).catch(() => null))?.models.slice(0, 2) ?? []
          for (const { name } of listed) {
            await expectAnswer(models.info.response, () => core.models.info(caller(), { model: name, refresh: true }))
            await expectAnswer(models.status.response, () => core.models.status(caller(), { model: name }))
            await expectAnswer(models.deletePreview.response, () =>
              core.models.deletePreview(caller(), { model: name }),
            )
            await expectAnswer(settings.effective.response, () => core.settings.effective(caller(), { model: name }))
            await expectAnswer(settings.recommended.response, () =>
              core.settings.recommended(caller(), { model: name }),
            )
          }
          await expectAnswer(contract.catalogue.list.response, () => core.catalogue.list(caller()))
          await expectAnswer(observability.health.response, async () => core.health(caller()))
          expect(core.failures()).toEqual([])
        },
      ),
      { numRuns: 60 },
    )
  })

  test('in a chat, and with what is kept of it', async () => {
    const { core, answers } = await setUp()
    Object.assign(answers, {
      '/api/tags': { models: [{ name: 'a:1', digest: 'a', size: 5e9, capabilities: ['completion', 'tools'] }] },
      '/api/ps': { models: [] },
      '/api/show': recorded.show[0],
    })
    await fc.assert(
      fc.asyncProperty(fc.array(mutated(recorded.chat), { minLength: 1, maxLength: 4 }), async (lines) => {
        answers['/api/chat'] = lines
        const session_id = await core.conversations.save(caller(), { model: 'a:1', messages: [] })
        try {
          for await (const line of core.chat.send(caller(), {
            request: { model: 'a:1', prompt: 'hello', session_id },
          })) {
            if ('metrics' in line) expectValid(contract.chat.send.event.properties.metrics, line.metrics)
          }
        } catch (error) {
          expectForeseen(error)
        }
        await expectAnswer(contract.conversations.get.response, () =>
          core.conversations.find(caller(), { id: session_id }),
        )
      }),
      { numRuns: 100 },
    )
    expect(core.failures()).toEqual([])
    await expectAnswer(contract.performance.get.response, () => core.chat.performance(caller(), { model: 'a:1' }))
  })
})
