import { ApiError, TransportError } from '@ollama-dashboard/client'
import { expect, test } from 'vitest'
import { describeError } from '../src/lib/describe-error.ts'

const problem = {
  type: 'about:blank',
  title: 'Ollama failed',
  status: 502,
  code: 'ollama_error',
  detail: 'Ollama sent a line that is not JSON.',
  instance: '/api/chat',
  trace_id: 'abc',
} as const

test('an error of Ollama of which nobody says what to do has a next step all the same', () => {
  expect(describeError(new ApiError(problem)).hint).toBe('Try again. If it happens again, check the Ollama log.')
  expect(describeError(new ApiError({ ...problem, hint: 'Pull it first.' })).hint).toBe('Pull it first.')
  expect(describeError(new ApiError(problem, 3)).hint).toBe('Try again in 3 s.')
})

test('what is copied has the trace id, by which the request is found in the log and among the traces', () => {
  expect(JSON.parse(describeError(new ApiError(problem)).details)).toMatchObject({
    trace_id: 'abc',
    code: 'ollama_error',
  })
})

test('only where the dashboard did not answer is it to be looked at', () => {
  expect(describeError(new TransportError('No answer.')).hint).toBe('Check that the dashboard is running.')
  const large = new TransportError('The request is too large.', { status: 413, hint: 'Raise its limit.' })
  expect(describeError(large).hint).toBe('Raise its limit.')
  expect(describeError(new TypeError('x is undefined')).hint).toBeNull()
})

test('the link that signs Ollama in is offered, and not among what is copied for others', () => {
  const link = 'https://ollama.com/connect?key=xyz'
  const described = describeError(new ApiError({ ...problem, code: 'cloud_sign_in_required', sign_in_url: link }))
  expect(described.signInUrl).toBe(link)
  expect(described.details).not.toContain('xyz')
})
