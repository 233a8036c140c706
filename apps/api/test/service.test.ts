import { type CoreOptions, ManagerFailed } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { controlledService } from './controlled-service.ts'
import { simulatedCore } from './simulated-core.ts'
import { as, testApp } from './support.ts'

async function appWith(core: Partial<CoreOptions>) {
  const { core: opened } = await simulatedCore({ core })
  const { app } = await testApp({ core: opened })
  const ask = (method: 'GET' | 'POST', url: string, more: Readonly<Record<string, string>> = {}) =>
    app.inject({ method, url, headers: { ...as('admin'), ...more } })
  return { app, ask }
}

test('a change that fails is 502 with what the server wrote', async () => {
  const { ask } = await appWith(controlledService)
  const answer = await ask('POST', '/api/service/stop')
  expect([answer.statusCode, answer.json()]).toMatchObject([
    502,
    {
      code: 'service_failed',
      detail: 'Ollama could not be stopped. It cannot be stopped.',
      output: ['time=2026-01-01T00:00:00Z level=ERROR msg="still busy"'],
    },
  ])
})

test('where nothing may be started or stopped it is 409 with what to do, for every change', async () => {
  const { ask } = await appWith({})
  for (const action of ['stop', 'restart']) {
    const answer = await ask('POST', `/api/service/${action}`)
    expect([answer.statusCode, answer.json().code, typeof answer.json().hint]).toEqual([
      409,
      'service_not_controllable',
      'string',
    ])
  }
})

test('a change is in the audit log, with who made it and how it ended', async () => {
  const { ask } = await appWith(controlledService)
  await ask('POST', '/api/service/restart')
  await ask('POST', '/api/service/stop')
  const { entries } = (await ask('GET', '/api/audit')).json()
  expect(entries).toMatchObject([
    { action: 'service.stop', outcome: 'failed', code: 'service_failed' },
    { action: 'service.restart', outcome: 'done', instance: 'default', after: { service: 'restarted' } },
  ])
})

test.each([
  ['asked for by the query', '/api/service/logs?follow=true', {}],
  ['asked for by Accept', '/api/service/logs', { accept: 'text/event-stream' }],
])('the log is followed as events where they are %s', async (_, url, headers) => {
  const { ask } = await appWith(controlledService)
  const answer = await ask('GET', url, headers)
  expect(answer.headers['content-type']).toBe('text/event-stream')
  expect(answer.body.split('\n').filter((line) => line.startsWith('event:'))).toEqual(['event: source', 'event: lines'])
})

test('a log that cannot be read is 409 in either form, before anything is sent', async () => {
  const { ask } = await appWith({})
  for (const url of ['/api/service/logs', '/api/service/logs?follow=true']) {
    const answer = await ask('GET', url)
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'service_log_unavailable'])
  }
})

test('an operator neither changes the service nor reads its log', async () => {
  const { app } = await appWith(controlledService)
  for (const [method, url] of [
    ['POST', '/api/service/restart'],
    ['GET', '/api/service/logs'],
  ] as const) {
    const { statusCode } = await app.inject({ method, url, headers: as('operator') })
    expect(statusCode).toBe(403)
  }
})

test('a secret of the dashboard that a program writes is in no answer', async () => {
  const { ask } = await appWith({
    service: {
      control: 'auto',
      autoStart: false,
      program: null,
      environment: {},
      hide: (text) => text.replaceAll('hunter22', '…'),
    },
    findManager: async (...asked) => {
      const found = await controlledService.findManager?.(...asked)
      const stop = async () => {
        throw new ManagerFailed('No.', ['password hunter22'])
      }
      return found ? { ...found, stop } : null
    },
  })
  expect((await ask('POST', '/api/service/stop')).json().output).toEqual(['password …'])
})
