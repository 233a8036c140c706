import { Problem } from '@ollama-dashboard/contracts'
import { Value } from '@sinclair/typebox/value'
import type { InjectOptions } from 'fastify'
import { expect } from 'vitest'
import { fakeCore } from './fake-core.ts'
import { as, testApp } from './support.ts'

/** The problem document that answers a request of an admin. */
export async function problemOf(request: InjectOptions, core = fakeCore().core) {
  const { app } = await testApp({ core })
  const answer = await app.inject({ ...request, headers: { ...as('admin'), ...request.headers } })
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.headers['x-request-id']).toBeTruthy()
  const problem: Problem = answer.json()
  expect([...Value.Errors(Problem, problem)]).toEqual([])
  expect(problem.status).toBe(answer.statusCode)
  expect(problem.type).toBe(`urn:ollama-dashboard:problem:${problem.code}`)
  return { problem, headers: answer.headers, raw: answer.body }
}

/** A request to start a model with this body. */
export const start = (
  payload: unknown,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): InjectOptions => ({
  method: 'POST',
  url: '/api/models/start/llama3',
  headers,
  payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
})
