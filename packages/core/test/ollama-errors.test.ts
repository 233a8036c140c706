import { describe, expect, test } from 'vitest'
import { problemOf } from '../src/kernel/problems/problem.ts'
import { errorTable, findRow } from '../src/ollama/errors/error-table.ts'
import { isTransient } from '../src/ollama/errors/ollama-errors.ts'
import { failureOf } from './failure-of-answer.ts'
import { ollamaTexts } from './fixtures/ollama-texts.ts'

describe("Ollama's texts", () => {
  test.each(ollamaTexts)('$from: "$text" is $code', ({ status, text, code, pulling = false }) => {
    const failure = failureOf(status, { error: text }, { model: 'tiny', pulling })
    expect(failure.code).toBe(code)
    expect(failure.message).not.toMatch(/secret|127\.0\.0\.1|\/models\/|C:\\|sha256-/)
  })

  test('every row of the table decides about one of them', () => {
    const decided = new Set(
      ollamaTexts.map(({ text, status, pulling }) => findRow(text.toLowerCase(), pulling ? 'pull' : 'other', status)),
    )
    // What the web framework says is no JSON: it has a test of its own below.
    const rest = errorTable.filter((row) => !decided.has(row) && row.verdict !== 'noEndpoint')
    expect(rest.map(({ text }) => text)).toEqual([])
  })

  test('that nobody knows are shown as they are', () => {
    expect(failureOf(500, { error: 'the diagram program failed' })).toMatchObject({
      code: 'ollama_error',
      message: 'Ollama returned an error: the diagram program failed',
    })
  })

  test('that begin inside a word are others', () => {
    expect(failureOf(200, { error: 'no such geofence' }, { model: 'tiny', pulling: true }).code).toBe('ollama_error')
  })

  test.each([
    [404, '404 page not found'],
    [405, '405 method not allowed'],
  ])('%d of its web framework is a version that lacks the request', (status, body) => {
    expect(failureOf(status, body, {})).toMatchObject({
      code: 'ollama_error',
      message: 'This version of Ollama does not support the request.',
      hint: 'Update Ollama, or check the path in the Ollama address.',
    })
  })

  test('403 without a body is its refusal of a host name', () => {
    const failure = failureOf(403, '', {})
    expect(failure).toMatchObject({
      code: 'ollama_unauthorized',
      message: 'Ollama rejects requests for that host name.',
      hint: expect.stringContaining('OLLAMA_HOST=0.0.0.0'),
    })
  })

  test('no refusal without known words is a success for another try', () => {
    const byStatus = [400, 401, 403, 404, 412, 422, 429, 500, 502, 503, 504].map((status) => {
      const failure = failureOf(status, { error: 'x' }, {})
      return [status, failure.code, isTransient(failure)]
    })
    expect(byStatus).toEqual([
      [400, 'ollama_error', false],
      [401, 'ollama_unauthorized', false],
      [403, 'ollama_unauthorized', false],
      [404, 'ollama_error', false],
      [412, 'model_incompatible', false],
      [422, 'ollama_error', false],
      [429, 'ollama_busy', true],
      [500, 'ollama_error', false],
      [502, 'ollama_error', true],
      [503, 'ollama_busy', true],
      [504, 'ollama_timeout', true],
    ])
  })
})

describe('a level of thinking', () => {
  test('that the model does not take is told with what it takes, and the field marked', () => {
    const failure = failureOf(400, { error: 'think value "high" is not supported for this model' })
    expect(problemOf(failure, '')).toMatchObject({
      status: 422,
      code: 'capability_missing',
      detail: '"tiny" supports thinking on or off only, without levels.',
      hint: 'Set thinking to on or off.',
      errors: [{ path: '/body/think', message: expect.stringContaining('on or off only') }],
    })
  })

  test('that an older server does not know is told as one', () => {
    const text = 'invalid think value: "max" (must be "high", "medium", "low", true, or false)'
    expect(problemOf(failureOf(400, { error: text }), '')).toMatchObject({
      status: 422,
      detail: 'This version of Ollama does not support that thinking level.',
      errors: [{ path: '/body/think' }],
    })
  })
})

test('a tag in several files is a failed pull, with the link kept', () => {
  const inner = { error: 'The specified tag is a sharded GGUF. Ollama does not support this yet.' }
  const failure = failureOf(200, { error: `pull model manifest: 400: ${JSON.stringify(inner)}` }, { pulling: true })
  expect(problemOf(failure, '')).toMatchObject({
    status: 502,
    code: 'registry_error',
    detail: 'That tag is split into several files; Ollama cannot pull it.',
    hint: 'Choose another tag, or merge its files: https://github.com/ollama/ollama/issues/5245',
  })
})

test.each([
  ['POST predict: Post "http://127.0.0.1:35943/completion": EOF', 500],
  ['an error was encountered while running the model: unexpected EOF', 200],
])('"%s" with %d is a crash that memory may explain', (text, status) => {
  expect(failureOf(status, { error: text })).toMatchObject({
    code: 'runner_crashed',
    message: 'The runner of "tiny" stopped unexpectedly.',
    hint: expect.stringContaining('run out of memory'),
  })
})

describe('ollama.com', () => {
  const signinUrl = 'https://ollama.com/connect?name=box&key=abc'

  test('that wants a sign-in says how, and the link is in no document that core makes', () => {
    const failure = failureOf(401, { error: 'unauthorized', signin_url: signinUrl }, { model: 'gpt-oss:120b-cloud' })
    expect(failure).toMatchObject({
      code: 'cloud_sign_in_required',
      message: '"gpt-oss:120b-cloud" runs on ollama.com, and this Ollama server is not signed in.',
      hint: 'Sign in on the server: ollama signin',
      details: { cloud_sign_in_required: { sign_in_url: signinUrl } },
    })
    expect(JSON.stringify(problemOf(failure, ''))).not.toContain('abc')
  })

  test.each([
    'https://evil.example/connect',
    'javascript:alert(1)',
    'http://ollama.com/connect',
    'https://x@ollama.com/',
    7,
  ])('sends nobody to %s', (link) => {
    const failure = failureOf(401, { error: 'unauthorized', signin_url: link })
    expect([failure.code, failure.details]).toEqual(['cloud_sign_in_required', {}])
  })

  test('is meant where a model of the cloud is refused without a link', () => {
    expect(failureOf(401, { error: 'unauthorized' }, { model: 'glm-5:cloud' }).code).toBe('cloud_sign_in_required')
    expect(failureOf(401, { error: 'unauthorized' }, { model: 'tiny' }).code).toBe('ollama_unauthorized')
  })

  test.each([
    ["you've reached your hourly usage limit, please wait or upgrade to continue", 'hourly limit'],
    ['you (ann) have reached your weekly usage limit, upgrade for higher limits', 'weekly limit'],
    ['you have reached your usage limit', 'its limit'],
  ])('tells "%s" as a limit, and is not asked again at once', (text, named) => {
    const failure = failureOf(429, { error: text })
    expect(failure).toMatchObject({ code: 'cloud_limit_reached', message: expect.stringContaining(named) })
    expect([failure.message.includes('ann'), isTransient(failure)]).toEqual([false, false])
  })
})

test('the counts of a prompt that is too long are told, however deep they are wrapped', () => {
  const inner = {
    error: { code: 400, message: 'too long', type: 'exceed_context_size_error', n_prompt_tokens: 1224, n_ctx: 512 },
  }
  for (const body of [inner, { error: JSON.stringify(inner) }]) {
    expect(failureOf(400, body).details.prompt_too_long).toMatchObject({ prompt_tokens: 1224, context_length: 512 })
  }
})
